"""Dates that other parts of the portal keep in the calendar: the phases of a competition, sessions of a training."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events import rules, taking_place
from portal.events.models import Event
from portal.letters import rules as letters
from portal.listings.models import State
from portal.people.models import Person


def of(origin: str) -> Event | None:
    """The date that another part of the portal keeps here under this name."""
    return db.session.scalar(select(Event).where(Event.origin == origin))


def mirror(origin: str, given: Mapping[str, Any], *, at: datetime, by: Person | None = None) -> Event:
    """Keeps a date of another part of the portal in the calendar: entered once, and changed with its source."""
    event = of(origin)
    if event is None:
        event = rules.create(given, by=by, at=at, origin=origin)
        rules.publish(event, by=by, at=at)
    else:
        moved = rules.revise(event, given, by=by, at=at, act="followed")
        if event.state != State.PUBLISHED:
            rules.publish(event, by=by, at=at)
        elif moved is not None and rules.MOVES & moved.changes.keys():
            letters.remind(taking_place.CHANGED, of=moved.id, at=at)
    return event


def unmirror(origin: str, *, at: datetime, by: Person | None = None) -> None:
    """The source has no such date any more."""
    if (event := of(origin)) is not None:
        rules.turn(event, State.ARCHIVED, "archived", by=by, at=at)
