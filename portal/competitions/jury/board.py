"""The board: how far the judging is, in counts alone. Entries that a reader must know nothing of are in no count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.competitions import roster
from portal.competitions.entries.models import Entry, EntryState, VaultAccess
from portal.competitions.jury import conflicts, queries
from portal.competitions.jury.models import (
    Ballot,
    BallotState,
    Commitment,
    Conflict,
    FlagSeen,
    JurorLock,
    Round,
    ScoreAct,
)
from portal.competitions.jury.staff_models import PaperTyping, StaffConflict
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import apart, flagging, keeping, reading
from portal.db import db
from portal.kit.jury_flags import Conduct, Flag, Kind, flags
from portal.letters.models import Letter
from portal.people.models import Person

REMINDER = "ballots_due"
AT_THE_END = timedelta(minutes=10)
OF_CONDUCT = frozenset({Kind.FAST, Kind.LATE_EDITS})
"""Flags that say nothing of the points: they may be seen before the round is open."""


class Line(NamedTuple):
    """One juror: ballots complete of all, and since when they are locked."""

    member: JuryMember
    done: int
    all: int
    locked_at: datetime | None


class Board(NamedTuple):
    round: Round | None
    lines: Sequence[Line]
    states: dict[EntryState, int]
    conflicts: Sequence[Conflict]
    of_staff: Sequence[StaffConflict]
    judged: int
    vault_times: int
    vault_last: VaultAccess | None
    reminded_at: datetime | None
    seals: int

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def all(self) -> int:
        return sum(line.all for line in self.lines)

    @property
    def waiting(self) -> Sequence[Line]:
        """Those who have not locked yet."""
        return [line for line in self.lines if line.locked_at is None and line.all]


def of(competition: Competition, *, reader: Person) -> Board:
    hidden = queries.hidden(reader, competition)
    round_ = queries.latest(competition)
    last = select(VaultAccess).where(VaultAccess.competition_id == competition.id, _not(VaultAccess.entry_id, hidden))
    times = select(func.count()).select_from(last.subquery())
    states = _states(competition, hidden)
    return Board(
        round=round_,
        lines=_lines(competition, round_, hidden),
        states=states,
        conflicts=[one for one in conflicts.of(competition) if one.entry_id not in hidden],
        of_staff=[one for one in conflicts.of_staff(competition) if one.entry_id not in hidden],
        judged=sum(number for state, number in states.items() if state in IN_ROUNDS),
        vault_times=db.session.scalar(times) or 0,
        vault_last=db.session.scalar(last.order_by(VaultAccess.id.desc()).limit(1)),
        reminded_at=_reminded_at(competition),
        seals=_seals(round_, hidden),
    )


IN_ROUNDS = frozenset({
    EntryState.IN_ROUND, EntryState.SHORTLISTED, EntryState.REVIVED, EntryState.FINALIST, EntryState.NOT_ADVANCED,
})  # fmt: skip


def flags_of(round_: Round, *, reader: Person) -> list[Flag]:
    """What to look at: before the round is open only how jurors went about it, never what they gave."""
    hidden = queries.hidden(reader, round_.competition)
    conduct = _conduct(round_, hidden)
    nobody = {"": dict.fromkeys(conduct, 0.0)}  # one unit says nothing of points: only conduct is looked at
    found = [flag for flag in flags(nobody, conduct=conduct) if flag.kind in OF_CONDUCT]
    if round_.unsealed_at is not None:
        found += _of_points(round_, hidden) if hidden else flagging.kept(round_)
    seen = set(db.session.scalars(select(FlagSeen.flag).where(FlagSeen.round_id == round_.id)))
    return sorted((flag for flag in found if key(flag) not in seen), key=lambda flag: (flag.juror, flag.kind))


def _of_points(round_: Round, hidden: Collection[int]) -> list[Flag]:
    """The same without the entries that a reader must know nothing of."""
    codes = apart.codes(hidden)
    given = apart.without(reading.material(round_), codes)
    listed = flagging.listed(round_).items()
    lists = {juror: [code for code in order if code not in codes] for juror, order in listed}
    return flagging.look(given, keeping.reckon(given), lists)


def key(flag: Flag) -> str:
    return f"{flag.kind}:{flag.juror}"


def see(round_: Round, flag: str, *, by: Person, at: datetime) -> None:
    """The registrar has looked at a flag; nothing else follows from it."""
    db.session.add(FlagSeen(round_id=round_.id, flag=flag[:80], by_id=by.id, at=at))


def _lines(competition: Competition, round_: Round | None, hidden: Collection[int]) -> list[Line]:
    counts = queries.left(round_, hidden) if round_ else {}
    locks = select(JurorLock).where(
        JurorLock.round_id == (round_.id if round_ else None), JurorLock.reopened_at.is_(None)
    )
    locked = {one.member_id: one.at for one in db.session.scalars(locks)}
    found = []
    for one in roster.voting(competition):
        number, done = counts.get(one.id, (0, 0))
        found.append(Line(one, done, number, locked.get(one.id)))
    return found


def _states(competition: Competition, hidden: Collection[int]) -> dict[EntryState, int]:
    found = select(Entry.state, func.count()).where(Entry.competition_id == competition.id, Entry.practice.is_(False))
    found = found.where(_not(Entry.id, hidden)).group_by(Entry.state)
    counts = dict(db.session.execute(found).tuples().all())
    return {state: counts[state] for state in EntryState if state in counts}


def _not(column: InstrumentedAttribute[Any], hidden: Collection[int]) -> ColumnElement[bool]:
    return column.is_(None) | column.not_in(hidden)


def _reminded_at(competition: Competition) -> datetime | None:
    people = [one.person_id for one in competition.jury]
    return db.session.scalar(
        select(func.max(Letter.written_at)).where(Letter.kind == REMINDER, Letter.person_id.in_(people))
    )


def _seals(round_: Round | None, hidden: Collection[int]) -> int:
    if round_ is None:
        return 0
    found = select(func.count()).select_from(Commitment).join(Ballot, Ballot.id == Commitment.ballot_id)
    return db.session.scalar(found.where(Ballot.round_id == round_.id, _not(Ballot.entry_id, hidden))) or 0


def _conduct(round_: Round, hidden: Collection[int]) -> dict[str, Conduct]:
    names = {one.id: one.pseudonym for one in round_.competition.jury}
    done = (BallotState.COMPLETE, BallotState.LOCKED)
    rows = select(Ballot.member_id, Ballot.seconds).where(
        Ballot.round_id == round_.id, Ballot.state.in_(done), _not(Ballot.entry_id, hidden),
        Ballot.id.not_in(select(PaperTyping.ballot_id).where(PaperTyping.agrees_with_id.is_not(None))),
    )  # fmt: skip
    seconds: dict[str, list[float]] = {}
    for member, number in db.session.execute(rows):
        seconds.setdefault(names[member], []).append(number)
    edits = _late_edits(round_, hidden)
    return {juror: Conduct(given, late_edits=edits.get(juror, 0)) for juror, given in sorted(seconds.items())}


def _late_edits(round_: Round, hidden: Collection[int]) -> dict[str, int]:
    """How many scores each juror changed, not gave, in the last ten minutes before their lock."""
    first = (
        select(ScoreAct.ballot_id, ScoreAct.criterion_id, func.min(ScoreAct.id).label("id"))
        .group_by(ScoreAct.ballot_id, ScoreAct.criterion_id)
        .subquery()
    )
    acts = (
        select(JuryMember.pseudonym, ScoreAct.at, Ballot.locked_at)
        .select_from(ScoreAct)
        .join(Ballot, Ballot.id == ScoreAct.ballot_id)
        .join(JuryMember, JuryMember.id == Ballot.member_id)
        .join(
            first,
            (first.c.ballot_id == ScoreAct.ballot_id)
            & (first.c.criterion_id == ScoreAct.criterion_id)
            & (first.c.id < ScoreAct.id),
        )
        .where(Ballot.round_id == round_.id, _not(Ballot.entry_id, hidden), Ballot.locked_at.is_not(None))
    )
    found: dict[str, int] = {}
    for juror, at, locked_at in db.session.execute(acts):
        if locked_at is not None and locked_at - AT_THE_END <= at <= locked_at:
            found[juror] = found.get(juror, 0) + 1
    return found
