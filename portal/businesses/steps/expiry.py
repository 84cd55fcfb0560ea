"""What the calendar does to steps: thirty days before its end an accepted one is told once, then it has expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.businesses.showcase import rules as showcase
from portal.businesses.steps import queries
from portal.businesses.steps.models import Progress, Standing
from portal.businesses.steps.policy import ACCEPTED
from portal.businesses.steps.rules import mark
from portal.city.chosen import here
from portal.db import db
from portal.letters import rules as letters

EXPIRES, EXPIRED = "step_expires", "step_expired"
SOON = timedelta(days=30)


def due(*, at: datetime) -> list[int]:
    """The steps that the calendar has something to say to, by their numbers."""
    today = at.astimezone(ZoneInfo(here().zone)).date()
    return list(db.session.scalars(queries.due_to_expire(today, today + SOON)))


def settle(progress_id: int, *, at: datetime) -> Standing | None:
    """One step, in a transaction of its own; what another worker has settled meanwhile stays. Says where it went."""
    progress = queries.numbered(progress_id)
    today = at.astimezone(ZoneInfo(here().zone)).date()
    if progress is None or progress.expires_on is None:
        return None
    if progress.expires_on < today:
        return _expire(progress, at=at)
    if progress.standing is Standing.ACCEPTED and progress.expires_on <= today + SOON:
        mark(progress, Standing.EXPIRING, by=None, at=at)
        letters.remind(EXPIRES, of=progress.id, at=at)
        return Standing.EXPIRING
    return None


def _expire(progress: Progress, *, at: datetime) -> Standing | None:
    """What was accepted no longer counts. What is being renewed at the moment stays where it is."""
    if progress.standing in ACCEPTED:
        mark(progress, Standing.EXPIRED, by=None, at=at)
        letters.remind(EXPIRED, of=progress.id, at=at)
    elif progress.standing is Standing.EXPIRED:
        return None
    else:
        progress.expires_on = None
    db.session.flush()
    showcase.unsettled(progress, at=at)
    return progress.standing
