"""The ranking of a round, for those who prepare the result: fifty places to a page, raw and adjusted side by side."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from htmx_flask import request

from portal.competitions import rules as competitions
from portal.competitions.jury.models import Round
from portal.competitions.models import Competition
from portal.competitions.results import apart, policy, queries, sending, showing
from portal.web import reader
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import page
from portal.web.paging import asked_page, cut

bp = Blueprint("ranking", __name__, url_prefix="/desk/competitions")


def known(slug: str) -> Competition | None:
    """The competition at this address, for whoever may know of it."""
    return competitions.of_slug(slug, reader=reader.person())


@bp.get("/<slug>/ranking")
@guard(policy.prepares_results, load=known)
def show(competition: Competition) -> Response:
    """A round's ranking, once its ballots are open; before that the page says what is missing."""
    rankings, hidden = queries.rankings(competition), apart.hidden(reader.me(), competition)
    of = queries.among(list(rankings), _number())
    kept = rankings[of] if of else None
    if of is None or kept is None:
        return page("competitions/results/sealed.html", competition=competition)
    if hidden:
        kept, rows = apart.ranking(of, hidden)
        found, counts = cut(rows, asked_page(), size=showing.AT_ONCE), queries.counts_of(kept, rows)
    else:
        counts = queries.counts(kept)
        found = showing.page_of(of, asked_page(), total=counts.entries)
    return page(
        "competitions/results/ranking.html", parts=("results",), competition=competition, of=of, ranking=kept,
        rounds=list(rankings), found=found, places=showing.places(kept, found.rows),
        counts=counts, notes=showing.notes(kept, current()), axis=showing.axis(found.rows),
        is_ranked=showing.is_ranked(kept), orders=showing.given_places(of, apart.codes(hidden)),
        address_of=lambda entry: "", name_of=lambda entry: "",
        address_of_page=lambda number: url_for(
            "ranking.show", slug=competition.slug, round=of.number, page=None if number == 1 else number
        ),
    )  # fmt: skip


@bp.get("/<slug>/ranking.csv")
@guard(policy.prepares_results, load=known)
def table(competition: Competition) -> Response:
    """Every ballot of the round by pseudonym."""
    return sending.csv(_asked(competition), _left_out(competition), private=True)


@bp.get("/<slug>/ranking.xlsx")
@guard(policy.prepares_results, load=known)
def workbook(competition: Competition) -> Response:
    """The same, for a spreadsheet."""
    return sending.xlsx(_asked(competition), _left_out(competition), private=True)


def _left_out(competition: Competition) -> frozenset[str]:
    return apart.codes(apart.hidden(reader.me(), competition))


def _asked(competition: Competition) -> Round | None:
    return queries.asked(competition, _number())


def _number() -> int | None:
    """The number of the round in the address."""
    number: int | None = request.args.get("round", type=int)
    return number
