"""Until when an entry may be written in, sent, and its bytes may arrive: its class, every extension, its late link."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portal.competitions import deadlines
from portal.competitions.entries.models import Entry
from portal.competitions.models import Competition, PhaseKind
from portal.kit import dates
from portal.kit.say import N_, Refused

PASSED = N_("The deadline has passed. What you wrote is kept as a draft and cannot be sent any more.")
NOT_YET = N_("Sending has not begun yet. What you write is kept.")
CLOSED = N_("The deadline has passed: nothing can be changed any more. What you wrote is kept.")


def closes_at(entry: Entry) -> datetime | None:
    """The first moment at which it is too late for this entry."""
    ends = deadlines.closes(entry.competition, PhaseKind.SUBMIT, entry.category)
    late = [one.until for one in entry.late_links if one.used_at is not None]
    return max(filter(None, (ends, *late)), default=None)


def arrives_until(entry: Entry) -> datetime | None:
    """The first moment at which bytes come too late although their sums were registered in time."""
    ends = closes_at(entry)
    return None if ends is None else ends + timedelta(hours=entry.competition.transfer_hours)


def to_the_second(at: datetime, lang: str) -> str:
    """A moment as receipts say it: "16:59:59 (GMT+7), 27/11/2026"."""
    local = at.astimezone(deadlines.zone())
    said = dates.moment(at, deadlines.zone(), lang)
    minute = dates.time(at, deadlines.zone(), lang)
    return said.replace(minute, f"{local:%H:%M:%S}", 1)


def end_of(day: date) -> datetime:
    """The first moment after a day, by the clocks of the city."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=deadlines.zone())


def may_write(entry: Entry, *, at: datetime) -> bool:
    ends = closes_at(entry)
    return ends is not None and at < ends


def check_writing(entry: Entry, *, at: datetime) -> None:
    """Raises `Refused` once the deadline of the entry has passed."""
    if not may_write(entry, at=at):
        raise Refused(CLOSED)


def check_begun(competition: Competition, *, at: datetime) -> None:
    """Raises `Refused` while sending is still to begin."""
    opens = deadlines.opens(competition, PhaseKind.SUBMIT)
    if opens is None or at < opens:
        raise Refused(NOT_YET)


def may_register(competition: Competition, *, at: datetime) -> bool:
    """Whether an entry may be begun: in the phase of registering, or, without one, of sending."""
    kind = PhaseKind.REGISTER if competition.phase(PhaseKind.REGISTER) is not None else PhaseKind.SUBMIT
    if kind is PhaseKind.SUBMIT:
        return any(deadlines.is_open(competition, kind, at, one) for one in [None, *competition.categories])
    return deadlines.is_open(competition, kind, at)
