"""When an event is, in words: by the sun and by the moon."""

from __future__ import annotations

from datetime import date

from portal.events import when
from portal.events.models import Event
from portal.kit import dates, lunar, lunar_names
from portal.kit.say import Refused

Timed = Event | when.Span


def solar(timed: Timed, lang: str) -> str:
    """ "Thứ Bảy, 28/11/2026, 18:00–21:00"; all day "Thứ Bảy, 28/11/2026"; several days with both of their ends."""
    first, last = dates.long_day(timed.first_day, lang), dates.long_day(timed.last_day, lang)
    one_day = timed.first_day == timed.last_day
    if timed.all_day:
        return first if one_day else f"{first} – {last}"
    begins = dates.time(timed.starts_at, when.zone(), lang)
    if timed.ends_at is None:
        return f"{first}, {begins}"
    ends = _end(timed, lang)
    return f"{first}, {begins}–{ends}" if one_day else f"{first}, {begins} – {last}, {ends}"


def _end(timed: Timed, lang: str) -> str:
    """The hour at which it ends; midnight is the end of the day before."""
    assert timed.ends_at is not None
    minute = when.minute_of(timed.ends_at)
    at_midnight = minute == 0 and when.day_of(timed.ends_at) > timed.last_day
    return dates.time_of_day(dates.A_DAY_IN_MINUTES if at_midnight else minute, lang)


def by_moon(day: date, lang: str) -> str:
    """The lunar day in a line, with its year: "mùng 1 tháng Bảy, năm Ất Tỵ"; "" outside the calendar."""
    try:
        return lunar_names.with_year(lunar.from_solar(day), lang)
    except Refused:
        return ""
