"""Participants are forgotten sixty days after the event: names, numbers, needs and codes go, the counts stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.db import db
from portal.events import when
from portal.events.models import Event
from portal.events.registrations.models import Registration

KEPT = timedelta(days=60)
AT_ONCE = 500


def forget(*, at: datetime) -> int:
    """Empties the registrations of events whose last day is more than sixty days ago; returns how many there were."""
    last = when.day_of(at) - KEPT
    old = select(Registration).join(Event, Event.id == Registration.event_id).where(
        Registration.forgotten_at.is_(None), func.coalesce(Event.last_day, last) < last
    )  # fmt: skip
    found = db.session.scalars(old.order_by(Registration.id).limit(AT_ONCE)).all()
    for registration in found:
        empty(registration, at=at)
    return len(found)


def empty(registration: Registration, *, at: datetime) -> None:
    """Nothing is left that says who it was, or that opens it."""
    registration.name = registration.folded_name = registration.access_needs = ""
    registration.phone = registration.person_id = registration.once = None
    registration.digest = f"forgotten-{registration.id}"
    registration.forgotten_at = at
    for seat in registration.seats:
        seat.word = ""
    db.session.flush()
