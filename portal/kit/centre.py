"""Centre and spread of a handful of numbers: mean, median, deviation, quantiles, quarters, correlation.

Sums are exactly rounded (`math.fsum`): the order of the numbers never changes a result, and neither does the version of
Python. Numbers are plain floats in whatever unit they come in; nothing here rounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt

TRIMMED_FROM = 7
"""So many numbers are needed before the lowest and the highest may be left out."""

_SAME = 9
"""Values are the same when they are to so many decimals: what a sum taken another way may add is less."""


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean. Raises ValueError for no number."""
    if not values:
        raise ValueError("no number has no mean")
    return fsum(values) / len(values)


def median(values: Sequence[float]) -> float:
    """The middle number, or the mean of the two in the middle. Raises ValueError for no number."""
    return quantile(values, 0.5)


def trimmed_mean(values: Sequence[float]) -> float | None:
    """The mean without one lowest and one highest number; None for fewer than seven."""
    if len(values) < TRIMMED_FROM:
        return None
    return mean(sorted(values)[1:-1])


def sample_sd(values: Sequence[float]) -> float | None:
    """The standard deviation over n - 1; None for fewer than two numbers."""
    return sqrt(_squares(values) / (len(values) - 1)) if len(values) > 1 else None


def population_sd(values: Sequence[float]) -> float:
    """The standard deviation over n. Raises ValueError for no number."""
    return sqrt(_squares(values) / len(values)) if values else mean(values)


def quantile(values: Sequence[float], share: float) -> float:
    """The number below which a share (0 to 1) of the others lies, between two neighbours by their distance.

    Definition 7 of Hyndman & Fan, Sample Quantiles in Statistical Packages (1996). Raises ValueError for no number.
    """
    if not values:
        raise ValueError("no number has no quantile")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def quarters(values: Mapping[str, float]) -> dict[str, int]:
    """In which quarter each one stands, 1 (highest) to 4, by the share of the others that are above it; ties share."""
    above: dict[float, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True)):
        above.setdefault(value, place)
    return {name: above[value] * 4 // len(values) + 1 for name, value in values.items()}


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """The rank of each one, 1 the highest; values that are equal to nine decimals share: 1, 1, 3."""
    rounded = {name: round(value, _SAME) for name, value in values.items()}
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(rounded.values(), reverse=True), 1):
        first.setdefault(value, place)
    return {name: first[value] for name, value in rounded.items()}


def correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Pearson's r of two equally long rows; None for fewer than two pairs and where one row does not vary."""
    if len(left) != len(right):
        raise ValueError("the rows are not equally long")
    across = sqrt(_squares(left)) * sqrt(_squares(right)) if len(left) > 1 else 0
    if not across:
        return None
    middle_left, middle_right = mean(left), mean(right)
    return fsum((a - middle_left) * (b - middle_right) for a, b in zip(left, right, strict=True)) / across


def _squares(values: Sequence[float]) -> float:
    middle = mean(values)
    return fsum((value - middle) * (value - middle) for value in values)
