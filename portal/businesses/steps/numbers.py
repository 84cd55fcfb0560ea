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


LATEST = 200
"""Steps that are looked at: however many were answered, the page that says so takes no longer."""


class Answers(NamedTuple):
    """Of the newest steps that were answered. `days` is None while nothing was."""

    number: int
    days: float | None
    within: float | None
    """The share, 0 to 1, that had its answer within the target."""


def answers(*, at: datetime) -> Answers:
    """From handing in to the first word of an advisor, of the `LATEST` steps handed in during the last half year."""
    word = select(func.min(Review.at)).where(Review.submission_id == Submission.id).scalar_subquery()
    newest = (
        select(Submission.at, word)
        .where(Submission.at > at - WATCHED, select(Review.id).where(Review.submission_id == Submission.id).exists())
        .order_by(Submission.at.desc())
        .limit(LATEST)
    )
    rows = [(sent, answered) for sent, answered in db.session.execute(newest)]
    if not rows:
        return Answers(0, None, None)
    zone = ZoneInfo(here().zone)
    took = [(answered - sent).total_seconds() / 86400 for sent, answered in rows]
    due = cache(lambda day: dates.working_days_after(datetime.combine(day, time(), zone), TARGET, zone))
    in_time = sum(answered < due(sent.astimezone(zone).date()) for sent, answered in rows)
    return Answers(len(rows), round(median(took), 1), in_time / len(rows))
