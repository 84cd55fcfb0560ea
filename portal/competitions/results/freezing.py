"""The frozen result: everything that went in and came out as one file with its sum, made when the last member signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.competitions.jury import locks
from portal.competitions.jury.models import Ballot, BallotState, Commitment, Conflict, Round, RoundKind
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import awards, keeping, reading
from portal.competitions.results.models import FrozenResult
from portal.db import db
from portal.kit import canonical, frozen_result
from portal.kit.clock import iso
from portal.kit.frozen_result import Inputs, SealedBallot
from portal.kit.say import N_, Refused
from portal.kit.sureness import Draws

JURIES = 2000
"""So many juries are drawn for the margins of a frozen result."""
LARGEST_SEED = 2**53
SEALED = (BallotState.LOCKED, BallotState.VOID)
AGAINST = "conflict"
OUT = "not in the running"


def freeze(competition: Competition, *, at: datetime) -> FrozenResult:
    """Makes the file and keeps it; an earlier version stays."""
    of = deciding(competition)
    if of is None:
        raise Refused(N_("No round of points has been unsealed yet."))
    made = frozen_result.freeze(_inputs(of, at))
    before = last(competition)
    kept = FrozenResult(
        competition_id=competition.id, version=before.version + 1 if before else 1, json=canonical.text(made),
        sha256=made["sha256"], at=at,
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    return kept


def deciding(competition: Competition) -> Round | None:
    """The last unsealed round in which points were given."""
    found = select(Round).where(
        Round.competition_id == competition.id, Round.kind == RoundKind.SCORING, Round.unsealed_at.is_not(None)
    )  # fmt: skip
    return db.session.scalar(found.order_by(Round.number.desc()).limit(1))


def last(competition: Competition) -> FrozenResult | None:
    found = select(FrozenResult).where(FrozenResult.competition_id == competition.id)
    return db.session.scalar(found.order_by(FrozenResult.version.desc()).limit(1))


def _inputs(of: Round, at: datetime) -> Inputs:
    competition = of.competition
    given = reading.material(of)
    return Inputs(
        about={
            "competition": competition.slug, "title_vi": competition.title_vi, "title_en": competition.title_en,
            "round": of.number, "frozen_at": iso(at),
        },
        criteria=given.criteria,
        entries=given.entries,
        ballots=_ballots(of, set(given.entries)),
        conflicts=_conflicts(competition),
        decided=_decided(competition),
        method=keeping.method_of(given),
        ladder=given.ladder,
        draws=Draws(JURIES, of.seed % LARGEST_SEED),
    )  # fmt: skip


def _ballots(of: Round, entries: set[str]) -> list[SealedBallot]:
    """Each sealed ballot with its last seal; what does not count says why."""
    seals = _seals(of)
    against = {(one.member_id, one.entry_id) for one in _standing(of.competition)}
    found = select(Ballot).where(Ballot.round_id == of.id, Ballot.state.in_(SEALED))
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
