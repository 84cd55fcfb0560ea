"""The final: each juror puts the finalists in an order. Ties are allowed; the last order of each counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.competitions import roster
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.jury import queries, rounds
from portal.competitions.jury.models import RankedBallot, Round, RoundKind
from portal.competitions.models import JuryMember
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person


def finalists(member: JuryMember) -> Sequence[Entry]:
    """The finalists that a juror may rank."""
    found = queries.entries_in(member.competition, EntryState.FINALIST)
    barred = {entry for of, entry in queries.standing(member.competition) if of == member.id}
    return [one for one in db.session.scalars(found) if one.id not in barred]


def rank(
    member: JuryMember, round_: Round, positions: Mapping[str, int], *, by: Person | None, at: datetime
) -> RankedBallot:
    """A juror's order: a place for each finalist of theirs, 1 for the best; those that are equal share one."""
    if round_.kind != RoundKind.FINAL:
        raise Refused(N_("Entries are put in an order in the final only."))
    if round_.locked_at is not None:
        raise Refused(N_("This round is locked: its ballots stand."))
    if member.id not in {one.id for one in roster.voting(member.competition)}:
        raise Refused(N_("You have no vote in this jury."))
    mine = finalists(member)
    for entry in mine:
        if not 1 <= positions.get(entry.code, 0) <= len(mine):
            raise Refused(
                N_("Give each finalist a place from 1 to %(number)s."), values={"number": len(mine)}, field=entry.code
            )
    kept = {entry.code: positions[entry.code] for entry in mine}
    made = RankedBallot(round_id=round_.id, member_id=member.id, positions=kept, by_id=by and by.id, at=at)
    db.session.add(made)
    rounds.moved(round_, at=at)
    db.session.flush()
    return made


def last(member: JuryMember, round_: Round) -> RankedBallot | None:
    """A juror's order as it stands."""
    found = select(RankedBallot).where(RankedBallot.round_id == round_.id, RankedBallot.member_id == member.id)
    return db.session.scalar(found.order_by(RankedBallot.id.desc()).limit(1))
