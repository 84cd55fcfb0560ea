"""What was measured, as numbers and as a table."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_RUNS = 300
LEAST_RUNS = 20
FULL_RUNS = 120  # of fewer the slowest one in a hundred is but the slowest
SECONDS, MOST_SECONDS = 2.0, 10.0  # for one figure: at least until its full runs, at most beyond its least ones


@dataclass(frozen=True)
class Figures:
    """One line. Times are milliseconds by the clock, `cpu_ms` is what one run cost this process on average."""

    what: str
    size: int
    engine: str
    p50_ms: float
    p95_ms: float
    p99_ms: float
    per_s: float
    bytes: int | None
    cpu_ms: float
    statements: int | None = None
    beside: float | None = None
    """CPU in bare pages, where one was timed in turn with it."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Measured:
    """Everything that was measured on one stage."""

    size: int
    engine: str
    rows: list[Figures]
    bare: Figures
    rss_mb: float
    likes: int
    """Statements that compared with a pattern open at both ends."""

    def row(self, what: str) -> Figures:
        return next(row for row in self.rows if row.what == what)

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Measured:
        known = json.loads(text)
        rows = [Figures(**row) for row in known.pop("rows")]
        return cls(rows=rows, bare=Figures(**known.pop("bare")), **known)


@dataclass
class Clock:
    """Runs one piece of work again and again and remembers what each run took."""

    work: Callable[[], int | None]
    """Returns the bytes it sent, where it sends any."""
    prepare: Callable[[], object] = lambda: None
    """Comes before each run and is not measured."""

    def __post_init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self.bytes: int | None = None

    def run(self) -> None:
        self.prepare()
        wall, cpu = time.perf_counter(), time.process_time()
        self.bytes = self.work()
        self.cpu.append(time.process_time() - cpu)
        self.wall.append(time.perf_counter() - wall)

    @property
    def cpu_ms(self) -> float:
        """What one run cost this process on average, in milliseconds."""
        return 1_000 * sum(self.cpu) / len(self.cpu)

    def figures(self, what: str, size: int, engine: str, *, statements: int | None = None) -> Figures:
        wall = sorted(self.wall)
        at = lambda share: round(1_000 * wall[min(len(wall) - 1, int(len(wall) * share))], 3)  # noqa: E731
        per_s = len(wall) / sum(wall)
        times = at(0.5), at(0.95), at(0.99)
        return Figures(what, size, engine, *times, round(per_s, 1), self.bytes, round(self.cpu_ms, 3), statements)


def timed(clocks: Sequence[Clock]) -> None:
    """Runs the clocks in turn, so that what else the machine does befalls all of them alike."""
    for clock in clocks:
        clock.prepare()
        clock.work()  # the first run fills what every process fills once
    began = time.perf_counter()
    for run in range(MOST_RUNS):
        seconds = (time.perf_counter() - began) / len(clocks)
        if (run >= FULL_RUNS and seconds > SECONDS) or (run >= LEAST_RUNS and seconds > MOST_SECONDS):
            break
        for clock in clocks:
            clock.run()


def table(rows: Sequence[Figures]) -> str:
    heads = ("what", "listings", "engine", "p50 ms", "p95 ms", "p99 ms", "per s", "bytes", "cpu ms", "× bare", "SQL")
    lines = [heads, *(_cells(row) for row in rows)]
    columns = [_aligned(column) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(line).rstrip() for line in zip(*columns, strict=True))


def _aligned(column: tuple[str, ...]) -> list[str]:
    """Words to the left, numbers to the right."""
    width, is_text = max(map(len, column)), column[0] in {"what", "engine"}
    return [cell.ljust(width) if is_text else cell.rjust(width) for cell in column]


def _cells(row: Figures) -> tuple[str, ...]:
    times = (f"{value:.2f}" for value in (row.p50_ms, row.p95_ms, row.p99_ms))
    size = "" if row.bytes is None else f"{row.bytes:,}"
    asked = "" if row.statements is None else f"{row.statements}"
    beside = "" if row.beside is None else f"{row.beside:.2f}"
    return row.what, f"{row.size:,}", row.engine, *times, f"{row.per_s:,.0f}", size, f"{row.cpu_ms:.2f}", beside, asked
