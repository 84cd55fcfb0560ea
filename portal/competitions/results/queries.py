"""Selections of results: the rounds whose ballots are open, their counts, and the ballots by pseudonym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Ballot, Conflict, Round, RoundKind, Score
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import reading
from portal.competitions.terms_models import Criterion
from portal.db import db

RANKED = (RoundKind.SCORING, RoundKind.FINAL)
"""Rounds that rank entries: by points, and by the orders of the jurors."""


class Counts(NamedTuple):
    """Entries judged in a round, ballots of how many possible ones, conflicts that stand, jurors who gave ballots."""

    entries: int
    ballots: int
    possible: int
    conflicts: int
    jurors: int


class Given(NamedTuple):
    """One score, as it is published: by pseudonym and code. `points` None: does not apply."""

    entry: str
    juror: str
    criterion: str
    points: float | None
    remark: str


def opened(competition: Competition) -> Sequence[Round]:
    """The rounds that rank entries and whose ballots are open, the last one first: the one that decides."""
    found = select(Round).where(
        Round.competition_id == competition.id, Round.kind.in_(RANKED), Round.unsealed_at.is_not(None)
    )  # fmt: skip
    return db.session.scalars(found.order_by(Round.number.desc())).all()


def asked(competition: Competition, number: int | None) -> Round | None:
    """One of these rounds by its number, or the one that decides."""
    rounds = opened(competition)
    if number is None:
        return rounds[0] if rounds else None
    return next((one for one in rounds if one.number == number), None)


def entry(competition: Competition, number: int) -> Entry | None:
    """An entry of this competition, by its number."""
    return db.session.scalar(select(Entry).where(Entry.competition_id == competition.id, Entry.id == number))


def counts(of: Round) -> Counts:
    numbers = list(reading.numbers_by_code(of).values())
    given = reading.orders(of)
    cast = select(func.count(), func.count(Ballot.member_id.distinct())).join(Entry, Entry.id == Ballot.entry_id)
    ballots, jurors = db.session.execute(cast.where(*reading.counted(of))).one()
    if given:  # an order places each entry once
        ballots, jurors = sum(len(one.places) for one in given), len(given)
    against = select(func.count()).where(
        Conflict.entry_id.in_(numbers), Conflict.stands_at.is_not(None),
        Conflict.member_id.in_(select(Ballot.member_id).where(Ballot.round_id == of.id)),
    )  # fmt: skip
    conflicts = db.session.scalar(against) or 0
    return Counts(len(numbers), ballots, len(numbers) * jurors, conflicts, jurors)


def scores(of: Round) -> Iterator[Given]:
    """Every score of the round that counts, in the order of codes and pseudonyms."""
    found = (
        select(Entry.code, JuryMember.pseudonym, Criterion.key, Score.tenths, Ballot.remark)
        .join(Ballot, Ballot.id == Score.ballot_id)
        .join(Entry, Entry.id == Ballot.entry_id)
        .join(JuryMember, JuryMember.id == Ballot.member_id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(*reading.counted(of))
        .order_by(Entry.code, JuryMember.pseudonym, Criterion.position)
    )
    for code, juror, key, tenths, remark in db.session.execute(found):
        yield Given(code, juror, key, None if tenths is None else tenths / reading.IN_ALL, remark)
