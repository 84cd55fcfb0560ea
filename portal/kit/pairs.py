"""Pairwise comparisons: the Bradley–Terry strengths behind who was preferred to whom.

P(i is preferred to k) = strength_i / (strength_i + strength_k). For public or student panels; expert jurors score.
Source: Hunter, MM Algorithms for Generalized Bradley–Terry Models (2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum
from typing import NamedTuple

_CLOSE = 1e-12
_MOST_STEPS = 100_000


class Strengths(NamedTuple):
    """`strength` > 0 by name, summing to 1; `lent`: half a win was lent each way to every pair that met."""

    strength: dict[str, float]
    lent: bool


def bradley_terry(wins: Mapping[tuple[str, str], float]) -> Strengths | None:
    """The strengths of largest likelihood, from {(winner, loser): how often}; None where some never meet the others.

    Where one, or a group, has never lost to the rest (or never won), no finite strength fits best: half a win each way
    is then lent to every pair that met. MM steps pi_i <- W_i / sum_k n_ik / (pi_i + pi_k), until no strength changes by
    more than 10^-12 of itself.
    """
    won = {pair: times for pair, times in wins.items() if times > 0 and pair[0] != pair[1]}
    names = sorted({name for pair in won for name in pair})
    below = _neighbours(names, won)
    above = _neighbours(names, ((loser, winner) for winner, loser in won))
    both = {name: below[name] | above[name] for name in names}
    if not names or len(_reached(names[0], both)) < len(names):
        return None
    lent = any(len(_reached(names[0], ways)) < len(names) for ways in (below, above))
    if lent:
        met = {pair for winner, loser in won for pair in ((winner, loser), (loser, winner))}
        won = {pair: won.get(pair, 0) + 0.5 for pair in met}
    return Strengths(_climbed(names, won, both), lent)


def _climbed(names: list[str], won: Mapping[tuple[str, str], float], both: Mapping[str, set[str]]) -> dict[str, float]:
    total = {name: fsum(won.get((name, other), 0) for other in both[name]) for name in names}
    met = {
        name: [(other, won.get((name, other), 0) + won.get((other, name), 0)) for other in sorted(both[name])]
        for name in names
    }
    strength = dict.fromkeys(names, 1 / len(names))
    for _ in range(_MOST_STEPS):
        before = dict(strength)
        for name in names:  # each step uses what the ones before it have found, which leads there sooner
            here = strength[name]
            strength[name] = total[name] / fsum(times / (here + strength[other]) for other, times in met[name])
        whole = fsum(strength.values())
        strength = {name: value / whole for name, value in strength.items()}
        if all(abs(strength[name] - before[name]) <= _CLOSE * before[name] for name in names):
            break
    return strength


def _neighbours(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {name: set() for name in names}
    for start, end in pairs:
        ways[start].add(end)
    return ways


def _reached(start: str, ways: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        new = ways[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen
