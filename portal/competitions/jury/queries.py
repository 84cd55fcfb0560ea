"""What of the judging is asked for: places, rounds, ballots. Whom a conflict stands against never meets the entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import CompoundSelect, Exists, Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from portal.competitions import roster
from portal.competitions.entries.models import Anonymity, Entry, EntryState
from portal.competitions.jury.models import Ballot, BallotState, Conflict, JurorLock, RankedBallot, Round, RoundKind
from portal.competitions.jury.staff_models import StaffConflict
from portal.competitions.models import Competition, JuryMember, Seat
from portal.db import db, statement
from portal.people.models import Person

Asked = TypeVarTuple("Asked")
OUT = (EntryState.WITHDRAWN, EntryState.EXCLUDED, EntryState.HORS_CONCOURS)
"""Entries that nobody judges."""

# Places in a jury


def place(person: Person | None, slug: str) -> JuryMember | None:
    """The place that a person has taken in the jury of the competition at this address."""
    if person is None:
        return None
    return db.session.scalars(*_place(person.id, slug)).one_or_none()


@statement
def _place(person: int, slug: str) -> Select[JuryMember]:
    found = select(JuryMember).join(JuryMember.competition).options(contains_eager(JuryMember.competition))
    return found.where(JuryMember.person_id == person, *_taken(slug))


def _taken(slug: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Competition.slug == slug, Competition.published_at.is_not(None), JuryMember.accepted_at.is_not(None),
        JuryMember.declined_at.is_(None),
    )  # fmt: skip


def chair(competition: Competition) -> JuryMember | None:
    """Who chairs: the chair, or the reserve who stands in for the chair."""
    seats = {one.id for one in competition.jury if one.seat == Seat.CHAIR}
    voting = roster.voting(competition)
    return next((one for one in voting if one.id in seats or one.stands_in_for_id in seats), None)


class Due(NamedTuple):
    """What a juror has to do for one place: answer, score so many entries, or lock."""

    member: JuryMember
    round: Round | None
    left: int
    all: int


def due(person: Person) -> list[Due]:
    """A juror's places that wait for an answer, and those whose ballots are not locked yet."""
    places = roster.places(person)
    rounds_ = {number: one for number, one in scoring(places).items() if one.locked_at is None}
    taken = [one for one in places if one.accepted_at is not None and one.competition_id in rounds_]
    given, locked = progress(taken, rounds_.values()), _locked(taken, rounds_.values())
    found = []
    for member in places:
        if member.accepted_at is None and member.declined_at is None:
            found.append(Due(member, None, 0, 0))
        elif member.id in given and member.id not in locked:
            number, complete = given[member.id]
            found.append(Due(member, rounds_[member.competition_id], number - complete, number))
    return found


def scoring(places: Collection[JuryMember]) -> dict[int, Round]:
    """The round of scores that was opened last in the competition of each of these places, by its number."""
    if not places:
        return {}
    return {one.competition_id: one for one in db.session.scalars(*_scoring([one.competition_id for one in places]))}


@statement
def _scoring(competitions: Collection[int]) -> Select[Round]:
    found = select(Round).where(Round.competition_id.in_(competitions), Round.opened_at.is_not(None))
    return found.where(Round.kind == RoundKind.SCORING).order_by(Round.number)


def progress(places: Collection[JuryMember], rounds_: Collection[Round]) -> dict[int, tuple[int, int]]:
    """How many ballots there are for each of these places in these rounds, and how many of them are complete."""
    if not places or not rounds_:
        return {}
    asked = _progress([one.id for one in places], [one.id for one in rounds_])
    return {member: (number, complete) for member, number, complete in db.session.execute(*asked)}


@statement
def _progress(members: Collection[int], rounds_: Collection[int]) -> Select[int, int, int]:
    done = func.count().filter(Ballot.state.in_((BallotState.COMPLETE, BallotState.LOCKED)))
    found = _judgeable(select(Ballot.member_id, func.count(), done))
    return found.where(Ballot.member_id.in_(members), Ballot.round_id.in_(rounds_)).group_by(Ballot.member_id)


def _locked(places: Collection[JuryMember], rounds_: Collection[Round]) -> set[int]:
    """Who of these has closed their ballots, by the number of the place."""
    if not places or not rounds_:
        return set()
    return set(db.session.scalars(*_locks([one.id for one in places], [one.id for one in rounds_])))


