"""The exhibition: all entries, one entry, its pictures, and the vote of the public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, flash, request, send_file, url_for
from flask_babel import gettext as _

from portal.competitions import deadlines
from portal.competitions import rules as competitions
from portal.competitions.entries.models import Entry
from portal.competitions.exhibition import queries, votes
from portal.competitions.exhibition.forms import VoteForm
from portal.competitions.jury import shown
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results import authors, awards, winners
from portal.competitions.results.policy import is_told
from portal.competitions.terms_models import Category
from portal.kit.say import Refused
from portal.media.storage import storage_for
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.paging import Paged, asked_page
from portal.web.settle import survives

bp = Blueprint("exhibition", __name__, url_prefix="/competitions")
AT_ONCE = 8
A_DAY = "public, max-age=86400"


class Part(NamedTuple):
    """A picture of an exhibited entry."""

    of: shown.Part


def known(slug: str) -> Competition | None:
    """The competition at this address, while its exhibition is open."""
    competition = competitions.of_slug(slug)
    return competition if competition is not None and queries.is_open(competition, now()) else None


def exhibit(slug: str, code: str) -> Entry | None:
    competition = known(slug)
    return queries.entry(competition, code) if competition is not None else None


def picture_of(slug: str, code: str, name: str) -> Part | None:
    entry = exhibit(slug, code)
    found = shown.part(entry, name) if entry is not None else None
    return Part(found) if found is not None and not found.is_copy else None


@bp.get("/<slug>/gallery")
@guard(anyone, load=known)
def index(competition: Competition) -> Response:
    return _index(competition)


@bp.post("/<slug>/gallery")
@guard(anyone, load=known)
@limit("20 per minute")
def vote(competition: Competition) -> Response:
    """A vote of the public. What is refused is counted by the reason alone."""
    at = now()
    form = _form(competition, queries.exhibited(competition, day=today()), request.form)
    if not form.validate():
        return _index(competition, form=form, status=422)
    entry = queries.entry(competition, form.entry.data)
    try:
        if entry is None:
            raise Refused(_("Choose a work."), field="entry")
        votes.cast(competition, entry, form.code.data or "", key=str(current_app.config["SECRET_KEY"]), at=at)
    except Refused as refused:
        if isinstance(refused, votes.NotCounted):
            survives(partial(votes.note_refused, competition.id, refused.why, day=today()))
        form.refuse(refused)
        return _index(competition, form=form, status=422)
    flash(_("Your vote is counted. Thank you!"), "ok")
    return go(url_for("exhibition.index", slug=competition.slug))


@bp.get("/<slug>/gallery/<code>")
@guard(anyone, load=exhibit)
def show(entry: Entry) -> Response:
    competition, hide = entry.competition, shown.Hider(entry)
    return page(
        "competitions/exhibition/show.html", competition=competition, entry=entry,
        panels=shown.of(entry, hide), words=_words(entry, hide),
        author=authors.shown(competition, [entry]).get(entry.id, ""), awards=_awards(competition).get(entry.id, []),
        sentence=awards.sentences([entry.id]).get(entry.id) if is_told(competition) else None,
        listing=_listing(entry),
    )  # fmt: skip


@bp.get("/<slug>/gallery/<code>/files/<name>")
@guard(anyone, load=picture_of)
def picture(part: Part) -> Response:
    """A light picture or a tile of one: pixels alone."""
    body = storage_for(current_app.config["SETTINGS"]).open(part.of.digest)
    answer = send_file(body, mimetype=part.of.media_type, download_name=part.of.name, last_modified=None)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = A_DAY
    return answer


def _index(competition: Competition, *, form: VoteForm | None = None, status: int = 200) -> Response:
    at = now()
    category = next((one for one in competition.categories if one.key == request.args.get("class")), None)
    everything = queries.exhibited(competition, day=today())
    entries = everything if category is None else [one for one in everything if one.category_id == category.id]
    number = asked_page()
    some = entries[(number - 1) * AT_ONCE : number * AT_ONCE]
    told = is_told(competition)
    titles = _titles(everything, told)
    return page(
        "competitions/exhibition/index.html", parts=("results",), status=status, competition=competition,
        everything=everything, found=Paged(some, number, len(entries), AT_ONCE), category=category, is_told=told,
        sheets=shown.first_sheets(some), titles=titles, names=authors.shown(competition, some),
        awards=_awards(competition), form=form or VoteForm(entries=everything, titles=titles),
        votes_now=queries.votes_now(competition, at), count=votes.count(competition, at),
        vote_until=deadlines.closes(competition, PhaseKind.PUBLIC_VOTE),
        until=deadlines.closes(competition, PhaseKind.EXHIBITION), written=deadlines.written,
        address_of_page=lambda n: _address(competition, category, n),
    )  # fmt: skip


def _form(competition: Competition, entries: Sequence[Entry], typed: Any) -> VoteForm:
    """The works to choose from, under the titles that everybody may see."""
    return VoteForm(typed, entries=entries, titles=_titles(entries, is_told(competition)))


def _address(competition: Competition, category: Category | None, number: int) -> str:
    of = {"class": category.key if category else None, "page": None if number == 1 else number}
    return url_for("exhibition.index", slug=competition.slug, **of)  # type: ignore[arg-type]


def _awards(competition: Competition) -> dict[int, list[Any]]:
    """Prizes by the number of the entry, once they are told."""
    found: dict[int, list[Any]] = {}
    for award in awards.all_of(competition) if is_told(competition) else ():
        if award.entry_id is not None:
            found.setdefault(award.entry_id, []).append(award)
    return found


def _listing(entry: Entry) -> Any:
    """The listing that was made of a winner, as far as everybody may see it."""
    found = winners.listing_of(entry) if is_told(entry.competition) else None
    return found if found is not None and found.is_public() else None


def _titles(entries: Sequence[Entry], told: bool) -> dict[int, str]:
    """Before the reveal without names, however these came to stand there."""
    return {one.id: one.title for one in entries} if told else shown.titles(entries)


def _words(entry: Entry, hide: shown.Hider) -> shown.Words:
    if is_told(entry.competition):
        return shown.Words(entry.title, entry.statement_vi, entry.statement_en)
    return shown.words(entry, hide)


def today() -> date:
    """The day by the clocks of the city: it changes the order, and counts are kept by it."""
    return now().astimezone(deadlines.zone()).date()
