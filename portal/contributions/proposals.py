"""Proposing a listing or an event: the sending of a draft that makes one of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.contributions import drafts, subjects, tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.contributions.subjects import Subject
from portal.db import db
from portal.events import rules as events
from portal.kit.say import N_, Refused
from portal.listings import rules as listings
from portal.listings.models import State
from portal.people.models import Person


def begin(group: str, *, once: str, key: str, by: Person | None, at: datetime, language: str) -> tickets.Begun:
    """A new draft with its code."""
    return tickets.begin(TicketKind.PROPOSAL, by=by, at=at, language=language, group=group, once=once, key=key)


def send(ticket: Ticket, given: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]], *, at: datetime) -> Subject:
    """Hands a proposal to the desk: a listing or an event that waits, with its photos. What was mended is sent again.

    `given` are the fields as the `FIELDS` of its rules name them, `words` what is said of each photo by its key.
    Raises Refused at a field; what has been sent already is refused as a whole.
    """
    if not drafts.is_open(ticket):
        raise Refused(N_("This has been sent already."))
    by, subject = ticket.person, subjects.of(ticket)
    if subject is None:
        subject = _begun(ticket, given, at=at)
    else:
        # The desk may have put fields right meanwhile: only what the sender has changed since is written.
        mended = {name: value for name, value in given.items() if ticket.given.get(name, value) != value}
        subjects.verbs(subject).revise(subject, mended, by=by, at=at)
    drafts.hand_over_photos(ticket, words, at=at)
    act = Act.SENT if ticket.sent_at is None else Act.ANSWERED
    subjects.verbs(subject).turn(subject, State.WAITING, str(act), by=by, at=at)
    ticket.given = dict(given)
    tickets.turn(ticket, act, TicketState.WAITING, by=by, at=at)
    return subject


def _begun(ticket: Ticket, given: Mapping[str, Any], *, at: datetime) -> Subject:
    """What the ticket proposes, made for the first time."""
    if ticket.kind is TicketKind.EVENT:
        ticket.event = events.create(given, by=ticket.person, at=at)
    else:
        ticket.listing = listings.create(given, by=ticket.person, at=at)
    db.session.flush()
    return subjects.known(ticket)
