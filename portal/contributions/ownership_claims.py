"""A person with an account says that a listing is theirs: a ticket, which the desk accepts after a call or a visit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.contributions import tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.contributions.tickets import OPEN
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import ownership
from portal.listings.models import Listing
from portal.people.models import Person


def waiting(listing: Listing, person: Person) -> Ticket | None:
    """The claim that this person has made and nobody has decided yet."""
    mine = select(Ticket).where(
        Ticket.listing_id == listing.id, Ticket.person_id == person.id, Ticket.kind == TicketKind.CLAIM,
        Ticket.state.in_(OPEN),
    )  # fmt: skip
    return db.session.scalar(mine.limit(1))


def claim(listing: Listing, words: str, *, by: Person, at: datetime, language: str) -> tickets.Begun:
    """Asks the desk for a listing of one's own. Refused for who has it, and for who has asked already."""
    if ownership.owns(by, listing):
        raise Refused(N_("You look after this listing already."))
    if waiting(listing, by) is not None:
        raise Refused(N_("You have asked for this listing already. The map desk will call you."))
    begun = tickets.begin(
        TicketKind.CLAIM, by=by, at=at, language=language, listing=listing, group=listing.group,
        sender_name=by.full_name, sender_phone=by.phone,
    )  # fmt: skip
    begun.ticket.typed = {"words": words}
    tickets.turn(begun.ticket, Act.SENT, TicketState.WAITING, by=by, at=at)
    return begun
