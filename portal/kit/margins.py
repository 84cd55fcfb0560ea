"""How sure a value is: standard errors, whether chance explains a distance, brackets around ties by chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import fsum, sqrt

from portal.kit.centre import mean
from portal.kit.ranking_record import Bracket
from portal.kit.severity import Values

SURE = 1.96
"""So many standard errors lie on either side of a value, nineteen times in twenty."""


def standard_errors(values: Values, sd: float | None) -> dict[str, float]:
    """SE = sd / sqrt(n_i), n_i the ballots on entry i, in the unit of `sd`; empty where `sd` is not known."""
    return {} if sd is None else {entry: sd / sqrt(len(given)) for entry, given in values.items() if given}


def pooled_sd(values: Values) -> float | None:
    """The deviation of ballots around the mean of their entry, over N ballots - E entries; None where none is left."""
    rows = [list(given.values()) for given in values.values() if given]
    df = sum(map(len, rows)) - len(rows)
    if df <= 0:
        return None
    return sqrt(fsum((worth - middle) * (worth - middle) for row, middle in _centred(rows) for worth in row) / df)


def apart(worth: Mapping[str, float], error: Mapping[str, float], above: str, below: str) -> bool:
    """Whether two entries are further apart than chance explains: |difference| >= 1.96 sqrt(SE² + SE²).

    Without standard errors no tie can be seen, and any difference counts.
    """
    if not error:
        return True
    return abs(worth[above] - worth[below]) >= _reach(error[above], error[below])


def brackets(order: Sequence[tuple[float, float]]) -> tuple[Bracket, ...]:
    """The longest runs of neighbours of whom no two are apart, from (value, standard error) in order, highest first.

    Runs may overlap: A may be tied with B, and B with C, while A and C are apart.
    """
    alike: dict[float, tuple[list[float], list[int]]] = {}
    found: list[Bracket] = []
    first = 0
    for place, (value, error) in enumerate(order):
        for other, (descending, places) in alike.items():
            # The last one above who is apart: values stand negated, so that they ascend.
            farther = bisect_right(descending, -(value + _reach(other, error)))
            if farther:
                first = max(first, places[farther - 1] + 1)
        if found and found[-1].first == first:
            found[-1] = Bracket(first, place)
        elif first < place:
            found.append(Bracket(first, place))
        descending, places = alike.setdefault(error, ([], []))
        descending.append(-value)
        places.append(place)
    return tuple(found)


def _centred(rows: Sequence[list[float]]) -> list[tuple[list[float], float]]:
    return [(row, mean(row)) for row in rows]


def _reach(one: float, other: float) -> float:
    return SURE * sqrt(one * one + other * other)
