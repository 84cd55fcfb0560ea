"""Signing: the minutes are drawn up, each member of the jury stands by them, and the last one signs the ranking."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions import roster
from portal.competitions import rules as competitions
from portal.competitions.jury import rounds
from portal.competitions.jury.models import Motion, Round
from portal.competitions.models import Competition, JuryMember, Stage
from portal.competitions.results import awards, freezing, minutes
from portal.competitions.results.models import Confirmation, Minutes
from portal.competitions.results.policy import is_signed
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person


def missing(competition: Competition, hidden: Collection[int] = ()) -> Iterator[Refused]:
    """What stands between this competition and its signature, as sentences; none of them about a hidden entry."""
    if freezing.deciding(competition) is None:
        yield Refused(N_("Nothing has been judged yet."))
    for one in db.session.scalars(select(Round).where(Round.competition_id == competition.id)):
        if one.unsealed_at is None:
            yield Refused(N_("Round %(number)s is still open: lock it first."), values={"number": one.number})
    open_motions = select(Motion.id).where(
        Motion.competition_id == competition.id, Motion.closed_at.is_(None),
        Motion.entry_id.is_(None) | Motion.entry_id.not_in(hidden),
    )  # fmt: skip
    if db.session.scalar(open_motions.limit(1)) is not None:
        yield Refused(N_("A vote of the jury is still open."))
    for prize in awards.undecided(competition, hidden):
        yield Refused(N_("Prize “%(prize)s” is neither awarded nor withheld."), values={"prize": prize.name_vi})
    to_comment = minutes.to_comment(competition, hidden)
    said = awards.sentences([entry.id for entry in to_comment])
    for entry in to_comment:
        if entry.id not in said:
            yield Refused(N_("Entry %(code)s has no sentence of the jury yet."), values={"code": entry.code})


def draw_up(competition: Competition, *, by: Person | None, at: datetime) -> Minutes:
    """New minutes of everything so far. Refused while something is missing; who had signed older ones signs again."""
    if is_signed(competition):
        raise Refused(N_("The ranking is signed already."))
    for what in missing(competition):
        raise what
    before = minutes.last(competition)
    contents = minutes.contents(competition, at=at)
    made = Minutes(
        competition_id=competition.id, version=before.version + 1 if before else 1, contents=contents,
        sha256=minutes.sum_of(contents), by_id=by.id if by else None, at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.note("minutes_drawn_up", "competition", competition.id, by=by, at=at, version=made.version)
    return made


def confirm(drawn: Minutes, member: JuryMember, *, by: Person, at: datetime) -> Confirmation:
    """A member of the jury stands by these minutes. The last one signs the ranking: the result is owed."""
    competition = drawn.competition
    if member.person_id != by.id or member not in roster.voting(competition):
        raise Refused(N_("Only a member of the jury confirms the minutes."))
    if drawn is not minutes.last(competition):
        raise Refused(N_("There are newer minutes. Read those, please."))
    if any(one.member_id == member.id for one in drawn.confirmations):
        raise Refused(N_("You have confirmed these minutes already."))
    made = Confirmation(minutes_id=drawn.id, member_id=member.id, by_id=by.id, at=at)
    db.session.add(made)
    db.session.flush()
    db.session.refresh(drawn)
    if not unconfirmed(drawn):
        competitions.step(competition, Stage.RANKING_SIGNED, by=by, at=at)
        if (of := freezing.deciding(competition)) is not None:
            rounds.moved(of, at=at)  # the worker freezes the result with the ranking
    return made


def unconfirmed(drawn: Minutes) -> list[JuryMember]:
    """Members of the jury who have not confirmed these minutes yet."""
    signed = {one.member_id for one in drawn.confirmations}
    return [one for one in roster.voting(drawn.competition) if one.id not in signed]
