"""The dates of a published competition in the calendar: each phase that concerns the public, following extensions."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.city.chosen import here
from portal.competitions import deadlines, rules
from portal.competitions.models import Competition, PhaseKind
from portal.events import mirrors
from portal.events.models import EventKind
from portal.listings import standing
from portal.people.models import Person

DEADLINES = {
    PhaseKind.QUESTIONS: ("Hạn hỏi: {title}", "Last day for questions: {title}"),
    PhaseKind.SUBMIT: ("Hạn nộp bài: {title}", "Deadline: {title}"),
    PhaseKind.PUBLIC_VOTE: ("Hạn bình chọn: {title}", "Last day of the public vote: {title}"),
}
"""Phases of which the calendar shows the end."""
DAYS = {
    PhaseKind.RESULTS: ("Công bố kết quả: {title}", "Results: {title}"),
    PhaseKind.EXHIBITION: ("Triển lãm: {title}", "Exhibition: {title}"),
}
"""Phases that it shows from their first day to their last."""
LONGEST = 120  # letters of a title


def origin(competition: Competition, kind: PhaseKind) -> str:
    """Under which name the calendar knows the phase."""
    return f"competition:{competition.id}:{kind}"


def keeper(origin: str | None) -> Competition | None:
    """The competition whose date stands in the calendar under this name; None for dates of others."""
    kind, _, rest = (origin or "").partition(":")
    number = rest.partition(":")[0]
    return rules.numbered(int(number)) if kind == "competition" and number.isdecimal() else None


def mirror(competition: Competition, *, by: Person | None, at: datetime) -> None:
    """Brings the calendar up to date; each date of a class stands with the last one of all."""
    if not competition.is_public():
        return
    for kind, titles in {**DEADLINES, **DAYS}.items():
        opens, closes = deadlines.opens(competition, kind), _over(competition, kind)
        if opens is None or closes is None or (kind == PhaseKind.PUBLIC_VOTE and not competition.has_public_vote):
            mirrors.unmirror(origin(competition, kind), by=by, at=at)
        else:
            mirrors.mirror(origin(competition, kind), _event(competition, kind, titles, opens, closes), by=by, at=at)
    touch(at=at)


def touch(*, at: datetime) -> None:
    """What the public sees has changed: pages that are kept are out of date."""
    standing.touch(at=at)


def _over(competition: Competition, kind: PhaseKind) -> datetime | None:
    if kind == PhaseKind.SUBMIT:
        return deadlines.last_deadline(competition)
    return deadlines.closes(competition, kind)


def _event(
    competition: Competition, kind: PhaseKind, titles: tuple[str, str], opens: datetime, closes: datetime
) -> dict[str, object]:
    until = deadlines.as_typed(closes)
    first, after = _midnight(opens.astimezone(deadlines.zone())), _midnight(until) + timedelta(days=1)
    is_deadline = kind in DEADLINES
    event_kind = EventKind.EXHIBITION if kind == PhaseKind.EXHIBITION else EventKind.COMPETITION
    english = competition.title_en or competition.title_vi
    return {
        "kind": str(event_kind),
        "deadline": is_deadline,
        "area": next(iter(here().areas)),
        "title_vi": titles[0].format(title=competition.title_vi)[:LONGEST],
        "title_en": titles[1].format(title=english)[:LONGEST],
        "summary_vi": competition.summary_vi,
        "summary_en": competition.summary_en,
        "starts_at": until if is_deadline else first,
        "ends_at": None if is_deadline else after,
        "all_day": not is_deadline,
        "contact_email": competition.contact_email or None,
        "shows_email": bool(competition.contact_email),
    }


def _midnight(local: datetime) -> datetime:
    """The beginning of a day, by the city's clock (which knows no summer time)."""
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
