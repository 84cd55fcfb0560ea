"""Ballots on paper: a sheet to print for each juror."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort

from portal.competitions.jury import ballot_paper, queries
from portal.competitions.jury.models import Ballot, RoundKind
from portal.competitions.jury.views import mine as my_place
from portal.competitions.models import JuryMember
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current

bp = Blueprint("jury_paper", __name__, url_prefix="/jury")


@bp.get("/<competition>/ballots.pdf")
@guard(signed_in, load=my_place)
def mine(member: JuryMember) -> Response:
    """My own sheet, in my own order."""
    round_ = queries.latest(member.competition, RoundKind.SCORING)
    ballots = queries.ballots_of(member, round_) if round_ is not None else []
    if not ballots:
        abort(404)
    return sheet(member, ballots)


def sheet(member: JuryMember, ballots: Sequence[Ballot]) -> Response:
    """These ballots of a juror as a sheet to print."""
    answer = Response(ballot_paper.pdf(member, ballots, current(), made_at=now()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{member.competition.slug}-{member.pseudonym}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
