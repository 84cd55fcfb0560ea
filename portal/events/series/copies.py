"""The dated copies of a series: those ahead, and how they are made for the days that the rule gives."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import selectinload

from portal.city.chosen import here
from portal.db import db
from portal.events import rules, when
from portal.events.models import OPEN_END, Event, EventPhoto, EventRevision, Status
from portal.events.registrations.models import Admission, Joining, Seat, SeatState
from portal.events.series import dating
from portal.events.series.models import Series
from portal.kit.clock import iso
from portal.kit.fold import slug
from portal.listings.models import State
from portal.people.models import Person

MOST = 400
"""So many dates ahead are made and no more: a daily series reaches a year, and further each day."""
NEAR = timedelta(days=30)
"""What begins within this time is in people's minds: it is not changed without a word."""
LONGEST_STEM = 100  # letters of the title in an address
GONE = (State.ARCHIVED, State.MERGED, State.REFUSED, State.SPAM)
TAKING_PART = (SeatState.ASKED, SeatState.CONFIRMED, SeatState.WAITING, SeatState.OFFERED)
# What a copy does not share with the one that was made before it.
OF_ITS_OWN = frozenset({
    "id", "slug", "uid", "series_day", "starts_at", "ends_at", "all_day", "first_day", "last_day",
})  # fmt: skip
SHARED = tuple(name for name in Event.__table__.columns.keys() if name not in OF_ITS_OWN)  # noqa: SIM118


def ahead(series: Series, *, at: datetime, from_day: date | None = None) -> list[Event]:
    """The dates that are not over yet and not taken away, in the order of the rule's days."""
    today = when.day_of(at)
    found = select(Event).where(Event.series_id == series.id, Event.state.not_in(GONE), Event.last_day >= today)
    if from_day is not None:
        found = found.where(Event.series_day >= from_day)
    what_people_add = (selectinload(Event.sessions), selectinload(Event.photos), selectinload(Event.admission))
    events = db.session.scalars(found.order_by(Event.series_day).options(*what_people_add))
    return [event for event in events if not event.is_over(at)]


def is_edited(event: Event, series: Series) -> bool:
    """Whether somebody has put work into this very date: fields, pictures, sessions, a way to take part, its standing.

    What was hidden or postponed was so for a reason of its own; what the series itself cancelled was not.
    """
    stopped = event.state == State.HIDDEN or event.status == Status.POSTPONED
    return bool(event.own_fields or event.sessions or stopped or _takes_part_its_own_way(event, series)) or (
        pictures(event) != series.photos
    )


def _takes_part_its_own_way(event: Event, series: Series) -> bool:
    admission = event.admission
    if series.admission:
        return admission is None or any(getattr(admission, name) != said for name, said in series.admission.items())
    return admission is not None and admission.joining != Joining.NONE


def joined(events: Iterable[Event]) -> set[int]:
    """The numbers of those events in which somebody takes part, or waits to."""
    numbers = [event.id for event in events]
    found = select(Seat.event_id).where(Seat.event_id.in_(numbers), Seat.state.in_(TAKING_PART)).distinct()
    return set(db.session.scalars(found))


def announced(events: Sequence[Event], *, at: datetime) -> set[int]:
    """The numbers of those that cannot just change: public, and near or with people who take part."""
    people = joined(events)
    return {one.id for one in events if one.is_public() and (one.starts_at <= at + NEAR or one.id in people)}


def times(series: Series, day: date) -> dict[str, Any]:
    """When it is on a day, as fields of an event."""
    span = dating.span(series, day)
    return {"starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": span.all_day}


# Made


def make_missing(series: Series, *, by: Person | None, at: datetime) -> int:
    """Makes the dates that are not there yet, public if the series is; returns how many. Twice makes nothing twice."""
    coming = list(islice(dating.days(series, at=at), MOST + 1))
    known = select(Event.series_day).where(Event.series_id == series.id, Event.series_day >= when.day_of(at))
    there = set(db.session.scalars(known))
    missing = [day for day in coming[:MOST] if day not in there and _is_ahead(series, day, at)]
    make(series, missing, by=by, at=at)
    series.reaches = coming[MOST - 1] if len(coming) > MOST else dating.horizon(at)
    return len(missing)


