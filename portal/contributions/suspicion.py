"""What looks like spam. It is marked for the desk and never lost: a machine's word against a person's is not enough."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.contributions.models import Ticket, TicketState
from portal.db import db
from portal.people.models import Person

FASTEST = timedelta(seconds=4)  # between the form leaving us and the first words coming back
MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.I)


def seen(*, trap: str, opened_at: datetime | None, texts: Iterable[str], by: Person | None, at: datetime) -> str:
    """Why a form looks as if a machine had filled it in: "trap", "fast", "links"; "" when nothing does.

    `trap` is what stands in a field that no person sees, `opened_at` when the form left us (None: it does not say).
    """
    if trap.strip():
        return "trap"
    if opened_at is None or at - opened_at < FASTEST:
        return "fast"
    if sum(len(LINK.findall(text)) for text in texts) > MOST_LINKS and not is_known(by):
        return "links"
    return ""


def is_known(person: Person | None) -> bool:
    """Whether the desk has accepted something of this person before."""
    if person is None:
        return False
    accepted = select(Ticket.id).where(Ticket.person_id == person.id, Ticket.state == TicketState.ACCEPTED)
    return db.session.scalar(accepted.limit(1)) is not None
