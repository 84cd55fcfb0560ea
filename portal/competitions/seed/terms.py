"""The rules of a demo competition: its phases around a day, its prizes and its jury, published as anybody would."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from portal.competitions import checklist, deadlines, publishing, roster, rules
from portal.competitions.models import Competition, Phase, PhaseKind, Seat
from portal.competitions.seed import texts
from portal.competitions.terms_models import Prize, SlotKind
from portal.db import db
from portal.people import rules as people
from portal.people.models import Person

JURY = ("juror1", "juror2", "juror3", "juror4", "juror5", "mentor")
"""The chair, four members, and the reserve."""
DAY = timedelta(days=1)
PHASES: dict[PhaseKind, tuple[int, int]] = {
    PhaseKind.REGISTER: (0, 100), PhaseKind.QUESTIONS: (0, 40), PhaseKind.SUBMIT: (10, 100),
    PhaseKind.CHECK: (100, 106), PhaseKind.ROUND_1: (106, 125), PhaseKind.SHORTLIST: (125, 132),
    PhaseKind.PUBLIC_VOTE: (126, 136), PhaseKind.CONTROL: (132, 134), PhaseKind.FINAL: (134, 136),
    PhaseKind.SIGN: (136, 138), PhaseKind.REVEAL: (138, 140), PhaseKind.RESULTS: (140, 150),
    PhaseKind.EXHIBITION: (142, 172),
}  # fmt: skip
"""Days from the publication: from the first one's beginning until the last one's end."""
PRIZES: tuple[dict[str, Any], ...] = (
    {"name_vi": "Giải Nhất", "name_en": "First prize", "name_fr": "Premier prix", "amount_vnd": 60_000_000,
     "least_tenths": 70},
    {"name_vi": "Giải Nhì", "name_en": "Second prize", "name_fr": "Deuxième prix", "amount_vnd": 30_000_000},
    {"name_vi": "Giải Ba", "name_en": "Third prize", "name_fr": "Troisième prix", "amount_vnd": 20_000_000},
    {"name_vi": "Giải của công chúng", "name_en": "The public’s prize", "name_fr": "Prix du public",
     "amount_vnd": 10_000_000, "by_public": True},
)  # fmt: skip
REASON = "Bản mẫu để dùng thử."


def published(slug: str, *, begun: datetime) -> Competition:
    organiser, set_up_at = person("organiser"), begun - 20 * DAY
    competition = rules.create(texts.of(slug), by=organiser, at=set_up_at, slug=slug, demo=True)
    competition.phases = [
        Phase(kind=kind, opens_at=begun + first * DAY, closes_at=begun + last * DAY)
        for kind, (first, last) in PHASES.items()
    ]
    competition.prizes = [Prize(position=n, **one) for n, one in enumerate(PRIZES)]
    panels = next(slot for slot in competition.slots if slot.kind is SlotKind.PANEL)
    panels.sizes, panels.most_pages, panels.orientation = ["A1", "A0", "A3"], 3, ""
    for number, name in enumerate(JURY):
        seat = Seat.CHAIR if number == 0 else Seat.RESERVE if name == JURY[-1] else Seat.MEMBER
        member = roster.invite(competition, f"{name}@hoian.example", {"seat": seat, **texts.juror(number)},
                               by=organiser, at=set_up_at)  # fmt: skip
        roster.accept(member, by=member.person, at=set_up_at + DAY)
        roster.approve_brief(member, by=member.person, at=set_up_at + DAY)
    db.session.flush()
    for warning in checklist.open_warnings(competition, begun):
        checklist.acknowledge(competition, warning, REASON, by=organiser, at=begun)
    publishing.publish(competition, by=organiser, at=begun)
    return competition


def person(name: str) -> Person:
    person = people.find(f"{name}@hoian.example")
    if person is None:
        raise LookupError(f"The demo has no {name}.")
    return person


def midnight(at: datetime) -> datetime:
    """The beginning of a day in the city."""
    zone = deadlines.zone()
    return datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone)


def end(competition: Competition, kind: PhaseKind) -> datetime:
    end = deadlines.closes(competition, kind)
    if end is None:
        raise LookupError(f"The demo's competition has no {kind}.")
    return end
