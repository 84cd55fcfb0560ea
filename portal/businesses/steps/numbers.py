"""How fast advisors answer, for everybody to see: the median of days, and how many within three working days."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.businesses.steps.models import Review, Submission
from portal.city.chosen import here
from portal.db import db
from portal.kit import dates

TARGET = 3
"""Working days."""
WATCHED = timedelta(days=180)


class Answers(NamedTuple):
    """Of the last half year. `days` is None while nothing was answered."""

    number: int
    days: float | None
    within: float | None
    """The share, 0 to 1, that had its answer within the target."""


def answers(*, at: datetime) -> Answers:
    """From handing in to the first word of an advisor."""
    first = (
        select(Submission.at, func.min(Review.at))
        .join(Review, Review.submission_id == Submission.id)
        .where(Submission.at > at - WATCHED)
        .group_by(Submission.id, Submission.at)
    )
    rows = [(sent, answered) for sent, answered in db.session.execute(first)]
    if not rows:
        return Answers(0, None, None)
    zone = ZoneInfo(here().zone)
    took = [(answered - sent).total_seconds() / 86400 for sent, answered in rows]
    due = cache(lambda day: dates.working_days_after(datetime.combine(day, time(), zone), TARGET, zone))
    in_time = sum(answered < due(sent.astimezone(zone).date()) for sent, answered in rows)
    return Answers(len(rows), round(median(took), 1), in_time / len(rows))
