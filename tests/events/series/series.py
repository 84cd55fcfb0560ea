"""Series for tests: a weekly one and any other, its dates, and somebody who takes part in one."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events.models import Event
from portal.events.registrations.models import Registration, Seat, SeatState
from portal.events.series import rules
from portal.events.series.models import Series
from portal.kit.recurrence import Rule, Weekly
from tests.make import AT

FIRST = date(2026, 11, 24)  # a Tuesday
TUESDAYS = Weekly(weekdays=(1,))
SPRING = date(2027, 4, 27)
HOUR = ("first_day", "until", "starts_minute", "lasts_minutes")
_numbers = itertools.count(1)


def begun(rule: Rule = TUESDAYS, *, at: datetime = AT, public: bool = True, **given: Any) -> Series:
    """A series of evenings from six to nine."""
    fields = {"kind": "festival", "area": "hoi-an", "title_vi": "Đêm phố cổ", "summary_vi": "Tắt điện, thắp đèn lồng."}
    hour = {"first_day": FIRST, "until": None, "starts_minute": 18 * 60, "lasts_minutes": 180}
    hour |= {name: given.pop(name) for name in HOUR if name in given}
    series = rules.begin(rule, fields | given, by=None, at=at, **hour)  # type: ignore[arg-type]
    if public:
        rules.publish(series, by=None, at=at)
    return series


def weekly() -> Series:
    """Every Tuesday until spring: 23 dates."""
    return begun(until=SPRING)


def days(series: Series) -> list[date | None]:
    """The days of all its dates that are there to be read."""
    found = select(Event.series_day).where(Event.series_id == series.id, Event.state != "archived")
    return list(db.session.scalars(found.order_by(Event.series_day)))


def on(series: Series, day: date) -> Event:
    """Its date of a day that the rule gave."""
    return db.session.scalars(select(Event).where(Event.series_id == series.id, Event.series_day == day)).one()


def seat(event: Event) -> Seat:
    """Somebody takes part."""
    registration = Registration(digest=f"{next(_numbers):064}", event_id=event.id, name="Lê Văn Tám", at=AT)
    taken = Seat(registration=registration, event_id=event.id, people=1, state=SeatState.CONFIRMED, changed_at=AT)
    db.session.add(taken)
    db.session.flush()
    return taken
