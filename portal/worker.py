"""The worker: one process that makes good what is owed. It looks every second; nothing has to wake it.

Each row takes three steps: taken in a short transaction, worked on outside any, written down in another short one.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal import owed, schedule
from portal.config import Settings
from portal.db import Mode, db, is_busy, is_conflict, transactions
from portal.gather import every
from portal.letters import jobs as letters
from portal.letters.post import post_for
from portal.media import jobs as media
from portal.media.storage import storage_for
from portal.owed import Duty, Hopeless, Owed
from portal.schedule import ScheduledTask, Task
from portal.web.clock import now as look_at_clock

EVERY_SECOND = 1.0
AFTER_A_FAULT = 5.0
LONGEST_TURN = 5.0  # seconds that one kind of work may take before the others have their turn
AT_ONCE = 50
PAUSES = (0.0, 0.02, 0.1, 0.3, 0.8)  # seconds before each run of a transaction that lost

Answer = TypeVar("Answer")
Clock = Callable[[], datetime]
logger = logging.getLogger("portal.worker")


class Worker:
    """Everything one process attends to: the duties and tasks of the domains."""

    def __init__(self, app: Flask, *, clock: Clock = look_at_clock) -> None:
        settings: Settings = app.config["SETTINGS"]
        storage = storage_for(settings)
        self.app = app
        self.clock = clock
        self.stop = Event()
        self.tasks = {task.name: task for task in (schedule.BEAT, *media.tasks(storage), *_tasks_of_domains())}
        self.duties: tuple[Duty[Any, Any, Any], ...] = (
            self._rounds(), letters.letters(post_for(settings)), letters.reminders(), *media.duties(storage),
            *_duties_of_domains(),
        )  # fmt: skip

    def run(self, stop: Event) -> None:
        """Works until told to stop, then ends after the row in hand; a database that is away only makes it wait."""
        self.stop, pause = stop, 0.0
        while not stop.wait(pause):
            try:
                self.sweep()
                pause = EVERY_SECOND
            except Exception:
                logger.exception("The worker could not look; it tries again in %s seconds.", AFTER_A_FAULT)
                pause = AFTER_A_FAULT

    def sweep(self) -> int:
        """One look at everything that is due; returns how many rows it took in hand."""
        with self.app.app_context():
            if missing := self._unplanned():
                in_transaction(lambda: schedule.plan(missing, at=self.clock()))
            return sum(self._attend(duty) for duty in self.duties)

    def _attend(self, duty: Duty[Any, Any, Any]) -> int:
        """Takes the due rows of one kind, one after the other, for as long as its turn lasts."""
        taken, end = 0, time.monotonic() + LONGEST_TURN
        for number in _read(lambda: list(db.session.scalars(owed.due(duty.kind, self.clock()).limit(AT_ONCE)))):
            taken += self._take_in_hand(duty, number)
            if self.stop.is_set() or time.monotonic() > end:
                break
        return taken

    def _take_in_hand(self, duty: Duty[Any, Any, Any], number: int) -> bool:
        """False when another worker was first."""
        taken = in_transaction(lambda: owed.take(duty.kind, number, at=self.clock()))
        if taken:
            self._make_good(duty, number)
        return taken

    def _make_good(self, duty: Duty[Any, Any, Any], number: int) -> None:
        try:
            brief = _read(lambda: duty.brief(_row(duty.kind, number)))
            outcome = duty.work(brief, self.clock())
            in_transaction(lambda: _settle(duty, _row(duty.kind, number), outcome, at=self.clock()))
        except Exception as error:
            hopeless = isinstance(error, Hopeless)
            logger.warning("%s %s failed", duty.kind.__name__, number, exc_info=None if hopeless else error)
            why = str(error) or type(error).__name__
            in_transaction(lambda: owed.failed(_row(duty.kind, number), why, at=self.clock(), hopeless=hopeless))

    def _rounds(self) -> Duty[ScheduledTask, str, str]:
        """The scheduled tasks, as one more kind of what is owed."""

        def work(name: str, at: datetime) -> str:
            if name not in self.tasks:
                raise Hopeless("This release knows no such task.")
            try:
                self.tasks[name].run(at, in_transaction)
            except Exception as error:
                logger.exception("The task %s failed", name)
                return str(error) or type(error).__name__
            return ""

        def settle(row: ScheduledTask, failure: str, at: datetime) -> None:
            schedule.ran(row, self.tasks[row.name], failure, at=at)

        return Duty(ScheduledTask, lambda row: row.name, work, settle)

    def _unplanned(self) -> list[Task]:
        known = set(_read(lambda: list(db.session.scalars(select(ScheduledTask.name)))))
        return [task for name, task in self.tasks.items() if name not in known]


def run_until_told(app: Flask) -> None:
    """A whole process of work; SIGTERM or Ctrl-C ends it after the row in hand."""
    stop = Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_, lambda *_: stop.set())
    Worker(app).run(stop)


def sweep_once(app: Flask, now: datetime) -> int:
    """One look at everything that is due at a moment."""
    return Worker(app, clock=lambda: now).sweep()


def in_transaction(act: Callable[[], Answer], *, turn: str = "") -> Answer:
    """Runs `act` in one short write transaction; when it lost against another, once more from its start.

    With `turn`, a table, it waits for the others of that name before it begins.
    """
    with transactions(Mode.WRITE, turn=turn):
        for pause in PAUSES:
            time.sleep(pause)
            try:
                answer = act()
                db.session.commit()
                return answer
            except DBAPIError as error:
                db.session.rollback()
                if pause == PAUSES[-1] or not (is_conflict(error) or is_busy(error)):
                    raise
            except BaseException:
                db.session.rollback()
                raise
    raise AssertionError("The last pause ends in an answer or an exception.")


def _read(look: Callable[[], Answer]) -> Answer:
    with transactions(Mode.READ):
        try:
            return look()
        finally:
            db.session.rollback()


def _row(kind: type[Owed], number: int) -> Any:
    return db.session.get_one(kind, number)


def _settle(duty: Duty[Any, Any, Any], row: Any, outcome: Any, *, at: datetime) -> None:
    owed.done(row, at=at)
    duty.settle(row, outcome, at)


def _duties_of_domains() -> Iterator[Duty[Any, Any, Any]]:
    """What rows a domain's worker makes good: the `DUTIES` of its `jobs.py`."""
    for module in every("jobs"):
        yield from getattr(module, "DUTIES", ())


def _tasks_of_domains() -> Iterator[Task]:
    """Reading a domain's `jobs.py` also makes its reminders known; its `TASKS` are what comes round."""
    for module in every("jobs"):
        yield from getattr(module, "TASKS", ())
