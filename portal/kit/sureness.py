"""How sure a ranking is: margins around each value, brackets around ties by chance, and what hangs on one juror."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from portal.kit import margins, ranking_notes
from portal.kit.margins import SURE
from portal.kit.ranking_record import Bracket, Line, Note
from portal.kit.resampling import Drawn, ValuesOf, Without, bootstrap, without_each
from portal.kit.standing import Standing

MOST_DRAWS = 10_000


class Draws(NamedTuple):
    """How many juries are drawn for the margins (0: the margins are standard errors), and from which seed."""

    juries: int = 0
    seed: int = 0


NO_DRAWS = Draws()


class Sureness(NamedTuple):
    """`error` by entry is empty where no standard error is known; `drawn` is None where no juries were drawn."""

    error: Mapping[str, float]
    brackets: tuple[Bracket, ...]
    without: tuple[Without, ...]
    drawn: Drawn | None
    draws: Draws

    def notes(self) -> Iterator[Note]:
        yield from ranking_notes.on_others(self.without)
        yield from ranking_notes.on_draws(self.drawn, self.draws.juries, self.draws.seed)

    def line(self, entry: str, rank: int, value: float) -> Line:
        """An entry with its margins: those of drawn juries where there are some, else 1.96 standard errors."""
        error = self.error.get(entry)
        line = Line(entry, rank, value, se=error)
        if self.drawn and (interval := self.drawn.intervals.get(entry)):
            return line._replace(low=interval.low, high=interval.high, best=interval.best, worst=interval.worst)
        if error is not None and not self.drawn:
            return line._replace(low=value - SURE * error, high=value + SURE * error)
        return line


def sureness(
    jurors: Sequence[str],
    worth: Mapping[str, float],
    standing: Standing,
    error: Mapping[str, float],
    values_of: ValuesOf,
    draws: Draws,
) -> Sureness:
    """What is known about how sure the order is; `values_of` gives the values of another jury of these jurors."""
    order = standing.order
    brackets = margins.brackets([(worth[entry], error[entry]) for entry in order]) if error else ()
    apart = partial(margins.apart, worth, error)
    several = len(jurors) > 1 and bool(order)
    without = without_each(jurors, worth, values_of, apart=apart) if several else []
    asked = draws.juries and order
    drawn = bootstrap(len(jurors), order, values_of, draws=draws.juries, seed=draws.seed) if asked else None
    return Sureness(error, brackets, tuple(without), drawn, draws)


def lines(names: Collection[str], standing: Standing, worth: Mapping[str, float], sure: Sureness) -> list[Line]:
    """The entries in order with their margins, then by name those that have no value."""
    placed = [sure.line(entry, standing.rank[entry], worth[entry]) for entry in standing.order]
    return placed + [Line(entry) for entry in sorted(set(names) - standing.rank.keys())]