def make(series: Series, days: Sequence[date], *, by: Person | None, at: datetime) -> None:
    """Dates on these days. The first is entered like any event, with all its checks; the others are copied from it."""
    if not days:
        return
    addresses = _addresses(series, days)
    with rules.in_bulk(at=at):
        given = {**series.fields, **times(series, days[0])}
        if given.get("venue_id"):  # its place is where the venue lies today
            given = {name: value for name, value in given.items() if name not in ("area", "ward_new", "ward_old")}
        first = rules.create(given, by=by, at=at, address=addresses[0], series_id=series.id, series_day=days[0])
        if series.published_at is not None:
            rules.publish(first, by=by, at=at)
        others = dict(zip(days[1:], addresses[1:], strict=True))
        numbers = [first.id, *_copy(first, series, others)]
        picture(numbers, series.photos)
        if series.admission:
            db.session.execute(insert(Admission), [{**series.admission, "event_id": number} for number in numbers])


def _copy(first: Event, series: Series, addresses: Mapping[date, str]) -> list[int]:
    """Writes an event like the first for each of these days, with the same history, and returns their numbers.

    Three statements, however many days.
    """
    if not addresses:
        return []
    shared = {name: getattr(first, name) for name in SHARED}
    db.session.execute(insert(Event), [
        {**shared, **dating.span(series, day)._asdict(), "series_day": day, "slug": address,
         "uid": f"{secrets.token_hex(8)}@{here().key}"}
        for day, address in addresses.items()
    ])  # fmt: skip
    made = select(Event.series_day, Event.id).where(Event.series_id == series.id, Event.series_day.in_(list(addresses)))
    numbers = {day: number for day, number in db.session.execute(made) if day is not None}
    told = db.session.scalars(rules.history(first)).all()
    db.session.execute(insert(EventRevision), [
        {"event_id": number, "version": one.version, "act": one.act, "by_id": one.by_id, "at": one.at,
         "changes": one.changes | _ends(one, series, day)}
        for one in reversed(told) for day, number in numbers.items()
    ])  # fmt: skip
    return list(numbers.values())


def _ends(revision: EventRevision, series: Series, day: date) -> dict[str, list[Any]]:
    """When a copy ends, as its history tells it."""
    ends_at = dating.span(series, day).ends_at
    return {"ends_at": [None, iso(ends_at)]} if ends_at is not None and "ends_at" in revision.changes else {}


def _is_ahead(series: Series, day: date, at: datetime) -> bool:
    span = dating.span(series, day)
    return (span.ends_at or span.starts_at + OPEN_END) > at


def _addresses(series: Series, days: Sequence[date]) -> list[str]:
    """A slug for each day: that of the title and the day, told apart where another event has it."""
    stem = slug(str(series.fields.get("title_vi", "")))[:LONGEST_STEM].strip("-") or "su-kien"
    wishes = [f"{stem}-{day}" for day in days]
    taken = set(db.session.scalars(select(Event.slug).where(Event.slug.in_(wishes))))
    return [rules.free_slug(wish) if wish in taken else wish for wish in wishes]


# Pictures


def pictures(event: Event) -> list[dict[str, Any]]:
    """The photos of an event as a series keeps them."""
    kept = ("upload_id", "alt_vi", "alt_en", "credit", "people_agreed")
    return [{name: getattr(photo, name) for name in kept} for photo in event.photos]


def picture(numbers: Sequence[int], photos: Sequence[dict[str, Any]]) -> None:
    """Gives events these photos in place of those they have; the files are shared."""
    db.session.execute(delete(EventPhoto).where(EventPhoto.event_id.in_(numbers)))
    if rows := [{"event_id": number, **photo} for number in numbers for photo in photos]:
        db.session.execute(insert(EventPhoto), rows)