@statement
def _locks(members: Collection[int], rounds_: Collection[int]) -> Select[int]:
    found = select(JurorLock.member_id).where(JurorLock.member_id.in_(members), JurorLock.round_id.in_(rounds_))
    return found.where(JurorLock.reopened_at.is_(None))


# Conflicts


def in_conflict(member_id: ColumnElement[int], entry_id: ColumnElement[int]) -> Exists:
    """Whether a conflict stands between the two: what every selection leaves out."""
    other = aliased(Conflict)
    return exists().where(other.member_id == member_id, other.entry_id == entry_id, other.stands_at.is_not(None))


def hidden(person: Person, competition: Competition | None = None) -> frozenset[int]:
    """The entries that a person must know nothing of, since a conflict of theirs stands: not even their number.

    Of one competition, or of all; as a juror, and as one of the staff without a seat.
    """
    asked = _hidden(person.id) if competition is None else _hidden_in(person.id, competition.id)
    return frozenset(db.session.scalars(*asked))


@statement
def _hidden(person: int) -> CompoundSelect[int]:
    of_juror, of_staff = _conflicts_of(person)
    return of_juror.union(of_staff)


@statement
def _hidden_in(person: int, competition: int) -> CompoundSelect[int]:
    of_juror, of_staff = _conflicts_of(person)
    of_juror = of_juror.where(JuryMember.competition_id == competition)
    return of_juror.union(of_staff.where(Entry.competition_id == competition))


def _conflicts_of(person: int) -> tuple[Select[int], Select[int]]:
    """The entries against which a conflict of somebody stands: as a juror, and as one of the staff."""
    of_juror = select(Conflict.entry_id).join(JuryMember, JuryMember.id == Conflict.member_id)
    of_juror = of_juror.where(JuryMember.person_id == person, Conflict.stands_at.is_not(None))
    of_staff = select(StaffConflict.entry_id).join(StaffConflict.entry)
    return of_juror, of_staff.where(StaffConflict.person_id == person)


def standing(competition: Competition) -> set[tuple[int, int]]:
    """All conflicts that stand, as (member, entry)."""
    return {(member, entry) for member, entry in db.session.execute(*_standing(competition.id))}


@statement
def _standing(competition: int) -> Select[int, int]:
    found = select(Conflict.member_id, Conflict.entry_id).join(JuryMember, JuryMember.id == Conflict.member_id)
    return found.where(JuryMember.competition_id == competition, Conflict.stands_at.is_not(None))


# Rounds


def rounds(competition: Competition) -> Sequence[Round]:
    """The rounds of a competition that were opened, the first first."""
    found = select(Round).where(Round.competition_id == competition.id, Round.opened_at.is_not(None))
    return db.session.scalars(found.order_by(Round.number)).all()


def latest(competition: Competition, kind: RoundKind | None = None) -> Round | None:
    """The round that was opened last, of one kind or of any."""
    asked = _latest(competition.id) if kind is None else _latest_of(competition.id, kind)
    return db.session.scalars(*asked).one_or_none()


@statement
def _latest(competition: int) -> Select[Round]:
    found = select(Round).where(Round.competition_id == competition, Round.opened_at.is_not(None))
    return found.order_by(Round.number.desc()).limit(1)


@statement
def _latest_of(competition: int, kind: RoundKind) -> Select[Round]:
    found = select(Round).where(Round.competition_id == competition, Round.opened_at.is_not(None), Round.kind == kind)
    return found.order_by(Round.number.desc()).limit(1)


def judged(competition: Competition) -> Select[Entry]:
    """What may come before the jury: cleared by the technical check, and by the check for names."""
    found = select(Entry).where(
        Entry.competition_id == competition.id,
        Entry.anonymity == Anonymity.CLEARED,
        Entry.state == EntryState.CLEARED,
        Entry.practice.is_(False),
    )
    return found.order_by(Entry.code)


def entries_in(competition: Competition, *states: EntryState) -> Select[Entry]:
    found = select(Entry).where(Entry.competition_id == competition.id, Entry.state.in_(states))
    return found.order_by(Entry.code)


def entry_of(competition: Competition, code: str, *, reader: Person) -> Entry | None:
    """The entry with this code, however it was typed, if the reader may know of it; drafts are nobody's business."""
    found = select(Entry).where(Entry.competition_id == competition.id, Entry.code == code.strip().upper())
    entry = db.session.scalar(found.where(Entry.submitted_at.is_not(None)))
    return None if entry is None or entry.id in hidden(reader, competition) else entry


