"""Which entries: mine, those of a competition by state, what waits for the registrar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import defaultload, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.competitions import deadlines
from portal.competitions.entries import codes, timing
from portal.competitions.entries.check_models import EntryQuery, Finding, Verdict
from portal.competitions.entries.models import (
    Anonymity,
    Entry,
    EntryFile,
    EntryMember,
    EntryState,
    Identity,
    LateLink,
)
from portal.competitions.entries.policy import CHECKABLE, is_of_team
from portal.competitions.models import Competition, PhaseKind
from portal.db import db, statement
from portal.media.models import Upload
from portal.people.models import Person


def of_code(typed: str) -> Entry | None:
    code = codes.read(typed)
    return db.session.scalars(*_of_code(code)).unique().one_or_none() if code else None


@statement
def _of_code(code: str) -> Select[Entry]:
    return select(Entry).where(Entry.code == code).options(*_with_its_rules(), joinedload(Entry.members))


def mine(typed: str, person: Person | None) -> Entry | None:
    """The entry of a code, for those who are in its team. For all others there is none."""
    entry = of_code(typed) if person is not None else None
    return entry if entry is not None and is_of_team(person, entry) else None


def of_team(person: Person) -> Sequence[Entry]:
    """The entries that a person leads or has joined, the latest first, with their dates."""
    return db.session.scalars(_of_team(person)).unique().all()


def held_by_team(person: Person) -> Sequence[Entry]:
    """The same with all that they hold: how far each is costs no further statement."""
    found = _of_team(person).options(
        joinedload(Entry.competition).selectinload(Competition.slots), selectinload(Entry.members),
        selectinload(Entry.files).joinedload(EntryFile.upload).lazyload(Upload.previews), selectinload(Entry.findings),
    )  # fmt: skip
    return db.session.scalars(found).unique().all()


def _of_team(person: Person) -> Select[Entry]:
    joined = select(EntryMember.entry_id).where(
        EntryMember.person_id == person.id, EntryMember.joined_at.is_not(None), EntryMember.left_at.is_(None)
    )
    led = select(Identity.entry_id).where(Identity.person_id == person.id)
    found = select(Entry).where(or_(Entry.id.in_(joined), Entry.id.in_(led)))
    with_dates = joinedload(Entry.competition).selectinload(Competition.phases)
    return found.options(*_with_its_rules(), with_dates).order_by(Entry.id.desc())


def _with_its_rules() -> tuple[ORMOption, ...]:
    """What every page of an entry looks at, in one statement: there are few extensions and late links, if any."""
    return (
        joinedload(Entry.competition).joinedload(Competition.extensions), joinedload(Entry.category),
        joinedload(Entry.identity), joinedload(Entry.late_links),
        defaultload(Entry.files).defaultload(EntryFile.upload).lazyload(Upload.previews),
    )  # fmt: skip


def of_competition(
    competition: Competition, *, state: EntryState | None = None, hidden: Collection[int] = ()
) -> Select[Entry]:
    """Its entries by their codes, which say nothing of when they were begun; without those hidden from the reader."""
    found = select(Entry).where(Entry.competition_id == competition.id, Entry.practice.is_(False))
    found = found.where(Entry.id.not_in(hidden))
    if state is not None:
        found = found.where(Entry.state == state)
    return found.options(joinedload(Entry.category)).order_by(Entry.code)


def counts(competition: Competition, hidden: Collection[int] = ()) -> dict[EntryState, int]:
    rows = db.session.execute(
        select(Entry.state, func.count()).where(Entry.competition_id == competition.id, Entry.practice.is_(False))
        .where(Entry.id.not_in(hidden)).group_by(Entry.state)
    )  # fmt: skip
    return dict(rows.tuples().all())


def of_desk(competition: Competition, typed: str) -> Entry | None:
    """An entry of this competition by its code, for the registrar."""
    entry = of_code(typed)
    return entry if entry is not None and entry.competition_id == competition.id else None


def uncleared(competition: Competition, hidden: Collection[int] = ()) -> int:
    """How many that were received no juror may see yet."""
    waiting = select(func.count()).select_from(Entry).where(
        Entry.competition_id == competition.id, Entry.anonymity != Anonymity.CLEARED,
        Entry.submitted_at.is_not(None), Entry.state != EntryState.WITHDRAWN, Entry.id.not_in(hidden),
    )  # fmt: skip
    return db.session.scalar(waiting) or 0


def answered(competition: Competition) -> Sequence[Entry]:
    """Entries whose team has answered the technical check and that wait for the registrar."""
    told = exists().where(EntryQuery.entry_id == Entry.id, EntryQuery.answered_at.is_not(None))
    return db.session.scalars(of_competition(competition, state=EntryState.FIXED).where(told)).all()


def looked_at_once(competition: Competition, hidden: Collection[int] = ()) -> dict[int, int]:
    """Entries in the check that one person has found to fit and nobody else yet, with that person's number."""
    last = select(func.max(Verdict.id)).group_by(Verdict.entry_id, Verdict.by_id)
    rows = db.session.execute(
        select(Verdict.entry_id, func.min(Verdict.by_id)).join(Entry, Entry.id == Verdict.entry_id)
        .where(Entry.competition_id == competition.id, Entry.state.in_(CHECKABLE), Verdict.id.in_(last), Verdict.fits)
        .where(Entry.id.not_in(hidden))
        .group_by(Verdict.entry_id).having(func.count() == 1)
    )  # fmt: skip
    return dict(rows.tuples().all())


def late_links(competition: Competition) -> Sequence[LateLink]:
    found = select(LateLink).where(LateLink.competition_id == competition.id).order_by(LateLink.id.desc())
    return db.session.scalars(found).all()


def related(competition: Competition) -> Sequence[Entry]:
    """Entries whose authors say that they know somebody of the jury."""
    said = exists().where(Identity.entry_id == Entry.id, Identity.relations != "")
    return db.session.scalars(of_competition(competition).where(said)).all()


def to_enter(having: Iterable[Entry], *, at: datetime) -> Sequence[Competition]:
    """Public competitions in which somebody who has these entries may begin another one now."""
    found = select(Competition).where(
        Competition.published_at.is_not(None), Competition.id.not_in({one.competition_id for one in having})
    ).options(
        selectinload(Competition.phases), selectinload(Competition.extensions), selectinload(Competition.categories)
    )  # fmt: skip
    return [one for one in db.session.scalars(found.order_by(Competition.id)) if timing.may_register(one, at=at)]


def of_finding(finding: Finding) -> Entry:
    return db.session.get_one(Entry, finding.entry_id)


def to_check(*, at: datetime, hidden: Collection[int] = ()) -> list[tuple[Competition, int]]:
    """Competitions whose deadline has passed, with how many entries wait for the registrar."""
    waiting = {EntryState.SUBMITTED, EntryState.IN_CHECK, EntryState.FIXED}
    rows = db.session.execute(
        select(Competition, func.count()).join(Entry, Entry.competition_id == Competition.id)
        .where(Entry.state.in_(waiting), Entry.practice.is_(False), Entry.id.not_in(hidden)).group_by(Competition.id)
    )  # fmt: skip
    return [(one, number) for one, number in rows.tuples() if deadlines.is_over(one, PhaseKind.SUBMIT, at)]
