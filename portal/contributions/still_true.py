"""The yearly question to an owner, and its three answers: still true, to be mended, it has ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.contributions import tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.contributions.tickets import OPEN
from portal.db import db
from portal.listings import needs
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.people.models import Person

ENDED = "owner_ended"
"""The reason of a report by which an owner says that there is nothing to show any more."""


def holds(listing: Listing, *, by: Person, at: datetime) -> None:
    """It is still true, and what it needs it still needs."""
    listings.confirm(listing, by=by, at=at, as_owner=True)
    needs.renew(listing, by=by, at=at)


def has_ended(listing: Listing, *, by: Person, at: datetime, language: str) -> Ticket:
    """The desk takes it off the map, once it has looked; said twice it is one ticket."""
    if (standing := waiting(listing)) is not None:
        return standing
    ticket, _code = tickets.begin(
        TicketKind.REPORT, by=by, at=at, language=language, listing=listing, group=listing.group, reason=ENDED,
        base_version=listing.version,
    )  # fmt: skip
    tickets.turn(ticket, Act.SENT, TicketState.WAITING, by=by, at=at)
    return ticket


def waiting(listing: Listing) -> Ticket | None:
    """The word of an owner that it has ended, while the desk has not decided about it."""
    said = select(Ticket).where(
        Ticket.listing_id == listing.id, Ticket.kind == TicketKind.REPORT, Ticket.reason == ENDED,
        Ticket.state.in_(OPEN),
    )  # fmt: skip
    return db.session.scalar(said.order_by(Ticket.id.desc()).limit(1))
