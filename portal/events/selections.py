"""What the event desk lists: what is ahead, what waits, drafts, hidden and past ones; all of it or one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from portal.db import db, statement
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
COUNTED = 1_000
"""A part of the whole calendar is counted exactly up to here."""
WAITS = (State.WAITING, State.CHANGES_ASKED)


def listed(*, shown: str, at: datetime, words: str = "", of: Person | None = None) -> Select[Event]:
    """Events with none of their sessions, the next first; what is past, the latest first. `of`: one's own only."""
    today = when.day_of(at)
    part = _parts(today)[shown] if shown != "ahead" else _ahead_in_order(today)
    found = select(Event).where(Event.parent_id.is_(None), part, *_asked(words, of))
    whole = found.options(
        joinedload(Event.venue).lazyload(Listing.marks), joinedload(Event.organiser).lazyload(Listing.marks)
    )
    if shown == "past":
        return whole.order_by(Event.last_day.desc(), Event.id.desc())
    return whole.order_by(Event.first_day, Event.starts_at, Event.id)


def counts(*, at: datetime, words: str = "", of: Person | None = None) -> Mapping[str, int]:
    """How many each part of the list has, in one statement; of the whole calendar up to `COUNTED` + 1."""
    found = _of_all(when.day_of(at)) if not words and of is None else (_in_one_pass(at, words, of),)
    return dict(zip(SHOWN, db.session.execute(*found).one(), strict=True))


@statement
def _of_all(today: date) -> Select[Any]:
    parts = _parts(today)
    some = [select(Event.id).where(Event.parent_id.is_(None), parts[name]).limit(COUNTED + 1) for name in SHOWN]
    return select(*(select(func.count()).select_from(one.subquery()).scalar_subquery() for one in some))


def _in_one_pass(at: datetime, words: str, of: Person | None) -> Select[Any]:
    """No index knows the words: every event is looked at, but once for all parts."""
    parts = _parts(when.day_of(at))
    tallies = [func.coalesce(func.sum(case((parts[name], 1), else_=0)), 0) for name in SHOWN]
    return select(*tallies).where(Event.parent_id.is_(None), *_asked(words, of))


def coming_of(person: Person, *, at: datetime) -> tuple[int, Event | None]:
    """How many public events are ahead that listings of this person organise, and the next of them."""
    ahead = listed(shown="ahead", at=at, of=person)
    number = db.session.scalar(select(func.count()).select_from(ahead.order_by(None).subquery())) or 0
    return number, db.session.scalars(ahead.limit(1)).first() if number else None


def _parts(today: Any) -> dict[str, ColumnElement[bool]]:
    public, ahead = Event.state == State.PUBLISHED, Event.last_day >= today
    return {
        "ahead": and_(public, ahead),
        "stopped": and_(public, ahead, Event.status != Status.PLANNED),
        "waiting": Event.state.in_(WAITS),
        "draft": Event.state == State.DRAFT,
        "hidden": Event.state == State.HIDDEN,
        "past": and_(public, ~ahead),
    }


def _ahead_in_order(today: date) -> ColumnElement[bool]:
    """The same as `ahead`, for a page that walks the list in its order: no index of last days leads away from it."""
    began, last_day = Event.first_day >= today - when.LONGEST, func.coalesce(Event.last_day, Event.first_day)
    return and_(Event.state == State.PUBLISHED, began, last_day >= today)


def _asked(words: str, of: Person | None) -> list[ColumnElement[bool]]:
    asked: list[Any] = [Event.title_fold.contains(word, autoescape=True) for word in fold(words).split()]
    if of is not None:
        own = ownership.listings_of(of).with_only_columns(Listing.id).order_by(None)
        asked.append(or_(Event.organiser_id.in_(own), Event.listing_id.in_(own)))
    return asked
