"""A reserve takes over from a juror who cannot come: the vote, and the ballots of the open round, in one act."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions.jury import queries, rounds
from portal.competitions.jury.models import Ballot, Round
from portal.competitions.models import JuryMember, Seat
from portal.db import db
from portal.kit.assignment import assign
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.people.models import Person


def stand_in(reserve: JuryMember, absent: JuryMember, *, by: Person | None, at: datetime) -> int:
    """A reserve takes over the vote of a member who declined or cannot come, and their ballots where a round is open.

    Returns how many ballots were handed over. Refused for anybody but a reserve who has accepted and is free.
    """
    _check(reserve, absent)
    reserve.stands_in_for_id = absent.id
    standing.touch(at=at)
    audit.note("juror_stood_in", "competition", reserve.competition_id, by=by, at=at, person=reserve.person_id,
               absent=absent.person_id)  # fmt: skip
    round_ = queries.latest(reserve.competition)
    return _hand_over(round_, reserve, absent, by=by, at=at) if round_ is not None and round_.locked_at is None else 0


def _check(reserve: JuryMember, absent: JuryMember) -> None:
    if reserve.seat != Seat.RESERVE or reserve.accepted_at is None:
        raise Refused(N_("Only a reserve who has accepted can stand in."), field="reserve")
    if reserve.stands_in_for_id is not None:
        raise Refused(N_("This reserve stands in for somebody already."), field="reserve")
    if absent.seat == Seat.RESERVE or absent.competition_id != reserve.competition_id:
        raise Refused(N_("Somebody can stand in for the chair or a member of the same jury."), field="absent")
    if any(one.stands_in_for_id == absent.id for one in reserve.competition.jury):
        raise Refused(N_("Somebody stands in for them already."), field="absent")


def _hand_over(round_: Round, reserve: JuryMember, absent: JuryMember, *, by: Person | None, at: datetime) -> int:
    """The reserve's own ballots, as far as no conflict stands. What the other had scored stays in the audit, void."""
    theirs = db.session.scalars(select(Ballot).where(Ballot.round_id == round_.id, Ballot.member_id == absent.id)).all()
    known = set(
        db.session.scalars(select(Ballot.entry_id).where(Ballot.round_id == round_.id, Ballot.member_id == reserve.id))
    )
    barred = queries.standing(reserve.competition)
    given = [one.entry_id for one in theirs if one.entry_id not in known and (reserve.id, one.entry_id) not in barred]
    for ballot in theirs:
        rounds.void(ballot, at=at)
    order = assign(sorted(given), [reserve.id], seed=round_.seed + reserve.id)[reserve.id]
    db.session.add_all(
        Ballot(round_id=round_.id, member_id=reserve.id, entry_id=entry, position=len(known) + place)
        for place, entry in enumerate(order, 1)
    )
    rounds.moved(round_, at=at)
    rounds.close_when_all_are(round_, by=by, at=at)
    return len(given)
