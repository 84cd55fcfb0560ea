"""Ranked ballots: who would win against each other one, Schulze's order, Borda's points.

A juror gives entries positions (1 is best, equal ones tie). An entry without a position, because of a conflict, is
neither above nor below the others on that ballot: the pair is decided by those who could judge both. For 3 to 9
finalists; a few hundred are possible.

Sources: Schulze, A New Monotonic, Clone-Independent, Reversal Symmetric, and Condorcet-Consistent Single-Winner
Election Method (2011), with winning votes; Borda, Mémoire sur les élections au scrutin (1781).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

MOST = 300
"""The most entries: Schulze's method takes time with their third power."""


class Order(NamedTuple):
    """One ballot, or `votes` equal ones: the position of each entry that the juror could judge."""

    juror: str
    places: Mapping[str, float]
    votes: int = 1


class Duels:
    """d[x, y]: how many votes put x above y, among `entries` in the order of their names."""

    def __init__(self, orders: Sequence[Order], entries: Sequence[str] = ()) -> None:
        named = {entry for order in orders for entry in order.places}
        self.entries = tuple(sorted(named | set(entries)))
        size = range(len(self.entries))
        self.above = [[0 for _ in size] for _ in size]
        self.tied = [[0 for _ in size] for _ in size]
        for order in orders:
            placed = [(number, order.places[name]) for number, name in enumerate(self.entries) if name in order.places]
            for x, place in placed:
                above, tied = self.above[x], self.tied[x]
                for y, other in placed:
                    if place < other:
                        above[y] += order.votes
                    elif place == other:
                        tied[y] += order.votes

    def beats(self, x: int, y: int) -> bool:
        return self.above[x][y] > self.above[y][x]


def condorcet_winner(duels: Duels) -> str | None:
    """The entry that beats each other one by a majority, if there is one; the only entry there is beats all."""
    size = range(len(duels.entries))
    winners = (x for x in size if all(duels.beats(x, y) for y in size if y != x))
    return next((duels.entries[x] for x in winners), None)


def schulze(duels: Duels) -> dict[str, float]:
    """How many others each entry stands above by Schulze's method, half for those it stands beside: 0 to n - 1.

    p[x,y] = d[x,y] where x beats y, else 0; then p[j,k] = max(p[j,k], min(p[j,i], p[i,k])) over i, j, k; x stands above
    y where p[x,y] > p[y,x]. That relation is transitive, so the count of those below is the order.
    """
    size = range(len(duels.entries))
    path = [[duels.above[x][y] if duels.beats(x, y) else 0 for y in size] for x in size]
    for i in size:
        through = path[i]
        for j in size:
            reach = path[j][i]
            if reach and j != i:
                path[j] = [max(known, min(reach, further)) for known, further in zip(path[j], through, strict=True)]
                path[j][j] = 0
    return {
        name: sum((path[x][y] > path[y][x]) + (path[x][y] == path[y][x]) / 2 for y in size if y != x)
        for x, name in enumerate(duels.entries)
    }


def borda(duels: Duels) -> dict[str, float]:
    """The mean number of entries that a juror puts below each one, half for a tie: 0 to n - 1.

    Each pair is averaged over those who could judge both, so that nobody loses points by another one's conflict; where
    nobody could, it counts half.
    """
    points = {}
    for x, name in enumerate(duels.entries):
        shares = []
        for y in range(len(duels.entries)):
            above, below, tied = duels.above[x][y], duels.above[y][x], duels.tied[x][y]
            if y != x:
                met = above + below + tied
                shares.append((above + tied / 2) / met if met else 0.5)
        points[name] = fsum(shares)
    return points


def of_values(values: Mapping[str, Mapping[str, float]]) -> list[Order]:
    """The orders in which jurors put entries by the value of their ballots: {entry: {juror: value}}, highest first."""
    given: dict[str, dict[str, float]] = {}
    for entry, ballots in values.items():
        for juror, worth in ballots.items():
            given.setdefault(juror, {})[entry] = worth
    orders = []
    for juror, worths in sorted(given.items()):
        ladder = {worth: place for place, worth in enumerate(sorted(set(worths.values()), reverse=True), 1)}
        orders.append(Order(juror, {entry: ladder[worth] for entry, worth in worths.items()}))
    return orders
