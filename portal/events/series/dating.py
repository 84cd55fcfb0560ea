"""On which days a series has its dates, and from when to when each of them is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.events import when
from portal.events.series.models import Series
from portal.kit import recurrence
from portal.kit.recurrence import Rule
from portal.kit.say import N_, Refused

AHEAD_YEARS = 2
"""So far ahead dates are made: 24 months."""
LONGEST = 24 * 60
"""Minutes that a date with an hour may last on its last day: it may end after midnight, and within a day."""
LAST_MINUTE = 24 * 60 - 1


def rule_of(series: Series) -> Rule:
    return recurrence.from_json(series.rule)


def horizon(at: datetime) -> date:
    """The day up to which dates are made."""
    today = when.day_of(at)
    year = today.year + AHEAD_YEARS
    return date(year, today.month, min(today.day, monthrange(year, today.month)[1]))


def days(series: Series, *, at: datetime) -> Iterator[date]:
    """The days from today to the horizon on which it begins, in order. None once it has ended."""
    if series.ended_at is not None:
        return iter(())
    until = min(series.until or date.max, max(horizon(at), series.reaches or date.min))
    return recurrence.days(
        rule_of(series),
        first=series.first_day,
        until=until,
        exceptions=frozenset(left_out(series)),
        since=when.day_of(at),
    )


def left_out(series: Series) -> list[date]:
    """The days on which it does not take place, in order."""
    return [date.fromisoformat(day) for day in series.exceptions]


def span(series: Series, day: date) -> when.Span:
    """From when to when it is if it begins on this day: what lasts several days ends at its hour on the last one."""
    last = day + timedelta(days=rule_of(series).days - 1)
    if series.starts_minute is None:
        return when.whole_days(day, last)
    starts_at = when.at_minute(day, series.starts_minute)
    if series.lasts_minutes is not None:
        ends = when.at_minute(last, series.starts_minute) + timedelta(minutes=series.lasts_minutes)
        return when.span(starts_at, ends)
    return when.span(starts_at, when.midnight(last + when.A_DAY) if last > day else None)


def check_hour(starts_minute: int | None, lasts_minutes: int | None) -> None:
    """Raises Refused at a time that no day has, and at an end that comes too late."""
    if starts_minute is not None and not 0 <= starts_minute <= LAST_MINUTE:
        raise Refused(N_("A day has the times from 0:00 to 23:59."), field="starts_minute")
    if lasts_minutes is not None and not 0 < lasts_minutes <= LONGEST:
        raise Refused(N_("It ends within 24 hours of the time at which it begins."), field="lasts_minutes")


def hour_of(span: when.Span, *, days: int) -> tuple[int | None, int | None]:
    """The minute in which it begins and how many minutes it lasts, of a date that covers as many days as the rule says.

    Raises Refused at "ends_at" when it does not.
    """
    if span.all_day:
        if (span.last_day - span.first_day).days != days - 1:
            raise _other_length()
        return None, None
    starts = when.minute_of(span.starts_at)
    if span.ends_at is None:
        return starts, None
    last = span.first_day + timedelta(days=days - 1)
    lasts = (span.ends_at - when.at_minute(last, starts)) // timedelta(minutes=1)
    if not 0 < lasts <= LONGEST:
        raise _other_length()
    return starts, lasts


def _other_length() -> Refused:
    sentence = N_("The rule of the series says how many days it lasts. Change it there, or this date alone.")
    return Refused(sentence, field="ends_at")
