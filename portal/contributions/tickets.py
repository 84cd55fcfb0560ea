"""The life of a ticket: begun with a code, sent, answered, decided. Only the digest of its code is kept."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.audit import rules as audit
from portal.contributions.models import Act, Decision, Message, Ticket, TicketKind, TicketState
from portal.db import db
from portal.kit import code
from portal.kit.fold import clean
from portal.listings.models import Listing
from portal.people.models import Person

OPEN = (TicketState.WAITING, TicketState.ASKED)


class Begun(NamedTuple):
    """A new ticket and its code, which is never known again."""

    ticket: Ticket
    code: str


def begin(
    kind: TicketKind, *, by: Person | None, at: datetime, language: str, listing: Listing | None = None,
    group: str = "", once: str | None = None, **more: Any,
) -> Begun:  # fmt: skip
    """A new ticket as its sender's draft."""
    symbols = code.make(secrets.choice)
    ticket = Ticket(
        digest=digest(symbols), once=once, kind=kind, state=TicketState.DRAFT, person_id=by.id if by else None,
        listing=listing, group=group, language=language, begun_at=at, saved_at=at, typed={}, given={}, **more,
    )  # fmt: skip
    db.session.add(ticket)
    db.session.flush()
    return Begun(ticket, symbols)


def find(typed: str) -> Ticket | None:
    """The ticket behind a typed code, however it is spelled; a wrong code and an unknown one are the same."""
    symbols = code.read(typed)
    return db.session.scalar(select(Ticket).where(Ticket.digest == digest(symbols))) if symbols else None


def turn(
    ticket: Ticket, act: Act, state: TicketState, *, by: Person | None, at: datetime, reason: str = "", note: str = ""
) -> Decision:
    """Moves a ticket and writes down the act, for its sender, for the record and for the public numbers."""
    ticket.state, ticket.version = state, ticket.version + 1
    if ticket.sent_at is None:
        ticket.sent_at = at
    ticket.decided_at = None if state in OPEN else at
    ticket.held_by_id = ticket.held_until = None
    decision = Decision(
        ticket_id=ticket.id, act=act, reason=reason, note=clean(note, lines=True), by_id=by.id if by else None, at=at
    )
    db.session.add(decision)
    audit.note(f"ticket_{act}", "ticket", ticket.id, by=by, at=at, ticket=str(ticket.kind), reason=reason)
    db.session.flush()
    return decision


def say(ticket: Ticket, text: str, *, from_desk: bool, by: Person | None, at: datetime) -> Message:
    """A question of the desk or an answer of the sender, below the others."""
    message = Message(
        ticket_id=ticket.id, from_desk=from_desk, by_id=by.id if by else None, text=clean(text, lines=True), at=at
    )
    db.session.add(message)
    db.session.flush()
    return message


def digest(symbols: str) -> str:
    return sha256(symbols.encode()).hexdigest()
