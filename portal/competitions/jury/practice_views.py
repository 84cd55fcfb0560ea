"""A ballot to practise on: an invented entry, the real criteria, and nothing that is given is kept."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.competitions.jury import queries
from portal.competitions.jury.forms import BallotForm
from portal.competitions.jury.models import Ballot
from portal.competitions.jury.views import anchor, mine
from portal.competitions.models import JuryMember
from portal.kit import ballots as kit
from portal.web.guard import guard, signed_in
from portal.web.page import page

bp = Blueprint("jury_practice", __name__, url_prefix="/jury")


@bp.get("/<competition>/practice")
@guard(signed_in, load=mine)
def show(member: JuryMember) -> Response:
    """The form sends to itself, in the address: there is nothing to write down."""
    criteria = member.competition.criteria
    form = BallotForm(Ballot(remark="", note=""), criteria, request.args or None)
    wrong = any(row.errors for row in form.rows)
    given = {row.criterion.key: row.points for row in form.rows if row.typed and not row.errors}
    counted = [one for one in criteria if not one.independent]
    missing = [one for one in counted if one.key not in given or given[one.key] == (None, False)]
    points = {key: None if one.tenths is None else one.tenths / 10 for key, one in given.items()}
    weights = kit.counted([kit.Criterion(one.key, one.weight, one.allows_na, one.independent) for one in criteria])
    return page(
        "competitions/jury/practice.html", status=422 if wrong else 200, competition=member.competition, form=form,
        anchor=anchor, open=True, can_clear=False, tried=bool(request.args), missing=missing, wrong=wrong,
        worth=None if missing or wrong else kit.value(kit.Ballot("", "", points), weights),
        round=queries.latest(member.competition),
    )  # fmt: skip
