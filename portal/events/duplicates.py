"""Which events may be the same as one that is proposed or imported: a question to a person, never an answer.

The same title without its marks, on the same day, at the same place or within 200 m.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.events import rules, when
from portal.events.models import Event
from portal.kit.clock import parse_iso
from portal.kit.fold import fold
from portal.kit.geo import Point, distance_m
from portal.listings.models import Listing, State

NEAR_M = 200
LATITUDES, LONGITUDES = NEAR_M / 111_320, NEAR_M / 107_000  # degrees; of longitude as far from the equator as here
PUBLIC = (State.PUBLISHED,)
STANDING = (State.PUBLISHED, State.WAITING, State.CHANGES_ASKED, State.HIDDEN, State.DRAFT)
MOST = 5  # to choose from: a longer list is not read


def like(given: Mapping[str, Any], *, ignore: Event | None = None, for_desk: bool = False) -> list[Event]:
    """The events that may be the same as the given fields. Senders are asked about public ones, the desk about all."""
    tidy = rules.tidied(given)
    title = fold(tidy.get("title_vi") or "")[: rules.LONGEST_FOLD]
    if not title or not tidy.get("starts_at"):
        return []
    wanted = select(Event).where(
        Event.state.in_(STANDING if for_desk else PUBLIC), Event.first_day == when.day_of(parse_iso(tidy["starts_at"])),
        Event.title_fold == title, Event.parent_id.is_(None),
    )  # fmt: skip
    if ignore is not None:
        wanted = wanted.where(Event.id != ignore.id)
    found = db.session.scalars(wanted.order_by(Event.id)).all()
    return [one for one in found if _same_place(tidy, one)][:MOST]


def _same_place(given: Mapping[str, Any], other: Event) -> bool:
    venue = db.session.get(Listing, given["venue_id"]) if given.get("venue_id") else None
    if venue is None or other.venue is None:
        return (venue is None) == (other.venue is None) and fold(given.get("venue_name") or "") == fold(
            other.venue_name
        )
    one, two = _point(venue), _point(other.venue)
    return venue is other.venue or (one is not None and two is not None and distance_m(one, two) <= NEAR_M)


def _point(listing: Listing) -> Point | None:
    return None if listing.lat is None or listing.lon is None else Point(listing.lat, listing.lon)


def has_a_double() -> ColumnElement[bool]:
    """The same as a condition on an event, for lists: whether a public one looks like it. Near is a square here."""
    other, mine, theirs = aliased(Event), aliased(Listing), aliased(Listing)
    close = and_(func.abs(mine.lat - theirs.lat) <= LATITUDES, func.abs(mine.lon - theirs.lon) <= LONGITUDES)
    nearby = select(mine.id).join(theirs, close).where(mine.id == Event.venue_id, theirs.id == other.venue_id).exists()
    nowhere = and_(
        other.venue_id.is_(None), Event.venue_id.is_(None), func.lower(other.venue_name) == func.lower(Event.venue_name)
    )
    return exists().where(
        other.state == State.PUBLISHED, other.first_day == Event.first_day, other.title_fold == Event.title_fold,
        other.id != Event.id, other.parent_id.is_(None), or_(other.venue_id == Event.venue_id, nowhere, nearby),
    )  # fmt: skip
