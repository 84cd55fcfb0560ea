"""What the worker does for the calendar: makes the dates of series that have come within reach, and turns the days."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from portal.events import turning
from portal.events.series import rules as series
from portal.kit.say import Refused
from portal.schedule import InTransaction, Task

logger = logging.getLogger("portal.events")


def extend_series(at: datetime, in_transaction: InTransaction) -> None:
    """Each series in a transaction of its own: one that can no longer be made holds up no other."""
    for number in in_transaction(partial(series.to_extend, at)):
        try:
            in_transaction(partial(_extend, number, at))
        except Refused as refused:
            logger.warning("Series %s was not extended: %s", number, refused)


def _extend(number: int, at: datetime) -> None:
    if (one := series.find(number)) is not None:
        series.extend(one, at=at)


def turn_days(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(partial(turning.turn_days, at=at))


TASKS = (
    Task("extend-series", timedelta(hours=1), extend_series),
    Task("turn-days", timedelta(minutes=5), turn_days),
)
"""Looked at often, since a worker knows no hour of the day; on most looks nothing is due, and nothing is written."""
