"""Proposing a listing without an account: choose a group and write. Each field is kept as it is left."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, g, jsonify, request, url_for
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.contributions import proposal_form, proposals, suspicion, tickets
from portal.contributions.code_views import code_of, known
from portal.contributions.models import Ticket
from portal.contributions.previewing import sheets
from portal.contributions.proposal_form import ProposalForm
from portal.kit import dates
from portal.kit.say import Refused
from portal.listings import photos
from portal.listings.policy import is_editor
from portal.media import rules as media
from portal.media.storage import storage_for
from portal.web import holding, once, opened, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.limit import count_creation
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import before, survives

bp = Blueprint("proposals", __name__, url_prefix="/map/new")
DROP = "drop-"


# What comes in


def _photo() -> media.Kept | Refused | None:
    """Before the transaction: counts what a visitor begins, and looks at the photo and stores it."""
    if reader.person() is None and proposals.drafted(once.sent()) is None:
        count_creation()
    file = request.files.get("photo")
    if not file or not file.filename:
        return None
    try:
        photos.check_size(file.stream)
        return media.keep(file.stream, storage=storage_for(current_app.config["SETTINGS"]))
    except Refused as refused:
        return refused.at("photo")


def _sent(names: Iterable[str], *, whole: bool = False) -> proposals.Sent:
    """What this request brings of a proposal: the named fields, and the photo that came along."""
    at, by, photo = now(), reader.person(), g.prepared
    opened_at = opened.read(request.form.get("begun", ""), at=at)
    seen = partial(suspicion.seen, trap=request.form.get("homepage", ""), opened_at=opened_at, by=by, at=at)
    return proposals.Sent(
        once=once.sent() or secrets.token_urlsafe(12), group=request.form.get("group", ""), by_id=by.id if by else None,
        typed={name: request.form.get(name) for name in names}, language=current(), at=at,
        photo=None if isinstance(photo, Refused) else photo,
        photo_name=(request.files["photo"].filename or "") if photo else "",
        suspicion=seen(texts=request.form.values()) if whole else None,
    )  # fmt: skip


class Received(NamedTuple):
    """The draft as it stands with what came in, its form, and what was refused of its photo."""

    ticket: Ticket
    form: ProposalForm
    refused: list[Refused]


def _receive(sent: proposals.Sent) -> Received:
    """Takes in what came, and lets this browser hold the code from now on."""
    key = str(current_app.config["SECRET_KEY"])
    ticket, refused = proposals.receive(sent, key=key)
    if symbols := tickets.code_of(ticket, key=key):
        holding.hold(symbols)
    return Received(ticket, form_of(ticket), [one for one in (refused, g.prepared) if isinstance(one, Refused)])


def _kept_all_the_same(sent: proposals.Sent) -> None:
    """What is wrong is kept as well: a refused form must not lose what was typed, nor the photo."""
    survives(partial(proposals.receive, sent, key=str(current_app.config["SECRET_KEY"])))  # type: ignore[arg-type]


# Writing


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
    drafts = proposals.open_with(holding.codes())
    editor = is_editor(reader.person())
    return page("contributions/propose_groups.html", drafts=drafts, editor=editor, status=status)


@bp.post("")
@guard(anyone)
@before(_photo)
def create() -> Response:
    """The whole form, for the first time or again: kept as it is, and looked at when it is to be sent."""
    if request.form.get("group") not in here().groups:
        return _groups(status=422)
    sent = _sent(proposal_form.names(request.form["group"], request.form), whole=True)
    ticket, form, refused = _receive(sent)
    if not proposals.is_open(ticket):
        return go(url_for("codes.show", number=ticket.id))
    act = request.form.get("act", "keep")
    if act.startswith(DROP):
        proposals.drop_photo(ticket, act.removeprefix(DROP), at=now())
        return go(url_for("proposals.edit", number=ticket.id, _anchor="photos"))
    if not form.check(complete=act == "preview", refused=refused):
        _kept_all_the_same(sent)
        return write(form, ticket, status=422)
    return go(url_for("sending.show" if act == "preview" else "proposals.edit", number=ticket.id))


@bp.post("/fields")
@guard(anyone)
@before(_photo)
def save() -> Response:
    """One field as it was left. It is kept even when it is wrong; the answer says so."""
    name, group = request.form.get("field", ""), request.form.get("group", "")
    if group not in here().groups or name not in proposal_form.names(group, [name]):
        abort(400)
    ticket, form, _refused = _receive(_sent([name]))
    if not proposals.is_open(ticket):
        return _said(_("This has been sent already."), 409)
    form.check(complete=False)
    at = dates.time(ticket.saved_at, ZoneInfo(here().zone), current())
    wrong = form[name].errors[0] if name in form and form[name].errors else ""
    return _said(_("Saved %(time)s", time=at), 200, code=code_of(ticket), wrong=wrong)


def _said(sentence: str, status: int, **more: str) -> Response:
    answer = jsonify(saved=sentence, **more)
    answer.status_code = status
    return answer


@bp.post("/photos")
@guard(anyone)
@before(_photo)
def add_photo() -> Response:
    """A photo by itself, with what is typed about it so far; the answer is the part of the form that shows photos."""
    if request.form.get("group") not in here().groups:
        abort(400)
    sent = _sent(proposals.WORDS)
    ticket, form, refused = _receive(sent)
    if not proposals.is_open(ticket):
        abort(409)
    for refusal in refused:
        form.refuse(refusal)
    if refused:
        _kept_all_the_same(sent)
    return write(form, ticket, status=422 if refused else 200)


@bp.get(f"/<{NUMBER}:number>")
@guard(anyone, load=known)
def edit(ticket: Ticket) -> Response:
    if not proposals.is_open(ticket):
        return go(url_for("codes.show", number=ticket.id))
    form = form_of(ticket)
    form.check(complete=False)
    return write(form, ticket)


def form_of(ticket: Ticket) -> ProposalForm:
    form = proposal_form.of(ticket, [proposals.key(one) for one in ticket.photos])
    form.begun.data = opened.stamp(ticket.begun_at)
    return form


def write(form: ProposalForm, ticket: Ticket | None = None, *, status: int = 200) -> Response:
    return page(
        "contributions/propose.html",
        parts=("photos",),
        form=form,
        ticket=ticket,
        code=code_of(ticket) if ticket else "",
        saved=dates.time(ticket.saved_at, ZoneInfo(here().zone), current()) if ticket else "",
        group=here().groups[form.group.data],
        photos={proposals.key(one): one for one in ticket.photos} if ticket else {},
        sent_photos={proposals.key(one): one for one in proposals.sent_photos(ticket)} if ticket else {},
        sheets=sheets(current()),
        most=proposals.MOST_PHOTOS,
        status=status,
    )
