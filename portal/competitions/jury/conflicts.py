"""Conflicts of interest: declared in one tap, in force at once; what a machine suspects waits for the registrar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from portal.audit import rules as audit
from portal.competitions.entries.models import Entry
from portal.competitions.jury import policy, rounds
from portal.competitions.jury.models import Ballot, BallotState, Conflict, ConflictKind, ConflictSource, Round
from portal.competitions.jury.staff_models import StaffConflict
from portal.competitions.models import Competition, JuryMember
from portal.db import db
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.people import rules as people
from portal.people.models import Person


def declare(
    member: JuryMember,
    entry: Entry,
    kind: ConflictKind,
    *,
    by: Person | None,
    at: datetime,
    source: ConflictSource = ConflictSource.JUROR,
    note: str = "",
) -> Conflict:
    """From now on this juror and this entry never meet. Their ballots on it are void and stay in the audit.

    A ballot of a locked round cannot be touched: it is left out of the reckoning, which is made anew.
    """
    if entry.competition_id != member.competition_id:
        raise Refused(N_("This entry is in another competition."))
    if (stands := standing(member, entry)) is not None:
        return stands
    made = Conflict(
        member_id=member.id, entry_id=entry.id, kind=kind, source=source, note=clean(note)[:300], at=at, stands_at=at,
        by_id=by and by.id, decided_by_id=by and by.id,
    )  # fmt: skip
    db.session.add(made)
    _part(member, entry, by=by, at=at)
    audit.note("conflict_declared", "entry", entry.id, by=by, at=at, why=str(kind), source=str(source))
    return made


def step_aside(
    person: Person, entry: Entry, kind: ConflictKind, *, by: Person | None, at: datetime, note: str = ""
) -> Conflict | StaffConflict:
    """Somebody of the staff knows the authors: from now on the entry is in nothing that the desk shows them.

    Where they sit in the jury as well, it is their conflict as a juror.
    """
    seat = next((one for one in entry.competition.jury if one.person_id == person.id), None)
    if seat is not None:
        return declare(seat, entry, kind, by=by, at=at, source=ConflictSource.STAFF, note=note)
    known = select(StaffConflict).where(StaffConflict.person_id == person.id, StaffConflict.entry_id == entry.id)
    if (stands := db.session.scalar(known)) is not None:
        return stands
    made = StaffConflict(
        person_id=person.id, entry_id=entry.id, kind=kind, note=clean(note)[:300], by_id=by and by.id, at=at
    )
    db.session.add(made)
    db.session.flush()
    audit.note("conflict_declared", "entry", entry.id, by=by, at=at, why=str(kind), source="staff", person=person.id)
    return made


def staff() -> Sequence[Person]:
    """Who runs the judging: organisers and registrars, by their names."""
    return sorted(people.with_any_role(policy.STAFF), key=lambda one: fold(one.full_name))


def of_staff(competition: Competition) -> Sequence[StaffConflict]:
    """Who of the staff stands apart from which entry."""
    found = select(StaffConflict).join(StaffConflict.entry).where(Entry.competition_id == competition.id)
    found = found.options(joinedload(StaffConflict.person), contains_eager(StaffConflict.entry))
    return db.session.scalars(found.order_by(StaffConflict.id)).all()


def standing(member: JuryMember, entry: Entry) -> Conflict | None:
    found = select(Conflict).where(Conflict.member_id == member.id, Conflict.entry_id == entry.id)
    return db.session.scalar(found.where(Conflict.stands_at.is_not(None)))


def suspect(
    member: JuryMember, entry: Entry, kind: ConflictKind, *, at: datetime, source: ConflictSource, note: str
) -> Conflict | None:
    """Notes what was found or what an entrant declared, once; nothing follows before the registrar has looked."""
    known = select(Conflict.id).where(Conflict.member_id == member.id, Conflict.entry_id == entry.id)
    if db.session.scalar(known.limit(1)) is not None:
        return None
    made = Conflict(member_id=member.id, entry_id=entry.id, kind=kind, source=source, note=note[:300], at=at)
    db.session.add(made)
    return made


def confirm(conflict: Conflict, *, by: Person, at: datetime) -> None:
    """The registrar confirms a suspicion: it stands."""
    _insist_waiting(conflict)
    conflict.stands_at, conflict.decided_by_id = at, by.id
    _part(conflict.member, conflict.entry, by=by, at=at)
    audit.note("conflict_confirmed", "entry", conflict.entry_id, by=by, at=at)


def dismiss(conflict: Conflict, *, by: Person, at: datetime) -> None:
    """The registrar finds that the two have nothing to do with each other."""
    _insist_waiting(conflict)
    conflict.dismissed_at, conflict.decided_by_id = at, by.id
    audit.note("conflict_dismissed", "entry", conflict.entry_id, by=by, at=at)


def of(competition: Competition) -> Sequence[Conflict]:
    """All of a competition that were not dismissed, those that wait first."""
    found = select(Conflict).join(JuryMember, JuryMember.id == Conflict.member_id)
    found = found.where(JuryMember.competition_id == competition.id, Conflict.dismissed_at.is_(None))
    found = found.options(joinedload(Conflict.member).joinedload(JuryMember.person), joinedload(Conflict.entry))
    return db.session.scalars(found.order_by(Conflict.stands_at.is_not(None), Conflict.id)).all()


def find(number: int) -> Conflict | None:
    return db.session.get(Conflict, number)


def _insist_waiting(conflict: Conflict) -> None:
    if conflict.stands_at is not None or conflict.dismissed_at is not None:
        raise Refused(N_("Somebody has decided this already."))


def _part(member: JuryMember, entry: Entry, *, by: Person | None, at: datetime) -> None:
    """Ends what the two have to do with each other, and lets everything be reckoned anew."""
    db.session.flush()
    rows = select(Ballot).join(Ballot.round).where(Ballot.member_id == member.id, Ballot.entry_id == entry.id)
    for ballot in db.session.scalars(rows.options(joinedload(Ballot.round))).all():
        if ballot.round.locked_at is None and ballot.state != BallotState.VOID:
            rounds.void(ballot, at=at)
        rounds.moved(ballot.round, at=at)
        rounds.close_when_all_are(ballot.round, by=by, at=at)


def late(round_: Round) -> Sequence[Conflict]:
    """Conflicts that were declared after the round was locked: the minutes tell of them."""
    if round_.locked_at is None:
        return []
    found = select(Conflict).join(
        Ballot, (Ballot.member_id == Conflict.member_id) & (Ballot.entry_id == Conflict.entry_id)
    )
    found = found.where(Ballot.round_id == round_.id, Conflict.stands_at > round_.locked_at)
    return db.session.scalars(found.order_by(Conflict.id)).all()
