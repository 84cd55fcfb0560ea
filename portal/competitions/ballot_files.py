"""Ballots as people keep them in a spreadsheet: scores, ranked ballots or comparisons in pairs, read from CSV.

UTF-8 or UTF-16, parted by comma, semicolon or tab, decimal point or comma; the columns tell which kind it is. Only
commands read these files, so their sentences are in English and name the row, the first row being number 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from portal.competitions import ballot_table
from portal.competitions.ballot_table import Row
from portal.kit import numbers
from portal.kit.ballots import Ballot, Criterion, read_score
from portal.kit.orders import Order
from portal.kit.say import Refused

JURORS = 200
VOTES = 100_000

_KINDS = {
    "scores": (("entry", "juror", "criterion", "score"), ("weight",)),
    "ranked ballots": (("juror", "entry", "position"), ("votes",)),
    "pairs": (("winner", "loser"), ("times",)),
}
_KNOWN = {column for needed, optional in _KINDS.values() for column in (*needed, *optional)}


class Scores(NamedTuple):
    """`filled`: how many scores have no row at all, while the juror scored the entry on other criteria."""

    ballots: list[Ballot]
    criteria: list[Criterion]
    filled: int = 0


class Orders(NamedTuple):
    orders: list[Order]


class Pairs(NamedTuple):
    wins: dict[tuple[str, str], float]


def read(content: bytes) -> Scores | Orders | Pairs:
    """The ballots of a file. Raises Refused in one sentence, with its row where there is one, for a wrong file."""
    columns, rows = ballot_table.read(content, _KNOWN)
    kind = _kind(columns)
    if kind == "scores":
        return _scores(rows)
    return _orders(rows) if kind == "ranked ballots" else _pairs(rows)


def _scores(rows: Iterator[Row]) -> Scores:
    scores: dict[tuple[str, str], dict[str, float | None]] = {}
    weights: dict[str, float | None] = {}
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        entry, juror, criterion = row.name("entry"), row.name("juror"), row.name("criterion")
        before = seen.setdefault((entry, juror, criterion), row.number)
        if before != row.number:
            raise row.refused(f"juror {juror} has scored entry {entry} on {criterion} already, in row {before}.")
        points = row.number_in("score", read_score)
        scores.setdefault((juror, entry), {})[criterion] = None if points is None else float(points)
        weight = row.number_in("weight", _weight)
        known = weights.get(criterion)
        if known is not None and weight is not None and known != weight:
            raise row.refused(f"criterion {criterion} had the weight {known:g} before, not {weight:g}.")
        weights[criterion] = known if weight is None else weight
    _insist_on_rows(scores)
    _limit_jurors({juror for juror, _ in scores})
    criteria = [Criterion(key, weight, allows_na=True) for key, weight in _all_weighted(weights)]
    filled = sum(
        criterion.weight > 0 and criterion.key not in given for given in scores.values() for criterion in criteria
    )
    return Scores([Ballot(juror, entry, given) for (juror, entry), given in scores.items()], criteria, filled)


def _all_weighted(weights: dict[str, float | None]) -> list[tuple[str, float]]:
    """Each criterion with its weight: 1 where the file gives none at all."""
    if all(weight is None for weight in weights.values()):
        return [(key, 1.0) for key in sorted(weights)]
    for key, weight in weights.items():
        if weight is None:
            raise Refused(f"Criterion {key} has no weight, though others have one.")
    return [(key, weight) for key, weight in sorted(weights.items()) if weight is not None]


def _orders(rows: Iterator[Row]) -> Orders:
    places: dict[str, dict[str, float]] = {}
    votes: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        juror, entry = row.name("juror"), row.name("entry")
        before = seen.setdefault((juror, entry), row.number)
        if before != row.number:
            raise row.refused(f"juror {juror} has placed entry {entry} already, in row {before}.")
        mine = places.setdefault(juror, {})
        place = row.number_in("position", _place)
        if place is not None:
            mine[entry] = place
        times = row.number_in("votes", _count)
        if votes.setdefault(juror, times) != times:
            raise row.refused(f"the ballot of juror {juror} stood for {votes[juror]} votes before, not for {times}.")
    _insist_on_rows(places)
    if sum(votes.values()) > VOTES:
        raise Refused(f"The file has more than {VOTES} votes.")
    _limit_jurors(places)
    return Orders([Order(juror, mine, votes[juror]) for juror, mine in places.items()])


def _pairs(rows: Iterator[Row]) -> Pairs:
    wins: dict[tuple[str, str], float] = {}
    for row in rows:
        pair = row.name("winner"), row.name("loser")
        if pair[0] == pair[1]:
            raise row.refused(f"{pair[0]} cannot win against itself.")
        wins[pair] = wins.get(pair, 0) + row.number_in("times", _count)
    _insist_on_rows(wins)
    return Pairs(wins)


def _weight(typed: str) -> float | None:
    if not typed.strip():
        return None
    weight = numbers.parse(typed)
    if weight < 0:
        raise Refused("A weight is 0 or more.")
    return float(weight)


def _place(typed: str) -> int | None:
    return _whole(typed, "A position is a whole number from 1 on.") if typed.strip() else None


def _count(typed: str) -> int:
    return _whole(typed, "Write a whole number from 1 on.") if typed.strip() else 1


def _whole(typed: str, otherwise: str) -> int:
    try:
        value = numbers.parse(typed)
    except Refused as refused:
        raise Refused(otherwise) from refused
    if value % 1 or not 1 <= value <= VOTES:
        raise Refused(otherwise)
    return int(value)


def _insist_on_rows(found: Collection[object]) -> None:
    if not found:
        raise Refused("The file names its columns, but it has no rows.")


def _limit_jurors(jurors: Collection[str]) -> None:
    if len(jurors) > JURORS:
        raise Refused(f"The file has more than {JURORS} jurors.")


def _kind(columns: Sequence[str]) -> str:
    """Which kind of ballots the columns name. Raises Refused, naming what is missing, unknown or there twice."""
    for column in columns:
        if columns.count(column) > 1:
            raise Refused(f"The column “{column}” stands twice.")
    best = max(_KINDS, key=lambda kind: (len(set(_KINDS[kind][0]) & set(columns)), -len(_KINDS[kind][0])))
    needed, optional = _KINDS[best]
    told = f"{', '.join(needed)} and perhaps {optional[0]}"
    if missing := [column for column in needed if column not in columns]:
        if len(missing) == len(needed):
            raise Refused(f"The first row must name the columns, for example {', '.join(_KINDS['scores'][0])}.")
        raise Refused(f"The column “{missing[0]}” is missing: a file of {best} has {told}.")
    if unknown := [column for column in columns if column not in (*needed, *optional)]:
        raise Refused(f"The column “{unknown[0]}” is not known: a file of {best} has {told}.")
    return best
