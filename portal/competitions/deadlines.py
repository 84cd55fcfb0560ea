"""When a phase of a competition opens and closes, with every extension taken in; and how a deadline is written.

A deadline is named by its last minute, and all of that minute counts: "23:59" means until 23:59:59. What is kept, and
what `closes` gives, is the first moment at which it is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.city.chosen import here
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.terms_models import Category
from portal.kit import dates

A_MINUTE = timedelta(minutes=1)
FOR_ENTRANTS = frozenset({PhaseKind.REGISTER, PhaseKind.QUESTIONS, PhaseKind.SUBMIT})
"""These wait for nobody, and only the end of submitting is waited for."""


def opens(competition: Competition, kind: PhaseKind) -> datetime | None:
    """When the phase opens. One that waited for another waits for it still when that one was made longer."""
    phase = competition.phase(kind)
    if phase is None:
        return None
    if kind in FOR_ENTRANTS:
        return phase.opens_at
    waited_for = [
        one.kind
        for one in competition.phases
        if one.closes_at <= phase.opens_at and one.kind not in {kind, PhaseKind.REGISTER, PhaseKind.QUESTIONS}
    ]
    return max([phase.opens_at, *filter(None, (_all_closed(competition, one) for one in waited_for))])


def closes(competition: Competition, kind: PhaseKind, category: Category | None = None) -> datetime | None:
    """The first moment at which the phase is over; for a class with a deadline of its own, over for that class."""
    phase = competition.phase(kind)
    if phase is None:
        return None
    own = category.closes_at if category is not None and kind == PhaseKind.SUBMIT else None
    longer = [
        one.now_at
        for one in competition.extensions
        if one.phase == kind and (_is_of(one.category_id, category) if one.category_id else own is None)
    ]
    return max([own or phase.closes_at, *longer])


def is_open(competition: Competition, kind: PhaseKind, at: datetime, category: Category | None = None) -> bool:
    """Whether the phase runs at this moment, to the second. A competition that is not public has nothing open."""
    begins, ends = opens(competition, kind), closes(competition, kind, category)
    return competition.is_public() and begins is not None and ends is not None and begins <= at < ends


def is_over(competition: Competition, kind: PhaseKind, at: datetime, category: Category | None = None) -> bool:
    """Whether the phase has been and is no more. One that has no dates is not over: it is still to be set."""
    ends = closes(competition, kind, category)
    return ends is not None and at >= ends


def last_deadline(competition: Competition) -> datetime | None:
    """When submitting is over for every class."""
    return _all_closed(competition, PhaseKind.SUBMIT)


def transfer_until(competition: Competition, category: Category | None = None) -> datetime | None:
    """Until when the bytes of files may arrive whose sums were registered before the deadline."""
    ends = closes(competition, PhaseKind.SUBMIT, category)
    return None if ends is None else ends + timedelta(hours=competition.transfer_hours)


def running(competition: Competition, at: datetime) -> Iterator[PhaseKind]:
    """The phases that are open at this moment, in the order in which they begin."""
    return (one.kind for one in competition.phases if is_open(competition, one.kind, at))


def written(over_at: datetime, lang: str) -> str:
    """A deadline as it stands on pages, in letters and on receipts: "23:59 (GMT+7), Thứ Sáu 27/11/2026"."""
    return dates.deadline(over_at, zone(), lang)


def from_typed(last_minute: datetime) -> datetime:
    """The first moment at which it is over, from the minute that somebody typed as the last one."""
    return last_minute + A_MINUTE


def as_typed(over_at: datetime) -> datetime:
    """The last minute of a deadline, as the clocks of the city show it."""
    return over_at.astimezone(zone()) - A_MINUTE


def zone() -> ZoneInfo:
    """The one zone of every deadline: the city's."""
    return ZoneInfo(here().zone)


def _all_closed(competition: Competition, kind: PhaseKind) -> datetime | None:
    """When a phase is over for every class; submitting may end later for some."""
    classes = competition.categories if kind == PhaseKind.SUBMIT else []
    ends = [closes(competition, kind), *(closes(competition, kind, one) for one in classes)]
    return max(filter(None, ends), default=None)


def _is_of(category_id: int, category: Category | None) -> bool:
    return category is not None and category.id == category_id
