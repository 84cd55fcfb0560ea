"""A typed day and time by the clock of the city, as the forms of deadlines take them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portal.competitions import deadlines

LAST_MINUTE = 23 * 60 + 59
"""Of a day: what a deadline without a time means."""


def moment(day: date | None, minute: int | None, usual: int) -> datetime | None:
    """The moment of a typed day and minute; `usual` is the minute where none was typed."""
    if day is None:
        return None
    begins = datetime(day.year, day.month, day.day, tzinfo=deadlines.zone())
    return begins + timedelta(minutes=usual if minute is None else minute)
