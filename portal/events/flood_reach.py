"""What the switch for a flood or the season would reach in the calendar: events and deadlines of the time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from portal.city.chosen import here
from portal.db import db
from portal.events import when
from portal.events.models import Event, EventRevision, Status
from portal.events.registrations.models import Admission, Joining
from portal.listings import resting
from portal.listings.models import State

FORESEEN = timedelta(days=14)
"""How far one looks ahead while nobody knows when it ends."""
MOST = 200
"""Of each list: whoever has more begins with fewer wards."""


@dataclass(frozen=True)
class Reach:
    """`events` take place in the wards; registration for `closings` ends meanwhile; `deadlines` are others' dates."""

    events: list[Event]
    closings: list[Event]
    deadlines: list[Event]


def reach(wards: Collection[str], *, until: date | None, at: datetime) -> Reach:
    """Everything public and planned in these wards between now and the day on which they open again."""
    over = resting.moment_of(until) or at + FORESEEN
    return Reach(_events(wards, over, at), _closings(wards, over, at), _deadlines(wards, over, at))


def stopped(pauses: Collection[int]) -> dict[int, int]:
    """How many events and sessions each of these pauses has stopped."""
    acts = EventRevision.pause_id.in_(pauses), EventRevision.act.in_(["postponed", "cancelled"])
    counted = select(EventRevision.pause_id, func.count()).where(*acts).group_by(EventRevision.pause_id)
    return {number: count for number, count in db.session.execute(counted) if number is not None}


def in_wards(wards: Collection[str]) -> ColumnElement[bool]:
    return or_(Event.ward_new.in_(wards), Event.ward_old.in_(wards))


def _events(wards: Collection[str], over: datetime, at: datetime) -> list[Event]:
    """A session stands here by itself only when its event does not."""
    found = select(Event).where(
        *_PLANNED, Event.deadline.is_(False), Event.origin.is_(None), in_wards(wards),
        Event.last_day >= when.day_of(at), Event.first_day <= when.day_of(over), Event.starts_at < over,
    )  # fmt: skip
    events = [one for one in db.session.scalars(_in_order(found)) if not one.is_over(at)]
    known = {one.id for one in events}
    return [one for one in events if one.parent_id not in known]


def _closings(wards: Collection[str], over: datetime, at: datetime) -> list[Event]:
    found = select(Event).join(Admission).where(
        *_PLANNED, in_wards(wards), Event.parent_id.is_(None), Admission.joining != Joining.NONE,
        Admission.closed_at.is_(None), Admission.closes_at > at, Admission.closes_at < over,
    )  # fmt: skip
    return list(db.session.scalars(_in_order(found)))


def _deadlines(wards: Collection[str], over: datetime, at: datetime) -> list[Event]:
    """Of these wards, and those of the whole area, which stand in no ward."""
    areas = {ward.area for key in wards if (ward := here().ward(key)) is not None}
    everywhere = and_(Event.ward_new.is_(None), Event.ward_old.is_(None), Event.area.in_(areas))
    theirs = or_(Event.deadline.is_(True), Event.origin.is_not(None))
    found = select(Event).where(
        *_PLANNED, theirs, or_(in_wards(wards), everywhere), Event.starts_at > at, Event.starts_at < over
    )
    return list(db.session.scalars(_in_order(found)))


_PLANNED = (Event.state == State.PUBLISHED, Event.status == Status.PLANNED)


def _in_order(found: Select[Event]) -> Select[Event]:
    return found.options(selectinload(Event.admission)).order_by(Event.starts_at, Event.id).limit(MOST)
