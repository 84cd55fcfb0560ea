"""How a demo competition is judged: ballots filled around a value, on paper too, then prizes and the public's vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import insert, select

from portal.competitions import roster
from portal.competitions.entries.models import Entry
from portal.competitions.exhibition import votes
from portal.competitions.jury import conflicts, motions, paper, sittings
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import Ballot, BallotState, MotionKind, Round, Score, ScoreAct
from portal.competitions.models import Competition
from portal.competitions.results import awards
from portal.competitions.results.models import PublicVote
from portal.competitions.seed import texts
from portal.competitions.seed.terms import person
from portal.db import db


class Given(NamedTuple):
    """A ballot, the value around which its points lie, and when it was filled in."""

    ballot: Ballot
    worth: float
    chance: Random
    at: datetime


def fill(given: Sequence[Given]) -> None:
    """All criteria of these ballots, each around one value, in half points: as the acts of scoring leave them."""
    scores, acts = [], []
    for ballot, worth, chance, at in given:
        ballot.state, ballot.opened_at, ballot.changed_at, ballot.seconds = BallotState.COMPLETE, at, at, 300
        ballot.remark = texts.remark(ballot.position)
        for criterion in ballot.round.competition.criteria:
            tenths = max(0, min(100, round((worth + chance.uniform(-0.7, 0.7)) * 2) * 5))
            score = {"ballot_id": ballot.id, "criterion_id": criterion.id, "tenths": tenths, "is_na": False, "at": at}
            scores.append(score)
            acts.append(score | {"by_id": ballot.member.person_id, "once": None})
    db.session.flush()
    db.session.execute(insert(Score), scores)
    db.session.execute(insert(ScoreAct), acts)


def on_paper(ballots: Sequence[Ballot], *, at: datetime) -> None:
    """Typed in by two alike, by two differently, and by one."""
    one, other = person("registrar"), person("organiser")
    for number, ballot in enumerate(ballots):
        given = {criterion.key: Points(70 + 5 * number) for criterion in ballot.round.competition.criteria}
        typed = ((one, given), (other, given if number == 0 else given | {"flexibility": Points(20)}))
        for by, points in typed[: 1 if number == 2 else 2]:
            paper.type_in(ballot, points, "", by=by, at=at + timedelta(minutes=number))


def ballots(round_: Round, member: int) -> list[Ballot]:
    found = select(Ballot).where(Ballot.round_id == round_.id, Ballot.member_id == member).order_by(Ballot.position)
    return [one for one in db.session.scalars(found) if one.voided_at is None]


def decide(competition: Competition, entries: Sequence[Entry], *, at: datetime) -> None:
    """The jury sits, shortlists, and votes on each prize."""
    registrar, members = person("registrar"), roster.voting(competition)
    sittings.hold(competition, {one.id for one in members}, place="Tòa nhà Hữu nghị", by=registrar, at=at)
    best = sorted(entries, key=lambda one: awards.average_of(one) or 0, reverse=True)
    jury_prizes = [one for one in competition.prizes if not one.by_public]
    for prize, entry in zip(jury_prizes, best, strict=False):
        motion = motions.put(competition, MotionKind.PRIZE, entry=entry, prize=prize, by=registrar, at=at)
        for member in members:
            if conflicts.standing(member, entry) is None:
                motions.vote(motion, member, motions.YES, by=member.person, at=at)
        motions.close(motion, by=registrar, at=at)
        if motion in awards.to_apply(competition):
            awards.decide(motion, at=at)
    for number, entry in enumerate(best[:3]):
        said = texts.SENTENCES[number]
        awards.say(entry, said["vi"], said["en"], by=members[0].person, at=at)


def vote(competition: Competition, entries: Sequence[Entry], chance: Random, *, at: datetime) -> None:
    """What the visitors of the exhibition chose: sixty cards were handed out."""
    votes.make_codes(competition, 60, by=person("organiser"), at=at)
    db.session.add_all(
        PublicVote(competition_id=competition.id, entry_id=chance.choice(entries[:5]).id, voter=f"demo {number}", at=at)
        for number in range(41)
    )
