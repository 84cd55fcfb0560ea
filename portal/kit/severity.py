"""How severe each juror is, and what each entry would have got from the whole panel.

A ballot is taken as y = theta of its entry + b of its juror + chance, the b of the panel summing to 0. theta and b
minimise sum (y - theta - b)² + shrink · sum b². It matters where not everybody scored everything: a recused severe
juror no longer lifts the entry. The equations are solved at once, and not by the repeated steps that lead to the same
place: theta is put into them first, so that as many unknowns are left as there are jurors.

Sources: Platt & Burges, Regularized Two-Step Reviewer Calibration (2012); Ge, Welling & Ghahramani, A Bayesian Model
for Calibrating Conference Review Scores (2013); Roos, Rothe & Scheuermann, How to Calibrate the Scores of Biased
Reviewers by Quadratic Programming (AAAI 2011).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt
from operator import mul
from typing import NamedTuple

Values = Mapping[str, Mapping[str, float]]
"""{entry: {juror: value of the ballot}}, values in points."""

ENOUGH = 5
"""So many ballots say how severe a juror is; with fewer, chance is drawn towards 0."""


class Fit(NamedTuple):
    """`theta` in points by entry, `severity` in points by juror (below 0: severe), `shrink` without unit (lambda).

    `residual_sd` in points is what chance does to one ballot, over `df` degrees of freedom; None when none is left.
    """

    theta: dict[str, float]
    severity: dict[str, float]
    shrink: float
    residual_sd: float | None
    df: int


class _Block(NamedTuple):
    """The entries that were scored by exactly the same jurors; `columns` hold one juror's values each."""

    members: tuple[int, ...]
    entries: tuple[str, ...]
    columns: tuple[tuple[float, ...], ...]
    sums: tuple[float, ...]


class _Seen(NamedTuple):
    """A block as a jury sees it in which each member counts so many times, with the means that this gives."""

    members: dict[int, int]
    """{juror: votes}, without those who do not count."""
    total: int
    means: list[float]
    block: _Block


