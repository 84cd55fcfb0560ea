"""Rules by which something comes again, by the sun's calendar or the moon's, and the days on which they let it begin.

A rule is one of six: `Weekly`, `MonthlyDate`, `MonthlyWeekday`, `Yearly`, `LunarMonthly`, `LunarYearly`. None can be
made that names no day at all: each raises Refused with a sentence at the field that is wrong. Weekdays count from
Monday (0). How a rule is said to people stands in `kit/recurrence_words.py`.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, ClassVar, Literal

from portal.kit import lunar
from portal.kit.say import N_, Refused

ShortMonth = Literal["last", "skip"]
"""What becomes of a day that a month does not have: the month's last day is taken, or the month is left out."""

MOST = 1000
"""So many days a rule yields and no more; a daily rule over 24 months has 731."""

LAST = -1
"""For `MonthlyWeekday.nth`: the last of the month."""

_A_WEEK = timedelta(weeks=1)
_LEAP_YEAR = 2024
_UNREADABLE = N_("This repetition cannot be read. Please choose it again.")
_DURATION = N_("Each occurrence lasts 1 to 60 days.")
_WEEKS = N_("Every how many weeks? Write a number from 1 to 52.")
_WEEKDAYS = N_("Choose at least one day of the week.")
_NTH = N_("Choose the first, second, third, fourth or last one of the month.")
_DAY = N_("A month has the days 1 to 31: there is no day %(day)s.")
_DAY_OF_MONTH = N_("There is no day %(day)s in month %(month)s, in any year.")
_MONTH = N_("A month is a number from 1 to 12.")
_LUNAR_DAY = N_("A lunar month has the days 1 to 29 or 30: there is no day %(day)s.")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What all rules have: how many days each occurrence lasts, 1 to 60."""

    kind: ClassVar[str] = ""
    days: int = 1

    def __post_init__(self) -> None:
        _check(1 <= self.days <= 60, "days", _DURATION)

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        """At least the start days from `begin` to `end`, in order, of a series that began with `first`."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Weekly(Rule):
    """On weekdays (0 is Monday) of every week, or of every second, third … from the week of the first day."""

    kind = "weekly"
    weekdays: tuple[int, ...]
    every: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(1 <= self.every <= 52, "every", _WEEKS)
        known = all(type(weekday) is int and 0 <= weekday <= 6 for weekday in self.weekdays)
        _check(known and len(self.weekdays) > 0, "weekdays", _WEEKDAYS)
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        week, step = first - timedelta(days=first.weekday()), self.every * _A_WEEK
        week += (begin - week) // step * step
        while week <= end:
            yield from (week + timedelta(days=weekday) for weekday in self.weekdays)
            week += step


@dataclass(frozen=True, kw_only=True)
class MonthlyDate(Rule):
    """On a day (1 to 31) of every month."""

    kind = "monthly-date"
    day: int
    short_month: ShortMonth = "last"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(1 <= self.day <= 31, "day", _DAY, day=self.day)

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        for month in _months(begin, end):
            yield from _in_month(month, monthrange(month.year, month.month)[1], self.day, self.short_month)


@dataclass(frozen=True, kw_only=True)
class MonthlyWeekday(Rule):
    """On the first to fourth, or the last (-1), of a weekday (0 is Monday) in every month."""

    kind = "monthly-weekday"
    nth: int
    weekday: int

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(self.nth in (1, 2, 3, 4, LAST), "nth", _NTH)
        _check(0 <= self.weekday <= 6, "weekday", _WEEKDAYS)

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        for month in _months(begin, end):
            days = monthrange(month.year, month.month)[1]
            earliest = days - 6 if self.nth == LAST else 7 * self.nth - 6
            seventh = month + timedelta(days=earliest - 1)
            yield seventh + timedelta(days=(self.weekday - seventh.weekday()) % 7)


