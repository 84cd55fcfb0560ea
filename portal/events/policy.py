"""Who may do what with an event."""

from __future__ import annotations

from portal.events.models import Event
from portal.listings.policy import is_editor, is_owner
from portal.people.models import Person


def may_see(person: Person | None, event: Event) -> bool:
    return event.is_public() or may_run(person, event)


def may_edit(person: Person | None, event: Event) -> bool:
    return is_editor(person)


def may_run(person: Person | None, event: Event) -> bool:
    """Who looks after those who take part: the desk, and whoever looks after the listing that organises it."""
    if is_editor(person):
        return True
    return any(is_owner(person, listing) for listing in (event.organiser, event.listing) if listing is not None)
