"""What a page shows of a ranking: places with their spread as a drawing, ties by chance, and the sentences to know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from flask import abort
from flask_babel import gettext

from portal.competitions.jury.models import Round
from portal.competitions.results import apart, keeping, reading
from portal.competitions.results.models import KeptRanking, RankRow
from portal.kit import numbers
from portal.kit.say import N_
from portal.web.paging import Paged

AT_ONCE = 50
"""Places on one page."""
ORDERED = ("schulze", "borda")
LEFT, WIDTH = 10, 400
"""Of the drawing's axis, in its own units."""
HIGHEST, MIDDLE = 10, 5
AGREED, FAIRLY = 0.5, 1.0
"""Sample deviations of an entry's ballots, in points, up to which the jurors are said to agree."""
AGREEMENT = ((AGREED, "ok", N_("high agreement")), (FAIRLY, "info", N_("fair agreement")))
APART = ("warn", N_("opinions differ"))


class Axis(NamedTuple):
    """What the ballots of a page are drawn on: the points it begins at, and where each whole point stands."""

    lowest: int
    ticks: tuple[int, ...]


class Spread(NamedTuple):
    """Box and whiskers as places on the axis: the least, the quarters, the most."""

    least: int
    low: int
    middle: int
    high: int
    most: int


class Place(NamedTuple):
    """One entry's place as a page shows it."""

    row: RankRow
    tied: tuple[int, int] | None
    """First and last place between which chance may decide."""
    spread: Spread | None

    @property
    def agreement(self) -> tuple[str, str] | None:
        """The colour and the word for how far the jurors agree about it; the word is still to be said in a language."""
        sd = self.row.facts.get("sd")
        if sd is None:
            return None
        return next(((tag, word) for most, tag, word in AGREEMENT if sd <= most), APART)


def page_of(of: Round, number: int, *, total: int) -> Paged[RankRow]:
    """One page of a ranking whose places are counted; 404 past the end."""
    rows = keeping.some(of, skip=(number - 1) * AT_ONCE, most=AT_ONCE)
    if number > 1 and not rows:
        abort(404)
    return Paged(rows, number, total, AT_ONCE)


def places(kept: KeptRanking, rows: Sequence[RankRow]) -> list[Place]:
    """The rows of one page with what is drawn beside them, on their common axis."""
    if not rows:
        return []
    lowest, at_first, at_last = _lowest(rows), rows[0].position, rows[-1].position
    brackets = [one for one in kept.record.get("brackets", []) if one[0] <= at_last and one[1] >= at_first]
    return [Place(row, _bracket(row.position, brackets), _spread(row, lowest)) for row in rows]


def axis(rows: Sequence[RankRow]) -> Axis:
    """It begins at 5, or at 0 where somebody gave less."""
    lowest = _lowest(rows)
    return Axis(lowest, tuple(_across(point, lowest) for point in range(lowest, HIGHEST + 1)))


def _lowest(rows: Sequence[RankRow]) -> int:
    return 0 if any((row.facts.get("whiskers") or [MIDDLE])[0] < MIDDLE for row in rows) else MIDDLE


def is_ranked(kept: KeptRanking) -> bool:
    """Whether the ranking is of orders that jurors gave, and its values are how many others an entry beats."""
    return kept.record.get("method") in ORDERED


def given_places(of: Round, left_out: Collection[str] = ()) -> Mapping[str, Sequence[tuple[str, int]]]:
    """In a final the place that each juror gave, by the code of the entry: (pseudonym, place)."""
    found: dict[str, list[tuple[str, int]]] = {}
    for order in apart.orders(reading.orders(of), left_out):
        for code, place in order.places.items():
            found.setdefault(code, []).append((order.juror, int(place)))
    return found


def notes(kept: KeptRanking, lang: str, known: Callable[[str], str] = gettext) -> list[str]:
    """What there is to know about the ranking, as sentences of the reader's language."""
    return [
        known(note["sentence"]) % {name: _written(value, lang) for name, value in note["values"].items()}
        for note in kept.record.get("notes", [])
    ]


def _bracket(position: int, brackets: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    found = [(first, last) for first, last in brackets if first <= position <= last]
    return (min(first for first, _ in found) + 1, max(last for _, last in found) + 1) if found else None


def _spread(row: RankRow, lowest: int) -> Spread | None:
    whiskers: Sequence[float] | None = row.facts.get("whiskers")
    if not whiskers:
        return None
    least, low, middle, high, most = (_across(value, lowest) for value in whiskers)
    return Spread(least, low, middle, high, most)


def _across(value: float, lowest: int) -> int:
    return round(LEFT + (value - lowest) * WIDTH / (HIGHEST - lowest))


def _written(value: Any, lang: str) -> str:
    return numbers.show(round(value, 2), lang) if isinstance(value, float | int) else str(value)


def marks_of(row: RankRow | None) -> Mapping[str, float]:
    """The mean points of an entry for each criterion, by key, from its place in a round that gave points."""
    return {key: marks[0] for key, marks in row.facts.get("criteria", {}).items()} if row is not None else {}
