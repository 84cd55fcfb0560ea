"""Events that people register for, and people who do, as plain functions."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from portal.db import db
from portal.events.models import Event
from portal.events.registrations import admissions, rules
from portal.events.registrations.models import Joining, Seat, SeatState
from portal.events.registrations.rules import Wish
from portal.people.models import Person
from tests import make
from tests.make import AT

KEY = "for-tests-only"
_numbers = itertools.count(1)


def event(title: str = "Xưởng lồng đèn", *, capacity: int | None = 10, given: Any = None, **admission: Any) -> Event:
    """A published event with the form of the portal."""
    made = make.event(title, **(given or {}))
    open_form(made, capacity=capacity, **admission)
    return made


def session(parent: Event, title: str, *, capacity: int | None = None, **given: Any) -> Event:
    """A session with places of its own, or with `shares_capacity=True` with those of its event."""
    made = make.session(parent, title, **given)
    if capacity is not None:
        open_form(made, capacity=capacity)
    db.session.refresh(parent, ["sessions"])
    return made


def open_form(of: Event, **given: Any) -> None:
    admissions.set_up(of, {"joining": Joining.FORM} | given, at=AT)


def phone() -> str:
    return f"+8490512{next(_numbers):04}"


def join(
    of: Event, people: int = 1, *, name: str = "Trần Gia Bảo", by: Person | None = None, at: datetime = AT,
    once: str = "", **more: Any,
) -> Seat:  # fmt: skip
    """Somebody registers; the first of their seats."""
    wish = Wish(name=name, people=people, **({"phone": phone()} | more))
    made = rules.register(of, wish, by=by, at=at, language="vi", once=once, key=KEY)
    return made.registration.seats[0]


def states(*seats: Seat) -> list[SeatState]:
    return [seat.state for seat in seats]
