"""How far raters agree: Krippendorff's alpha and Kendall's W.

Alpha compares the disagreement that there is with the disagreement that chance alone would make: 1 is full agreement, 0
is chance. From 0.8 on it is firm, from 0.667 on tentative; below that a jury has different tastes and should talk.
Units may lack raters; a unit with one value is left out. Sources: Hayes & Krippendorff, Answering the Call for a
Standard Reliability Measure (2007); Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).

W compares orders: 1 where all raters order alike, 0 where their orders cancel out. Source: Kendall & Babington Smith,
The Problem of m Rankings (1939), with mid-ranks and the correction for ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from math import fsum
from operator import mul
from typing import NamedTuple

FIRM, TENTATIVE = 0.8, 0.667
"""From where on an alpha is called firm, and tentative."""

MOST_VALUES = 1_500
"""The ratio metric compares every two values that occur; with more different ones it is not computed."""

_SAME = 9
"""Values are the same when they are to so many decimals: what a sum in another order may add is less."""


class Metric(StrEnum):
    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Concordance(NamedTuple):
    """Kendall's W with what it is made of; `chi2` = m (n - 1) W is to be read with `df` = n - 1."""

    w: float
    chi2: float
    df: int
    s: float
    t: float


def alpha(units: Iterable[Sequence[float]], metric: Metric) -> float | None:
    """Krippendorff's alpha over units, each with the values that raters gave it (at least 0 for the ratio metric).

    alpha = 1 - D_o / D_e. None where nothing can be compared, where no value differs from another, and for the ratio
    metric over more than 1,500 different values.
    """
    return alphas(units, (metric,))[metric]


def alphas(units: Iterable[Sequence[float]], metrics: Iterable[Metric] = Metric) -> dict[Metric, float | None]:
    """Alpha by several metrics at once; see `alpha`."""
    rounded = [[round(value, _SAME) for value in unit] for unit in units if len(unit) > 1]
    total = Counter(value for unit in rounded for value in unit)
    return {metric: _alpha(rounded, total, metric) for metric in metrics}


def _alpha(units: list[list[float]], total: Counter[float], metric: Metric) -> float | None:
    if len(total) < 2 or (metric is Metric.RATIO and len(total) > MOST_VALUES):
        return None
    if metric is Metric.ORDINAL:
        places = _mid_ranks(total)
        units = [[places[value] for value in unit] for unit in units]
    pairs, every = _PAIRS[metric], [value for unit in units for value in unit]
    n = len(every)
    observed = fsum(pairs(unit) / (len(unit) - 1) for unit in units) / n
    expected = pairs(every) / (n * (n - 1))
    return 1 - observed / expected


def kendall_w(rows: Sequence[Sequence[float]]) -> Concordance | None:
    """Kendall's W of raters' rows, each with a value for every object; only the order within a row matters.

    W = 12 S / (m² (n³ - n) - m T), S = sum (R_i - m (n + 1) / 2)², T = sum over tie groups of t³ - t. None for fewer
    than two raters or objects, and where every row is one tie. Raises ValueError for rows of different lengths.
    """
    m, n = len(rows), len(rows[0]) if rows else 0
    if any(len(row) != n for row in rows):
        raise ValueError("the rows are not equally long")
    if m < 2 or n < 2:
        return None
    ties = 0
    sums = [0.0] * n
    for row in rows:
        rounded = [round(value, _SAME) for value in row]
        counts = Counter(rounded)
        ties += sum(count**3 - count for count in counts.values())
        places = _mid_ranks(counts)
        sums = [known + places[value] for known, value in zip(sums, rounded, strict=True)]
    most = m * m * (n**3 - n) - m * ties
    if not most:
        return None
    middle = m * (n + 1) / 2
    s = fsum((known - middle) * (known - middle) for known in sums)
    w = 12 * s / most
    return Concordance(w, m * (n - 1) * w, n - 1, s, ties)


def _mid_ranks(counts: Counter[float]) -> dict[float, float]:
    """The place of each value in the order of all of them, 1 the lowest; equal ones share the middle of theirs.

    The ordinal metric is the interval metric of these: sum_{g=c..k} n_g - (n_c + n_k) / 2 is their difference.
    """
    places, below = {}, 0
    for value in sorted(counts):
        places[value] = below + (counts[value] + 1) / 2
        below += counts[value]
    return places


def _unequal(values: Sequence[float]) -> float:
    """Over ordered pairs of the values: how many differ."""
    return len(values) ** 2 - sum(count * count for count in Counter(values).values())


def _squared(values: Sequence[float]) -> float:
    """Sum over ordered pairs of (c - k)², as 2 n sum (c - mean)²."""
    middle = fsum(values) / len(values)
    off = [value - middle for value in values]
    return 2 * len(values) * fsum(map(mul, off, off))


def _relative(values: Sequence[float]) -> float:
    """Sum over ordered pairs of ((c - k) / (c + k))²."""
    known = sorted(Counter(values).items())
    terms: list[float] = []
    for place, (high, often) in enumerate(known):
        terms += [often * as_often * (part := (high - low) / (high + low)) * part for low, as_often in known[:place]]
    return 2 * fsum(terms)


_PAIRS: dict[Metric, Callable[[Sequence[float]], float]] = {
    Metric.NOMINAL: _unequal,
    Metric.ORDINAL: _squared,
    Metric.INTERVAL: _squared,
    Metric.RATIO: _relative,
}
