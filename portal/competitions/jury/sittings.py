"""Sittings of the jury: who was there, whether that is a quorum, and the votes that are taken in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.audit import rules as audit
from portal.competitions import roster
from portal.competitions.jury import queries
from portal.competitions.jury.models import Attendance, Sitting
from portal.competitions.models import Competition
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person


def hold(
    competition: Competition, present: Collection[int], *, place: str = "", by: Person | None, at: datetime
) -> Sitting:
    """Begins a sitting with those of the jury who are present, by their numbers."""
    members = roster.voting(competition)
    if not {one.id for one in members} & set(present):
        raise Refused(N_("Tick who is present."), field="present")
    latest = queries.latest(competition)
    made = Sitting(
        competition_id=competition.id,
        round_id=latest and latest.id,
        at=at,
        place=clean(place)[:120],
        by_id=by and by.id,
    )
    made.attendance = [Attendance(member_id=one.id, present=one.id in present) for one in members]
    db.session.add(made)
    db.session.flush()
    audit.note("sitting_held", "competition", competition.id, by=by, at=at, present=len(set(present)))
    return made


def attend(sitting: Sitting, present: Collection[int], *, by: Person | None, at: datetime) -> None:
    """Somebody came later or had to leave."""
    for one in sitting.attendance:
        one.present = one.member_id in present
    audit.note("attendance_changed", "competition", sitting.competition_id, by=by, at=at, present=len(set(present)))


def has_quorum(sitting: Sitting) -> bool:
    """Whether more than half of those who vote are present."""
    present = sum(one.present for one in sitting.attendance)
    return present * 2 > len(sitting.attendance)


def latest(competition: Competition) -> Sitting | None:
    return next(iter(every(competition)), None)


def every(competition: Competition) -> Sequence[Sitting]:
    """The sittings of a competition, the latest first."""
    found = select(Sitting).where(Sitting.competition_id == competition.id)
    found = found.options(selectinload(Sitting.attendance).joinedload(Attendance.member))
    return db.session.scalars(found.order_by(Sitting.at.desc(), Sitting.id.desc())).all()


def find(competition: Competition, number: int) -> Sitting | None:
    found = select(Sitting).where(Sitting.id == number, Sitting.competition_id == competition.id)
    return db.session.scalar(found.options(joinedload(Sitting.attendance)))
