"""The parts of an event: added with its kind and place, public as soon as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.events import rules
from portal.events.models import Event
from portal.kit.say import N_, Refused
from portal.people.models import Person


def add(event: Event, given: Mapping[str, Any], *, by: Person, at: datetime) -> Event:
    """A new part of an event. Where it says no place of its own, it is where the event is."""
    if event.parent_id is not None:
        raise Refused(N_("A part of an event has no parts of its own."))
    place = {name: getattr(event, name) for name in ("area", "ward_new", "ward_old")}
    if given.get("venue_id"):
        place = {}
    session = rules.create({"kind": event.kind, **place, **given}, by=by, at=at, parent=event)
    if event.is_public():
        rules.publish(session, by=by, at=at)
    return session
