"""Who is at work on a ticket: held for half an hour, so that two people never decide the same one."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.audit import rules as audit
from portal.contributions.models import Ticket
from portal.contributions.tickets import OPEN
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.people.policy import is_organiser

HELD_FOR = timedelta(minutes=30)


def holder(ticket: Ticket, *, at: datetime) -> Person | None:
    """Who holds the ticket at this moment."""
    return ticket.held_by if ticket.held_until and ticket.held_until > at else None


def is_held_by_another(ticket: Ticket, person: Person, *, at: datetime) -> bool:
    found = holder(ticket, at=at)
    return found is not None and found.id != person.id


def hold(ticket: Ticket, *, by: Person, at: datetime, reason: str = "") -> None:
    """From now on the ticket is this person's for half an hour. Only an organiser takes one over, with a reason."""
    if ticket.state not in OPEN:
        raise Refused(N_("This has been decided already."))
    if is_held_by_another(ticket, by, at=at):
        if not is_organiser(by):
            raise _held(ticket)
        if not reason:
            raise Refused(N_("Say why you take this over."), field="why")
        audit.note("ticket_taken_over", "ticket", ticket.id, by=by, at=at, held_by=ticket.held_by_id, reason=reason)
    _set(ticket, by.id, at + HELD_FOR)


def let_go(ticket: Ticket, *, by: Person) -> None:
    """Somebody else may take the ticket now."""
    if ticket.held_by_id == by.id:
        _set(ticket, None, None)


def check(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """Raises Refused while somebody else holds the ticket."""
    if is_held_by_another(ticket, by, at=at):
        raise _held(ticket)


def _set(ticket: Ticket, person_id: int | None, until: datetime | None) -> None:
    ticket.held_by_id, ticket.held_until = person_id, until
    db.session.flush()
    db.session.expire(ticket, ["held_by"])


def _held(ticket: Ticket) -> Refused:
    assert ticket.held_by is not None
    sentence = N_("%(name)s is at work on this just now. Nothing of yours was done.")
    return Refused(sentence, values={"name": ticket.held_by.full_name})
