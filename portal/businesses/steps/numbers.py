"""How fast advisors answer, for everybody to see: the median of days, and how many within three working days."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.businesses.models import Shop
from portal.businesses.steps.models import Progress, Review, Submission
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
        .join(Progress, Progress.id == Submission.progress_id)
        .join(Shop, Shop.id == Progress.shop_id)
        .where(Submission.at > at - WATCHED)
        .group_by(Submission.id, Submission.at)
    )
    rows = [(sent, answered) for sent, answered in db.session.execute(first)]
    if not rows:
        return Answers(0, None, None)
    zone = ZoneInfo(here().zone)
    took = [(answered - sent).total_seconds() / 86400 for sent, answered in rows]
    in_time = sum(answered < dates.working_days_after(sent, TARGET, zone) for sent, answered in rows)
    return Answers(len(rows), round(median(took), 1), in_time / len(rows))
