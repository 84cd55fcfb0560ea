"""The rounds of the judging: opened with the ballots of each juror, closed and unsealed when the last one is locked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.audit import rules as audit
from portal.competitions import roster
from portal.competitions import rules as competitions
from portal.competitions.entries.models import Entry, EntryState, EntryStep
from portal.competitions.jury import queries
from portal.competitions.jury.models import Ballot, BallotState, Motion, Round, RoundKind
from portal.competitions.models import Competition, JuryMember, Stage
from portal.competitions.results import keeping
from portal.db import db
from portal.kit.assignment import assign
from portal.kit.say import N_, Refused
from portal.people.models import Person

SEEDS = 2**62


def open_round(
    competition: Competition,
    kind: RoundKind,
    *,
    by: Person | None,
    at: datetime,
    due_at: datetime | None = None,
    per_entry: int | None = None,
    seed: int | None = None,
) -> Round:
    """Opens the next round. A scoring round hands each juror their ballots, in an order of their own.

    Refused where an earlier round is still open, nobody may judge, nothing is to be judged, or what must come before
    has not been.
    """
    before = queries.latest(competition)
    if before is not None and before.locked_at is None:
        raise Refused(N_("Round %(number)s is still open: lock it first."), values={"number": before.number})
    if not (members := roster.voting(competition)):
        raise Refused(N_("Nobody has taken their place in the jury yet."))
    entries = _entries_for(competition, kind)
    _begin_judging(competition, by=by, at=at)
    round_ = Round(
        competition_id=competition.id, number=before.number + 1 if before else 1, kind=kind, due_at=due_at,
        opened_at=at, per_entry=(per_entry or competition.per_entry) if kind == RoundKind.SCORING else None,
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
    )  # fmt: skip
    db.session.add(round_)
    db.session.flush()
    if kind == RoundKind.SCORING:
        _hand_out(round_, entries, members)
        _move(entries, EntryState.IN_ROUND, by=by, at=at)
    elif kind == RoundKind.FINAL:
        _hand_out(round_, entries, members)
        _move(entries, EntryState.FINALIST, by=by, at=at)
    audit.note("round_opened", "competition", competition.id, by=by, at=at, number=round_.number, round=str(kind))
    return round_


def close(round_: Round, *, by: Person | None, at: datetime) -> None:
    """Locks a round; then its ballots are unsealed. One with ballots is locked by its last juror, or here once nothing
    more is to come. Refused in words while ballots or votes are open."""
    if round_.locked_at is not None:
        raise Refused(N_("This round is locked already."))
    waiting = queries.unranked(round_) if round_.kind == RoundKind.FINAL else unlocked(round_)
    if waiting:
        raise Refused(N_("%(jurors)s jurors have not finished yet."), values={"jurors": len(waiting)})
    if db.session.scalar(select(Motion.id).where(Motion.round_id == round_.id, Motion.closed_at.is_(None)).limit(1)):
        raise Refused(N_("A vote of this round is still open."))
    _seal(round_, at=at)
    audit.note("round_locked", "competition", round_.competition_id, by=by, at=at, number=round_.number)


def close_when_all_are(round_: Round, *, by: Person | None, at: datetime) -> bool:
    """Locks and unseals a scoring round when no ballot of it is left unlocked."""
    db.session.flush()
    if round_.kind != RoundKind.SCORING or round_.locked_at is not None or unlocked(round_):
        return False
    _seal(round_, at=at)
    audit.note("round_locked", "competition", round_.competition_id, by=by, at=at, number=round_.number)
    return True


def unlocked(round_: Round) -> dict[int, int]:
    """How many ballots each member has still to lock."""
    found = select(Ballot.member_id, func.count()).join(Ballot.entry)
    found = found.where(
        Ballot.round_id == round_.id,
        Ballot.state.not_in((BallotState.LOCKED, BallotState.VOID)),
        Entry.state.not_in(queries.OUT),
        ~queries.in_conflict(Ballot.member_id, Ballot.entry_id),  # type: ignore[arg-type]
    )
    return dict(db.session.execute(found.group_by(Ballot.member_id)).tuples().all())


def moved(round_: Round, *, at: datetime) -> None:
    """Something that the ranking is made of has changed: it is owed anew."""
    round_.version = Round.version + 1
    keeping.owe(round_, at=at)


def void(ballot: Ballot, *, at: datetime) -> None:
    """A ballot that counts no more. It stays where it is, with all that was given."""
    ballot.state, ballot.locked_at, ballot.voided_at = BallotState.VOID, None, at


def _entries_for(competition: Competition, kind: RoundKind) -> Sequence[Entry]:
    if kind == RoundKind.FINAL:
        return _finalists(competition)
    if kind == RoundKind.CONTROL:
        if queries.latest(competition, RoundKind.SCORING) is None:
            raise Refused(N_("Control comes after a round of scores."))
        return []
    if kind == RoundKind.ELIGIBILITY:
        return []
    entries = db.session.scalars(queries.judged(competition)).all()
    if not entries:
        raise Refused(N_("No entry has been cleared for the jury yet."))
    return entries


def _finalists(competition: Competition) -> Sequence[Entry]:
    control = queries.latest(competition, RoundKind.CONTROL)
    if control is None or control.locked_at is None:
        raise Refused(N_("The final cannot open before the control round has been held and locked."))
    entries = db.session.scalars(
        queries.entries_in(competition, EntryState.SHORTLISTED, EntryState.REVIVED)
    ).all()  # fmt: skip
    if not entries:
        raise Refused(N_("The jury has not voted any entry onto the shortlist yet."))
    return entries


def _begin_judging(competition: Competition, *, by: Person | None, at: datetime) -> None:
    order = list(Stage)
    if order.index(competition.stage) < order.index(Stage.JUDGING):
        competitions.step(competition, Stage.JUDGING, by=by, at=at)


def _hand_out(round_: Round, entries: Sequence[Entry], members: Sequence[JuryMember]) -> None:
    assigned = assign(
        [entry.id for entry in entries], [member.id for member in members],
        conflicts=queries.standing(round_.competition), per_entry=round_.per_entry, seed=round_.seed,
    )  # fmt: skip
    seen = {entry for order in assigned.values() for entry in order}
    if lonely := [entry.code for entry in entries if entry.id not in seen]:
        raise Refused(
            N_("Nobody may judge %(codes)s: a conflict stands with each juror."), values={"codes": ", ".join(lonely)}
        )
    db.session.add_all(
        Ballot(round_id=round_.id, member_id=member, entry_id=entry, position=place)
        for member, order in assigned.items()
        for place, entry in enumerate(order, 1)
    )
    db.session.flush()


def _move(entries: Sequence[Entry], state: EntryState, *, by: Person | None, at: datetime, why: str = "") -> None:
    for entry in entries:
        entry.state = state
        db.session.add(EntryStep(entry_id=entry.id, state=state, reason=why, by_id=by and by.id, at=at))


def step(entry: Entry, state: EntryState, *, by: Person | None, at: datetime, why: str = "") -> None:
    """Takes one entry a step on, by the jury's word."""
    _move([entry], state, by=by, at=at, why=why)


def _seal(round_: Round, *, at: datetime) -> None:
    db.session.flush()
    round_.locked_at = round_.unsealed_at = at
    moved(round_, at=at)
    db.session.flush()
