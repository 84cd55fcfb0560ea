"""What people decide about an event, each act written into the record, and none done on what they have not seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.audit import rules as audit
from portal.events import rules, taking_place
from portal.events.models import Event, Status
from portal.kit.say import N_, Refused
from portal.listings.models import State
from portal.people.models import Person

CHANGES = ("moved", "postponed", "cancelled", "resumed")
"""What may become of a date that was announced, as `EventRevision.act` names it."""


class Reason(NamedTuple):
    """Why, as everybody reads it."""

    vi: str
    en: str = ""


class Overtaken(Refused):
    """Somebody else has changed the event since the page was drawn."""


def may(event: Event, change: str) -> bool:
    """Whether this would change anything."""
    if change == "resumed":
        return event.status != Status.PLANNED
    return change == "moved" or change != event.status


def check(event: Event, version: int) -> None:
    """Raises Overtaken unless this is the version that stands."""
    if event.version != version:
        raise Overtaken(N_("Somebody has changed this event since you opened it. Look at it again, then do it."))


def publish(event: Event, *, by: Person, at: datetime) -> None:
    """Makes it public, and writes down who did."""
    if event.state == State.PUBLISHED:
        return
    rules.publish(event, by=by, at=at)
    audit.note("event_published", "event", event.id, by=by, at=at)


def hide(event: Event, *, by: Person, at: datetime, reason: str) -> None:
    """Takes it out of the public's sight."""
    if event.state == State.HIDDEN:
        return
    rules.hide(event, by=by, at=at, reason=reason)
    audit.note("event_hidden", "event", event.id, by=by, at=at)


def move(event: Event, times: Mapping[str, Any], *, by: Person, at: datetime, reason: Reason) -> bool:
    """Another date. False where it is the one it has."""
    done = taking_place.move(event, **times, by=by, at=at, reason_vi=reason.vi, reason_en=reason.en)
    if done is not None:
        audit.note("event_moved", "event", event.id, by=by, at=at)
    return done is not None


def postpone(event: Event, *, by: Person, at: datetime, reason: Reason) -> bool:
    """Not on its date, and nobody knows yet when. False where that is known already."""
    done = taking_place.postpone(event, by=by, at=at, reason_vi=reason.vi, reason_en=reason.en)
    if done is not None:
        audit.note("event_postponed", "event", event.id, by=by, at=at)
    return done is not None


def cancel(event: Event, *, by: Person, at: datetime, reason: Reason) -> bool:
    """Not at all. False where that is known already."""
    done = taking_place.cancel(event, by=by, at=at, reason_vi=reason.vi, reason_en=reason.en)
    if done is not None:
        audit.note("event_cancelled", "event", event.id, by=by, at=at)
    return done is not None


def resume(event: Event, *, by: Person, at: datetime, reason: Reason) -> bool:
    """After all, on the date it has. False where nothing had stopped it."""
    done = taking_place.resume(event, by=by, at=at, reason_vi=reason.vi, reason_en=reason.en)
    if done is not None:
        audit.note("event_resumed", "event", event.id, by=by, at=at)
    return done is not None
