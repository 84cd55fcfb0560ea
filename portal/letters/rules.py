"""Letters: written with the act that owes them, sent by the worker, seen by people when they could not be sent.

A person without a mail address keeps the letter as a notice: nothing is sent, nothing is lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal import owed
from portal.db import db
from portal.letters.models import Letter, Reminder
from portal.people.models import Person

LONGEST_SUBJECT = 200

Remembered = Callable[[int, datetime], None]
REMINDED: dict[str, Remembered] = {}
NOT_KEPT: set[str] = set()
"""Kinds of letters that open something: what stands in them is forgotten as soon as they are sent."""


def write(
    person: Person, *, kind: str, subject: str, body: str, at: datetime, due_at: datetime | None = None
) -> Letter:
    """Owes a letter to a person, from now or from `due_at`. Subject and body are in the person's language already."""
    letter = Letter(
        person=person, kind=kind, subject=" ".join(subject.split())[:LONGEST_SUBJECT], body=body,
        message_id=secrets.token_hex(16), written_at=at, due_at=due_at or at,
    )  # fmt: skip
    db.session.add(letter)
    return letter


def due(at: datetime) -> Select[Letter]:
    """The letters that wait for the worker."""
    return select(Letter).where(Letter.id.in_(owed.due(Letter, at).order_by(None))).order_by(Letter.due_at, Letter.id)


def failed() -> Select[Letter]:
    """The letters that were given up, the latest first: people must look at them."""
    return _with_person().where(Letter.gave_up_at.is_not(None)).order_by(Letter.gave_up_at.desc(), Letter.id.desc())


def waiting() -> Select[Letter]:
    """The letters that are still to be sent, those due first at the head; some rest after a failed try."""
    unsent = _with_person().where(Letter.done_at.is_(None), Letter.gave_up_at.is_(None))
    return unsent.order_by(Letter.due_at, Letter.id)


def _with_person() -> Select[Letter]:
    return select(Letter).options(joinedload(Letter.person))


def find_unsent(number: int) -> Letter | None:
    """A letter that can still be sent."""
    letter = db.session.get(Letter, number)
    return letter if letter is not None and letter.done_at is None else None


def notices(person: Person) -> Select[Letter]:
    """The letters that a person has in the portal, sent by mail or not, the latest first."""
    mine = select(Letter).where(Letter.person_id == person.id, Letter.done_at.is_not(None))
    return mine.order_by(Letter.done_at.desc(), Letter.id.desc())


def send_again(letter: Letter, *, by: Person, at: datetime) -> None:
    """Owes a letter once more, with all its tries. A mail server knows it by its number and delivers it once."""
    owed.again(letter, at=at)
    letter.sent_again_by_id = by.id


def remind(kind: str, *, of: int, at: datetime) -> Reminder:
    """Owes a look at a row on a day, once: `kind` says which function is called then, with the row's number."""
    same = select(Reminder).where(Reminder.kind == kind, Reminder.subject_id == of, Reminder.due_at == at)
    reminder = db.session.scalar(same)
    if reminder is None:
        reminder = Reminder(kind=kind, subject_id=of, due_at=at)
        db.session.add(reminder)
    return reminder


def remind_all(kind: str, *, of: Collection[int], at: datetime) -> None:
    """The same for many rows, none of which has such a reminder more than once."""
    same = select(Reminder.subject_id).where(Reminder.kind == kind, Reminder.due_at == at)
    known = set(db.session.scalars(same)) if of else set()
    db.session.add_all(Reminder(kind=kind, subject_id=one, due_at=at) for one in dict.fromkeys(of) if one not in known)


def reminded(kind: str) -> Callable[[Remembered], Remembered]:
    """Marks the function that is called, in a write transaction of its own, when a reminder of this kind is due."""

    def register(function: Remembered) -> Remembered:
        REMINDED[kind] = function
        return function

    return register
