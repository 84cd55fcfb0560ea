"""How long a shop takes to answer: minutes of its opening hours between a message and the first reply. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.kit import hours
from portal.kit.clock import to_zone
from portal.kit.hours import Opening
from portal.kit.say import Refused

WHEN_UNKNOWN = "08:00-20:00"
"""The hours that count for a shop whose own are not on the map."""
LONGEST = timedelta(days=15)


def openings(text: str) -> list[Opening]:
    """The hours of a week in which a reply is expected; a shop that never opens is taken as one that did not say."""
    try:
        found = hours.parse(text) if text else []
    except Refused:
        found = []
    return found or hours.parse(WHEN_UNKNOWN)


def minutes(week: Sequence[Opening], begun: datetime, ended: datetime, *, zone: ZoneInfo) -> int:
    """The minutes in which the shop was open from one moment to a later one; of more than 15 days the first 15."""
    first, last = to_zone(begun, zone), to_zone(min(ended, begun + LONGEST), zone)
    total, day = 0, first.date()
    while day <= last.date():
        opens = first.hour * 60 + first.minute if day == first.date() else 0
        closes = last.hour * 60 + last.minute if day == last.date() else hours.DAY
        of_day = (one for one in week if one.weekday == day.weekday())
        total += sum(max(0, min(one.closes, closes) - max(one.opens, opens)) for one in of_day)
        day += timedelta(days=1)
    return total


def median(values: Iterable[int]) -> int | None:
    """The middle one, the mean of the two middle ones rounded down; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
