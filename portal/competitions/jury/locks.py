"""Locks: a juror closes their ballots and their seals are published; two people may open them again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.audit import rules as audit
from portal.competitions.jury import ballots, queries, rounds
from portal.competitions.jury.models import Ballot, BallotState, Commitment, JurorLock, Reopening, Round
from portal.competitions.models import JuryMember
from portal.db import db
from portal.kit import commitment
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person


def lock(member: JuryMember, round_: Round, *, by: Person | None, at: datetime) -> JurorLock:
    """Closes all ballots of a juror in a round and publishes the seal of each; the last juror's lock opens the round.

    Refused while a criterion is missing on any of them.
    """
    if round_.locked_at is not None or queries.lock_of(member, round_) is not None:
        raise Refused(N_("You have locked your ballots of this round already."))
    mine = _open(member, round_)
    if not mine:
        raise Refused(N_("There is no ballot of yours to lock."))
    criteria = member.competition.criteria
    if lacking := [one.entry.code for one in mine if ballots.missing(one, criteria)]:
        codes = ", ".join([*lacking[:6], *(["…"] if len(lacking) > 6 else [])])
        raise Refused(
            N_("%(number)s ballots are not complete: %(codes)s. Each criterion needs its points."),
            values={"number": len(lacking), "codes": codes},
        )
    before = _numbers(mine)
    for ballot in mine:
        salt = secrets.token_hex(commitment.SALT_BYTES)
        digest = commitment.seal(sealed_record(ballot), salt)
        number = before.get(ballot.id, 0) + 1
        db.session.add(Commitment(ballot_id=ballot.id, number=number, digest=digest, salt=salt, at=at))
        ballot.state, ballot.locked_at = BallotState.LOCKED, at
    made = JurorLock(round_id=round_.id, member_id=member.id, at=at)
    db.session.add(made)
    rounds.moved(round_, at=at)
    audit.note("ballots_locked", "competition", member.competition_id, by=by, at=at, ballots=len(mine))
    rounds.close_when_all_are(round_, by=by, at=at)
    return made


def sealed_record(ballot: Ballot) -> dict[str, Any]:
    """What the seal of a ballot is made over: whose (by pseudonym), on which entry, in which round, and the points."""
    round_ = ballot.round
    keys = {one.id: one.key for one in round_.competition.criteria}
    return {
        "competition": round_.competition.slug,
        "round": round_.number,
        "juror": ballot.member.pseudonym,
        "entry": ballot.entry.code,
        "scores": {keys[one.criterion_id]: one.tenths for one in ballot.scores},
        "remark": ballot.remark,
    }


def published(round_: Round) -> Sequence[Commitment]:
    """The published seals of a round, in no order that says anything: by their digests."""
    found = select(Commitment).join(Ballot, Ballot.id == Commitment.ballot_id).where(Ballot.round_id == round_.id)
    return db.session.scalars(found.order_by(Commitment.digest)).all()


def verify(record: dict[str, Any], made: Commitment) -> bool:
    """Whether an opened ballot is the one that was sealed."""
    return commitment.fits(record, made.salt, made.digest)


# Opening again, by two


def ask(member: JuryMember, round_: Round, *, reason: str, by: Person, at: datetime) -> Reopening:
    """Somebody asks that a juror's locked ballots be opened again, and says why."""
    _insist_sealed(round_)
    if queries.lock_of(member, round_) is None:
        raise Refused(N_("These ballots are not locked."))
    if not (words := clean(reason)):
        raise Refused(N_("Write why."), field="reason")
    if (waiting := asked(round_, member)) is not None:
        return waiting
    made = Reopening(round_id=round_.id, member_id=member.id, reason=words[:300], asked_by_id=by.id, asked_at=at)
    db.session.add(made)
    audit.note("reopening_asked", "competition", member.competition_id, by=by, at=at, member=member.id)
    return made


def agree(reopening: Reopening, *, by: Person, at: datetime) -> None:
    """A second person agrees: the ballots are open again, their seals stay published."""
    round_ = db.session.get_one(Round, reopening.round_id)
    _insist_sealed(round_)
    if reopening.agreed_at is not None:
        raise Refused(N_("These ballots are open again already."))
    if reopening.asked_by_id == by.id:
        raise Refused(N_("Opening ballots again takes two people: somebody else has to agree."))
    reopening.agreed_by_id, reopening.agreed_at = by.id, at
    member = db.session.get_one(JuryMember, reopening.member_id)
    if (closed := queries.lock_of(member, round_)) is not None:
        closed.reopened_at = at
    locked = select(Ballot).where(
        Ballot.round_id == round_.id, Ballot.member_id == member.id, Ballot.state == BallotState.LOCKED
    )
    for ballot in db.session.scalars(locked):
        ballot.state, ballot.locked_at = BallotState.COMPLETE, None
    rounds.moved(round_, at=at)
    audit.note("ballots_reopened", "competition", member.competition_id, by=by, at=at, member=member.id)


def asked(round_: Round, member: JuryMember | None = None) -> Reopening | None:
    """A reopening of the round that waits for a second person."""
    found = select(Reopening).where(Reopening.round_id == round_.id, Reopening.agreed_at.is_(None))
    if member is not None:
        found = found.where(Reopening.member_id == member.id)
    return db.session.scalar(found.order_by(Reopening.id).limit(1))


def _insist_sealed(round_: Round) -> None:
    if round_.locked_at is not None:
        raise Refused(N_("The round is locked and its ballots have been read: they stand."))


def _open(member: JuryMember, round_: Round) -> Sequence[Ballot]:
    ids = [one.id for one in queries.ballots_of(member, round_)]
    found = select(Ballot).where(Ballot.id.in_(ids), Ballot.state != BallotState.LOCKED)
    found = found.options(selectinload(Ballot.scores), joinedload(Ballot.entry))
    return db.session.scalars(found.order_by(Ballot.position).execution_options(populate_existing=True)).all()


def _numbers(mine: Sequence[Ballot]) -> dict[int, int]:
    """How many seals each ballot has had."""
    found = select(Commitment.ballot_id, func.count()).where(Commitment.ballot_id.in_([one.id for one in mine]))
    return dict(db.session.execute(found.group_by(Commitment.ballot_id)).tuples().all())
