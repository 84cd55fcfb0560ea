"""Paper cards: whoever holds one may confirm, correct or ask to hide one listing, and become its owner; once.

A card lasts 90 days; a new one for a listing ends the old one. Only the digest of its code is kept: the code stands on
the paper alone. A wrong code, even a thousand of them, does nothing to a card.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from portal.audit import rules as audit
from portal.contributions import tickets
from portal.contributions.models import Act, Card, Ticket, TicketKind, TicketState
from portal.contributions.tickets import Begun, digest
from portal.db import db
from portal.kit import code
from portal.kit.say import N_, Refused
from portal.listings import ownership
from portal.listings import rules as listings
from portal.listings.models import Listing, Ownership
from portal.people.models import Person

LASTS = timedelta(days=90)
MOST_AT_ONCE = 40
OPEN_FOR = timedelta(hours=1)  # in the browser that used it, for the code of the ticket and for the account
HIDE = "owner_hide"
"""The reason of a report by which an owner asks to be hidden."""


class CardState(StrEnum):
    """Where a card stands; nothing leads back to `open`."""

    OPEN = "open"
    USED = "used"
    RUN_OUT = "run_out"
    REVOKED = "revoked"


_WHY_NOT = {
    CardState.USED: N_("This card has been used. Sign in, or ask the ward office for a new one."),
    CardState.RUN_OUT: N_("This card has run out. Ask the ward office for a new one."),
    CardState.REVOKED: N_("This card no longer counts: it was called back, or a newer one was printed."),
}
_WRONG = N_("This code is not right. Compare it with the card, sign by sign.")


# Printing


def codes(count: int) -> list[str]:
    """So many new codes, for cards that are drawn before they are written down."""
    return [code.make(secrets.choice) for _ in range(count)]


def make(listing: Listing, symbols: str, *, by: Person, at: datetime) -> Card:
    """A card for a public listing; the older ones that are still good end here."""
    if not listing.is_public():
        raise Refused(N_("Only public listings get a card."))
    for old in db.session.scalars(select(Card).where(Card.listing_id == listing.id, *still_good(at))):
        revoke(old, by=by, at=at)
    card = Card(
        listing_id=listing.id, digest=digest(symbols), made_at=at, made_by_id=by.id, expires_at=at + LASTS
    )  # fmt: skip
    db.session.add(card)
    db.session.flush()
    audit.note("card_made", "listing", listing.id, by=by, at=at, card=card.id)
    return card


def revoke(card: Card, *, by: Person, at: datetime) -> None:
    """Calls a card back; one that is used or has run out stays what it is."""
    if state_of(card, at=at) is CardState.OPEN:
        card.revoked_at = at
        audit.note("card_revoked", "listing", card.listing_id, by=by, at=at, card=card.id)


# Looking


def state_of(card: Card, *, at: datetime) -> CardState:
    if card.used_at is not None:
        return CardState.USED
    if card.revoked_at is not None:
        return CardState.REVOKED
    return CardState.OPEN if at < card.expires_at else CardState.RUN_OUT


def numbered(number: int) -> Card | None:
    return db.session.get(Card, number)


def find(typed: str) -> Card | None:
    """The card behind a typed code, in whatever state; a wrong code and an unknown one are the same."""
    symbols = code.read(typed)
    return db.session.scalar(select(Card).where(Card.digest == digest(symbols))) if symbols else None


def check(card: Card | None, *, at: datetime) -> Card:
    """The card, if it still opens something. Raises Refused with a sentence that does not name the listing."""
    if card is None:
        raise Refused(_WRONG, field="code")
    state = state_of(card, at=at)
    if state is not CardState.OPEN:
        raise Refused(_WHY_NOT[state], field="code")
    if not card.listing.is_public():
        raise Refused(N_("What this card belongs to is not on the map any more."), field="code")
    return card


def was_just_used(number: int | None, *, at: datetime) -> Card | None:
    """A card that was used within the last hour and has not made an owner yet, for the browser that used it."""
    card = db.session.get(Card, number) if number is not None else None
    if card is None or card.used_at is None or at - card.used_at >= OPEN_FOR:
        return None
    made_an_owner = select(Ownership.id).where(
        Ownership.listing_id == card.listing_id, Ownership.how == "card", Ownership.since >= card.used_at
    )
    return None if db.session.scalar(made_an_owner.limit(1)) else card


def ticket_of(card: Card) -> Ticket | None:
    """What was sent in with a card."""
    return db.session.scalar(select(Ticket).where(Ticket.once == _once(card)))


# Using


def confirm(card: Card, *, by: Person | None, at: datetime) -> None:
    """The holder says that all is right: the listing is fresh again."""
    listings.confirm(check(card, at=at).listing, by=by, at=at, as_owner=True)
    _use(card, by=by, at=at)


def correct(
    card: Card, given: Mapping[str, Any], *, base_version: int, by: Person | None, at: datetime, language: str, key: str
) -> Begun:  # fmt: skip
    """The changed fields wait for the desk; what the public reads stays until then."""
    listing = check(card, at=at).listing
    standing = listings.values(listing)
    changed = {name: value for name, value in listings.tidied(given).items() if standing[name] != value}
    if not changed:
        raise Refused(N_("Nothing is different yet. Change a field, or go back and say that it is all right."))
    begun = _begin(
        card, TicketKind.EDIT, by=by, at=at, language=language, key=key, given=changed, base_version=base_version
    )  # fmt: skip
    _use(card, by=by, at=at)
    return begun


def ask_to_hide(
    card: Card, *, by: Person | None, at: datetime, due_at: datetime, language: str, key: str
) -> Begun:  # fmt: skip
    """The owner's wish, for the desk to fulfil by `due_at`."""
    check(card, at=at)
    begun = _begin(
        card, TicketKind.REPORT, by=by, at=at, language=language, key=key, reason=HIDE, due_at=due_at,
        base_version=card.listing.version,
    )  # fmt: skip
    _use(card, by=by, at=at)
    return begun


def own(card: Card, person: Person, *, at: datetime) -> None:
    """Whoever used the card looks after its listing from now on."""
    ownership.give(card.listing, person, how="card", by=person, at=at)
    if (ticket := ticket_of(card)) is not None and ticket.person_id is None:
        ticket.person_id = person.id


def _begin(
    card: Card, kind: TicketKind, *, by: Person | None, at: datetime, language: str, key: str,
    given: Mapping[str, Any] | None = None, **more: Any,
) -> Begun:  # fmt: skip
    """With a card one ticket is sent, and its code follows from the card: an answer lost on the way is told again."""
    begun = tickets.begin(
        kind, by=by, at=at, language=language, listing=card.listing, group=card.listing.group, once=_once(card),
        key=key, **more,
    )  # fmt: skip
    begun.ticket.given = dict(given or {})
    tickets.turn(begun.ticket, Act.SENT, TicketState.WAITING, by=by, at=at)
    return begun


def _use(card: Card, *, by: Person | None, at: datetime) -> None:
    card.used_at = at
    audit.note("card_used", "listing", card.listing_id, by=by, at=at, card=card.id)


def _once(card: Card) -> str:
    return f"card {card.digest[:32]}"


def still_good(at: datetime) -> tuple[Any, ...]:
    """That a card is open, as conditions for a selection."""
    return Card.used_at.is_(None), Card.revoked_at.is_(None), Card.expires_at > at
