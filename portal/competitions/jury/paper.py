"""Ballots on paper: one person of the staff types each in, a second one again; what both typed alike counts.

Neither sees what the other typed before they have typed it themselves. Where the two differ, both are told in which
field, look at the paper, and type again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, select

from portal.audit import rules as audit
from portal.competitions.jury import ballots, locks, queries
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import Ballot, BallotState, JurorLock, Round, ScoreAct
from portal.competitions.jury.staff_models import PaperTyping
from portal.competitions.models import Competition, JuryMember
from portal.competitions.terms_models import Criterion
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person

SAID = 6
"""So many codes are named in a sentence."""


class Stand(StrEnum):
    """How far a ballot on paper is."""

    NOTHING = "nothing"
    ONCE = "once"
    DIFFERENT = "different"
    COUNTS = "counts"
    OWN = "own"
    LOCKED = "locked"


class Difference(NamedTuple):
    """A field that two people typed differently; no criterion: the remark."""

    criterion: Criterion | None
    mine: Points
    theirs: Points


def type_in(ballot: Ballot, given: Mapping[str, Points], remark: str, *, by: Person, at: datetime) -> Stand:
    """Keeps a ballot as this person typed it, points by the key of each criterion; counts it where somebody else has
    typed the same. Refused in words where the ballot is closed, the juror has scored it, or something is missing."""
    _insist_takes_paper(ballot)
    remark = ballots.check_text(ballot, "remark", remark)
    scores = _read(ballot, given)
    before = last_words(of_ballot(ballot))
    mine = before.pop(by.id, None)
    if mine is not None and _same(mine, scores, remark):
        raise Refused(N_("You have typed this ballot already. Somebody else types it from the paper as well."))
    like = next((one for one in before.values() if _same(one, scores, remark)), None)
    made = PaperTyping(
        ballot_id=ballot.id, scores=scores, remark=remark, by_id=by.id, agrees_with_id=like and like.by_id, at=at
    )
    db.session.add(made)
    db.session.flush()
    where = {"entry": ballot.entry_id, "member": ballot.member_id}
    competition = ballot.round.competition
    audit.note("paper_confirmed" if like else "paper_typed", "competition", competition.id, by=by, at=at, **where)
    if like is None:
        return Stand.DIFFERENT if before else Stand.ONCE
    _count(ballot, competition, scores, like.remark, by=by, at=at)
    return Stand.COUNTS


def lock(member: JuryMember, round_: Round, *, by: Person, at: datetime) -> JurorLock:
    """Closes a juror's ballots for them, with the signed sheet in hand: only where all of them came from paper."""
    theirs = queries.ballots_of(member, round_)
    stand = stands(theirs)
    hidden = queries.hidden(by, round_.competition)
    if waiting := [one for one in theirs if stand[one.id] != Stand.COUNTS]:
        codes = [one.entry.code for one in waiting if one.entry_id not in hidden]
        if not codes:
            raise Refused(N_("Somebody who stands apart from no entry of this juror has to lock these ballots."))
        raise Refused(
            N_("These ballots did not come from paper, or not from two people yet: %(codes)s."),
            values={"codes": ", ".join([*codes[:SAID], *(["…"] if len(codes) > SAID else [])])},
        )
    return locks.lock(member, round_, by=by, at=at)


def of_ballot(ballot: Ballot) -> Sequence[PaperTyping]:
    """All that was typed of it, the first first."""
    return db.session.scalars(
        select(PaperTyping).where(PaperTyping.ballot_id == ballot.id).order_by(PaperTyping.id)
    ).all()


def last_words(typings: Sequence[PaperTyping]) -> dict[int | None, PaperTyping]:
    """The last typing of each person."""
    return {one.by_id: one for one in typings}


def typed_by(person: Person, of: Sequence[Ballot]) -> frozenset[int]:
    """Which of these ballots a person has typed."""
    found = select(PaperTyping.ballot_id).where(PaperTyping.ballot_id.in_([one.id for one in of]))
    return frozenset(db.session.scalars(found.where(PaperTyping.by_id == person.id)))


