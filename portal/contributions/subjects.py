"""What a ticket is about: a listing of the map or an event of the calendar, with the verbs that both have.

A new kind of thing to send in is a line in `_VERBS`; whoever decides, undoes or answers asks here and knows no kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from portal.contributions.models import Ticket
from portal.events import rules as events
from portal.events.models import Event, EventRevision
from portal.listings import rules as listings
from portal.listings.models import Listing, Revision

Subject = Listing | Event


class Verbs(NamedTuple):
    """What may be done with it; each takes the thing, who does it and when."""

    publish: Callable[..., None]
    hide: Callable[..., None]
    turn: Callable[..., None]
    revise: Callable[..., Any]
    values: Callable[[Any], dict[str, Any]]
    later: Callable[[Any, int], Select[Any]]
    """What was written down of it after a version."""
    done_at: Callable[[Any, datetime], Select[Any]]
    """What was written down of it at a moment, the last act first."""


def _later(table: Any, column: Any) -> Callable[[Any, int], Select[Any]]:
    return lambda one, version: (
        select(table).where(column == one.id, table.version > version).order_by(table.id)
    )  # fmt: skip


def _done_at(table: Any, column: Any) -> Callable[[Any, datetime], Select[Any]]:
    return lambda one, at: select(table).where(column == one.id, table.at == at).order_by(table.id.desc())


_VERBS: Mapping[type[Subject], Verbs] = {
    Listing: Verbs(
        listings.publish, listings.hide, listings.turn, listings.revise, listings.values,
        _later(Revision, Revision.listing_id), _done_at(Revision, Revision.listing_id),
    ),
    Event: Verbs(
        events.publish, events.hide, events.turn, events.revise, events.values,
        _later(EventRevision, EventRevision.event_id), _done_at(EventRevision, EventRevision.event_id),
    ),
}  # fmt: skip


def of(ticket: Ticket) -> Subject | None:
    """What the ticket is about; nothing while it is a draft."""
    return ticket.event if ticket.event is not None else ticket.listing


def known(ticket: Ticket) -> Subject:
    """The same of a ticket that was sent."""
    found = of(ticket)
    assert found is not None, "A ticket at the desk is about something."
    return found


def verbs(subject: Subject) -> Verbs:
    return _VERBS[type(subject)]


def name(subject: Subject) -> str:
    """What it is called, in Vietnamese."""
    return subject.title_vi if isinstance(subject, Event) else subject.name_vi


def version(ticket: Ticket) -> int | None:
    """The version of what the ticket is about."""
    found = of(ticket)
    return found.version if found is not None else None
