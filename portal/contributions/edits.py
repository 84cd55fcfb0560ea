"""What owners change of a public listing: it waits for the desk, and the public text stays as it is meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.contributions import tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.contributions.tickets import OPEN
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import ownership
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.listings.policy import ITS_OWNERS_SEE
from portal.people.models import Person

NEEDED = ("name_vi", "summary_vi")


class Sent(NamedTuple):
    """A change that waits; its code where it is new, and None for the ticket where nothing is different."""

    ticket: Ticket | None
    code: str | None = None


def waiting(listing: Listing, person: Person) -> Ticket | None:
    """The change of this listing that this person has sent and nobody has decided yet."""
    mine = select(Ticket).where(
        Ticket.listing_id == listing.id, Ticket.person_id == person.id, Ticket.kind == TicketKind.EDIT,
        Ticket.state.in_(OPEN),
    )  # fmt: skip
    return db.session.scalar(mine.order_by(Ticket.id.desc()).limit(1))


def values(listing: Listing, ticket: Ticket | None) -> dict[str, Any]:
    """The listing as its owner wishes it: what is public, and over it what waits."""
    return listings.values(listing) | (ticket.given if ticket else {})


def send(
    listing: Listing, given: Mapping[str, Any], *, by: Person, at: datetime, language: str, base_version: int
) -> Sent:
    """Hands the fields that differ from the public ones to the desk: one ticket, changed as often as its owner likes.

    Raises Refused at a field. Where nothing differs any more, what waited is withdrawn.
    """
    given = listings.tidied(given)
    public = listings.values(listing)
    wished = {name: value for name, value in given.items() if public[name] != value}
    for name in NEEDED:
        if name in wished and not wished[name]:
            raise Refused(N_("What is public has at least a name and a sentence in Vietnamese."), field=name)
    ticket = waiting(listing, by)
    if not wished:
        if ticket is not None:
            tickets.withdraw(ticket, by=by, at=at)
        return Sent(None)
    if ticket is None:
        return _begin(listing, wished, by=by, at=at, language=language, base_version=base_version)
    if (ticket.given, ticket.base_version) != (wished, base_version) or ticket.state is TicketState.ASKED:
        ticket.given, ticket.base_version, ticket.saved_at = wished, base_version, at
        ticket.version += 1  # who decides must have seen this text
        if ticket.state is TicketState.ASKED:
            tickets.turn(ticket, Act.ANSWERED, TicketState.WAITING, by=by, at=at)
    return Sent(ticket)


def _begin(
    listing: Listing, wished: dict[str, Any], *, by: Person, at: datetime, language: str, base_version: int
) -> Sent:
    ticket, code = tickets.begin(
        TicketKind.EDIT,
        by=by,
        at=at,
        language=language,
        listing=listing,
        group=listing.group,
        base_version=base_version,
    )
    ticket.given = wished
    tickets.turn(ticket, Act.SENT, TicketState.WAITING, by=by, at=at)
    return Sent(ticket, code)


class Mine(NamedTuple):
    """A listing of somebody's own, and the change of it that waits."""

    listing: Listing
    waiting: Ticket | None


def of_owner(person: Person) -> list[Mine]:
    """What a person looks after, with what waits of it: two statements."""
    own = [one for one in db.session.scalars(ownership.listings_of(person)) if one.state in ITS_OWNERS_SEE]
    if not own:
        return []
    sent = select(Ticket).where(
        Ticket.person_id == person.id, Ticket.kind == TicketKind.EDIT, Ticket.state.in_(OPEN),
        Ticket.listing_id.in_([one.id for one in own]),
    )  # fmt: skip
    by_listing = {one.listing_id: one for one in db.session.scalars(sent.order_by(Ticket.id))}
    return [Mine(one, by_listing.get(one.id)) for one in own]