def differences(ballot: Ballot, typings: Sequence[PaperTyping], reader: Person) -> list[Difference]:
    """In which fields the reader typed something else than another person, field by field. Nothing before they have."""
    said = last_words(typings)
    mine = said.pop(reader.id, None)
    other = next(iter(reversed(said.values())), None)
    if mine is None or other is None:
        return []
    keys = {one.key: one for one in ballot.round.competition.criteria}
    found = [
        Difference(criterion, points_of(mine, key), points_of(other, key))
        for key, criterion in keys.items()
        if points_of(mine, key) != points_of(other, key)
    ]
    if _plain(mine.remark) != _plain(other.remark):
        found.append(Difference(None, Points(), Points()))
    return found


def points_of(typing: PaperTyping, key: str) -> Points:
    if key not in typing.scores:
        return Points()
    tenths = typing.scores[key]
    return Points(tenths, tenths is None)


def stands(of: Sequence[Ballot]) -> dict[int, Stand]:
    """How far each of these ballots is."""
    ids = [one.id for one in of]
    typed: dict[int, list[PaperTyping]] = {}
    for typing in db.session.scalars(
        select(PaperTyping).where(PaperTyping.ballot_id.in_(ids)).order_by(PaperTyping.id)
    ):
        typed.setdefault(typing.ballot_id, []).append(typing)
    own = set(db.session.scalars(_by_the_juror().where(Ballot.id.in_(ids))))
    return {one.id: _stand(one, typed.get(one.id, []), one.id in own) for one in of}


def _stand(ballot: Ballot, typings: Sequence[PaperTyping], is_own: bool) -> Stand:
    if ballot.state == BallotState.LOCKED or ballot.round.locked_at is not None:
        return Stand.LOCKED
    if is_own:
        return Stand.OWN
    if not typings:
        return Stand.NOTHING
    if typings[-1].agrees_with_id is not None:
        return Stand.COUNTS
    return Stand.DIFFERENT if len(last_words(typings)) > 1 else Stand.ONCE


def _insist_takes_paper(ballot: Ballot) -> None:
    if ballot.state == BallotState.LOCKED and ballot.round.locked_at is None:
        raise Refused(N_("The ballots of this juror are locked. It takes two people to open them again."))
    ballots.insist_open(ballot)
    if db.session.scalar(_by_the_juror().where(Ballot.id == ballot.id).limit(1)) is not None:
        raise Refused(N_("The juror has scored this entry on their own page: what stands there counts."))


def _by_the_juror() -> Select[int]:
    """The ballots that their juror has written in."""
    found = select(Ballot.id).distinct().join(ScoreAct, ScoreAct.ballot_id == Ballot.id)
    return found.join(JuryMember, JuryMember.id == Ballot.member_id).where(ScoreAct.by_id == JuryMember.person_id)


def _read(ballot: Ballot, given: Mapping[str, Points]) -> dict[str, int | None]:
    scores: dict[str, int | None] = {}
    for criterion in ballot.round.competition.criteria:
        points = given.get(criterion.key, Points())
        ballots.check_points(criterion, points)
        if points != Points():
            scores[criterion.key] = points.tenths
        elif not criterion.independent:
            raise Refused(N_("Type the points that stand on the paper; 0 is a score."), field=f"score_{criterion.key}")
    return scores


def _same(typing: PaperTyping, scores: Mapping[str, int | None], remark: str) -> bool:
    return typing.scores == scores and _plain(typing.remark) == _plain(remark)


def _plain(text: str) -> str:
    """A remark without what two people type differently: lines, spaces, capitals."""
    return " ".join(clean(text).casefold().split())


def _count(
    ballot: Ballot, competition: Competition, scores: Mapping[str, int | None], remark: str, *, by: Person, at: datetime
) -> None:
    """Gives the ballot what both have typed. The time that this took is not the juror's."""
    seconds = ballot.seconds
    for criterion in competition.criteria:
        given = Points(scores[criterion.key], scores[criterion.key] is None) if criterion.key in scores else Points()
        ballots.score(ballot, criterion, given, by=by, at=at)
    ballots.write(ballot, "remark", remark, by=by, at=at)
    ballot.seconds = seconds
