"""Who looks after those who take part."""

from __future__ import annotations

from portal.events import policy
from portal.events.models import Event
from portal.people.models import Person


def may_run(person: Person | None, event: Event) -> bool:
    """Whoever runs an event runs its sessions."""
    return policy.may_run(person, event) or (event.parent is not None and policy.may_run(person, event.parent))
