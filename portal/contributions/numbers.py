"""The public numbers of each week, counted from what was decided: the record must say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.city.chosen import here
from portal.contributions.models import Act, Decision, Ticket, TicketState
from portal.db import db
from portal.kit.clock import to_zone

WEEKS = 8
ENDS = frozenset({Act.PUBLISHED, Act.REFUSED, Act.MERGED, Act.HIDDEN, Act.SPAM, Act.SETTLED})


@dataclass
class Week:
    """What came in and what was decided from a Monday to the next, in the city's days."""

    monday: date
    counts: dict[Act, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    """By the key of the reason."""
    hours: list[float] = field(default_factory=list)

    def count(self, act: Act) -> int:
        return self.counts.get(act, 0)

    @property
    def median_hours(self) -> float | None:
        """From sending to the decision, in the middle of those decided in this week."""
        return median(self.hours) if self.hours else None


def weeks(*, at: datetime, number: int = WEEKS) -> list[Week]:
    """The latest weeks, this one first: one statement."""
    this = monday_of(at)
    found = [Week(this - timedelta(weeks=back)) for back in range(number)]
    by_monday = {week.monday: week for week in found}
    rows = select(Decision.act, Decision.reason, Decision.at, Ticket.sent_at).join(
        Ticket, Ticket.id == Decision.ticket_id
    )
    for act, reason, done_at, sent_at in db.session.execute(rows.where(Decision.at >= begin_of(found[-1].monday))):
        week = by_monday.get(monday_of(done_at))
        if week is None:
            continue
        week.counts[act] = week.count(act) + 1
        if act is Act.REFUSED:
            week.refused[reason] = week.refused.get(reason, 0) + 1
        if act in ENDS and sent_at is not None:
            week.hours.append((done_at - sent_at) / timedelta(hours=1))
    return found


def oldest_waiting(*, at: datetime) -> int | None:
    """For how many days the oldest one waits for the desk."""
    oldest = db.session.scalar(select(func.min(Ticket.sent_at)).where(Ticket.state == TicketState.WAITING))
    return (at - oldest).days if oldest else None


def monday_of(at: datetime) -> date:
    day = to_zone(at, ZoneInfo(here().zone)).date()
    return day - timedelta(days=day.weekday())


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(here().zone))


def refused_for(found: Sequence[Week]) -> Mapping[str, int]:
    """How often each reason was given in all these weeks, the most frequent first."""
    sums: dict[str, int] = {}
    for week in found:
        for reason, count in week.refused.items():
            sums[reason] = sums.get(reason, 0) + count
    return dict(sorted(sums.items(), key=lambda one: (-one[1], one[0])))
