"""Selections that the pages of the calendar share: what is ahead, what is over, what a day or a place holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import db, read_rows, statement
from portal.events import when
from portal.events.models import OPEN_END, Event, EventKind, EventRevision, Price, Status
from portal.events.question import Question, answers
from portal.events.taking_place import TOLD
from portal.listings.models import Listing, State, Worded, worded

Order = tuple[Any, ...]
EARLIEST_FIRST: Order = (Event.first_day, Event.starts_at, Event.id)
LATEST_FIRST: Order = (Event.first_day.desc(), Event.starts_at.desc(), Event.id.desc())
EARLIEST_LAST_DAY: Order = (Event.last_day, Event.starts_at, Event.id)


class Row(NamedTuple):
    """An event as a list shows it. What a venue that is not public is called stands in `venue_name` or nowhere."""

    id: int
    slug: str
    kind: EventKind
    status: Status
    deadline: bool
    title_vi: str
    title_en: str
    summary_vi: str
    summary_en: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    first_day: date
    last_day: date
    area: str
    ward_new: str | None
    ward_old: str | None
    venue_id: int | None
    venue_name: str
    online_url: str
    price: Price
    price_vnd: int | None
    directions_vi: str
    directions_en: str
    demo: bool
    changed_at: datetime
    place_vi: str | None = None
    place_en: str | None = None

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}") or "", lang)

    def is_over(self, at: datetime) -> bool:
        return (self.ends_at or self.starts_at + OPEN_END) <= at


@dataclass(frozen=True)
class Listed:
    """One page of a selection, and how many there are in all."""

    rows: list[Row]
    total: int


def listed(conditions: Sequence[ColumnElement[bool]], order: Order, *, start: int = 0, count: int) -> Listed:
    """The rows from number `start` on, at most `count`, of all that meet the conditions."""
    total = db.session.scalar(select(func.count()).select_from(Event).where(*conditions)) or 0
    return Listed([], 0) if not total else Listed(rows(ids(conditions, order).offset(start).limit(count)), total)


def ids(conditions: Sequence[ColumnElement[bool]], order: Order) -> Select[int]:
    """The numbers alone: an index knows them, so that a late page turns over no whole rows."""
    return select(Event.id).where(*conditions).order_by(*order)


def rows(wanted: Select[int] | Sequence[int]) -> list[Row]:
    """The events with these numbers, in this order."""
    numbers = list(wanted) if isinstance(wanted, Sequence) else db.session.scalars(wanted).all()
    if not numbers:
        return []
    found = {row[0]: Row(*row) for row in read_rows(_whole(), {"numbers": numbers})}
    return [found[number] for number in numbers if number in found]


@cache
def _whole() -> Select[Any]:
    return _columns().where(Event.id.in_(bindparam("numbers", expanding=True)))


def _columns() -> Select[Any]:
    """The columns of a row, with the name of its venue where everybody may know it."""
    venue = aliased(Listing, name="venue")
    own = [getattr(Event, name) for name in Row._fields if not name.startswith("place_")]
    known = and_(venue.id == Event.venue_id, venue.state == State.PUBLISHED)
    return select(*own, venue.name_vi, venue.name_en).outerjoin(venue, known)


# Conditions


def not_over(at: datetime) -> ColumnElement[bool]:
    """Something of it is to come; one that does not say when it ends lasts `OPEN_END`."""
    return _goes_on(at, at - OPEN_END)


def _goes_on(at: datetime, began_after: datetime) -> ColumnElement[bool]:
    return or_(Event.ends_at > at, and_(Event.ends_at.is_(None), Event.starts_at > began_after))


def has_ended(at: datetime) -> ColumnElement[bool]:
    """The opposite, in words of its own: a missing end is neither more nor less than a moment."""
    return or_(Event.ends_at <= at, and_(Event.ends_at.is_(None), Event.starts_at <= at - OPEN_END))


def coming(question: Question, at: datetime) -> list[ColumnElement[bool]]:
    """What begins today or later and is not over."""
    today = when.day_of(at)
    return [*answers(question), Event.first_day >= today, or_(Event.first_day > today, not_over(at))]


def running(question: Question, at: datetime) -> list[ColumnElement[bool]]:
    """What began before today and goes on: exhibitions, markets of a week."""
    today = when.day_of(at)
    return [*answers(question), *began_before(today), Event.last_day >= today, not_over(at)]


def over(question: Question, at: datetime) -> list[ColumnElement[bool]]:
    """What is past. Those that begin later need not be looked at."""
    today = when.day_of(at)
    return [*answers(question), Event.first_day <= today, or_(Event.last_day < today, has_ended(at))]


def begin_in(question: Question, first: Any, last: Any) -> list[ColumnElement[bool]]:
    """What begins on these days, both included; each is a day or a column of days."""
    return [*answers(question), Event.first_day >= first, Event.first_day <= last]


def reach_into(question: Question, first: date) -> list[ColumnElement[bool]]:
    """What began before this day and takes place on it."""
    return [*answers(question), *began_before(first), Event.last_day >= first]


def on_days(question: Question, first: date, last: date) -> list[ColumnElement[bool]]:
    """What takes place on one of these days, both included."""
    return [
        *answers(question),
        Event.first_day >= first - when.LONGEST,
        Event.first_day <= last,
        Event.last_day >= first,
    ]


def began_before(day: date) -> list[ColumnElement[bool]]:
    """Nothing lasts longer than `when.LONGEST`: further back nobody needs to look."""
    return [Event.first_day < day, Event.first_day >= day - when.LONGEST - timedelta(days=1)]


# What other pages show


def next_ones(at: datetime, *, count: int) -> list[Row]:
    """What comes next in the city and takes place; what runs for weeks is no news."""
    return rows(ids([*coming(Question(), at), Event.status == Status.PLANNED], EARLIEST_FIRST).limit(count))


def next_of(kinds: Collection[EventKind], at: datetime, *, count: int) -> list[Row]:
    """What comes next of these kinds."""
    return [Row(*row) for row in read_rows(*_next_of(sorted(kinds), at, at - OPEN_END, when.day_of(at), count))]


@statement
def _next_of(kinds: Sequence[EventKind], at: datetime, began_after: datetime, today: date, count: int) -> Select[Any]:
    ahead = Event.first_day >= today, or_(Event.first_day > today, _goes_on(at, began_after))
    first = ids([*answers(Question()), Event.kind.in_(kinds), *ahead], EARLIEST_FIRST).limit(count)
    return _columns().where(Event.id.in_(first)).order_by(*EARLIEST_FIRST)


def within(at: datetime, *, days: int, count: int) -> list[Row]:
    """What is on from now until so many days later, at most `count`."""
    today = when.day_of(at)
    found = [*on_days(Question(), today, today + timedelta(days=days)), not_over(at)]
    return rows(ids(found, EARLIEST_FIRST).limit(count))


def dates_of(listing: Listing, at: datetime, *, count: int) -> list[Row]:
    """What is ahead of a listing: the dates of a standing event, what a place holds, what somebody organises."""
    of_it = _one_of(dict.fromkeys((Event.listing_id, Event.venue_id, Event.organiser_id), listing.id))
    ahead = [of_it, *answers(Question()), Event.last_day >= when.day_of(at), not_over(at)]
    return rows(ids(ahead, EARLIEST_FIRST).limit(count))


def kin(event: Event, at: datetime, *, count: int) -> list[Row]:
    """Other dates ahead of the same series or standing event."""
    known = {Event.series_id: event.series_id, Event.listing_id: event.listing_id}
    shared = {column: value for column, value in known.items() if value is not None}
    if not shared:
        return []
    return rows(ids([_one_of(shared), *coming(Question(), at), Event.id != event.id], EARLIEST_FIRST).limit(count))


def _one_of(wanted: Mapping[Any, int]) -> ColumnElement[bool]:
    """That one of these columns holds its number: each is looked up in its own index, before any day is looked at."""
    return Event.id.in_(union_all(*(select(Event.id).where(column == value) for column, value in wanted.items())))


def read_whole(event: Event) -> None:
    """It and its parts with their places in one statement: whoever asks for them one by one finds them read."""
    found = db.session.scalars(*_read_whole(event.id, event.parent_id)).all()
    set_committed_value(event, "sessions", [one for one in found if one.parent_id == event.id])


@statement
def _read_whole(number: int, parent: int | None) -> Select[Event]:
    """An event, its parts and what it is a part of, with all that stands beside them."""
    listings = Event.venue, Event.organiser, Event.speaker, Event.listing
    beside = [joinedload(one).lazyload(Listing.marks) for one in listings]
    found = select(Event).where(or_(Event.id == number, Event.parent_id == number, Event.id == parent))
    found = found.options(*beside, joinedload(Event.admission), joinedload(Event.source))
    return found.order_by(Event.starts_at, Event.id)


def sessions(event: Event) -> list[Row]:
    """Its public parts, in the order of the day; read with `read_whole` they cost no question."""
    return [_row(one) for one in event.sessions if one.is_public()]


def _row(event: Event) -> Row:
    place = event.venue if event.venue is not None and event.venue.is_public() else None
    own = (getattr(event, name) for name in Row._fields if not name.startswith("place_"))
    return Row._make([*own, place and place.name_vi, place and place.name_en])


def told(numbers: Sequence[int]) -> dict[int, list[EventRevision]]:
    """Why each of these events changed, as the public was told, the latest first; of the others there is nothing."""
    found: dict[int, list[EventRevision]] = {}
    for one in db.session.scalars(*_told(numbers)):
        found.setdefault(one.event_id, []).append(one)
    return found


@statement
def _told(numbers: Sequence[int]) -> Select[EventRevision]:
    found = select(EventRevision).where(EventRevision.event_id.in_(numbers), EventRevision.act.in_(TOLD))
    return found.order_by(EventRevision.id.desc())


def venues(conditions: Sequence[ColumnElement[bool]], *, most: int) -> Sequence[int]:
    """The listings at which these events take place."""
    found = select(Event.venue_id).where(*conditions, Event.venue_id.is_not(None)).distinct().limit(most)
    return [number for number in db.session.scalars(found) if number is not None]


def addresses(*, limit: int) -> Sequence[Any]:
    """The slugs of all public events with the time of their last change, the latest first."""
    found = select(Event.slug, Event.changed_at).where(*answers(Question())).order_by(*LATEST_FIRST).limit(limit)
    return db.session.execute(found).all()
