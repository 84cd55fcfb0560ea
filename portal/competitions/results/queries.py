"""Selections of results: the rounds whose ballots are open, their counts, and the ballots by pseudonym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Select, exists, func, select

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Ballot, Conflict, Round, RoundKind, Score
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import reading
from portal.competitions.results.models import KeptRanking, RankRow
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


def counts(kept: KeptRanking) -> Counts:
    """Of a ranking as it is kept: nothing is counted in the ballots, which may be tens of thousands."""
    mine = RankRow.round_id == kept.round_id
    summed = select(func.count(), func.coalesce(func.sum(RankRow.ballots), 0)).where(mine)
    entries, ballots = db.session.execute(summed).one()
    return _counts(kept, entries, ballots, select(RankRow.entry_id).where(mine))


def counts_of(kept: KeptRanking, rows: Sequence[RankRow]) -> Counts:
    """The same of a ranking that was reckoned for one reader."""
    return _counts(kept, len(rows), sum(row.ballots for row in rows), [row.entry_id for row in rows])


def _counts(kept: KeptRanking, entries: int, ballots: int, ids: Select[int] | list[int]) -> Counts:
    gave = exists().where(Ballot.round_id == kept.round_id, Ballot.member_id == Conflict.member_id)
    against = select(func.count()).select_from(Conflict).where(Conflict.entry_id.in_(ids))
    conflicts = db.session.scalar(against.where(Conflict.stands_at.is_not(None), gave)) or 0
    jurors = len(kept.record.get("jurors", ()))
    return Counts(entries, ballots, entries * jurors, conflicts, jurors)


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
