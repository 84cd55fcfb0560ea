"""The moderation desk: what waits, one ticket at a time, and what was decided taken back."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, url_for
from flask_babel import gettext as _
from htmx_flask import request

from portal.contributions import decisions, desk_words, drafts, holding, queue, subjects, told, undoing
from portal.contributions.decisions import Overtaken, Ruling
from portal.contributions.desk_words import WEIGHT, WHY
from portal.contributions.models import Act, Ticket, TicketKind
from portal.contributions.moderation_forms import DecisionForm, OtherForm, QueueForm, TakeOverForm
from portal.contributions.reports import Wrong
from portal.contributions.ticket_words import WRONG
from portal.contributions.tickets import OPEN
from portal.kit import phone
from portal.kit.say import Refused
from portal.listings import duplicates
from portal.listings import rules as listings
from portal.listings.field_names import REASONS
from portal.listings.policy import is_editor
from portal.people.policy import is_organiser
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page
from portal.web.paging import NUMBER

OTHERS = ("owner", "duplicate", "outside", "no_place", "language", "suspicious", "minor", "asked")
"""Reasons that are behind a disclosure: a phone has no room for a dozen tabs."""
bp = Blueprint("moderation", __name__, url_prefix="/desk/moderation")


@bp.get("")
@guard(is_editor)
def index() -> Response:
    form = QueueForm(request.args)
    good = form.validate()
    found = queue.page(at=now(), reason=form.reason, number=form.number)
    if form.number > 1 and not found.rows:
        abort(404)
    return page(
        "contributions/moderation.html",
        parts=("results",),
        status=200 if good else 422,
        form=form,
        found=found,
        at=now(),
        tabs=[(key, name) for key, name in _tabs() if found.counts[key] or key == form.reason],
        others=OTHERS,
        holder=holding.holder,
        name_of=told.name,
        words=desk_words,
        address_of_page=lambda number: url_for("moderation.index", why=form.reason or None, page=number),
    )


def _tabs() -> list[tuple[str, str]]:
    """Ways to look at the queue: all of it, by each reason, and what was decided."""
    return [("", _("All")), *((key, _(name)) for key, name in WHY.items()), (queue.DECIDED, _("Decided lately"))]


def sent(number: int) -> Ticket | None:
    return queue.find(number)


@bp.get(f"/<{NUMBER}:number>")
@guard(is_editor, load=sent)
def show(ticket: Ticket) -> Response:
    return _show(ticket)


@bp.post(f"/<{NUMBER}:number>/hold")
@guard(is_editor, load=sent)
def hold(ticket: Ticket) -> Response:
    form = TakeOverForm(request.form)
    try:
        holding.hold(ticket, by=reader.me(), at=now(), reason=form.why.data if form.validate() else "")
    except Refused as refused:
        if refused.field is None:
            raise
        form.validate()
        return _show(ticket, over=form, status=422)
    return _go(ticket)


@bp.post(f"/<{NUMBER}:number>/release")
@guard(is_editor, load=sent)
def release(ticket: Ticket) -> Response:
    holding.let_go(ticket, by=reader.me())
    return go(url_for("moderation.index"))


@bp.post(f"/<{NUMBER}:number>/decision")
@guard(is_editor, load=sent)
def decide(ticket: Ticket) -> Response:
    form = DecisionForm(request.form, kind=ticket.kind)
    if not form.validate():
        return _show(ticket, form=form, status=422)
    me, at = reader.me(), now()
    try:
        decisions.decide(
            ticket, _ruling(form), by=me, at=at, version=form.version.data or 0,
            subject_version=form.subject_version.data,
        )  # fmt: skip
    except Overtaken as overtaken:
        return _show(
            ticket, form=_up_to_date(ticket, form), overtaken=overtaken, seen=form.subject_version.data, status=409
        )
    except Refused as refused:
        form.refuse(refused)
        return _show(ticket, form=form, status=422)
    flash(_("“%(name)s”: %(done)s", name=told.name(ticket), done=_(desk_words.DONE[form.wish or Act.SETTLED])), "ok")
    following = queue.next_after(ticket, at=at, by_id=me.id)
    if following is None:
        return go(url_for("moderation.index"))
    holding.hold(following, by=me, at=at)
    return _go(following)


@bp.post(f"/<{NUMBER}:number>/undo")
@guard(is_editor, load=sent)
def undo(ticket: Ticket) -> Response:
    undoing.undo(ticket, by=reader.me(), at=now())
    flash(_("The decision is taken back. This waits again."), "ok")
    return _go(ticket)


@bp.post(f"/<{NUMBER}:number>/not-same")
@guard(is_editor, load=sent)
def part(ticket: Ticket) -> Response:
    form = OtherForm(request.form)
    other = listings.numbered(form.other.data) if form.validate() else None
    if other is None or ticket.listing is None:
        return _show(ticket, status=422)
    duplicates.part(ticket.listing, other, by=reader.me(), at=now())
    flash(_("Remembered: these two are not the same."), "ok")
    return _go(ticket)


def _go(ticket: Ticket) -> Response:
    return go(url_for("moderation.show", number=ticket.id))


def _ruling(form: DecisionForm) -> Ruling:
    assert form.wish is not None
    return Ruling(
        act=form.wish,
        reason=form.reason.data or "",
        note=form.note.data or "",
        into=listings.numbered(form.into.data) if form.into.data else None,
        compared="compared" in form and form.compared.data,
    )


def _up_to_date(ticket: Ticket, typed: DecisionForm) -> DecisionForm:
    """The same words on the versions of now: sent again, they count for what is on the page."""
    form = DecisionForm(kind=ticket.kind, version=ticket.version, subject_version=subjects.version(ticket))
    form.reason.data, form.note.data = typed.reason.data, typed.note.data
    return form


# What the page says


def _show(
    ticket: Ticket,
    *,
    form: DecisionForm | None = None,
    over: TakeOverForm | None = None,
    overtaken: Overtaken | None = None,
    seen: int | None = None,
    status: int = 200,
) -> Response:
    me, at, subject = reader.me(), now(), subjects.of(ticket)
    is_open = ticket.state in OPEN
    return page(
        "contributions/moderation_show.html",
        ticket=ticket,
        listing=ticket.listing,
        event=ticket.event,
        name=told.name(ticket),
        place=queue.place_of(ticket) if is_open else None,
        days=(at - ticket.sent_at).days if ticket.sent_at else 0,
        reasons=[(_(WHY[key]), WEIGHT.get(key, "info")) for key in queue.reasons_of(ticket, at=at)] if is_open else [],
        is_open=is_open,
        holder=holding.holder(ticket, at=at),
        is_mine=is_open and ticket.held_by_id == me.id and holding.holder(ticket, at=at) is not None,
        locked=is_open and holding.is_held_by_another(ticket, me, at=at),
        may_take_over=is_organiser(me),
        over=over or TakeOverForm(),
        form=form or _up_to_date(ticket, DecisionForm(kind=ticket.kind)),
        overtaken=overtaken and _(overtaken.sentence),
        meanwhile=told.rows(decisions.changed_since(subject, seen)) if overtaken and subject and seen else [],
        changes=told.changes(ticket),
        facts=told.facts(subject) if subject and ticket.kind is not TicketKind.EDIT else [],
        pictures=told.pictures(subject) if subject else [],
        twins=told.twins(ticket) if is_open else [],
        buttons=[(act, label) for act in decisions.MAY_BECOME[ticket.kind] if (label := _label(ticket, act))],
        standing=None if is_open else undoing.standing(ticket, at=at),
        phone=phone.show(ticket.sender_phone) if ticket.sender_phone else "",
        typed=[ticket.typed["words"]] if ticket.typed.get("words") else [],
        said_reason=_(WRONG[Wrong(ticket.reason)]) if ticket.kind is TicketKind.REPORT else "",
        told_reason=lambda key: _(REASONS[key]) if key in REASONS else "",
        words=desk_words,
        status=status,
    )


def _label(ticket: Ticket, act: Act) -> str:
    if act is Act.PUBLISHED and ticket.kind not in drafts.KINDS:
        return str(_("Accept"))
    return str(_(desk_words.TO_DO[act])) if act in desk_words.TO_DO else ""
