"""Winners on the creative map: one act makes a listing of each awarded work, linked to its page in the exhibition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload

from portal.audit import rules as audit
from portal.city.chosen import here
from portal.competitions.entries.models import Entry
from portal.competitions.models import Competition
from portal.competitions.results import authors, awards
from portal.competitions.results.models import Award
from portal.competitions.results.policy import is_told
from portal.db import db, statement
from portal.kit.say import N_, Refused
from portal.listings import policy as map_policy
from portal.listings import rules as listings
from portal.listings.models import Listing, Stage
from portal.people.models import Person

GROUP = "ideas"
LONGEST_NAME, LONGEST_SUMMARY, LONGEST_SOURCE = 80, 250, 200


class Winner(NamedTuple):
    award: Award
    entry: Entry
    listing: Listing | None


def of(competition: Competition) -> list[Winner]:
    """Each awarded work once, with its listing if it has one."""
    first: dict[Entry, Award] = {}
    for award in awards.all_of(competition):
        if award.entry is not None:
            first.setdefault(award.entry, award)
    listed = _listings_of(first)
    return [Winner(award, entry, listed.get(_source_id(entry))) for entry, award in first.items()]


def listing_of(entry: Entry) -> Listing | None:
    """The listing that was made of a work."""
    return _listings_of([entry]).get(_source_id(entry))


def _listings_of(entries: Iterable[Entry]) -> dict[str | None, Listing]:
    found = db.session.scalars(*_listings_from([_source_id(entry) for entry in entries]))
    return {one.source_id: one for one in found}


@statement
def _listings_from(sources: Sequence[str]) -> Select[Listing]:
    found = select(Listing).where(Listing.source_id.in_(sources)).order_by(Listing.id.desc())
    return found.options(lazyload(Listing.marks))


def onto_map(
    competition: Competition, *, by: Person, at: datetime, address_of: Callable[[Entry], str]
) -> Sequence[Listing]:
    """Makes a listing of each winner that has none: public at once by those who may publish, else as a draft.

    `address_of` is where the work is exhibited. Refused before the result is out: a listing names its authors.
    """
    if not is_told(competition):
        raise Refused(N_("The result is not out yet: a listing names the authors."))
    missing = [one for one in of(competition) if one.listing is None]
    if not missing:
        raise Refused(N_("Every winner stands on the map already."))
    names = authors.shown(competition, [one.entry for one in missing])
    made = []
    for one in missing:
        given = _fields(one, names.get(one.entry.id, ""), address_of(one.entry))
        listing = listings.create(given, by=by, at=at)
        if map_policy.may_publish(by, listing):
            listings.publish(listing, by=by, at=at)
        made.append(listing)
    audit.note("winners_listed", "competition", competition.id, by=by, at=at, count=len(made))
    return made


def _fields(winner: Winner, author: str, address: str) -> dict[str, Any]:
    entry, competition, prize = winner.entry, winner.entry.competition, winner.award.prize
    place = db.session.get(Listing, competition.listing_id) if competition.listing_id else None
    summary = f"{prize.name_vi}, {competition.title_vi}"
    summary_en = f"{prize.name_en}, {competition.title_en}" if prize.name_en and competition.title_en else ""
    return {
        "group": GROUP, "area": place.area if place else next(iter(here().areas)), "stage": Stage.IDEA,
        "name_vi": (entry.title or entry.code)[:LONGEST_NAME], "summary_vi": summary[:LONGEST_SUMMARY],
        "summary_en": summary_en[:LONGEST_SUMMARY], "story_vi": entry.statement_vi, "story_en": entry.statement_en,
        "team_name": author[:LONGEST_NAME], "web_links": [address],
        "source": competition.title_vi[:LONGEST_SOURCE], "source_id": _source_id(entry), "demo": competition.demo,
    }  # fmt: skip


def _source_id(entry: Entry) -> str:
    return f"competition:{entry.competition_id}:{entry.code}"
