"""What comes round: tasks that are due again and again, each a row, so that no two workers run the same one twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import owed
from portal.db import Model, Moment, Words, db

HEARTBEAT = "heartbeat"
BEATS_EVERY = timedelta(seconds=20)
SILENT_AFTER = timedelta(seconds=90)

InTransaction = Callable[[Callable[[], Any]], Any]


class ScheduledTask(owed.Owed, Model):
    """When a task last ran, and when it is due again."""

    __tablename__ = "scheduled_task"
    __table_args__ = (Index("ix_scheduled_task_due", "done_at", "gave_up_at", "due_at"),)

    name: Mapped[str] = mapped_column(Words(60), unique=True)
    ran_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Task:
    """`run(at, in_transaction)` starts outside any transaction and says itself what belongs into a short one."""

    name: str
    every: timedelta
    run: Callable[[datetime, InTransaction], None]


BEAT = Task(HEARTBEAT, BEATS_EVERY, lambda at, in_transaction: None)


def plan(tasks: Iterable[Task], *, at: datetime) -> None:
    """Writes a row for each task that has none yet; it is due at once."""
    known = set(db.session.scalars(select(ScheduledTask.name)))
    db.session.add_all(ScheduledTask(name=task.name, due_at=at) for task in tasks if task.name not in known)


def ran(row: ScheduledTask, task: Task, failure: str, *, at: datetime) -> None:
    """A task that failed is not given up: it comes round again, and `doctor` tells of its failure until then."""
    owed.again(row, at=at + task.every)
    row.ran_at, row.failure = at, failure[: owed.ROOM_FOR_WORDS]


def last_beat() -> datetime | None:
    """When a worker was last seen at work."""
    return db.session.scalar(select(ScheduledTask.ran_at).where(ScheduledTask.name == HEARTBEAT))
