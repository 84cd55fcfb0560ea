"""What a ranking is made of: the ballots of a round by code and pseudonym, the criteria, and how ties were decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, select

from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.jury.models import (
    Ballot,
    BallotState,
    Conflict,
    Motion,
    MotionKind,
    RankedBallot,
    Round,
    RoundKind,
    Score,
)
from portal.competitions.models import Competition, JuryMember
from portal.competitions.terms_models import Criterion
from portal.db import db, statement
from portal.kit import ballots as kit
from portal.kit.orders import Order
from portal.kit.standing import Ladder
from portal.kit.tie_ladder import Rung

Asked = TypeVarTuple("Asked")
CAST = (BallotState.COMPLETE, BallotState.LOCKED)
OUT = (EntryState.WITHDRAWN, EntryState.EXCLUDED, EntryState.HORS_CONCOURS)
IN_ALL = 10
"""Points are kept in tenths."""


class Material(NamedTuple):
    """All that goes into the ranking of a round, of one version of it. `entries` and what refers to them are codes."""

    version: int
    method: str
    entries: list[str]
    criteria: list[kit.Criterion]
    ballots: list[kit.Ballot]
    orders: list[Order]
    ladder: Ladder

    @property
    def is_ranked(self) -> bool:
        """Whether jurors put entries in an order instead of giving points."""
        return bool(self.orders)


def material(of: Round) -> Material:
    """What the ranking of this round is reckoned from; ballots that lack a score are not among it."""
    return Material(
        version=of.version,
        method=of.competition.method or "adjusted",
        entries=sorted(numbers_by_code(of)),
        criteria=criteria(of.competition),
        ballots=ballots(of),
        orders=orders(of),
        ladder=ladder(of),
    )


def numbers_by_code(of: Round) -> dict[str, int]:
    """The entries that are judged in this round: {code: number}."""
    return dict(db.session.execute(_judged(select(Entry.code, Entry.id), of.id)).tuples().all())


def _judged(found: Select[*Asked], of: int) -> Select[*Asked]:
    """Entries that are judged in a round and are in the running."""
    judged = select(Ballot.entry_id).where(Ballot.round_id == of)
    return found.where(Entry.id.in_(judged), Entry.practice.is_(False), Entry.state.not_in(OUT))


def criteria(competition: Competition) -> list[kit.Criterion]:
    return [kit.Criterion(one.key, one.weight, one.allows_na, one.independent) for one in competition.criteria]


def ballots(of: Round) -> list[kit.Ballot]:
    """The complete ballots with their points by criterion."""
    found = (
        select(Ballot.id, JuryMember.pseudonym, Entry.code, Criterion.key, Score.tenths)
        .join(JuryMember, JuryMember.id == Ballot.member_id)
        .join(Entry, Entry.id == Ballot.entry_id)
        .join(Score, Score.ballot_id == Ballot.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(*counted(of))
    )
    given: dict[int, kit.Ballot] = {}
    scores: dict[int, dict[str, float | None]] = {}
    for number, juror, code, key, tenths in db.session.execute(found):
        if number not in given:
            scores[number] = {}
            given[number] = kit.Ballot(juror, code, scores[number])
        scores[number][key] = None if tenths is None else tenths / IN_ALL
    return list(given.values())


def counted(of: Round) -> tuple[ColumnElement[bool], ...]:
    """Which ballots count: complete, of an entry that is in the running, and of a juror who stands apart from it."""
    against = select(Conflict.id).where(
        Conflict.member_id == Ballot.member_id, Conflict.entry_id == Ballot.entry_id, Conflict.stands_at.is_not(None)
    )  # fmt: skip
    return (
        Ballot.round_id == of.id, Ballot.state.in_(CAST), Entry.practice.is_(False), Entry.state.not_in(OUT),
        ~against.exists(),
    )  # fmt: skip


def orders(of: Round) -> list[Order]:
    """The last ranked ballot of each juror, in a final: of entries that are in, and that the juror stands apart from.

    Where a reserve stands in and has given an order, that one counts, and not the order of whom they stand in for.
    """
    if of.kind != RoundKind.FINAL:
        return []
    last = {member: ballot.positions for ballot, member in db.session.execute(*_ranked(of.id))}
    replaced = {member.stands_in_for_id for member in last}
    apart = _apart(of)
    given = [
        Order(member.pseudonym, {
            code: int(place) for code, place in places.items() if code in apart and member.id not in apart[code]
        })
        for member, places in last.items()
        if member.id not in replaced
    ]  # fmt: skip
    return sorted((one for one in given if one.places), key=lambda one: one.juror)


@statement
def _ranked(of: int) -> Select[RankedBallot, JuryMember]:
    found = select(RankedBallot, JuryMember).join(JuryMember, JuryMember.id == RankedBallot.member_id)
    return found.where(RankedBallot.round_id == of).order_by(RankedBallot.id)


def _apart(of: Round) -> dict[str, set[int | None]]:
    """Which members of the jury stand apart from each entry that is judged in this round, by its code."""
    found: dict[str, set[int | None]] = {}
    for code, member in db.session.execute(*_judged_apart(of.id)):
        found.setdefault(code, set()).add(member)
    return found


@statement
def _judged_apart(of: int) -> Select[str, int]:
    stands = (Conflict.entry_id == Entry.id) & Conflict.stands_at.is_not(None)
    return _judged(select(Entry.code, Conflict.member_id).outerjoin(Conflict, stands), of)


def ladder(of: Round) -> Ladder:
    """The published reasons that part a tie, with what the jury voted about ties in this round."""
    rungs = [Rung(key) for key in of.competition.tie_ladder if key in {*Rung}]
    votes: Counter[str] = Counter()
    casting: list[str] = []
    for motion in _tie_motions(of):
        if motion.entry is None:
            continue
        votes[motion.entry.code] += sum(said == "yes" for said in _last_words(motion))
        if motion.by_casting_vote and motion.carried:
            casting.append(motion.entry.code)
    return Ladder(rungs, votes, casting)


def _tie_motions(of: Round) -> Sequence[Motion]:
    closed = select(Motion).where(
        Motion.round_id == of.id, Motion.kind == MotionKind.TIE, Motion.closed_at.is_not(None)
    )  # fmt: skip
    return db.session.scalars(closed.order_by(Motion.id)).all()


def _last_words(motion: Motion) -> list[str]:
    """What each juror said last."""
    return list({vote.member_id: vote.says for vote in motion.votes}.values())
