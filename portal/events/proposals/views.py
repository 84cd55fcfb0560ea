"""Proposing an event without an account. Each field is kept as it is left; the desk reads it before it is public."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.contributions import drafting, drafts
from portal.contributions import proposals as sending
from portal.contributions.drafting import DROP, Road, code_of, known, known_picture, saved_at
from portal.contributions.models import Ticket, TicketKind
from portal.events import dated, duplicates, rules, words
from portal.events.proposals import proposal_form
from portal.events.proposals.proposal_form import GROUP, EventProposalForm
from portal.kit import dates
from portal.kit.say import Refused
from portal.listings.policy import is_editor
from portal.media.models import Preview
from portal.web import holding, opened, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import before

bp = Blueprint("event_proposals", __name__, url_prefix="/events/new")


def form_of(ticket: Ticket) -> EventProposalForm:
    form = proposal_form.of(ticket, [drafts.key(one) for one in ticket.photos])
    form.begun.data = opened.stamp(ticket.begun_at)
    return form


ROAD = Road(TicketKind.EVENT, lambda: GROUP, proposal_form.names, form_of)
ROAD_PAGES = {"add_photo": "event_proposals.add_photo", "picture": "event_proposals.picture"}
"""The endpoints that the part with the photos leads to."""


# Writing


@bp.get("")
@guard(anyone)
def new() -> Response:
    reader.person()  # the form is this reader's own: nobody else may be handed its `once`
    return _write(EventProposalForm(begun=opened.stamp(now())))


@bp.post("")
@guard(anyone)
@before(ROAD.take_photo)
def create() -> Response:
    """The whole form, for the first time or again: kept as it is, and looked at when it is to be sent."""
    sent = ROAD.sent(proposal_form.names(GROUP, request.form), whole=True)
    ticket, form, refused = ROAD.receive(sent)
    if not drafts.is_open(ticket):
        return go(url_for("codes.show", number=ticket.id))
    act = request.form.get("act", "keep")
    if act.startswith(DROP):
        drafts.drop_photo(ticket, act.removeprefix(DROP), at=now())
        return go(url_for("event_proposals.edit", number=ticket.id, _anchor="photos"))
    if not form.check(complete=act == "preview", refused=refused):
        drafting.keep_all_the_same(sent)
        return _write(form, ticket, status=422)
    return go(url_for("event_proposals.show" if act == "preview" else "event_proposals.edit", number=ticket.id))


@bp.post("/fields")
@guard(anyone)
@before(ROAD.take_photo)
def save() -> Response:
    return ROAD.save_field()


@bp.post("/photos")
@guard(anyone)
@before(ROAD.take_photo)
def add_photo() -> Response:
    """A photo by itself; the answer is the part of the form that shows photos."""
    ticket, form, refused = ROAD.add_photo()
    return _write(form, ticket, status=422 if refused else 200)


@bp.get(f"/<{NUMBER}:number>")
@guard(anyone, load=known)
def edit(ticket: Ticket) -> Response:
    if not _is_ours(ticket):
        return go(url_for("codes.show", number=ticket.id))
    form = form_of(ticket)
    form.check(complete=False)
    return _write(form, ticket)


def _is_ours(ticket: Ticket) -> bool:
    """Whether its sender may write in it here."""
    return ticket.kind is TicketKind.EVENT and drafts.is_open(ticket)


def _write(form: EventProposalForm, ticket: Ticket | None = None, *, status: int = 200) -> Response:
    begun = [] if ticket else drafts.open_with(holding.codes(), TicketKind.EVENT)
    return page(
        "events/proposals/propose.html",
        parts=("photos",),
        form=form,
        ticket=ticket,
        drafts=begun,
        editor=ticket is None and is_editor(reader.person()),
        code=code_of(ticket) if ticket else "",
        saved=saved_at(ticket) if ticket else "",
        moon=_moon(form),
        road=ROAD_PAGES,
        photos={drafts.key(one): one for one in ticket.photos} if ticket else {},
        sent_photos={drafts.key(one): one for one in drafts.sent_photos(ticket)} if ticket else {},
        most=drafts.MOST_PHOTOS,
        status=status,
    )


def _moon(form: EventProposalForm) -> str:
    return dated.by_moon(form.starts_on.data, current()) if form.starts_on.data else ""


@bp.get("/day")
@guard(anyone)
def day() -> Response:
    """The chosen day by the moon: what stands below it, for a browser that asks while somebody writes."""
    try:
        moon = dated.by_moon(dates.parse_day(request.args.get("starts_on", "")), current())
    except Refused:
        moon = ""
    return page("events/_moon.html", moon=moon)


# Looking at it, and sending it


@bp.get(f"/<{NUMBER}:number>/preview")
@guard(anyone, load=known)
def show(ticket: Ticket) -> Response:
    if not _is_ours(ticket):
        return go(url_for("codes.show", number=ticket.id))
    form = form_of(ticket)
    if not form.check(complete=True):
        return go(url_for("event_proposals.edit", number=ticket.id))
    span, given, lang = form.span(), form.given(), current()
    twins = duplicates.like(given, ignore=ticket.event)
    return page(
        "events/proposals/preview.html",
        ticket=ticket, form=form, given=given, code=code_of(ticket), words=words,
        solar=dated.solar(span, lang), lunar=dated.by_moon(span.first_day, lang),
        venue=form.listings.get("venue"), organiser=form.listings.get("organiser"),
        twins=[(one, dated.solar(one, lang)) for one in twins], photos=ticket.photos, key=drafts.key,
    )  # fmt: skip


@bp.post(f"/<{NUMBER}:number>/sending")
@guard(anyone, load=known)
def send(ticket: Ticket) -> Response:
    """Sends a proposal to the desk. Pressed twice, it has been sent once."""
    if not _is_ours(ticket):
        return go(url_for("codes.show", number=ticket.id))
    form = form_of(ticket)
    try:
        if not form.check(complete=True):
            return _write(form, ticket, status=422)
        drafts.keep(ticket, {"twin": request.form.get("twin")}, at=now())
        ticket.sender_name, ticket.sender_phone = form.sender_name.data or "", form.sender_phone.data
        sending.send(ticket, rules.tidied(form.given()), form.words_of_photos(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _write(form, ticket, status=422)
    flash(_("Sent. The desk reads it within a few days; look here with your code."), "ok")
    return go(url_for("codes.show", number=ticket.id))


@bp.get(f"/<{NUMBER}:number>/pictures/<key>/<int:width>")
@guard(anyone, load=known_picture)
def picture(preview: Preview) -> Response:
    return drafting.picture(preview)
