"""Selections of results: the rounds whose ballots are open, their counts, and the ballots by pseudonym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Ballot, Conflict, Round, Score
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import reading
from portal.competitions.terms_models import Criterion
from portal.db import db


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
    """The rounds whose ballots are open, the last one first."""
    found = select(Round).where(Round.competition_id == competition.id, Round.unsealed_at.is_not(None))
    return db.session.scalars(found.order_by(Round.number.desc())).all()


def entry(competition: Competition, number: int) -> Entry | None:
    """An entry of this competition, by its number."""
    return db.session.scalar(select(Entry).where(Entry.competition_id == competition.id, Entry.id == number))


def counts(of: Round) -> Counts:
    numbers = list(reading.numbers_by_code(of).values())
    cast = select(func.count(), func.count(Ballot.member_id.distinct())).join(Entry, Entry.id == Ballot.entry_id)
    ballots, jurors = db.session.execute(cast.where(*reading.counted(of))).one()
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