class Panel:
    """The ballots of a jury, put in order once so that they can be fitted many times with other jurors.

    Where jurors count several times, `votes` says how often each one does, in the order of `jurors`; 0 leaves one out.
    """

    def __init__(self, values: Values) -> None:
        self.jurors = tuple(sorted({juror for given in values.values() for juror in given}))
        place = {juror: number for number, juror in enumerate(self.jurors)}
        alike: dict[tuple[int, ...], list[tuple[str, tuple[float, ...]]]] = {}
        for entry in sorted(values):
            given = sorted((place[juror], worth) for juror, worth in values[entry].items())
            if given:
                members = tuple(number for number, _ in given)
                alike.setdefault(members, []).append((entry, tuple(worth for _, worth in given)))
        self.blocks = [_block(members, rows) for members, rows in sorted(alike.items())]
        self._all = self._seen_by([1] * len(self.jurors))

    def groups(self) -> list[set[str]]:
        """The jurors in groups that share entries, by union-find; one group means that all can be compared."""
        found: dict[int, set[str]] = {}
        for juror, leader in _leaders(self._all).items():
            found.setdefault(leader, set()).add(self.jurors[juror])
        return list(found.values())

    def fit(self, shrink: float | None = None) -> Fit:
        """Severity and adjusted values; `shrink` (lambda) is chosen by `_chosen_shrink` unless it is given.

        Raises ValueError where the jurors fall into several groups: then nobody can say who is severe.
        """
        if len(self.groups()) != 1:
            raise ValueError("the jurors share no entries by which they could be compared")
        fitted = self._fitted(shrink or 0)
        if shrink is None and (chosen := self._chosen_shrink(fitted)):
            fitted = self._fitted(chosen)
        return fitted

    def adjusted(self, votes: Sequence[int], *, shrink: float = 0) -> dict[str, float] | None:
        """The adjusted values by another jury of these jurors; None where they could not be compared.

        Entries that nobody is left for have no value.
        """
        seen = self._seen_by(votes)
        if len(set(_leaders(seen).values())) != 1:
            return None
        return _theta(seen, self._severity(seen, votes, shrink))

    def raw(self, votes: Sequence[int] | None = None) -> dict[str, float]:
        """The plain means, by this jury or another one."""
        return _theta(self._all if votes is None else self._seen_by(votes), [0.0] * len(self.jurors))

    def _fitted(self, shrink: float) -> Fit:
        severity = self._severity(self._all, [1] * len(self.jurors), shrink)
        theta = _theta(self._all, severity)
        left = [
            worth - theta[entry] - severity[juror]
            for block in self.blocks
            for juror, column in zip(block.members, block.columns, strict=True)
            for entry, worth in zip(block.entries, column, strict=True)
        ]
        df = len(left) - len(theta) - len(self.jurors) + 1
        sd = sqrt(fsum(map(mul, left, left)) / df) if df > 0 else None
        return Fit(theta, dict(zip(self.jurors, severity, strict=True)), shrink, sd, df)

    def _chosen_shrink(self, fitted: Fit) -> float:
        """lambda: 0 when every juror has five ballots or all but one, else var of chance / var of the severities.

        "All but one" is for finals of five entries and fewer, where nobody can have more and nobody lacks any.
        """
        counts = [0] * len(self.jurors)
        for block in self.blocks:
            for juror in block.members:
                counts[juror] += len(block.entries)
        severity = list(fitted.severity.values())
        var_b = fsum(map(mul, severity, severity)) / (len(severity) - 1) if len(severity) > 1 else 0
        if min(counts) >= min(ENOUGH, len(fitted.theta) - 1) or not fitted.residual_sd or not var_b:
            return 0
        return fitted.residual_sd * fitted.residual_sd / var_b

    def _seen_by(self, votes: Sequence[int]) -> list[_Seen]:
        """The blocks as a jury sees them, without those that nobody is left for."""
        found = []
        for block in self.blocks:
            members = {juror: votes[juror] for juror in block.members if votes[juror]}
            if members:
                columns = [
                    column
                    for juror, column in zip(block.members, block.columns, strict=True)
                    for _ in range(votes[juror])
                ]
                means = [fsum(row) / len(columns) for row in zip(*columns, strict=True)]
                found.append(_Seen(members, len(columns), means, block))
        return found

    def _severity(self, seen: Sequence[_Seen], votes: Sequence[int], shrink: float) -> list[float]:
        """b of each juror, 0 for one who does not count, from as many linear equations as there are jurors."""
        size = len(self.jurors)
        matrix = [[float(vote) for vote in votes] for _ in range(size)]  # says that the b sum to 0
        right: list[list[float]] = [[] for _ in range(size)]
        for members, total, means, block in seen:
            count, mean_sum = len(means), fsum(means)
            for juror, column_sum in zip(block.members, block.sums, strict=True):
                if juror in members:
                    right[juror] += (column_sum, -mean_sum)
                    row = matrix[juror]
                    row[juror] += count
                    for other, vote in members.items():
                        row[other] -= count * vote / total
        for juror, vote in enumerate(votes):
            matrix[juror][juror] += shrink if vote and right[juror] else 1
        return _solved(matrix, [fsum(terms) for terms in right])


def _block(members: tuple[int, ...], scored: Sequence[tuple[str, tuple[float, ...]]]) -> _Block:
    columns = tuple(zip(*(row for _, row in scored), strict=True))
    return _Block(members, tuple(entry for entry, _ in scored), columns, tuple(map(fsum, columns)))


def _leaders(seen: Sequence[_Seen]) -> dict[int, int]:
    """Each juror with the one who stands for all that share entries with them, also by way of others."""
    leader = {juror: juror for one in seen for juror in one.members}

    def find(juror: int) -> int:
        while leader[juror] != juror:
            leader[juror] = juror = leader[leader[juror]]
        return juror

    for one in seen:
        first, *others = one.members
        for other in others:
            leader[find(other)] = find(first)
    return {juror: find(juror) for juror in sorted(leader)}


def _theta(seen: Sequence[_Seen], severity: Sequence[float]) -> dict[str, float]:
    """What each entry is worth: the mean of its ballots without the severity of those who gave them."""
    theta: dict[str, float] = {}
    for members, total, means, block in seen:
        lean = fsum(vote * severity[juror] for juror, vote in members.items()) / total
        theta.update(zip(block.entries, [middle - lean for middle in means], strict=True))
    return theta


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The unknowns of as many linear equations, by elimination with the largest pivot. Both arguments are used up."""
    size = len(matrix)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        right[column], right[pivot] = right[pivot], right[column]
        above = matrix[column]
        for row in range(column + 1, size):
            factor = matrix[row][column] / above[column]
            if factor:
                matrix[row] = [here - factor * over for here, over in zip(matrix[row], above, strict=True)]
                right[row] -= factor * right[column]
    found = [0.0] * size
    for row in reversed(range(size)):
        known = fsum(map(mul, matrix[row][row + 1 :], found[row + 1 :]))
        found[row] = (right[row] - known) / matrix[row][row]
    return found
