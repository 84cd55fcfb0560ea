"""The desk of the public vote: codes to be handed out at the exhibition, on cards or for one phone that is shown."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, current_app, g, request

from portal.competitions import rules as competitions
from portal.competitions.exhibition import contacts, votes
from portal.competitions.exhibition.forms import CodesForm, PhoneForm
from portal.competitions.exhibition.views import today
from portal.competitions.models import Competition
from portal.competitions.results.policy import prepares_results
from portal.kit import code as codes
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import page
from portal.web.settle import survives

bp = Blueprint("vote_desk", __name__, url_prefix="/desk/competitions")


def known(slug: str) -> Competition | None:
    """The competition at this address, for whoever may know of it."""
    return competitions.of_slug(slug, reader=reader.person())


@bp.get("/<slug>/vote-codes")
@guard(prepares_results, load=known)
def new(competition: Competition) -> Response:
    return _page(competition, CodesForm())


@bp.post("/<slug>/vote-codes")
@guard(prepares_results, load=known)
def create(competition: Competition) -> Response:
    """The codes are shown on this answer alone: nobody can look them up later."""
    form = CodesForm(request.form)
    try:
        if not form.validate():
            return _page(competition, form, status=422)
        made = votes.make_codes(competition, form.number.data or 0, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _page(competition, form, status=422)
    return _page(competition, CodesForm(), made=[codes.show(one) for one in made])


@bp.post("/<slug>/vote-codes/phone")
@guard(prepares_results, load=known)
def hand(competition: Competition) -> Response:
    """The code of one phone, whose owner stands at the table; asked again it is the same one. No number is kept."""
    form = PhoneForm(request.form)
    if not form.validate():
        return _page(competition, CodesForm(), phone=form, status=422)
    try:
        handed = contacts.hand(
            competition, form.phone.data or "", key=str(current_app.config["SECRET_KEY"]), by=reader.me(), at=now()
        )  # fmt: skip
    except Refused as refused:
        if isinstance(refused, votes.NotCounted):
            survives(partial(votes.note_refused, competition.id, refused.why, day=today()))
        form.refuse(refused)
        return _page(competition, CodesForm(), phone=form, status=422)
    return _page(competition, CodesForm(), made=[codes.show(handed.code)], again=handed.again)


def _page(
    competition: Competition,
    form: CodesForm,
    *,
    phone: PhoneForm | None = None,
    made: list[str] | None = None,
    again: bool = False,
    status: int = 200,
) -> Response:
    g.private = True
    return page(
        "competitions/exhibition/codes.html", competition=competition, form=form, phone=phone or PhoneForm(),
        made=made or [], again=again, status=status,
    )  # fmt: skip
