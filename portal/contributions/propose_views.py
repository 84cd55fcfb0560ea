"""Proposing a listing without an account: choose a group and write. Each field is kept as it is left."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from portal.city.chosen import here
from portal.contributions import drafting, drafts, proposal_form
from portal.contributions.drafting import DROP, Road, code_of, known, saved_at
from portal.contributions.models import Ticket, TicketKind
from portal.contributions.previewing import sheets
from portal.contributions.proposal_form import ProposalForm
from portal.listings.policy import is_editor
from portal.web import holding, opened, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import before

bp = Blueprint("proposals", __name__, url_prefix="/map/new")


def _group() -> str:
    group = request.form.get("group", "")
    return group if group in here().groups else ""


def form_of(ticket: Ticket) -> ProposalForm:
    form = proposal_form.of(ticket, [drafts.key(one) for one in ticket.photos])
    form.begun.data = opened.stamp(ticket.begun_at)
    return form


ROAD = Road(TicketKind.PROPOSAL, _group, proposal_form.names, form_of)


@bp.get("")
@guard(anyone)
def new() -> Response:
    reader.person()  # the form is this reader's own: nobody else may be handed its `once`
    group = request.args.get("group", "")
    if group not in here().groups:
        return _groups()
    return write(ProposalForm(group=group, begun=opened.stamp(now())))


def _groups(*, status: int = 200) -> Response:
    """The eight groups to choose from, and what this browser has begun."""
    begun = drafts.open_with(holding.codes(), TicketKind.PROPOSAL)
    editor = is_editor(reader.person())
    return page("contributions/propose_groups.html", drafts=begun, editor=editor, status=status)


@bp.post("")
@guard(anyone)
@before(ROAD.take_photo)
def create() -> Response:
    """The whole form, for the first time or again: kept as it is, and looked at when it is to be sent."""
    if not (group := _group()):
        return _groups(status=422)
    sent = ROAD.sent(proposal_form.names(group, request.form), whole=True)
    ticket, form, refused = ROAD.receive(sent)
    if not drafts.is_open(ticket):
        return go(url_for("codes.show", number=ticket.id))
    act = request.form.get("act", "keep")
    if act.startswith(DROP):
        drafts.drop_photo(ticket, act.removeprefix(DROP), at=now())
        return go(url_for("proposals.edit", number=ticket.id, _anchor="photos"))
    if not form.check(complete=act == "preview", refused=refused):
        drafting.keep_all_the_same(sent)
        return write(form, ticket, status=422)
    return go(url_for("sending.show" if act == "preview" else "proposals.edit", number=ticket.id))


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
    return write(form, ticket, status=422 if refused else 200)


@bp.get(f"/<{NUMBER}:number>")
@guard(anyone, load=known)
def edit(ticket: Ticket) -> Response:
    if not drafts.is_open(ticket) or ticket.kind is not TicketKind.PROPOSAL:
        return go(url_for("codes.show", number=ticket.id))
    form = form_of(ticket)
    form.check(complete=False)
    return write(form, ticket)


def write(form: ProposalForm, ticket: Ticket | None = None, *, status: int = 200) -> Response:
    return page(
        "contributions/propose.html",
        parts=("photos",),
        form=form,
        ticket=ticket,
        code=code_of(ticket) if ticket else "",
        saved=saved_at(ticket) if ticket else "",
        group=here().groups[form.group.data],
        road=ROAD_PAGES,
        photos={drafts.key(one): one for one in ticket.photos} if ticket else {},
        sent_photos={drafts.key(one): one for one in drafts.sent_photos(ticket)} if ticket else {},
        sheets=sheets(current()),
        most=drafts.MOST_PHOTOS,
        status=status,
    )


ROAD_PAGES = {"add_photo": "proposals.add_photo", "picture": "sending.picture"}
"""The endpoints that the part with the photos leads to."""
