"""Takes a person out of what was sent in: their tickets are emptied, others' lose their name.

Only `people/jobs.py` calls this, while a row of `erasing` lets decisions be emptied. It also forgets drafts that nobody
came back to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select

from portal.contributions import tickets
from portal.contributions.models import Act, Decision, Message, Ticket, TicketState
from portal.db import db
from portal.kit.blot import Blot
from portal.media.models import Upload
from portal.people.models import Person


def erase(person: Person, *, about: Iterable[int], at: datetime) -> list[Upload]:
    """Empties the person's tickets, and blots them out of those `about` these listings; returns the files set free."""
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    mine = or_(Ticket.person_id == person.id, Ticket.sender_phone == (person.phone or "-"))
    free = [upload for ticket in db.session.scalars(select(Ticket).where(mine)) for upload in _empty(ticket, at=at)]
    for ticket in db.session.scalars(select(Ticket).where(Ticket.listing_id.in_(set(about)))):
        ticket.typed, ticket.given = blot.value(ticket.typed), blot.value(ticket.given)
        ticket.sender_name = blot.text(ticket.sender_name)
        _blot_talk(ticket, blot)
    _unsign(person, blot)
    for held in db.session.scalars(select(Ticket).where(Ticket.held_by_id == person.id)):
        held.held_by_id = held.held_until = None
    db.session.flush()
    return free


def forget_drafts(*, before: datetime) -> list[Upload]:
    """Deletes what was begun, never sent and last saved before a moment; returns the files set free."""
    old = select(Ticket).where(Ticket.state == TicketState.DRAFT, Ticket.saved_at < before, Ticket.listing_id.is_(None))
    free = []
    for ticket in db.session.scalars(old):
        free += [photo.upload for photo in ticket.photos]
        for message in ticket.messages:
            db.session.delete(message)
        db.session.delete(ticket)
    db.session.flush()
    return free


def _empty(ticket: Ticket, *, at: datetime) -> list[Upload]:
    """Nothing that was written stays; that there was a ticket, of which kind and what became of it, does."""
    if ticket.state in (TicketState.DRAFT, *tickets.OPEN):
        tickets.turn(ticket, Act.WITHDRAWN, TicketState.WITHDRAWN, by=None, at=at)
    ticket.typed, ticket.given = {}, {}
    ticket.sender_name, ticket.sender_phone = "", None
    for message in ticket.messages:
        message.text = ""
    for decision in _decisions(ticket):
        decision.note = ""
    uploads = [photo.upload for photo in ticket.photos]
    ticket.photos = []
    db.session.flush()
    return uploads


def _blot_talk(ticket: Ticket, blot: Blot) -> None:
    for message in ticket.messages:
        message.text = blot.text(message.text)
    for decision in _decisions(ticket):
        decision.note = blot.text(decision.note)


def _decisions(ticket: Ticket) -> Iterable[Decision]:
    return db.session.scalars(select(Decision).where(Decision.ticket_id == ticket.id)).all()


def _unsign(person: Person, blot: Blot) -> None:
    """Where the person answered for the desk, their words stay with the sender, and their name goes."""
    for message in db.session.scalars(select(Message).where(Message.by_id == person.id)):
        message.text = blot.text(message.text)
    for decision in db.session.scalars(select(Decision).where(Decision.by_id == person.id)):
        decision.note = blot.text(decision.note)
