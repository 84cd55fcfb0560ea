"""Who may do what among people. A person is None for a visitor."""

from __future__ import annotations

from portal.people.models import Person, Role


def is_organiser(person: Person | None, _thing: object = None) -> bool:
    """Organisers answer for the portal: its people, its letters, its imports."""
    return person is not None and person.has(Role.ORGANISER)
