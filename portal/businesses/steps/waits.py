"""What waits for an advisor as rows: which shop, which step, for how long, and whether that is too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from portal.businesses import queries as campaign
from portal.businesses.models import Shop, StepVersion
from portal.businesses.steps import numbers, queries
from portal.businesses.steps.models import EvidenceLook, Progress, Submission
from portal.city.chosen import here
from portal.db import db, statement
from portal.kit import dates
from portal.people.models import Person

MOST_REFUSALS = 20


class Waiting(NamedTuple):
    """A submission in the queue. `hours` since it was handed in; late once three working days are over."""

    number: int
    """Of the submission."""
    times: int
    shop: Shop
    wording: StepVersion
    key: str
    hours: int
    is_late: bool

    @property
    def days(self) -> int:
        return self.hours // 24


def rows(progresses: Sequence[Progress], *, at: datetime) -> list[Waiting]:
    if not progresses:
        return []
    submissions = {one.progress_id: one for one in db.session.scalars(*_latest([one.id for one in progresses]))}
    titles = campaign.titles([one.step_id for one in progresses])
    return [_row(one, submissions[one.id], titles[one.step_id], at) for one in progresses if one.id in submissions]


@statement
def _latest(progresses: Sequence[int]) -> Select[Submission]:
    """What was handed in last of each."""
    last = select(Submission.progress_id, func.max(Submission.number).label("number"))
    last = last.where(Submission.progress_id.in_(progresses)).group_by(Submission.progress_id)
    which = last.subquery()
    it = (which.c.progress_id == Submission.progress_id) & (which.c.number == Submission.number)
    return select(Submission).join(which, it)


def _row(progress: Progress, submission: Submission, wording: StepVersion, at: datetime) -> Waiting:
    hours = max(0, int((at - submission.at).total_seconds() // 3600))
    due = dates.working_days_after(submission.at, numbers.TARGET, ZoneInfo(here().zone))
    return Waiting(submission.id, submission.number, progress.shop, wording, progress.step.key, hours, at > due)


def refusals(person: Person, *, at: datetime) -> list[Waiting]:
    """Refusals of others that wait for a second look."""
    found = queries.refusals(person, most=MOST_REFUSALS)
    progresses = [one.submission.progress for one in found]
    return rows(progresses, at=at)


def has_been_looked_at(submission: Submission) -> bool:
    """Whether the worker has written its hints already."""
    done = select(EvidenceLook.done_at).where(EvidenceLook.submission_id == submission.id)
    return db.session.scalar(done) is not None
