"""The ranking of a round, for those who prepare the result: fifty places to a page, raw and adjusted side by side."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, url_for
from htmx_flask import request

from portal.competitions import rules as competitions
from portal.competitions.jury.models import Round
from portal.competitions.models import Competition
from portal.competitions.results import keeping, policy, queries, showing, tables
from portal.web import reader
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import page
from portal.web.paging import asked_page, paged

bp = Blueprint("ranking", __name__, url_prefix="/desk/competitions")
AT_ONCE = 50


def known(slug: str) -> Competition | None:
    """The competition at this address, for whoever may know of it."""
    return competitions.of_slug(slug, reader=reader.person())


@bp.get("/<slug>/ranking")
@guard(policy.prepares_results, load=known)
def show(competition: Competition) -> Response:
    """A round's ranking, once its ballots are open; before that the page says what is missing."""
    rounds = queries.opened(competition)
    of = _asked(rounds)
    kept = keeping.of_round(of) if of else None
    if of is None or kept is None:
        return page("competitions/results/sealed.html", competition=competition)
    found = paged(keeping.rows(of), asked_page(), size=AT_ONCE)
    return page(
        "competitions/results/ranking.html", parts=("results",), competition=competition, of=of, rounds=rounds,
        ranking=kept, found=found, places=showing.places(kept, found.rows), counts=queries.counts(of),
        notes=showing.notes(kept, current()), lowest=showing.axis_from(found.rows),
        address_of=lambda entry: "", name_of=lambda entry: "",
        address_of_page=lambda number: url_for(
            "ranking.show", slug=competition.slug, round=of.number, page=None if number == 1 else number
        ),
    )  # fmt: skip


@bp.get("/<slug>/ranking.csv")
@guard(policy.prepares_results, load=known)
def table(competition: Competition) -> Response:
    """Every ballot of the round by pseudonym."""
    of = _asked(queries.opened(competition))
    if of is None:
        abort(404)
    answer = Response(tables.ballots(of), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{competition.slug}-{of.number}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked(rounds: Sequence[Round]) -> Round | None:
    """The round in the address, else the last one that is open."""
    number = request.args.get("round", type=int)
    if number is None:
        return rounds[0] if rounds else None
    return next((one for one in rounds if one.number == number), None)
