"""The published seals of a round: for everybody, from the lock on; with ballots and salts once the round is open."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.competitions import rules
from portal.competitions.jury import locks, queries
from portal.competitions.jury.models import Round
from portal.web.guard import anyone, guard
from portal.web.page import page
from portal.web.paging import NUMBER

bp = Blueprint("jury_seals", __name__, url_prefix="/competitions")


def known(slug: str, number: int) -> Round | None:
    """A round of a public competition."""
    competition = rules.of_slug(slug)
    rounds = queries.rounds(competition) if competition is not None else []
    return next((one for one in rounds if one.number == number), None)


@bp.get(f"/<slug>/rounds/<{NUMBER}:number>/seals")
@guard(anyone, load=known)
def show(round_: Round) -> Response:
    return page(
        "competitions/jury/seals.html",
        competition=round_.competition,
        round=round_,
        seals=locks.published(round_),
    )
