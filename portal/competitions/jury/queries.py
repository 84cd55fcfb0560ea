"""What of the judging is asked for: places, rounds, ballots. Whom a conflict stands against never meets the entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from portal.competitions import roster
from portal.competitions.entries.models import Anonymity, Entry, EntryState
from portal.competitions.jury.models import Ballot, BallotState, Conflict, JurorLock, RankedBallot, Round, RoundKind
from portal.competitions.jury.staff_models import StaffConflict
from portal.competitions.models import Competition, JuryMember, Seat
from portal.db import db
from portal.people.models import Person

OUT = (EntryState.WITHDRAWN, EntryState.EXCLUDED, EntryState.HORS_CONCOURS)
"""Entries that nobody judges."""

# Places in a jury


def place(person: Person | None, slug: str) -> JuryMember | None:
    """The place that a person has taken in the jury of the competition at this address."""
    if person is None:
        return None
    found = select(JuryMember).join(JuryMember.competition).options(contains_eager(JuryMember.competition))
    return db.session.scalar(found.where(JuryMember.person_id == person.id, *_taken(slug)))


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
    found = []
    for member in roster.places(person):
        round_ = latest(member.competition, RoundKind.SCORING) if member.accepted_at is not None else None
        if member.accepted_at is None and member.declined_at is None:
            found.append(Due(member, None, 0, 0))
        elif round_ is not None and round_.locked_at is None and lock_of(member, round_) is None:
            states = [one.state for one in ballots_of(member, round_)]
            if states:
                left = sum(state not in (BallotState.COMPLETE, BallotState.LOCKED) for state in states)
                found.append(Due(member, round_, left, len(states)))
    return found


# Conflicts


def in_conflict(member_id: ColumnElement[int], entry_id: ColumnElement[int]) -> Exists:
    """Whether a conflict stands between the two: what every selection leaves out."""
    other = aliased(Conflict)
    return exists().where(other.member_id == member_id, other.entry_id == entry_id, other.stands_at.is_not(None))


def hidden(person: Person, competition: Competition | None = None) -> frozenset[int]:
    """The entries that a person must know nothing of, since a conflict of theirs stands: not even their number.

    Of one competition, or of all; as a juror, and as one of the staff without a seat.
    """
    of_juror = select(Conflict.entry_id).join(JuryMember, JuryMember.id == Conflict.member_id)
    of_juror = of_juror.where(JuryMember.person_id == person.id, Conflict.stands_at.is_not(None))
    of_staff = select(StaffConflict.entry_id).join(StaffConflict.entry)
    of_staff = of_staff.where(StaffConflict.person_id == person.id)
    if competition is not None:
        of_juror = of_juror.where(JuryMember.competition_id == competition.id)
        of_staff = of_staff.where(Entry.competition_id == competition.id)
    return frozenset(db.session.scalars(of_juror.union(of_staff)))


def standing(competition: Competition) -> set[tuple[int, int]]:
    """All conflicts that stand, as (member, entry)."""
    found = select(Conflict.member_id, Conflict.entry_id).join(JuryMember, JuryMember.id == Conflict.member_id)
    found = found.where(JuryMember.competition_id == competition.id, Conflict.stands_at.is_not(None))
    return {(member, entry) for member, entry in db.session.execute(found)}


# Rounds


def rounds(competition: Competition) -> Sequence[Round]:
    """The rounds of a competition that were opened, the first first."""
    found = select(Round).where(Round.competition_id == competition.id, Round.opened_at.is_not(None))
    return db.session.scalars(found.order_by(Round.number)).all()


def latest(competition: Competition, kind: RoundKind | None = None) -> Round | None:
    """The round that was opened last, of one kind or of any."""
    found = select(Round).where(Round.competition_id == competition.id, Round.opened_at.is_not(None))
    if kind is not None:
        found = found.where(Round.kind == kind)
    return db.session.scalar(found.order_by(Round.number.desc()).limit(1))


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


def _judgeable(found: Select[Ballot]) -> Select[Ballot]:
    """Ballots that their juror may still see: none on an entry that left, or that a conflict stands against."""
    return found.join(Ballot.entry).where(
        Ballot.state != BallotState.VOID,
        Entry.anonymity == Anonymity.CLEARED,
        Entry.state.not_in(OUT),
        ~in_conflict(Ballot.member_id, Ballot.entry_id),  # type: ignore[arg-type]
    )


def ballots_of(member: JuryMember, round_: Round) -> Sequence[Ballot]:
    """A juror's ballots of a round, in that juror's own order."""
    found = _judgeable(select(Ballot)).options(contains_eager(Ballot.entry))
    found = found.where(Ballot.member_id == member.id, Ballot.round_id == round_.id)
    return db.session.scalars(found.order_by(Ballot.position)).all()


def ballot(person: Person | None, slug: str, code: str) -> Ballot | None:
    """A juror's latest ballot on the entry with this code; nothing where it is not theirs to judge."""
    if person is None:
        return None
    found = _judgeable(select(Ballot).join(Ballot.member).join(Ballot.round).join(Round.competition)).where(
        JuryMember.person_id == person.id, JuryMember.competition_id == Round.competition_id, *_taken(slug),
        Entry.code == code, Round.kind == RoundKind.SCORING,
    )  # fmt: skip
    found = found.options(
        contains_eager(Ballot.round).contains_eager(Round.competition),
        contains_eager(Ballot.member),
        contains_eager(Ballot.entry).joinedload(Entry.category),
        selectinload(Ballot.scores),
    )
    return db.session.scalar(found.order_by(Round.number.desc()).limit(1))


def lock_of(member: JuryMember, round_: Round) -> JurorLock | None:
    """By which a juror has closed their ballots of the round, if it stands."""
    found = select(JurorLock).where(JurorLock.round_id == round_.id, JurorLock.member_id == member.id)
    return db.session.scalar(found.where(JurorLock.reopened_at.is_(None)).limit(1))


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
