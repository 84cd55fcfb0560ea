"""What must be reached, beside what was. Ratios decide; milliseconds hang on the machine: judge them on a quiet one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from tests.bench.asking import MOST_STATEMENTS
from tests.bench.figures import Figures, Measured

WORDS = ("rare word: query", "word in 90 %: query", "two words: query")
DISTRICTS = tuple(f"district, zoom {zoom}" for zoom in (12, 13, 14))
LARGE = 100_000
Limits = Mapping[str, tuple[float, float]]
"""Milliseconds (p95) and bytes that a row may not exceed."""


@dataclass(frozen=True)
class Target:
    what: str
    engine: str
    reached: float
    least: float
    unit: str

    @property
    def is_met(self) -> bool:
        return self.reached <= self.least


def told(measured: Sequence[Measured], others: Sequence[Figures], limits: Limits, ranked: Figures) -> str:
    """The targets as an aligned table, with what the processes weigh; `limits` are those of the `others`."""
    whole = Target(f"{ranked.what}, p95", ranked.engine, ranked.p95_ms, 1_000, "ms")
    lines = [
        f"{target.what:<58} {target.engine:<11} {target.reached:>9.2f} {target.unit:<4} (at most {target.least:g})  "
        f"{'ok' if target.is_met else 'OVER'}"
        for target in (*_targets(measured), *_of_others(others, limits), whole)
    ]
    return "\n" + "\n".join(lines)


def _targets(measured: Sequence[Measured]) -> Iterator[Target]:
    for one in measured:
        yield from _beside_the_bare_page(one)
        if one.size >= LARGE:
            yield from _of_the_large(one)
            yield from _of_the_calendar(one)
            for small in (small for small in measured if small.engine == one.engine and small.size < one.size):
                yield from _beside_the_small(one, small)
        name = f"{one.size:,} listings: "
        yield Target(name + "memory of the process", one.engine, one.rss_mb, 150, "MB")
        yield Target(name + "statements with LIKE '%…%'", one.engine, one.likes, 0, "")


def _beside_the_bare_page(one: Measured) -> Iterator[Target]:
    name = f"{one.size:,} listings: list, CPU of the bare page"
    for what, when in (("list: page again", "again"), ("list: page", "anew")):
        yield Target(f"{name}, {when}", one.engine, one.row(what).cpu_ms / one.bare.cpu_ms, 2.5, "×")


def _of_the_large(one: Measured) -> Iterator[Target]:
    yield Target("town box, query p99", one.engine, one.row("town box: query").p99_ms, 5, "ms")
    yield Target("town box, page p95", one.engine, one.row("town box: page").p95_ms, 40, "ms")
    for what in DISTRICTS:
        yield Target(f"{what}, query p99", one.engine, one.row(f"{what}: query").p99_ms, 10, "ms")
        yield Target(f"{what}, bytes", one.engine, (one.row(f"{what}: answer").bytes or 0) / 1_000, 6, "kB")
    for what in WORDS:
        yield Target(f"{what} p99", one.engine, one.row(what).p99_ms, 30, "ms")


def _of_the_calendar(one: Measured) -> Iterator[Target]:
    yield Target("event month, query p99", one.engine, one.row("event month: query").p99_ms, 25, "ms")
    yield Target("event month, bytes", one.engine, (one.row("event month: page").bytes or 0) / 1_000, 14, "kB")


def _beside_the_small(one: Measured, small: Measured) -> Iterator[Target]:
    """Each against the bare page of its own run, so that the machine's moods cancel out."""
    for what in ("listing: page", "town box: page", "whole area: query"):
        ratio = (one.row(what).cpu_ms / one.bare.cpu_ms) / (small.row(what).cpu_ms / small.bare.cpu_ms)
        yield Target(f"{what}, time at {one.size:,} : at {small.size:,}", one.engine, ratio, 1.5, "×")


def _of_others(rows: Sequence[Figures], limits: Limits) -> Iterator[Target]:
    for row in rows:
        milliseconds, most = limits.get(row.what, (inf, inf))
        if milliseconds < inf:
            yield Target(f"{row.what}, p95", row.engine, row.p95_ms, milliseconds, "ms")
        if most < inf and row.bytes:
            yield Target(f"{row.what}, bytes", row.engine, row.bytes / 1_000, most / 1_000, "kB")
        if row.beside is not None:
            yield Target(f"{row.what} of {row.size:,}, CPU of the bare page", row.engine, row.beside, 5, "×")
        if row.statements:
            yield Target(f"{row.what} of {row.size:,}, statements", row.engine, row.statements, MOST_STATEMENTS, "")
    for one, other in combinations(rows, 2):  # the same page with little and with much behind it, timed in turn
        if (one.what, one.engine) == (other.what, other.engine):
            ratio = other.p50_ms / one.p50_ms
            yield Target(f"{one.what}, time at {other.size:,} : at {one.size:,}", one.engine, ratio, 1.5, "×")
