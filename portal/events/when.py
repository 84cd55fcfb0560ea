"""When something is: moments and the days in the city which they cover. Pure; the zone is the city's."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.city.chosen import here
from portal.kit.clock import aware, to_zone
from portal.kit.say import N_, Refused

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = timedelta(days=366)
A_DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)


class Span(NamedTuple):
    """From when to when, in UTC, and the days in the city that it covers. `ends_at` is exclusive, None is open."""

    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    first_day: date
    last_day: date


def zone() -> ZoneInfo:
    return ZoneInfo(here().zone)


def span(starts_at: datetime, ends_at: datetime | None, *, all_day: bool = False) -> Span:
    """The span of aware moments. What ends at 00:00 belongs to the day before.

    Raises Refused at "ends_at" or "starts_at" when it ends before it begins, is longer than a year, or is out of reach.
    """
    starts_at, ends_at = aware(starts_at), aware(ends_at) if ends_at is not None else None
    first = to_zone(starts_at, zone()).date()
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        sentence = N_("The calendar knows the years %(first)s to %(last)s.")
        raise Refused(sentence, field="starts_at", values={"first": FIRST_YEAR, "last": LAST_YEAR})
    if ends_at is None:
        return Span(starts_at, None, all_day, first, first)
    if ends_at < starts_at:
        raise Refused(N_("It ends before it begins. Look at both times."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Refused(N_("An event lasts a year at most. Enter a longer one as several."), field="ends_at")
    last = max(first, to_zone(ends_at - AN_INSTANT, zone()).date())
    return Span(starts_at, ends_at, all_day, first, last)


def whole_days(first: date, last: date) -> Span:
    """The span of whole days in the city, both included."""
    if last < first:
        raise Refused(N_("It ends before it begins. Look at both days."), field="ends_at")
    return span(midnight(first), midnight(last + A_DAY), all_day=True)


def quarter(at: datetime) -> datetime:
    """The beginning of its quarter of an hour: what is over leaves the pages then, and a kept page lasts as long."""
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def midnight(day: date) -> datetime:
    """The moment in which a day begins in the city."""
    return datetime.combine(day, time(), tzinfo=zone())


def at_minute(day: date, minute: int) -> datetime:
    """A minute (0 to 1440) of a day in the city; 1440 is the midnight after it."""
    return midnight(day) + timedelta(minutes=minute)


def day_of(moment: datetime) -> date:
    """The day in the city."""
    return to_zone(moment, zone()).date()


def minute_of(moment: datetime) -> int:
    """The minute of the day in the city, 0 to 1439."""
    local = to_zone(moment, zone())
    return local.hour * 60 + local.minute