@dataclass(frozen=True, kw_only=True)
class Yearly(Rule):
    """On a date of every year; 29 February is the 28th in other years, or left out."""

    kind = "yearly"
    month: int
    day: int
    short_month: ShortMonth = "last"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(1 <= self.month <= 12, "month", _MONTH)
        known = 1 <= self.day <= monthrange(_LEAP_YEAR, self.month)[1]
        _check(known, "day", _DAY_OF_MONTH, day=self.day, month=self.month)

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        for year in range(begin.year, end.year + 1):
            length = monthrange(year, self.month)[1]
            yield from _in_month(date(year, self.month, 1), length, self.day, self.short_month)


@dataclass(frozen=True, kw_only=True)
class LunarMonthly(Rule):
    """On a day (1 to 30) of every lunar month, leap months among them or not."""

    kind = "lunar-monthly"
    day: int
    leap_months: bool = True
    short_month: ShortMonth = "last"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(1 <= self.day <= 30, "day", _LUNAR_DAY, day=self.day)

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        for month in lunar.months_between(begin, end):
            if self.leap_months or not month.leap:
                yield from _in_month(month.first, month.length, self.day, self.short_month)


@dataclass(frozen=True, kw_only=True)
class LunarYearly(Rule):
    """On a date of every lunar year, in the normal month only or once more in the leap month of that number."""

    kind = "lunar-yearly"
    month: int
    day: int
    leap_repeat: bool = False
    short_month: ShortMonth = "last"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(1 <= self.month <= 12, "month", _MONTH)
        _check(1 <= self.day <= 30, "day", _LUNAR_DAY, day=self.day)

    def starts(self, first: date, begin: date, end: date) -> Iterator[date]:
        for month in lunar.months_between(begin, end):
            if month.month == self.month and (self.leap_repeat or not month.leap):
                yield from _in_month(month.first, month.length, self.day, self.short_month)


_KINDS: dict[str, type[Rule]] = {
    rule.kind: rule for rule in (Weekly, MonthlyDate, MonthlyWeekday, Yearly, LunarMonthly, LunarYearly)
}
_TYPES = {"weekdays": list, "leap_months": bool, "leap_repeat": bool, "short_month": str}


def days(
    rule: Rule, *, first: date, until: date, exceptions: frozenset[date] = frozenset(), since: date | None = None
) -> Iterator[date]:
    """The days on which a rule lets something begin, in order, from `first` to `until`, both included.

    `first` is where the series began: the weeks of a weekly rule are counted from it. `since` leaves out what lies
    before it and counts as before. Exceptions are left out. At most `MOST` days, and none outside 1900 to 2100.
    """
    begin, end = max(first, since or first, lunar.FIRST), min(until, lunar.LAST)
    if begin > end:
        return
    found = (day for day in rule.starts(first, begin, end) if begin <= day <= end and day not in exceptions)
    yield from islice(found, MOST)


def to_json(rule: Rule) -> dict[str, Any]:
    """A rule as it is kept: its kind and its fields, plain values only."""
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}
    return {"kind": rule.kind, **kept}


def from_json(kept: Mapping[str, Any]) -> Rule:
    """The rule that `to_json` wrote. Raises Refused for what it did not write and for days that do not exist."""
    given = {name: value for name, value in kept.items() if name != "kind"}
    rule = _KINDS.get(str(kept.get("kind")))
    right = all(type(value) is _TYPES.get(name, int) for name, value in given.items())
    if rule is None or not right or given.get("short_month", "last") not in ("last", "skip"):
        raise Refused(_UNREADABLE)
    try:
        return rule(**given)
    except TypeError as wrong_fields:
        raise Refused(_UNREADABLE) from wrong_fields


def _check(right: bool, field: str, sentence: str, **values: int) -> None:
    if not right:
        raise Refused(sentence, field=field, values=values)


def _months(begin: date, end: date) -> Iterator[date]:
    """The first days of the months from that of one day to that of another."""
    for month in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month):
        yield date(month // 12, month % 12 + 1, 1)


def _in_month(first: date, length: int, day: int, short_month: ShortMonth) -> Iterator[date]:
    """A day of the month that begins on `first`; or its last; or none."""
    if day <= length or short_month == "last":
        yield first + timedelta(days=min(day, length) - 1)
