"""What everybody reads of a result: the ranking, the prizes, how it was reckoned, and the file that proves it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from htmx_flask import request

from portal.competitions import deadlines
from portal.competitions import rules as competitions
from portal.competitions.jury.models import Round
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results import authors, awards, policy, queries, sending, showing
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.page import page
from portal.web.paging import asked_page

bp = Blueprint("results", __name__, url_prefix="/competitions")


def known(slug: str) -> Competition | None:
    """The competition at this address, if everybody may know of it."""
    return competitions.of_slug(slug)


def told(slug: str) -> Competition | None:
    """The same, once its result is out."""
    competition = known(slug)
    return competition if competition is not None and policy.is_told(competition) else None


@bp.get("/<slug>/results")
@guard(anyone, load=known)
def show(competition: Competition) -> Response:
    """The result once it is out; before that, when it will be."""
    if not policy.is_told(competition):
        announced = deadlines.opens(competition, PhaseKind.RESULTS)
        return page("competitions/results/announced.html", competition=competition, announced=announced)
    rankings = queries.rankings(competition)
    rounds = list(rankings)
    of = queries.among(rounds, request.args.get("round", type=int))
    kept = rankings[of] if of else None
    if of is None or kept is None:
        abort(404)
    counts = queries.counts(kept)
    found = showing.page_of(of, asked_page(), total=counts.entries)
    said = awards.told(competition)
    given = [award for award, _sentence in said]
    awarded = [award.entry for award in given if award.entry is not None]
    names = authors.shown(competition, {*(row.entry for row in found.rows), *awarded})
    prizes = {award.entry_id: award.prize for award in reversed(given)}
    first = next(iter(awarded), None)
    return page(
        "competitions/results/show.html", parts=("results",), competition=competition, of=of, ranking=kept, found=found,
        places=showing.places(kept, found.rows), counts=counts, axis=showing.axis(found.rows),
        papers=queries.papers(competition), is_ranked=showing.is_ranked(kept), orders=showing.given_places(of),
        rounds=rounds, notes=showing.notes(kept, current()), awards=given, prizes=prizes, first=first,
        sentences={award.entry_id: sentence for award, sentence in said if sentence is not None},
        marks=showing.marks_of(awards.last_place(first) if first is not None else None),
        name_of=lambda entry: names.get(entry.id, ""), address_of=lambda entry: "",
        address_of_page=lambda number: _address(competition, None if of is rounds[0] else of, number),
    )  # fmt: skip


@bp.get("/<slug>/results.csv")
@guard(anyone, load=told)
def table(competition: Competition) -> Response:
    """Every ballot of a round by pseudonym, in the columns that `bin/portal rank` reads."""
    return sending.csv(_asked(competition))


@bp.get("/<slug>/results.xlsx")
@guard(anyone, load=told)
def workbook(competition: Competition) -> Response:
    """The same, for a spreadsheet."""
    return sending.xlsx(_asked(competition))


def _asked(competition: Competition) -> Round | None:
    """The round in the address, else the one that decides."""
    return queries.asked(competition, request.args.get("round", type=int))


def _address(competition: Competition, of: Round | None, number: int) -> str:
    """A page of a round that does not decide, else of the one that does."""
    where = {"round": of and of.number, "page": None if number == 1 else number}
    return url_for("results.show", slug=competition.slug, **where)  # type: ignore[arg-type]
