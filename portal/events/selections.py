"""What the event desk lists: what is ahead, what waits, drafts, hidden and past ones; all of it or one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.events import when
from portal.events.models import Event, Status
from portal.kit.fold import fold
from portal.kit.say import N_
from portal.listings import ownership
from portal.listings.models import Listing, State
from portal.people.models import Person

SHOWN = {
    "ahead": N_("Ahead"),
    "stopped": N_("Postponed or cancelled"),
    "waiting": N_("Waiting"),
    "draft": N_("Drafts"),
    "hidden": N_("Hidden"),
    "past": N_("Past"),
}
"""The parts of the list, in the order of their tabs."""
WAITS = (State.WAITING, State.CHANGES_ASKED)


def listed(*, shown: str, at: datetime, words: str = "", of: Person | None = None) -> Select[Event]:
    """Events with none of their sessions, the next first; what is past, the latest first. `of`: one's own only."""
    found = select(Event).where(Event.parent_id.is_(None), _parts(at)[shown], *_asked(words, of))
    whole = found.options(
        joinedload(Event.venue).lazyload(Listing.marks), joinedload(Event.organiser).lazyload(Listing.marks)
    )
    if shown == "past":
        return whole.order_by(Event.last_day.desc(), Event.id.desc())
    return whole.order_by(Event.first_day, Event.starts_at, Event.id)


def counts(*, at: datetime, words: str = "", of: Person | None = None) -> Mapping[str, int]:
    """How many each part of the list has: one statement."""
    parts = _parts(at)
    tallies = [func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts.values()]
    row = db.session.execute(select(*tallies).where(Event.parent_id.is_(None), *_asked(words, of))).one()
    return dict(zip(parts, row, strict=True))


def coming_of(person: Person, *, at: datetime) -> tuple[int, Event | None]:
    """How many public events are ahead that listings of this person organise, and the next of them."""
    ahead = listed(shown="ahead", at=at, of=person)
    number = db.session.scalar(select(func.count()).select_from(ahead.order_by(None).subquery())) or 0
    return number, db.session.scalars(ahead.limit(1)).first() if number else None


def _parts(at: datetime) -> dict[str, ColumnElement[bool]]:
    public, ahead = Event.state == State.PUBLISHED, Event.last_day >= when.day_of(at)
    return {
        "ahead": and_(public, ahead),
        "stopped": and_(public, ahead, Event.status != Status.PLANNED),
        "waiting": Event.state.in_(WAITS),
        "draft": Event.state == State.DRAFT,
        "hidden": Event.state == State.HIDDEN,
        "past": and_(public, ~ahead),
    }


def _asked(words: str, of: Person | None) -> list[ColumnElement[bool]]:
    asked: list[Any] = [Event.title_fold.contains(word, autoescape=True) for word in fold(words).split()]
    if of is not None:
        own = ownership.listings_of(of).with_only_columns(Listing.id).order_by(None)
        asked.append(or_(Event.organiser_id.in_(own), Event.listing_id.in_(own)))
    return asked