# Ballots


def _judgeable(found: Select[*Asked]) -> Select[*Asked]:
    """Ballots that their juror may still see: none on an entry that left, or that a conflict stands against."""
    return found.join(Ballot.entry).where(
        Ballot.state != BallotState.VOID,
        Entry.anonymity == Anonymity.CLEARED,
        Entry.state.not_in(OUT),
        ~in_conflict(Ballot.member_id, Ballot.entry_id),  # type: ignore[arg-type]
    )


def ballots_of(member: JuryMember, round_: Round) -> Sequence[Ballot]:
    """A juror's ballots of a round, in that juror's own order."""
    return db.session.scalars(*_ballots_of(member.id, round_.id)).all()


@statement
def _ballots_of(member: int, round_: int) -> Select[Ballot]:
    found = _judgeable(select(Ballot)).options(contains_eager(Ballot.entry))
    return found.where(Ballot.member_id == member, Ballot.round_id == round_).order_by(Ballot.position)


def ballot(person: Person | None, slug: str, code: str) -> Ballot | None:
    """A juror's latest ballot on the entry with this code; nothing where it is not theirs to judge."""
    return db.session.scalars(*_ballot(person.id, slug, code)).one_or_none() if person is not None else None


@statement
def _ballot(person: int, slug: str, code: str) -> Select[Ballot]:
    found = _judgeable(select(Ballot).join(Ballot.member).join(Ballot.round).join(Round.competition)).where(
        JuryMember.person_id == person, JuryMember.competition_id == Round.competition_id, *_taken(slug),
        Entry.code == code, Round.kind == RoundKind.SCORING,
    )  # fmt: skip
    found = found.options(
        contains_eager(Ballot.round).contains_eager(Round.competition),
        contains_eager(Ballot.member),
        contains_eager(Ballot.entry).joinedload(Entry.category),
        selectinload(Ballot.scores),
    )
    return found.order_by(Round.number.desc()).limit(1)


def lock_of(member: JuryMember, round_: Round) -> JurorLock | None:
    """By which a juror has closed their ballots of the round, if it stands."""
    return db.session.scalars(*_lock_of(member.id, round_.id)).one_or_none()


@statement
def _lock_of(member: int, round_: int) -> Select[JurorLock]:
    found = select(JurorLock).where(JurorLock.round_id == round_, JurorLock.member_id == member)
    return found.where(JurorLock.reopened_at.is_(None)).limit(1)


def counted(round_: Round) -> Sequence[Ballot]:
    """The ballots that count: locked, on an entry that is still in, with no conflict between the two.

    With scores, entry and member at hand. For the results alone, and only once the round is unsealed.
    """
    found = select(Ballot).join(Ballot.entry).options(
        contains_eager(Ballot.entry), joinedload(Ballot.member), selectinload(Ballot.scores)
    )  # fmt: skip
    found = found.where(
        Ballot.round_id == round_.id,
        Ballot.state == BallotState.LOCKED,
        Entry.state != EntryState.EXCLUDED,
        ~in_conflict(Ballot.member_id, Ballot.entry_id),  # type: ignore[arg-type]
    )
    return db.session.scalars(found.order_by(Entry.code, Ballot.member_id)).all()


def left(round_: Round, hidden: Collection[int] = ()) -> dict[int, tuple[int, int]]:
    """How many ballots each member has, and how many of these are complete: counts, and nothing that was given."""
    done = func.count().filter(Ballot.state.in_((BallotState.COMPLETE, BallotState.LOCKED)))
    found = (
        select(Ballot.member_id, func.count(), done)
        .join(Ballot.entry)
        .where(
            Ballot.round_id == round_.id,
            Ballot.state != BallotState.VOID,
            Entry.state.not_in(OUT),
            Entry.id.not_in(hidden),
            ~in_conflict(Ballot.member_id, Ballot.entry_id),  # type: ignore[arg-type]
        )
        .group_by(Ballot.member_id)
    )
    return {member: (number, complete) for member, number, complete in db.session.execute(found)}


def unranked(round_: Round) -> list[JuryMember]:
    """Who has not put the finalists in an order yet."""
    done = set(db.session.scalars(select(RankedBallot.member_id).where(RankedBallot.round_id == round_.id)))
    return [one for one in roster.voting(round_.competition) if one.id not in done]
