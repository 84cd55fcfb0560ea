"""A month by the sun with the moon beside it: its days, at most three events of each, and how many there are.

However many events a month has, their counts come from one index, and no more rows are read than the page shows.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, column, func, select, values

from portal.db import db
from portal.events import queries
from portal.events.models import Event
from portal.events.queries import EARLIEST_FIRST, Row, begin_in, reach_into
from portal.events.question import Question
from portal.kit import lunar
from portal.kit.lunar import LunarDay, LunarMonth

SHOWN = 3
FEW = 1_500
"""Events of a month up to which all their numbers are read; of more, each day is asked for its first."""
SUNDAY = 6
FULL_MOON = 15


@dataclass
class Day:
    """A cell of the grid. `is_off` is one of a neighbouring month, which shows its dates alone."""

    on: date
    moon: LunarDay | None
    is_off: bool
    count: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many stand on the day's own page only."""
        return self.count - len(self.rows)

    @property
    def is_first_of_moon(self) -> bool:
        return self.moon is not None and self.moon.day == 1

    @property
    def is_full_moon(self) -> bool:
        return self.moon is not None and self.moon.day == FULL_MOON


@dataclass(frozen=True)
class Month:
    """The month of a day: whole weeks from Monday to Sunday."""

    first: date

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.last.day)]

    def grid(self) -> list[Day]:
        monday = self.first - timedelta(days=self.first.weekday())
        sunday = self.last + timedelta(days=SUNDAY - self.last.weekday())
        days = (monday + timedelta(days=n) for n in range((sunday - monday).days + 1))
        return [Day(day, _moon(day), not self.first <= day <= self.last) for day in days]

    def moons(self) -> list[LunarMonth]:
        """The lunar months of which a day lies in it."""
        return list(lunar.months_between(self.first, self.last))


class Fact(NamedTuple):
    """A day of the moon that people look for: the first or the fifteenth of a lunar month."""

    on: date
    moon: LunarDay


def facts(month: Month) -> list[Fact]:
    """The first days and the full moons that lie in the month, in order."""
    days = (Day(day, _moon(day), False) for day in month.days())
    return [Fact(day.on, day.moon) for day in days if day.moon and (day.is_first_of_moon or day.is_full_moon)]


def filled(month: Month, question: Question) -> list[Day]:
    """The grid with its events. What lasts several days stands once, on its first day in view."""
    days = month.grid()
    at_first = {day.on: day for day in days if not day.is_off}
    counts = _counts(month, question)
    numbers = _first_ones(month, question, sum(counts.values()))
    already, running = _running(month, question)
    numbers[month.first] = [*running, *numbers.get(month.first, [])][:SHOWN]
    counts[month.first] = counts.get(month.first, 0) + already
    rows = {row.id: row for row in queries.rows([number for some in numbers.values() for number in some])}
    for on, day in at_first.items():
        day.count = counts.get(on, 0)
        day.rows = [rows[number] for number in numbers.get(on, ()) if number in rows]
    return days


def _counts(month: Month, question: Question) -> dict[date, int]:
    found = select(Event.first_day, func.count()).where(*begin_in(question, month.first, month.last))
    return {row[0]: row[1] for row in db.session.execute(found.group_by(Event.first_day))}


def _first_ones(month: Month, question: Question, total: int) -> dict[date, list[int]]:
    """The numbers of the first events of each day."""
    if total > FEW:
        of_days = db.session.execute(_of_each_day(month, question))
        return {row[0]: [number for number in row[1:] if number is not None] for row in of_days}
    found: dict[date, list[int]] = {}
    every = select(Event.first_day, Event.id).where(*begin_in(question, month.first, month.last))
    for row in db.session.execute(every.order_by(*EARLIEST_FIRST)):
        if len(some := found.setdefault(row[0], [])) < SHOWN:
            some.append(row[1])
    return found


def _of_each_day(month: Month, question: Question) -> Select[Any]:
    """A row for each day with the numbers of its first events: so many steps in the index, and not one more."""
    days = values(column("day", Date), name="days").data(
        [(day,) for day in month.days()]
    ).cte("days")  # fmt: skip
    own = select(Event.id).where(*begin_in(question, days.c.day, days.c.day)).order_by(*EARLIEST_FIRST).limit(1)
    first = [own.offset(place).correlate(days).scalar_subquery() for place in range(SHOWN)]
    return select(days.c.day, *first)


def _running(month: Month, question: Question) -> tuple[int, Sequence[int]]:
    """How many were under way when the month began, and the numbers of the first of them."""
    of_it = reach_into(question, month.first)
    found = select(func.count().over(), Event.id).where(*of_it).order_by(*EARLIEST_FIRST).limit(SHOWN)
    some = db.session.execute(found).all()
    return (some[0][0] if some else 0), [row[1] for row in some]


def _moon(day: date) -> LunarDay | None:
    return lunar.from_solar(day) if lunar.FIRST <= day <= lunar.LAST else None
