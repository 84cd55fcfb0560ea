"""Proposing a listing: the sending of a draft that makes a listing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.contributions import drafts, tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import rules as listings
from portal.listings.models import Listing, State
from portal.people.models import Person


def begin(group: str, *, once: str, key: str, by: Person | None, at: datetime, language: str) -> tickets.Begun:
    """A new draft with its code."""
    return tickets.begin(TicketKind.PROPOSAL, by=by, at=at, language=language, group=group, once=once, key=key)


def send(ticket: Ticket, given: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]], *, at: datetime) -> Listing:
    """Hands a proposal to the desk: a listing that waits, with its photos. What was mended is sent again.

    `given` are the fields as `listings.rules.FIELDS` names them, `words` what is said of each photo by its key.
    Raises Refused at a field; what has been sent already is refused as a whole.
    """
    if not drafts.is_open(ticket):
        raise Refused(N_("This has been sent already."))
    by = ticket.person
    if ticket.listing is None:
        ticket.listing = listings.create(given, by=by, at=at)
        db.session.flush()
    else:
        # The desk may have put fields right meanwhile: only what the sender has changed since is written.
        mended = {name: value for name, value in given.items() if ticket.given.get(name, value) != value}
        listings.revise(ticket.listing, mended, by=by, at=at)
    drafts.hand_over_photos(ticket, words, at=at)
    act = Act.SENT if ticket.sent_at is None else Act.ANSWERED
    listings.turn(ticket.listing, State.WAITING, str(act), by=by, at=at)
    ticket.given = dict(given)
    tickets.turn(ticket, act, TicketState.WAITING, by=by, at=at)
    return ticket.listing
