"""Whether one may register now; if not, why, in words."""

from __future__ import annotations

from datetime import datetime

from portal.events.models import Event, Status
from portal.events.registrations import places
from portal.events.registrations.models import Admission, Joining
from portal.kit.say import N_, Refused

NOT_BY_FORM = N_("Nobody registers for this event on the portal.")
CANCELLED = N_("The event is cancelled, so nobody can register.")
POSTPONED = N_("The event is postponed. Registration opens again when its new date is known.")
OVER = N_("The event has begun, so registration is over.")
NOT_YET = N_("Registration has not opened yet.")
CLOSED = N_("The organiser has closed registration.")
TOO_LATE = N_("The time for registration is over.")


def house(event: Event) -> Event:
    """The event on whose page one registers: for a session the event that it belongs to."""
    return event.parent or event


def admission(event: Event) -> Admission | None:
    """How one registers there, where that is done by the form of the portal."""
    found = house(event).admission
    return found if found is not None and found.joining == Joining.FORM else None


def why_closed(event: Event, *, at: datetime) -> str | None:
    """The sentence that says why nobody may register now, as a msgid; None while one may."""
    found = admission(event)
    if found is None:
        return NOT_BY_FORM
    if event.status == Status.CANCELLED:
        return CANCELLED
    if event.status == Status.POSTPONED:
        return POSTPONED
    if event.is_over(at) or (has_choices(event) and not choices(event, at=at)):
        return OVER
    if found.closed_at is not None:
        return CLOSED
    if found.opens_at is not None and at < found.opens_at:
        return NOT_YET
    if at >= last_moment(event, found):
        return OVER if found.closes_at is None else TOO_LATE
    return None


def last_moment(event: Event, found: Admission) -> datetime:
    """The deadline; without one the beginning, of its last session where it has sessions to choose from."""
    if found.closes_at is not None:
        return found.closes_at
    return max([event.starts_at, *(one.starts_at for one in event.sessions if places.is_joinable(one))])


def check(event: Event, *, at: datetime) -> Admission:
    """How one registers; raises Refused while one may not."""
    if (why := why_closed(event, at=at)) is not None:
        raise Refused(why)
    found = admission(event)
    assert found is not None
    return found


def choices(event: Event, *, at: datetime) -> list[Event]:
    """The sessions for which a place can be had now."""
    return [one for one in has_choices(event) if one.status == Status.PLANNED and one.starts_at > at]


def has_choices(event: Event) -> list[Event]:
    """The sessions that have places of their own or share those of their event."""
    return [one for one in event.sessions if one.is_public() and places.is_joinable(one)]
