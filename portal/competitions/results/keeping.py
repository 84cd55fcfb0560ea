"""The kept ranking: owed anew with whatever moves it, reckoned by the worker, read in pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import joinedload

from portal import owed
from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Round
from portal.competitions.results import reading
from portal.competitions.results.models import KeptRanking, RankRow
from portal.competitions.results.reading import Material
from portal.db import db, statement
from portal.kit import ballots as kit
from portal.kit import ranking
from portal.kit.centre import mean, quarters
from portal.kit.ranking_record import Line, Method, Ranking


def owe(of: Round, *, at: datetime) -> None:
    """The ranking of this round is out of date: the worker reckons it anew within the next second."""
    kept = of_round(of)
    if kept is None:
        db.session.add(KeptRanking(round_id=of.id, due_at=at))
    elif kept.done_at is not None or kept.gave_up_at is not None:
        owed.again(kept, at=at)


def of_round(of: Round) -> KeptRanking | None:
    return db.session.scalars(*_of_round(of.id)).one_or_none()


@statement
def _of_round(of: int) -> Select[KeptRanking]:
    return select(KeptRanking).where(KeptRanking.round_id == of)


def rows(of: Round) -> Select[RankRow]:
    """The places of a round's ranking, the first first; those without a place at the end."""
    return _rows(of.id)


def some(of: Round, *, skip: int, most: int) -> Sequence[RankRow]:
    """At most so many of these places, after the first ones."""
    return db.session.scalars(*_some(of.id, skip, most)).all()


@statement
def _some(of: int, skip: int, most: int) -> Select[RankRow]:
    """Of the entries no more than a row says: what they hold besides is long."""
    named = joinedload(RankRow.entry).load_only(Entry.code, Entry.title)
    return _rows(of).options(named).offset(skip).limit(most)


def _rows(of: int) -> Select[RankRow]:
    return select(RankRow).where(RankRow.round_id == of).options(joinedload(RankRow.entry)).order_by(RankRow.position)


def reckon(given: Material) -> Ranking:
    """The ranking of what is given."""
    method = method_of(given)
    if given.is_ranked:
        return ranking.by_orders(given.orders, method=method, entries=given.entries, ladder=given.ladder)
    return ranking.by_scores(given.ballots, given.criteria, method=method, entries=given.entries, ladder=given.ladder)


def method_of(given: Material) -> Method:
    """Schulze's for a final with ranked ballots, else the competition's method for points."""
    if given.is_ranked:
        return Method.SCHULZE
    return Method(given.method) if given.method in {Method.RAW, Method.Z} else Method.ADJUSTED


def reckon_now(of: Round, *, at: datetime) -> None:
    """At once, where nobody waits for a worker."""
    owe(of, at=at)
    db.session.flush()
    if (kept := of_round(of)) is not None:
        given = reading.material(of)
        owed.done(kept, at=at)
        keep(kept, given, reckon(given), at=at)


def keep(kept: KeptRanking, given: Material, made: Ranking, *, at: datetime) -> None:
    """Writes a ranking down in place of the one before. What has changed meanwhile is reckoned once more."""
    number = kept.round_id
    numbers = reading.numbers_by_code(kept.round)
    db.session.execute(delete(RankRow).where(RankRow.round_id == number))
    rows = [
        values | {"round_id": number, "entry_id": numbers[code]}
        for code, values in lines(given, made)
        if code in numbers
    ]
    if rows:
        db.session.execute(insert(RankRow), rows)
    kept.record, kept.of_version, kept.at = record(made), given.version, at
    if kept.round.version != given.version:
        owed.again(kept, at=at)


def lines(given: Material, made: Ranking) -> Iterator[tuple[str, dict[str, Any]]]:
    """The code of each entry of a ranking, with what its row holds, the first first."""
    marks = _marks(given)
    for place, line in enumerate(made.entries):
        yield line.entry, _row(line, marks.get(line.entry, {})) | {"position": place}


def record(made: Ranking) -> dict[str, Any]:
    """A ranking without its rows, as plain values."""
    return {
        "method": str(made.method),
        "method_version": made.method_version,
        "agreement": made.agreement._asdict(),
        "jurors": [one._asdict() for one in made.jurors],
        "brackets": [list(one) for one in made.brackets],
        "settled": [{"rung": str(step.rung), "parts": [list(part) for part in step.parts]} for step in made.settled],
        "residual_sd": made.residual_sd,
        "df": made.df,
        "shrink": made.shrink,
        "notes": [{"sentence": note.sentence, "values": dict(note.values)} for note in made.notes],
    }


def _row(line: Line, marks: Mapping[str, list[float]]) -> dict[str, Any]:
    named = ("adjusted", "z", "median", "trimmed", "sd", "se")
    facts = {name: getattr(line, name) for name in named} | {
        "whiskers": line.whiskers and list(line.whiskers), "criteria": marks,
    }  # fmt: skip
    own = ("rank", "value", "raw", "low", "high")
    return {name: getattr(line, name) for name in own} | {"ballots": line.n, "facts": facts}


def _marks(given: Material) -> dict[str, dict[str, list[float]]]:
    """For each entry and criterion the mean of its points and the quarter of the field it is in, 1 the best."""
    found: dict[str, dict[str, list[float]]] = {}
    for criterion in given.criteria:
        means = {entry: mean(points) for entry, points in kit.per_criterion(given.ballots, criterion.key).items()}
        for entry, quarter in quarters(means).items():
            found.setdefault(entry, {})[criterion.key] = [means[entry], quarter]
    return found
