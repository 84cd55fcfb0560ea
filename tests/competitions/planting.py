"""Competitions for tests, as plain functions: the announced one with its classes, slots, jury and phases around AT.

Submitting is open at `make.AT`, Sunday 22 November 2026, and ends with Friday 27 November: 17:00:00Z is too late.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portal.competitions import rules
from portal.competitions.brief_models import BriefVersion
from portal.competitions.models import (
    Competition,
    CompetitionStep,
    Extension,
    JuryMember,
    Obligation,
    Phase,
    PhaseKind,
    Seat,
    Stage,
)
from portal.competitions.terms_models import Category, Prize, Slot, SlotKind
from portal.db import db
from portal.people.models import Person, Role
from tests import make
from tests.make import AT

PUBLISHED = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
"""The first moment at which it is too late."""
ASKED = PUBLISHED + timedelta(days=1)
"""A moment at which questions are taken."""


def local(month: int, day: int, hour: int = 0, *, year: int = 2026) -> datetime:
    """A moment by the clocks of Hội An."""
    return datetime(year, month, day, hour, tzinfo=UTC) - timedelta(hours=7)


PHASES = {
    PhaseKind.REGISTER: (local(9, 1, 9), DEADLINE),
    PhaseKind.QUESTIONS: (local(9, 1, 9), local(10, 16)),
    PhaseKind.SUBMIT: (local(10, 1), DEADLINE),
    PhaseKind.CHECK: (DEADLINE, local(12, 3)),
    PhaseKind.ROUND_1: (local(12, 3), local(12, 16)),
    PhaseKind.SHORTLIST: (local(12, 16), local(12, 21)),
    PhaseKind.PUBLIC_VOTE: (local(12, 16), local(12, 21)),
    PhaseKind.CONTROL: (local(12, 21), local(12, 22)),
    PhaseKind.FINAL: (local(12, 22), local(12, 24)),
    PhaseKind.SIGN: (local(12, 24), local(12, 25)),
    PhaseKind.REVEAL: (local(12, 25), local(12, 26)),
    PhaseKind.RESULTS: (local(12, 26), local(12, 27)),
    PhaseKind.EXHIBITION: (local(12, 27), local(1, 18, year=2027)),
}
"""From when until when, around AT."""
VOTING = {PhaseKind.PUBLIC_VOTE: (PUBLISHED, datetime(2099, 1, 1, tzinfo=UTC))}
"""In place of the same phase: the public votes whenever the test is run."""
JURORS = ("Đỗ Quang Huy", "Lê Minh Châu", "Phạm Gia Bảo", "Ngô Thanh Trúc", "Hồ Xuân Lan", "Bùi Đức Tín")
"""The chair, four members and the reserve."""
FACTS: dict[str, Any] = {
    "title_vi": "Thiết kế Không gian Sáng tạo Hội An",
    "title_en": "Hội An Creative Space design competition",
    "title_fr": "Concours : un lieu de création à Hội An",
    "summary_vi": "Dùng lại Tòa nhà Hữu nghị trong công viên trung tâm, mở cho mọi người.",
    "summary_en": "Re-using the Friendship Building in the central park, open to all.",
    "summary_fr": "Réemployer la Maison de l’Amitié au parc central, ouverte à tous.",
    "brief_vi": "## Đề bài\n\nMột không gian chung, chạy được quanh năm.",
    "brief_en": "## The brief\n\nA shared space that works all year.",
    "brief_fr": "## Le sujet\n\nUn lieu partagé, toute l’année.",
    "licence_vi": "Tác giả giữ bản quyền; ban tổ chức được trưng bày bài dự thi.",
    "licence_en": "Authors keep their copyright; the organisers may exhibit the entries.",
    "licence_fr": "Les auteurs gardent leurs droits ; l’organisation peut exposer les projets.",
    "obligation": Obligation.IDEAS,
    "obligation_vi": "Triển lãm, rồi mời nhóm thắng giải làm tiếp.",
    "obligation_en": "An exhibition; then the winners are asked to go on.",
    "obligation_fr": "Une exposition ; puis les lauréats sont invités à poursuivre.",
    "may_withhold": True,
    "contact_email": "cuocthi@hoian.example",
    "contact_phone": "+84905000111",
}


def draft(**given: Any) -> Competition:
    """A competition that is being set up and misses nothing."""
    jury, phases, public = given.pop("jury", True), given.pop("phases", PHASES), given.pop("public_prize", False)
    competition = rules.create(FACTS | given, by=None, at=PUBLISHED - timedelta(days=30))
    competition.phases = [Phase(kind=kind, opens_at=a, closes_at=b) for kind, (a, b) in phases.items()]
    competition.prizes = [
        Prize(name_vi="Giải Nhất", name_en="First prize", name_fr="Premier prix", amount_vnd=60_000_000, position=0,
              least_tenths=70),
        Prize(name_vi="Giải Nhì", name_en="Second prize", name_fr="Deuxième prix", amount_vnd=30_000_000, position=1),
        Prize(name_vi="Giải Ba", name_en="Third prize", name_fr="Troisième prix", amount_vnd=10_000_000, how_many=2,
              position=2),
        Prize(name_vi="Giải sinh viên", name_en="Student prize", name_fr="Prix étudiant", amount_vnd=10_000_000,
              category_id=category(competition, "student").id, position=3),
    ]  # fmt: skip
    if public:
        competition.prizes.append(
            Prize(name_vi="Giải công chúng", name_en="Public’s prize", position=4, by_public=True)
        )
    if jury:
        competition.jury = [_member(n, name) for n, name in enumerate(JURORS)]
    db.session.flush()
    db.session.refresh(competition)
    return competition


def competition(*, stage: Stage = Stage.PUBLISHED, **given: Any) -> Competition:
    """A published competition, submitting open at AT; with a later `stage` its steps are there too.

    `given` may name any column, and `phases`, `jury=False` and `public_prize=True`.
    """
    made = draft(**given)
    made.published_at = PUBLISHED
    db.session.flush()
    reached = tuple(Stage)[1 : tuple(Stage).index(stage) + 1]
    for one in reached:
        db.session.add(CompetitionStep(competition_id=made.id, stage=one, by_id=None, at=PUBLISHED))
    made.stage = stage
    db.session.add(BriefVersion(competition_id=made.id, version=1, texts={"brief_vi": made.brief_vi}, at=PUBLISHED))
    db.session.flush()
    return made


def extension(
    competition: Competition, to: datetime, *, phase: PhaseKind = PhaseKind.SUBMIT, category: Category | None = None
) -> Extension:
    """A row as an organiser's act leaves it, because of a storm."""
    standing = category.closes_at if category else None
    was = standing or next(one.closes_at for one in competition.phases if one.kind == phase)
    made = Extension(
        competition_id=competition.id, phase=phase, category_id=category and category.id, was_at=was, now_at=to,
        reason_vi="Bão số 12", reason_en="Storm no. 12", at=AT,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.refresh(competition, ["extensions"])
    return made


def category(competition: Competition, key: str) -> Category:
    """The class of this key: "professional", "student" or "community"."""
    return next(one for one in competition.categories if one.key == key)


def slot(competition: Competition, kind: SlotKind = SlotKind.PANEL) -> Slot:
    return next(one for one in competition.slots if one.kind == kind)


def jurors(competition: Competition) -> list[Person]:
    """The people of the jury, the chair first and the reserve last."""
    return [one.person for one in competition.jury]


def _member(number: int, name: str) -> JuryMember:
    seat = Seat.CHAIR if number == 0 else Seat.RESERVE if number == len(JURORS) - 1 else Seat.MEMBER
    return JuryMember(
        person=make.person(Role.JUROR, name=name), seat=seat, pseudonym=f"J{number + 1}", position=number,
        work_vi="Kiến trúc sư, Đà Nẵng", work_en="Architect, Đà Nẵng", organisation=f"Văn phòng {number + 1}",
        independent=number != 1, invited_at=PUBLISHED - timedelta(days=20), accepted_at=PUBLISHED - timedelta(days=10),
        brief_approved_at=PUBLISHED - timedelta(days=9),
    )  # fmt: skip
