"""Selections over competitions: what is open, who registered, what the site pack holds, which questions wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from portal.competitions import deadlines, roster, rules
from portal.competitions.brief_models import Addendum, BriefVersion, Question, SiteFile
from portal.competitions.entries.models import Entry, EntryMember, EntryState, Identity
from portal.competitions.models import Competition, CompetitionStep, Extension, JuryMember, PhaseKind, Stage
from portal.db import db, statement
from portal.people.models import Person

MOST_SHOWN = 50
"""Competitions on one page: more than a city has."""


def shown() -> Sequence[Competition]:
    """What is published, with its dates, the latest first."""
    return _with_dates(rules.public().limit(MOST_SHOWN))


def every() -> Sequence[Competition]:
    """All of them, the latest first, without their dates."""
    return db.session.scalars(rules.every().limit(MOST_SHOWN)).all()


def at_desk() -> Sequence[Competition]:
    """All of them with their dates."""
    return _with_dates(rules.every().limit(MOST_SHOWN))


def at_hand(*competitions: Competition) -> None:
    """Fetches all that a checklist looks at in a few questions: small lists two by two, the jury with its people."""
    numbers = [one.id for one in competitions]
    if numbers:
        for asked in (_dates, _slots, _criteria, _prizes):
            db.session.scalars(*asked(numbers)).unique().all()
        roster.at_hand(*competitions)


@statement
def _dates(competitions: Sequence[int]) -> Select[Competition]:
    return _lists(competitions).options(joinedload(Competition.phases), joinedload(Competition.extensions))


@statement
def _slots(competitions: Sequence[int]) -> Select[Competition]:
    return _lists(competitions).options(joinedload(Competition.categories), joinedload(Competition.slots))


@statement
def _criteria(competitions: Sequence[int]) -> Select[Competition]:
    return _lists(competitions).options(joinedload(Competition.criteria))


@statement
def _prizes(competitions: Sequence[int]) -> Select[Competition]:
    files = joinedload(Competition.site_files).lazyload(SiteFile.upload)
    return _lists(competitions).options(joinedload(Competition.prizes), files)


def _lists(competitions: Sequence[int]) -> Select[Competition]:
    """Competitions at hand: what is found is their lists."""
    return select(Competition).where(Competition.id.in_(competitions)).options(load_only(Competition.id))


def open_calls(at: datetime) -> list[Competition]:
    """Competitions in which one can enter now, the next deadline first."""
    last = [(deadlines.last_deadline(one), one) for one in shown() if one.stage in rules.BEFORE_CLOSING]
    calls = [(end, one) for end, one in last if end is not None and at < end and _has_begun(one, at)]
    return [one for _end, one in sorted(calls, key=lambda pair: (pair[0], pair[1].id))]


def to_step(at: datetime) -> list[int]:
    """The numbers of competitions in which questions or submission have ended and nobody has noted it."""
    early = Competition.stage.in_([Stage.PUBLISHED, Stage.QUESTIONS_CLOSED])
    return [one.id for one in _with_dates(rules.public().where(early)) if rules.has_ended(one, at)]


def any_public() -> bool:
    """Whether the menu has something to lead to."""
    return db.session.scalar(rules.public().with_only_columns(Competition.id).order_by(None).limit(1)) is not None


def registrants(competition: Competition) -> Sequence[Person]:
    """Everybody who has begun an entry or joined its team and has not withdrawn: whom letters about the brief reach."""
    live = Entry.competition_id == competition.id, Entry.state != EntryState.WITHDRAWN, Entry.practice.is_(False)
    leaders = select(Identity.person_id).join(Entry).where(*live)
    joined = EntryMember.person_id.is_not(None), EntryMember.left_at.is_(None)
    members = select(EntryMember.person_id).join(Entry).where(*live, *joined)
    found = select(Person).where(Person.id.in_(leaders.union(members)), Person.erased_at.is_(None))
    return db.session.scalars(found.order_by(Person.id)).all()


def versions(competition: Competition) -> Sequence[BriefVersion]:
    """The brief as it was, the newest first."""
    found = select(BriefVersion).where(BriefVersion.competition_id == competition.id)
    return db.session.scalars(found.order_by(BriefVersion.version.desc())).all()


def version(competition: Competition, number: int) -> BriefVersion | None:
    return next((one for one in versions(competition) if one.version == number), None)


def answered(competition: Competition) -> Sequence[Question]:
    """What was asked and answered in public, batch by batch."""
    found = select(Question).where(Question.competition_id == competition.id, Question.batch.is_not(None))
    return db.session.scalars(found.order_by(Question.batch, Question.id)).all()


def asked(competition: Competition) -> Sequence[Question]:
    """What waits for the desk: neither released nor left out."""
    found = select(Question).where(Question.competition_id == competition.id, *_WAITING)
    return db.session.scalars(found.order_by(Question.id)).all()


def left_out(competition: Competition) -> Sequence[Question]:
    found = select(Question).where(Question.competition_id == competition.id, Question.left_out_because != "")
    return db.session.scalars(found.order_by(Question.id)).all()


def question(competition: Competition, number: int) -> Question | None:
    found = db.session.get(Question, number)
    return found if found is not None and found.competition_id == competition.id else None


def waiting_questions() -> dict[int, int]:
    """How many questions wait, by competition."""
    counted = select(Question.competition_id, func.count()).where(*_WAITING).group_by(Question.competition_id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def steps(competition: Competition) -> Sequence[CompetitionStep]:
    """What steps were taken, the first first."""
    return db.session.scalars(rules.steps(competition)).all()


def extension(number: int) -> Extension | None:
    return db.session.get(Extension, number)


def addendum(number: int) -> Addendum | None:
    return db.session.get(Addendum, number)


def place(number: int) -> JuryMember | None:
    return db.session.get(JuryMember, number)


_WAITING = (Question.batch.is_(None), Question.left_out_because == "")


def _has_begun(competition: Competition, at: datetime) -> bool:
    begins = deadlines.opens(competition, PhaseKind.SUBMIT)
    return begins is not None and begins <= at


def _with_dates(found: object) -> Sequence[Competition]:
    whole = (
        selectinload(Competition.phases), selectinload(Competition.extensions), selectinload(Competition.categories)
    )  # fmt: skip
    return db.session.scalars(found.options(*whole)).all()  # type: ignore[attr-defined]
