"""Plants who registered for the events of the demo, with seats in every state. Nobody knows their codes.

`people.json` says of each what became of it and how many hours ago; all names are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events.models import Event
from portal.events.registrations import attendance
from portal.events.registrations import rules as taking_part
from portal.events.registrations.models import Registration
from portal.events.registrations.rules import Wish
from portal.people.models import Person

ROWS = Path(__file__).parent / "people.json"
PHONE = "+849050002{:02}"
WISHED = ("photo_consent", "is_guardian", "is_resident", "access_needs")
Row = Mapping[str, Any]

ACTS: dict[str, Callable[..., None]] = {
    "cancel": lambda seat, *, by, at: taking_part.cancel(seat, by=None, at=at),
    "lapse": lambda seat, *, by, at: taking_part.lapse(seat, at=at),
    "confirm": taking_part.confirm,
    "refuse": taking_part.refuse,
    "present": lambda seat, *, by, at: attendance.mark(seat, attendance.PRESENT, by=by, at=at),
}


def plant(*, by: Person, at: datetime) -> int:
    """Plants what is not here yet; returns how many registrations that were."""
    known = set(db.session.scalars(select(Registration.once).where(Registration.once.startswith("demo "))))
    planted = 0
    for slug, rows in json.loads(ROWS.read_text(encoding="utf-8")).items():
        event = db.session.scalar(select(Event).where(Event.slug == slug))
        if event is not None and _once(event, 0) not in known:
            _plant(event, rows, by=by, at=at)
            planted += len(rows)
    return planted


def _plant(event: Event, rows: Sequence[Row], *, by: Person, at: datetime) -> None:
    """They come one hour after the other once the event stands there; then happens what the rows say, in its order."""
    assert event.published_at is not None
    seats = []
    for number, row in enumerate(rows):
        came_at = event.published_at + timedelta(hours=number + 1)
        seats.append(_register(event, row, number, at=came_at).seats[0])
    told = zip(seats, rows, strict=True)
    acts = [(hours, seat, act, words) for seat, row in told for act, hours, *words in row.get("acts", ())]
    for hours, seat, act, words in sorted(acts, key=lambda one: -one[0]):
        ACTS[act](seat, *words, by=by, at=at - timedelta(hours=hours))
        db.session.flush()


def _register(event: Event, row: Row, number: int, *, at: datetime) -> Registration:
    sessions = [one.id for one in event.sessions if one.slug.removeprefix(f"{event.slug}-") in row.get("sessions", ())]
    wish = Wish(
        row["name"], PHONE.format(number), row.get("people", 1), sessions,
        **{name: row[name] for name in WISHED if name in row},
    )  # fmt: skip
    language, once = row.get("language", "vi"), _once(event, number)
    made = taking_part.register(event, wish, by=None, at=at, language=language, once=once, key="").registration
    db.session.flush()
    return made


def _once(event: Event, number: int) -> str:
    return f"demo {event.slug} {number}"
