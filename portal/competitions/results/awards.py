"""Prizes and what the jury says: given by a vote that was carried, or withheld where the brief allows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.jury.models import Motion, MotionKind
from portal.competitions.models import Competition
from portal.competitions.results.models import Award, JurySentence, RankRow
from portal.competitions.results.policy import is_signed
from portal.competitions.terms_models import Prize
from portal.db import db, statement
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person

Asked = TypeVarTuple("Asked")
LONGEST = 1000
IN_ALL = 10
OUT = (EntryState.WITHDRAWN, EntryState.EXCLUDED, EntryState.HORS_CONCOURS)


def give(prize: Prize, motion: Motion, *, at: datetime, shared: bool = False) -> Award:
    """A prize for the entry of a motion that was carried."""
    entry = motion.entry
    _check_motion(prize, motion, MotionKind.PRIZE)
    if entry is None or entry.competition_id != prize.competition_id or entry.state in OUT:
        raise Refused(N_("This entry cannot be awarded."))
    if prize.category_id is not None and entry.category_id != prize.category_id:
        raise Refused(N_("This prize is for another class."))
    if _given(prize) >= prize.how_many and not shared:
        raise Refused(N_("This prize has been awarded as often as it exists. It can only be shared."))
    average = average_of(entry)
    if prize.least_tenths is not None and (average is None or average * IN_ALL < prize.least_tenths):
        raise Refused(N_("The average of this entry is below what the prize asks for."))
    return _keep(Award(competition_id=prize.competition_id, prize_id=prize.id, entry_id=entry.id,
                       motion_id=motion.id, shared=shared, at=at))  # fmt: skip


def withhold(prize: Prize, motion: Motion, *, at: datetime) -> Award:
    """Nobody gets this prize; only where that was published before anybody entered."""
    _check_motion(prize, motion, MotionKind.WITHHOLD)
    if not prize.competition.may_withhold:
        raise Refused(N_("The brief says that every prize is awarded."))
    if _given(prize):
        raise Refused(N_("This prize has been awarded already."))
    return _keep(Award(competition_id=prize.competition_id, prize_id=prize.id, motion_id=motion.id, withheld=True,
                       at=at))  # fmt: skip


def decide(motion: Motion, *, at: datetime) -> Award:
    """What a carried vote about a prize says."""
    if motion.prize is None:
        raise Refused(N_("A prize needs a vote of the jury that was carried."))
    if motion.kind == MotionKind.WITHHOLD:
        return withhold(motion.prize, motion, at=at)
    return give(motion.prize, motion, at=at)


def to_apply(competition: Competition, hidden: Collection[int] = ()) -> Sequence[Motion]:
    """Carried votes about prizes that no award follows yet; without those on entries that are hidden."""
    applied = select(Award.motion_id).where(Award.competition_id == competition.id, Award.motion_id.is_not(None))
    found = select(Motion).where(
        Motion.competition_id == competition.id, Motion.kind.in_((MotionKind.PRIZE, MotionKind.WITHHOLD)),
        Motion.carried.is_(True), Motion.closed_at.is_not(None), Motion.id.not_in(applied),
        Motion.entry_id.is_(None) | Motion.entry_id.not_in(hidden),
    )  # fmt: skip
    return db.session.scalars(found.order_by(Motion.id)).all()


def by_prize(competition: Competition, hidden: Collection[int] = ()) -> Mapping[int, list[Award]]:
    """The awards of each prize, by its number."""
    found: dict[int, list[Award]] = {}
    for award in all_of(competition, hidden):
        found.setdefault(award.prize_id, []).append(award)
    return found


def all_of(competition: Competition, hidden: Collection[int] = ()) -> Sequence[Award]:
    """The prizes as they stand, in the order of the prizes; without those of entries that are hidden."""
    return db.session.scalars(*_all_of(competition.id, list(hidden))).all()


@statement
def _all_of(competition: int, hidden: Sequence[int]) -> Select[Award]:
    return _standing(select(Award), competition).where(Award.entry_id.is_(None) | Award.entry_id.not_in(hidden))


def told(competition: Competition) -> Sequence[tuple[Award, JurySentence | None]]:
    """All of them, each with what the jury said last of the entry: what everybody reads once the result is out."""
    return db.session.execute(*_told(competition.id)).tuples().all()


@statement
def _told(competition: int) -> Select[Award, JurySentence]:
    later = aliased(JurySentence)
    last = select(func.max(later.id)).where(later.entry_id == Award.entry_id).correlate(Award).scalar_subquery()
    found = select(Award, JurySentence).outerjoin(JurySentence, JurySentence.id == last)
    return _standing(found, competition)


def _standing(found: Select[*Asked], competition: int) -> Select[*Asked]:
    """Awards with their prize and entry at hand, in the order of the prizes."""
    found = found.join(Award.prize).where(Award.competition_id == competition)
    found = found.options(contains_eager(Award.prize), joinedload(Award.entry))
    return found.order_by(Prize.position, Award.id)


def of_entry(entry: Entry) -> Sequence[Award]:
    """The prizes of one entry."""
    found = select(Award).where(Award.entry_id == entry.id).options(joinedload(Award.prize))
    return db.session.scalars(found.order_by(Award.id)).all()


def undecided(competition: Competition, hidden: Collection[int] = ()) -> list[Prize]:
    """Prizes of the jury that are neither awarded nor withheld."""
    decided = {award.prize_id for award in all_of(competition, hidden)}
    return [prize for prize in competition.prizes if not prize.by_public and prize.id not in decided]


def average_of(entry: Entry) -> float | None:
    """The raw mean of an entry in the last round in which it has a place."""
    row = last_place(entry)
    return row.raw if row is not None else None


def last_place(entry: Entry) -> RankRow | None:
    """The place of an entry in the last round that gave points."""
    return db.session.scalars(*_last_place(entry.id)).one_or_none()


@statement
def _last_place(entry: int) -> Select[RankRow]:
    found = select(RankRow).where(RankRow.entry_id == entry, RankRow.raw.is_not(None))
    return found.order_by(RankRow.round_id.desc()).limit(1)


# What the jury says


def say(entry: Entry, text_vi: str, text_en: str = "", *, by: Person | None, at: datetime) -> JurySentence:
    """The jury's sentence about an entry, for the minutes and for its authors. The last one counts."""
    if is_signed(entry.competition):
        raise Refused(N_("The ranking is signed: what the jury says stands."))
    said = clean(text_vi)[:LONGEST]
    if not said:
        raise Refused(N_("Write at least one sentence: the authors and the minutes need a reason."), field="text_vi")
    sentence = JurySentence(
        entry_id=entry.id, text_vi=said, text_en=clean(text_en)[:LONGEST], by_id=by.id if by else None, at=at
    )
    db.session.add(sentence)
    db.session.flush()
    return sentence


def sentences(entries: Iterable[int]) -> Mapping[int, JurySentence]:
    """What is said last of each of these entries, by its number."""
    return {one.entry_id: one for one in db.session.scalars(*_sentences(list(entries)))}


@statement
def _sentences(entries: Sequence[int]) -> Select[JurySentence]:
    last = select(func.max(JurySentence.id)).where(JurySentence.entry_id.in_(entries))
    return select(JurySentence).where(JurySentence.id.in_(last.group_by(JurySentence.entry_id)))


def _check_motion(prize: Prize, motion: Motion, kind: MotionKind) -> None:
    if is_signed(prize.competition):
        raise Refused(N_("The ranking is signed: prizes stand as they are."))
    if motion.kind != kind or motion.prize_id != prize.id or not motion.carried:
        raise Refused(N_("A prize needs a vote of the jury that was carried."))


def _given(prize: Prize) -> int:
    return db.session.scalar(select(func.count()).where(Award.prize_id == prize.id)) or 0


def _keep(award: Award) -> Award:
    db.session.add(award)
    db.session.flush()
    return award
