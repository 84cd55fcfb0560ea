"""Reports: somebody says what is wrong with a listing or an event, without an account; a code leads to the answer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from portal.city.chosen import here
from portal.contributions import tickets
from portal.contributions.models import Act, TicketKind, TicketState
from portal.contributions.subjects import Subject
from portal.events.models import Event
from portal.kit.dates import working_days_after
from portal.people.models import Person

DAYS_FOR_MY_DATA = 2
"""Working days within which the law wants an answer to somebody who asks about their own data."""


class Wrong(StrEnum):
    """What is wrong with it."""

    GONE = "gone"
    FACTS = "facts"
    PLACE = "place"
    MY_DATA = "my_data"
    OTHER = "other"


def report(
    subject: Subject, wrong: Wrong, *, words: str, phone: str | None, by: Person | None, at: datetime, language: str,
    once: str | None = None, key: str = "", suspicion: str = "",
) -> tickets.Begun:  # fmt: skip
    """Hands a report to the desk; the same form again is the same report."""
    begun = tickets.begin(
        TicketKind.REPORT, by=by, at=at, language=language, once=once, key=key, reason=str(wrong), sender_phone=phone,
        suspicion=suspicion, base_version=subject.version, **_about(subject),
    )  # fmt: skip
    if words:
        tickets.say(begun.ticket, words, from_desk=False, by=by, at=at)
    if wrong == Wrong.MY_DATA:
        begun.ticket.due_at = working_days_after(at, DAYS_FOR_MY_DATA, ZoneInfo(here().zone))
    tickets.turn(begun.ticket, Act.SENT, TicketState.WAITING, by=by, at=at)
    return begun


def _about(subject: Subject) -> dict[str, Any]:
    """The columns of a ticket by which it belongs to what is wrong."""
    if isinstance(subject, Event):
        return {"event": subject, "group": "events"}
    return {"listing": subject, "group": subject.group}
