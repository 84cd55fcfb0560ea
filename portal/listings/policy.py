"""Who may do what with a listing."""

from __future__ import annotations

from portal.listings.models import Listing, State
from portal.people.models import Person, Role

EDITORS = frozenset({Role.MODERATOR, Role.ORGANISER})
ITS_OWNERS_SEE = frozenset({State.DRAFT, State.WAITING, State.CHANGES_ASKED, State.PUBLISHED, State.HIDDEN})
"""A listing in one of these states is still its owners' own; of the others the desk has disposed."""


def is_editor(person: Person | None, _thing: object = None) -> bool:
    """Moderators and organisers look after the map."""
    return person is not None and bool(person.roles & EDITORS)


def is_owner(person: Person | None, listing: Listing) -> bool:
    """Who looks after a listing of their own."""
    return person is not None and listing.state in ITS_OWNERS_SEE and listing.is_owned_by(person)


def may_see(person: Person | None, listing: Listing) -> bool:
    return listing.is_public() or is_editor(person) or is_owner(person, listing)


def may_edit(person: Person | None, listing: Listing) -> bool:
    """Owners too; what they change on a public listing waits for the desk."""
    return is_editor(person) or is_owner(person, listing)


def may_publish(person: Person | None, listing: Listing) -> bool:
    return is_editor(person)


def may_write(person: Person | None, listing: Listing) -> bool:
    """Whether what the person changes stands at once."""
    return is_editor(person) or (is_owner(person, listing) and not listing.is_public())
