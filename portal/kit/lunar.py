"""The Vietnamese lunar calendar: days of the sun's calendar and of the moon's, both ways, from 1900 to 2100.

A month begins on the day of a new moon. Month 11 is the one in which winter begins (the sun at 270°). Where thirteen
months lie between two such months, the first of them in which the sun passes no multiple of 30° is a leap month: it has
the number of the month before. A year begins with month 1. All days are counted at UTC+7, also for the years in which
Vietnam's clocks stood elsewhere (docs/decisions/0012-lunar.md). The astronomy is in `kit/sky.py`, names are in
`kit/lunar_names.py`. Rules: Aslaksen, The Mathematics of the Chinese Calendar (2010), which are Vietnam's too.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from portal.kit import sky
from portal.kit.say import N_, Refused

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
"""The days of the sun's calendar that are known here. They lie in the lunar years 1899 to 2100."""

_ZONE_HOURS = 7
_MIDNIGHT_OF_DAY_0 = 1721424.5 - _ZONE_HOURS / 24
_WINTER = 270
_OUT_OF_RANGE = N_("The lunar calendar is known here for the years 1900 to 2100.")
_NO_MONTH = N_("A lunar month is a number from 1 to 12.")
_NO_LEAP_MONTH = N_("The lunar year %(year)s has no leap month %(month)s.")
_NO_DAY = N_("Month %(month)s of the lunar year %(year)s has the days 1 to %(length)s.")


class LunarDay(NamedTuple):
    """A day by the moon: year, month (1 to 12), day (1 to 30), and whether it lies in the leap month of that number."""

    year: int
    month: int
    day: int
    leap: bool = False


class LunarMonth(NamedTuple):
    """A month by the moon: its lunar year and number (1 to 12), its first day, and its length (29 or 30 days)."""

    year: int
    month: int
    leap: bool
    first: date
    length: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.length - 1)


def from_solar(day: date) -> LunarDay:
    """The lunar day of a day. Raises Refused before 1900 and after 2100."""
    if not FIRST <= day <= LAST:
        raise Refused(_OUT_OF_RANGE)
    year = day.year if day >= _year(day.year)[0].first else day.year - 1
    month = next(month for month in reversed(_year(year)) if month.first <= day)
    return LunarDay(year, month.month, (day - month.first).days + 1, month.leap)


def to_solar(lunar: LunarDay) -> date:
    """The day of a lunar day.

    Raises Refused for a day that does not exist (the 30th of a short month, a leap month that the year does not have)
    and for one outside 1900 to 2100.
    """
    month = _month(lunar.year, lunar.month, lunar.leap)
    if not 1 <= lunar.day <= month.length:
        raise Refused(_NO_DAY, values={"month": lunar.month, "year": lunar.year, "length": month.length})
    day = month.first + timedelta(days=lunar.day - 1)
    if not FIRST <= day <= LAST:
        raise Refused(_OUT_OF_RANGE)
    return day


def months(year: int) -> tuple[LunarMonth, ...]:
    """The 12 or 13 months of a lunar year in order. Raises Refused outside 1899 to 2100."""
    if not FIRST.year - 1 <= year <= LAST.year:
        raise Refused(_OUT_OF_RANGE)
    return _year(year)


def leap_month(year: int) -> int | None:
    """The number of the leap month of a lunar year: 6 in 2025, None in 2026. Raises Refused outside 1899 to 2100."""
    return next((month.month for month in months(year) if month.leap), None)


def month_length(year: int, month: int, leap: bool = False) -> int:
    """The days of a lunar month: 29 or 30. Raises Refused for a month that does not exist."""
    return _month(year, month, leap).length


def months_between(first: date, last: date) -> Iterator[LunarMonth]:
    """The lunar months in order from that of one day until that of another. Raises Refused outside 1900 to 2100."""
    for year in range(from_solar(first).year, from_solar(last).year + 1):
        yield from (month for month in _year(year) if month.first <= last and month.last >= first)


def _month(year: int, month: int, leap: bool) -> LunarMonth:
    if not 1 <= month <= 12:
        raise Refused(_NO_MONTH)
    for one in months(year):
        if (one.month, one.leap) == (month, leap):
            return one
    raise Refused(_NO_LEAP_MONTH, values={"month": month, "year": year})


@cache
def _year(year: int) -> tuple[LunarMonth, ...]:
    return tuple(month for month in _from_winter(year) + _from_winter(year + 1) if month.year == year)


@cache
def _from_winter(year: int) -> tuple[LunarMonth, ...]:
    """The months from month 11 of the year before until that of this year, which is left out."""
    numbers = range(_month_11(year - 1), _month_11(year) + 1)
    begins = [_day_of(sky.new_moon(number)) for number in numbers]
    leap = _leap(begins)
    found = []
    for place, (begin, end) in enumerate(pairwise(begins)):
        count = 10 + place - (leap is not None and place >= leap)
        lunar_year = year - 1 if count < 12 else year
        first = date.fromordinal(begin)
        found.append(LunarMonth(lunar_year, count % 12 + 1, place == leap, first, end - begin))
    return tuple(found)


def _leap(begins: list[int]) -> int | None:
    """Which of the months that begin on these days is a leap month, if they are thirteen (and the next one's begin)."""
    if len(begins) < 14:
        return None
    steps = [int(_sun_at_midnight(begin) // 30) for begin in begins]
    return next(place for place, step in enumerate(steps[:-1]) if step == steps[place + 1])


@cache
def _month_11(year: int) -> int:
    """The number of the last new moon on whose day winter has not begun before midnight."""
    number = sky.new_moon_about(_midnight(date(year, 12, 31).toordinal()))
    while _sun_at_midnight(_day_of(sky.new_moon(number))) >= _WINTER:
        number -= 1
    return number


def _day_of(moment: float) -> int:
    """The day on which a moment falls, as `date.toordinal` counts days."""
    return int(moment - _MIDNIGHT_OF_DAY_0)


def _midnight(day: int) -> float:
    return day + _MIDNIGHT_OF_DAY_0


def _sun_at_midnight(day: int) -> float:
    return sky.sun_longitude(_midnight(day))
