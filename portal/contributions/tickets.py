"""The life of a ticket: begun with a code, sent, answered, decided. Only the digest of its code is kept."""

from __future__ import annotations

import hmac
import itertools
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.contributions import subjects
from portal.contributions.models import Act, Decision, Message, Ticket, TicketKind, TicketState
from portal.db import db
from portal.kit import code
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings.models import Listing, State
from portal.people.models import Person

OPEN = (TicketState.WAITING, TicketState.ASKED)


class Begun(NamedTuple):
    """A new ticket and its code, which nobody knows again but who sent the form that began it."""

    ticket: Ticket
    code: str


def begin(
    kind: TicketKind, *, by: Person | None, at: datetime, language: str, listing: Listing | None = None,
    group: str = "", once: str | None = None, key: str = "", **more: Any,
) -> Begun:  # fmt: skip
    """A new ticket as its sender's draft.

    With `once` and our secret `key` the code follows from the form: when the answer is lost on the way, the same form
    sent again is told the same code (`code_of`), though only a digest is kept.
    """
    once = once or secrets.token_urlsafe(12)  # its own pages carry it from here on
    symbols = next(one for one in _codes(once, key) if find(one) is None)
    ticket = Ticket(
        digest=digest(symbols), once=once, kind=kind, state=TicketState.DRAFT, person_id=by.id if by else None,
        listing=listing, group=group, language=language, begun_at=at, saved_at=at, typed={}, given={}, **more,
    )  # fmt: skip
    db.session.add(ticket)
    db.session.flush()
    return Begun(ticket, symbols)


def code_of(ticket: Ticket, *, key: str) -> str | None:
    """The code of a ticket that was begun with `once` and this key; None when that is not how it was made."""
    likely = itertools.islice(_codes(ticket.once or "", key), 3)
    return next((one for one in likely if digest(one) == ticket.digest), None)


def _codes(once: str, key: str) -> Iterator[str]:
    """Codes to try, the first of which is nearly always free."""
    for attempt in itertools.count():
        if not key:
            yield code.make(secrets.choice)
            continue
        drawn = iter(hmac.new(key.encode(), f"ticket {attempt} {once}".encode(), sha256).digest())
        yield code.make(lambda symbols, drawn=drawn: symbols[int.from_bytes([next(drawn), next(drawn)]) % len(symbols)])  # type: ignore[misc]


def with_once(once: str, kind: TicketKind) -> Ticket | None:
    """The ticket that a form with this `once` began."""
    return db.session.scalar(select(Ticket).where(Ticket.once == once, Ticket.kind == kind)) if once else None


def find(typed: str) -> Ticket | None:
    """The ticket behind a typed code, however it is spelled; a wrong code and an unknown one are the same."""
    symbols = code.read(typed)
    return db.session.scalar(select(Ticket).where(Ticket.digest == digest(symbols))) if symbols else None


def held(number: int, *, codes: Iterable[str], by: Person | None) -> Ticket | None:
    """The ticket of this number, for who holds its code and for who sent it; for all others there is none."""
    ticket = db.session.get(Ticket, number)
    if ticket is None:
        return None
    is_theirs = by is not None and ticket.person_id == by.id
    return ticket if is_theirs or ticket.digest in {digest(one) for one in codes} else None


def of(person: Person) -> Select[Ticket]:
    """What a person has sent in or begun, the latest first."""
    mine = (
        select(Ticket)
        .options(joinedload(Ticket.listing), joinedload(Ticket.event))
        .where(Ticket.person_id == person.id)
    )
    return mine.order_by(Ticket.saved_at.desc(), Ticket.id.desc())


def behind(codes: Iterable[str]) -> Select[Ticket]:
    """The tickets of these codes, the latest first."""
    digests = [digest(one) for one in codes]
    return select(Ticket).where(Ticket.digest.in_(digests)).order_by(Ticket.saved_at.desc(), Ticket.id.desc())


def adopt(codes: Iterable[str], *, by: Person) -> None:
    """Drafts that somebody began as a visitor are theirs once they have signed in; what was sent stays as it was."""
    digests = [digest(one) for one in codes]
    nobodys = Ticket.digest.in_(digests), Ticket.state == TicketState.DRAFT, Ticket.person_id.is_(None)
    db.session.execute(update(Ticket).where(*nobodys).values(person_id=by.id))


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


def answer(ticket: Ticket, text: str, *, by: Person | None, at: datetime) -> None:
    """The sender's answer to the desk's question: it waits for the desk again. Refused when nothing was asked."""
    if ticket.state != TicketState.ASKED:
        raise Refused(N_("Nothing is asked here any more. The desk has gone on in the meantime."), field="text")
    say(ticket, text, from_desk=False, by=by, at=at)
    turn(ticket, Act.ANSWERED, TicketState.WAITING, by=by, at=at)
    if (subject := _proposed(ticket)) is not None:
        subjects.verbs(subject).turn(subject, State.WAITING, "answered", by=by, at=at)


def withdraw(ticket: Ticket, *, by: Person | None, at: datetime) -> None:
    """The sender takes a ticket back, as long as nothing has been decided. What was proposed is laid away."""
    if ticket.state == TicketState.WITHDRAWN:
        return
    if ticket.state not in (TicketState.DRAFT, *OPEN):
        raise Refused(N_("This was decided already. Use “Report an error” on its page instead."))
    turn(ticket, Act.WITHDRAWN, TicketState.WITHDRAWN, by=by, at=at)
    if (subject := _proposed(ticket)) is not None:
        subjects.verbs(subject).turn(subject, State.ARCHIVED, "archived", by=by, at=at, reason="owner")


def _proposed(ticket: Ticket) -> subjects.Subject | None:
    """What would not be there without this ticket."""
    return subjects.of(ticket) if ticket.kind in (TicketKind.PROPOSAL, TicketKind.EVENT) else None


def digest(symbols: str) -> str:
    return sha256(symbols.encode()).hexdigest()
