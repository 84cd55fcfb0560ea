"""Selections of results: the rounds whose ballots are open, their counts, and the ballots by pseudonym."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, exists, func, select

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Ballot, Conflict, Round, RoundKind, Score
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import reading
from portal.competitions.results.models import FrozenResult, KeptRanking, Minutes, RankRow
from portal.competitions.terms_models import Criterion
from portal.db import db, statement

Asked = TypeVarTuple("Asked")
RANKED = (RoundKind.SCORING, RoundKind.FINAL)
"""Rounds that rank entries: by points, and by the orders of the jurors."""


class Counts(NamedTuple):
    """Entries judged in a round, ballots of how many possible ones, conflicts that stand, jurors who gave ballots."""

    entries: int
    ballots: int
    possible: int
    conflicts: int
    jurors: int


class Papers(NamedTuple):
    """The sum of the frozen result, None before there is one, and whether there are minutes."""

    frozen: str | None
    minutes: bool


class Given(NamedTuple):
    """One score, as it is published: by pseudonym and code. `points` None: does not apply."""

    entry: str
    juror: str
    criterion: str
    points: float | None
    remark: str


def opened(competition: Competition) -> Sequence[Round]:
    """The rounds that rank entries and whose ballots are open, the last one first: the one that decides."""
    return db.session.scalars(*_opened(competition.id)).all()


@statement
def _opened(competition: int) -> Select[Round]:
    return _in_order(select(Round), competition)


def rankings(competition: Competition) -> Mapping[Round, KeptRanking | None]:
    """The same rounds, each with its ranking as it is kept."""
    return dict(db.session.execute(*_rankings(competition.id)).tuples().all())


@statement
def _rankings(competition: int) -> Select[Round, KeptRanking]:
    found = select(Round, KeptRanking).outerjoin(KeptRanking, KeptRanking.round_id == Round.id)
    return _in_order(found, competition)


def _in_order(found: Select[*Asked], competition: int) -> Select[*Asked]:
    found = found.where(Round.competition_id == competition, Round.kind.in_(RANKED), Round.unsealed_at.is_not(None))
    return found.order_by(Round.number.desc())


def asked(competition: Competition, number: int | None) -> Round | None:
    """One of these rounds by its number, or the one that decides."""
    return among(opened(competition), number)


def among(rounds: Sequence[Round], number: int | None) -> Round | None:
    """The same of rounds that are at hand."""
    if number is None:
        return rounds[0] if rounds else None
    return next((one for one in rounds if one.number == number), None)


def entry(competition: Competition, number: int) -> Entry | None:
    """An entry of this competition, by its number."""
    return db.session.scalar(select(Entry).where(Entry.competition_id == competition.id, Entry.id == number))


def counts(kept: KeptRanking) -> Counts:
    """Of a ranking as it is kept: nothing is counted in the ballots, which may be tens of thousands."""
    return _counts(kept, *db.session.execute(*_summed(kept.round_id)).one())


@statement
def _summed(of: int) -> Select[int, int, int]:
    mine = RankRow.round_id == of
    ranked = exists().where(mine, RankRow.entry_id == Conflict.entry_id)  # few conflicts, many rows
    conflicts = _conflicts(of, ranked).scalar_subquery()
    return select(func.count(), func.coalesce(func.sum(RankRow.ballots), 0), conflicts).where(mine)


def counts_of(kept: KeptRanking, rows: Sequence[RankRow]) -> Counts:
    """The same of a ranking that was reckoned for one reader."""
    is_ranked = Conflict.entry_id.in_([row.entry_id for row in rows])
    conflicts = db.session.scalars(_conflicts(kept.round_id, is_ranked)).one()
    return _counts(kept, len(rows), sum(row.ballots for row in rows), conflicts)


def _conflicts(of: int, is_ranked: ColumnElement[bool]) -> Select[int]:
    gave = exists().where(Ballot.round_id == of, Ballot.member_id == Conflict.member_id)
    against = select(func.count()).select_from(Conflict).where(is_ranked)
    return against.where(Conflict.stands_at.is_not(None), gave)


def _counts(kept: KeptRanking, entries: int, ballots: int, conflicts: int) -> Counts:
    jurors = len(kept.record.get("jurors", ()))
    return Counts(entries, ballots, entries * jurors, conflicts, jurors)


def papers(competition: Competition) -> Papers:
    """What there is to read beside the ranking, without reading it."""
    return Papers(*db.session.execute(*_papers(competition.id)).one())


@statement
def _papers(competition: int) -> Select[str, bool]:
    frozen = select(FrozenResult.sha256).where(FrozenResult.competition_id == competition)
    last = frozen.order_by(FrozenResult.version.desc()).limit(1).scalar_subquery()
    return select(last, exists().where(Minutes.competition_id == competition))


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
