"""The frozen result: everything that went in and came out as one file with its sum, owed when the last member signs.

Two thousand juries are drawn for its margins: that is the worker's, outside any transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.competitions.jury import locks
from portal.competitions.jury.models import Ballot, BallotState, Commitment, Conflict, Round, RoundKind
from portal.competitions.models import Competition, CompetitionStep, JuryMember, Stage
from portal.competitions.results import awards, keeping, queries, reading
from portal.competitions.results.models import FrozenResult
from portal.competitions.results.policy import is_signed
from portal.db import db
from portal.kit import canonical, frozen_result
from portal.kit.clock import iso
from portal.kit.frozen_result import Inputs, SealedBallot
from portal.kit.sureness import Draws

JURIES = 2000
"""So many juries are drawn for the margins of a frozen result."""
LARGEST_SEED = 2**53
SEALED = (BallotState.LOCKED, BallotState.VOID)
AGAINST = "conflict"
OUT = "not in the running"


def due(of: Round) -> Inputs | None:
    """What is to be frozen with this round: nothing before the jury has signed, and nothing twice."""
    competition = of.competition
    if not is_signed(competition) or last(competition) is not None or deciding(competition) is not of:
        return None
    return _inputs(of)


def keep(competition: Competition, made: Mapping[str, Any], *, at: datetime) -> FrozenResult:
    """Keeps the file, once: what was frozen stands."""
    if (before := last(competition)) is not None:
        return before
    kept = FrozenResult(competition_id=competition.id, json=canonical.text(made), sha256=made["sha256"], at=at)
    db.session.add(kept)
    db.session.flush()
    return kept


def freeze_now(competition: Competition, *, at: datetime) -> None:
    """At once, where nobody waits for a worker."""
    of = deciding(competition)
    if of is not None and (given := due(of)) is not None:
        keep(competition, frozen_result.freeze(given), at=at)


def deciding(competition: Competition) -> Round | None:
    """The round that decides: the final where there was one, else the last round of scores."""
    return next(iter(queries.opened(competition)), None)


def last(competition: Competition) -> FrozenResult | None:
    found = select(FrozenResult).where(FrozenResult.competition_id == competition.id)
    return db.session.scalar(found.order_by(FrozenResult.version.desc()).limit(1))


def _inputs(of: Round) -> Inputs:
    competition = of.competition
    given = reading.material(of)
    scored = of if of.kind == RoundKind.SCORING else _scored(competition)
    return Inputs(
        about={
            "competition": competition.slug, "title_vi": competition.title_vi, "title_en": competition.title_en,
            "round": of.number, "frozen_at": iso(_signed_at(competition)),
        },
        criteria=given.criteria,
        entries=given.entries,
        ballots=_ballots(scored) if scored is not None else [],
        orders=given.orders,
        conflicts=_conflicts(competition),
        decided=_decided(competition),
        method=keeping.method_of(given),
        ladder=given.ladder,
        draws=Draws(JURIES, of.seed % LARGEST_SEED),
    )  # fmt: skip


def _scored(competition: Competition) -> Round | None:
    """The last round of scores: its sealed ballots are published whatever came after it."""
    return next((one for one in queries.opened(competition) if one.kind == RoundKind.SCORING), None)


def _signed_at(competition: Competition) -> datetime:
    found = select(func.max(CompetitionStep.at)).where(
        CompetitionStep.competition_id == competition.id, CompetitionStep.stage == Stage.RANKING_SIGNED
    )  # fmt: skip
    return db.session.scalars(found).one()


def _ballots(of: Round) -> list[SealedBallot]:
    """Each sealed ballot with its last seal; what does not count says why."""
    seals, entries = _seals(of), reading.numbers_by_code(of)
    against = {(one.member_id, one.entry_id) for one in _standing(of.competition)}
    found = select(Ballot).where(Ballot.round_id == of.id, Ballot.state.in_(SEALED))
    found = found.options(joinedload(Ballot.member), joinedload(Ballot.entry), selectinload(Ballot.scores))
    kept = []
    for ballot in db.session.scalars(found):
        record = locks.sealed_record(ballot)
        seal = seals.get(ballot.id)
        stands = ballot.state == BallotState.VOID or (ballot.member_id, ballot.entry_id) in against
        void = AGAINST if stands else "" if ballot.entry.code in entries else OUT
        kept.append(SealedBallot(record, seal.salt if seal else "", seal.digest if seal else "", void))
    return kept


def _seals(of: Round) -> dict[int, Commitment]:
    latest = select(func.max(Commitment.id)).join(Ballot).where(Ballot.round_id == of.id).group_by(Commitment.ballot_id)
    return {one.ballot_id: one for one in db.session.scalars(select(Commitment).where(Commitment.id.in_(latest)))}


def _standing(competition: Competition) -> Sequence[Conflict]:
    members = select(JuryMember.id).where(JuryMember.competition_id == competition.id)
    found = select(Conflict).where(Conflict.member_id.in_(members), Conflict.stands_at.is_not(None))
    return db.session.scalars(found.order_by(Conflict.id)).all()


def _conflicts(competition: Competition) -> list[dict[str, Any]]:
    return [
        {"juror": one.member.pseudonym, "entry": one.entry.code, "kind": str(one.kind), "at": iso(one.at)}
        for one in _standing(competition)
    ]


def _decided(competition: Competition) -> dict[str, Any]:
    given = awards.all_of(competition)
    return {
        "awards": [
            {"prize": one.prize.name_vi, "entry": one.entry.code if one.entry else None, "withheld": one.withheld,
             "shared": one.shared}
            for one in given
        ]
    }  # fmt: skip
