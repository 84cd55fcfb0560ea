"""Who may do what among people. A person is None for a visitor."""

from __future__ import annotations

from portal.people.models import Person, Role


def is_organiser(person: Person | None, _thing: object = None) -> bool:
    """Organisers answer for the portal: its people, its letters, its imports."""
    return person is not None and person.has(Role.ORGANISER)


HANDS_CODES = frozenset({Role.ORGANISER, Role.MODERATOR, Role.REGISTRAR})


def hands_codes(person: Person | None, _thing: object = None) -> bool:
    """Those who meet people at a desk may hand over a code for a new password."""
    return person is not None and bool(person.roles & HANDS_CODES)


def may_hand_code(person: Person | None, to: Person) -> bool:
    """Never to oneself; to somebody with a role only by an organiser."""
    return person is not None and hands_codes(person) and person.id != to.id and (not to.roles or is_organiser(person))


# Who can change results, read applications, move money or judge: a stolen password alone must not be enough.
SECOND_STEP = frozenset({Role.ORGANISER, Role.REGISTRAR, Role.TREASURER, Role.JUROR})


def needs_second_step(person: Person) -> bool:
    """Whether a role of the person asks for a second step at sign-in."""
    return bool(person.roles & SECOND_STEP)
