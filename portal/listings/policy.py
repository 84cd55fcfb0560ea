"""Who may do what with a listing."""

from __future__ import annotations

from portal.listings.models import Listing
from portal.people.models import Person, Role

EDITORS = frozenset({Role.MODERATOR, Role.ORGANISER})


def is_editor(person: Person | None, _thing: object = None) -> bool:
    """Moderators and organisers look after the map."""
    return person is not None and bool(person.roles & EDITORS)


def may_see(person: Person | None, listing: Listing) -> bool:
    return listing.is_public() or is_editor(person)


def may_edit(person: Person | None, listing: Listing) -> bool:
    return is_editor(person)


def may_publish(person: Person | None, listing: Listing) -> bool:
    return is_editor(person)
