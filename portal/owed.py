"""What is owed: a letter, a preview, a reminder is a row, written in the transaction of the act that owes it.

The worker takes a row for a while, does the work outside any transaction and writes down what became of it. A worker
that dies gives its row back by letting the time run out, so nothing is lost and no two workers hold the same row
(docs/decisions/0006).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import CursorResult, Select, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Moment, Words, db

LEASE = timedelta(minutes=1)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
ROOM_FOR_WORDS = 300


class Owed:
    """Columns of a row that the worker makes good. `due_at` stays what it was; after a failure the row rests."""

    id: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    taken_until: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(Words(ROOM_FOR_WORDS), default="")
    gave_up_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


Row = TypeVar("Row", bound=Owed)
Brief = TypeVar("Brief")
Outcome = TypeVar("Outcome")


class Hopeless(Exception):
    """Work that no further try can do; its sentence is kept with the row."""


@dataclass(frozen=True)
class Duty(Generic[Row, Brief, Outcome]):
    """How the worker makes good one kind of row.

    `brief` reads what the work needs, `work` runs outside any transaction, `settle` writes what came of it in the
    same short transaction that marks the row as done. An exception of any of them puts the row aside for later.
    """

    kind: type[Row]
    brief: Callable[[Row], Brief]
    work: Callable[[Brief, datetime], Outcome]
    settle: Callable[[Row, Outcome, datetime], None]


def due(kind: type[Owed], at: datetime) -> Select[int]:
    """The numbers of the rows that wait for the worker, the longest waiting first."""
    return select(kind.id).where(*_waiting(kind, at)).order_by(kind.due_at, kind.id)


def take(kind: type[Owed], number: int, *, at: datetime) -> bool:
    """Takes a row for `LEASE`; False when another worker was first."""
    taken = update(kind).where(kind.id == number, *_waiting(kind, at)).values(taken_until=at + LEASE)
    return cast("CursorResult[Any]", db.session.execute(taken)).rowcount == 1


def done(row: Owed, *, at: datetime) -> None:
    row.done_at, row.taken_until = at, None


def failed(row: Owed, why: str, *, at: datetime, hopeless: bool = False) -> None:
    """Puts a row aside: 1 minute, 5, 30, 2 hours; then, or when it is hopeless, people must look at it."""
    row.failure = why[:ROOM_FOR_WORDS]
    row.tries += 1
    if hopeless or row.tries > len(PAUSES):
        row.gave_up_at, row.taken_until = at, None
    else:
        row.taken_until = at + PAUSES[row.tries - 1]


def again(row: Owed, *, at: datetime) -> None:
    """Owes a row once more, from now and with all its tries."""
    row.due_at, row.tries, row.failure = at, 0, ""
    row.taken_until = row.gave_up_at = row.done_at = None


def _waiting(kind: type[Owed], at: datetime) -> tuple[Any, ...]:
    free = or_(kind.taken_until.is_(None), kind.taken_until <= at)
    return kind.done_at.is_(None), kind.gave_up_at.is_(None), kind.due_at <= at, free
