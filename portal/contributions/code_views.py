"""Looking up what was sent in by its code: where it stands, what the desk asks, answering, taking it back."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import applications
from portal.contributions import drafts, subjects, tickets
from portal.contributions.code_form import AnswerForm, CodeForm
from portal.contributions.drafting import code_of, known
from portal.contributions.models import Decision, Ticket, TicketKind, TicketState
from portal.contributions.ticket_words import KINDS, NEXT, STATES, STEPS, TAGS, WRONG
from portal.events.registrations import codes as registrations
from portal.kit import code as codes
from portal.kit.say import Refused
from portal.listings.field_names import REASONS
from portal.web import holding, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.limit import limit
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import before

bp = Blueprint("codes", __name__, url_prefix="/code")


MENDED_AT = {TicketKind.PROPOSAL: "proposals.edit", TicketKind.EVENT: "event_proposals.edit"}
"""Where a sender goes on writing."""


@bp.get("")
@guard(anyone)
def index() -> Response:
    return _look_up(CodeForm())


@limit("20 per minute")
def _count() -> None:
    """Codes cannot be guessed one after the other."""


@bp.post("")
@guard(anyone)
@before(_count)
def find() -> Response:
    form = CodeForm(request.form)
    typed = form.code.data or "" if form.validate() else ""
    ticket = tickets.find(typed)
    registration = registrations.find(typed) if ticket is None else None
    application = applications.find(typed) if ticket is None and registration is None else None
    if registration is not None:
        holding.hold(codes.read(typed) or "")
        return go(url_for("registrations.show", number=registration.id))
    if application is not None:
        return go(url_for("shop_applications.show", code=application.code))
    if ticket is None:
        if not form.errors:
            form.code.errors = [_("There is nothing under this code. Compare it with what you wrote down.")]
        return _look_up(form, status=422)
    holding.hold(codes.read(form.code.data) or "")
    return go(url_for("codes.show", number=ticket.id))


def _look_up(form: CodeForm, *, status: int = 200) -> Response:
    return page("contributions/code.html", form=form, status=status)


@bp.get(f"/<{NUMBER}:number>")
@guard(anyone, load=known)
def show(ticket: Ticket) -> Response:
    return _show(ticket, AnswerForm())


@bp.post(f"/<{NUMBER}:number>/answer")
@guard(anyone, load=known)
@once
def answer(ticket: Ticket) -> Response:
    form = AnswerForm(request.form)
    try:
        if not form.validate():
            return _show(ticket, form, status=422)
        tickets.answer(ticket, form.text.data, by=reader.person(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(ticket, form, status=422)
    flash(_("Your answer is with the desk."), "ok")
    return go(url_for("codes.show", number=ticket.id))


@bp.post(f"/<{NUMBER}:number>/withdrawal")
@guard(anyone, load=known)
def withdraw(ticket: Ticket) -> Response:
    try:
        tickets.withdraw(ticket, by=reader.person(), at=now())
    except Refused as refused:
        form = AnswerForm()
        form.refuse(refused)
        return _show(ticket, form, status=422)
    flash(_("It is taken back. Nothing of it will be published."), "ok")
    return go(url_for("codes.show", number=ticket.id))


def _show(ticket: Ticket, form: AnswerForm, *, status: int = 200) -> Response:
    return page(
        "contributions/ticket.html",
        ticket=ticket,
        form=form,
        code=code_of(ticket),
        name=_name(ticket),
        public=_public_page(ticket),
        decided=_decided(ticket),
        mend=MENDED_AT.get(ticket.kind) if drafts.is_open(ticket) else None,
        may_withdraw=ticket.state in (TicketState.DRAFT, *tickets.OPEN),
        kinds=KINDS, states=STATES, tags=TAGS, nexts=NEXT, steps=STEPS, wrong=WRONG, reasons=REASONS,
        status=status,
    )  # fmt: skip


def _public_page(ticket: Ticket) -> str:
    """Where everybody may read what it became."""
    subject = subjects.of(ticket)
    if subject is None or not subject.is_public():
        return ""
    return url_for("events.show" if ticket.event is not None else "listings.show", slug=subject.slug)


def _name(ticket: Ticket) -> str:
    """What it is about, in a word: the name as it stands in the form until there is something of that name."""
    subject = subjects.of(ticket)
    typed = ticket.typed.get("name_vi") or ticket.typed.get("title_vi")
    return (subjects.name(subject) if subject else typed) or _("Without a name so far")


def _decided(ticket: Ticket) -> Decision | None:
    """What the desk did last, where it stands and says something; what it asks stands in the conversation."""
    if ticket.state == TicketState.WAITING or not ticket.decisions:
        return None
    last = ticket.decisions[-1]
    return last if last.reason or last.note else None
