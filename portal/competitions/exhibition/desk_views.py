"""The desk of the public vote: codes to be handed out at the exhibition."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.competitions import rules as competitions
from portal.competitions.exhibition import votes
from portal.competitions.exhibition.forms import CodesForm
from portal.competitions.models import Competition
from portal.competitions.results.policy import prepares_results
from portal.kit import code as codes
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import page

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


def _page(competition: Competition, form: CodesForm, *, made: list[str] | None = None, status: int = 200) -> Response:
    return page(
        "competitions/exhibition/codes.html", competition=competition, form=form, made=made or [], status=status
    )
