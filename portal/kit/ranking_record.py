"""What a ranking says: entries in order, jurors, agreement, what to know. Plain values, made by `kit/ranking.py`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from portal.kit import numbers
from portal.kit.tie_ladder import Step

METHOD_VERSION = "1"
"""Moves when the same ballots would be ranked otherwise, so that an old result is never judged by newer arithmetic."""

_SHOWN_DECIMALS = 3


class Method(StrEnum):
    ADJUSTED = "adjusted"
    """The value of each entry without the severity of those who happened to score it. The default."""
    RAW = "raw"
    Z = "z"
    SCHULZE = "schulze"
    BORDA = "borda"
    BRADLEY_TERRY = "bradley-terry"


class Note(NamedTuple):
    """A sentence to know: a msgid of `kit/ranking_notes.py` and the values of its placeholders, as plain numbers."""

    sentence: str
    values: Mapping[str, object] = {}

    def __str__(self) -> str:
        return self.sentence % {name: _written(value) for name, value in self.values.items()}


class Whiskers(NamedTuple):
    """The ballots on one entry, in points: the least, the quarters, the most."""

    least: float
    low: float
    middle: float
    high: float
    most: float


class Line(NamedTuple):
    """One entry. `rank` 1 is best, ties share; `value` by the method, `low` and `high` its margins; None: not computed.

    `n` counts ballots. `raw`, `adjusted` and `z` stand side by side whatever the method; `median`, `trimmed` (from
    seven ballots on) and `sd` are of the ballots; `best` and `worst` are the ranks of nineteen in twenty drawn juries.
    """

    entry: str
    rank: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    raw: float | None = None
    adjusted: float | None = None
    z: float | None = None
    median: float | None = None
    trimmed: float | None = None
    sd: float | None = None
    se: float | None = None
    best: int | None = None
    worst: int | None = None
    whiskers: Whiskers | None = None


class JurorLine(NamedTuple):
    """One juror. `severity` in points: below 0 gives less than the panel. `place`: the first place that changes without
    this juror (None: none does, or there would be no order); `firm`: chance does not explain that change."""

    juror: str
    n: int
    severity: float | None = None
    place: int | None = None
    firm: bool = False


class Agreement(NamedTuple):
    alpha_nominal: float | None = None
    alpha_ordinal: float | None = None
    alpha_interval: float | None = None
    alpha_ratio: float | None = None
    kendall_w: float | None = None


class Bracket(NamedTuple):
    """Neighbours in the order, numbered from 0 to the last one included, between any two of whom chance may decide."""

    first: int
    last: int


class Ranking(NamedTuple):
    """The whole record. `entries` stand in order, at the end those without a rank; who shares a rank stands by name."""

    method: Method
    method_version: str
    entries: tuple[Line, ...]
    jurors: tuple[JurorLine, ...]
    agreement: Agreement
    brackets: tuple[Bracket, ...] = ()
    settled: tuple[Step, ...] = ()
    """Which rung of the ladder decided which tie."""
    residual_sd: float | None = None
    df: int | None = None
    shrink: float | None = None
    draws: int = 0
    seed: int | None = None
    notes: tuple[Note, ...] = ()


def _written(value: object) -> str:
    if isinstance(value, float):
        return numbers.show(round(value, _SHOWN_DECIMALS), "en")
    return str(value)
