"""How much an order hangs on who sat in the jury: drawn juries (bootstrap), and the jury without each juror in turn.

Both ask the same question many times: what is each entry worth when juror j counts votes[j] times? A function answers
it, so every method can be asked. Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), percentiles.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from portal.kit.centre import quantile, ranks
from portal.kit.pcg import Pcg32

ValuesOf = Callable[[Sequence[int]], Mapping[str, float] | None]
"""Values of the entries when each juror counts so many times; None where they could not be compared."""

LOW, HIGH = 0.025, 0.975
FIRM_PLACES = 50
"""Whether a change is more than chance is looked at among so many first places."""


class Interval(NamedTuple):
    """Where nineteen of twenty drawn juries put an entry: its value and its rank."""

    low: float
    high: float
    best: int
    worst: int


class Drawn(NamedTuple):
    """`used` juries of those drawn could rank every entry; no intervals when none could."""

    intervals: dict[str, Interval]
    used: int


class Without(NamedTuple):
    """The order without one juror. `place` is the first place that changes, None when none does.

    `firm`: two entries change order although they lie further apart than chance explains. `ranks` is None where there
    would be no order.
    """

    juror: str
    place: int | None
    firm: bool
    ranks: dict[str, int] | None


def bootstrap(jurors: int, entries: Sequence[str], values_of: ValuesOf, *, draws: int, seed: int) -> Drawn:
    """`draws` juries of as many jurors, drawn with replacement, and the intervals they give.

    Each of its jurors is the next `Pcg32(seed).below(jurors)`. A jury that cannot rank every entry (nobody in it scored
    one) is left out.
    """
    worth = {entry: array("d") for entry in entries}
    stood = {entry: array("l") for entry in entries}
    used = 0
    for votes, times in _juries(jurors, draws, Pcg32(seed)).items():
        values = values_of(votes)
        if values is None or len(values) < len(entries):
            continue
        used += times
        for entry, rank in ranks(values).items():
            worth[entry].extend([values[entry]] * times)
            stood[entry].extend([rank] * times)
    if not used:
        return Drawn({}, 0)
    return Drawn({entry: _interval(worth[entry], stood[entry]) for entry in entries}, used)


def without_each(
    jurors: Sequence[str],
    values: Mapping[str, float],
    values_of: ValuesOf,
    *,
    apart: Callable[[str, str], bool] = lambda _above, _below: True,
) -> list[Without]:
    """The order without each juror in turn; `values` are those of all. `apart` says of two entries of the whole order,
    the higher one first, whether chance does not explain their distance."""
    found = []
    whole = ranks(values)
    for number, juror in enumerate(jurors):
        left = values_of([int(other != number) for other in range(len(jurors))])
        if left is None or len(left) < len(values):
            found.append(Without(juror, None, False, None))
            continue
        now = ranks(left)
        place = min((min(now[entry], whole[entry]) for entry in whole if now[entry] != whole[entry]), default=None)
        found.append(Without(juror, place, place is not None and _firmly(whole, now, apart), now))
    return found


def _juries(jurors: int, draws: int, chance: Pcg32) -> Counter[tuple[int, ...]]:
    """How often each jury was drawn: small ones come again and again, and need to be asked once."""
    drawn: Counter[tuple[int, ...]] = Counter()
    for _ in range(draws):
        votes = [0] * jurors
        for _ in range(jurors):
            votes[chance.below(jurors)] += 1
        drawn[tuple(votes)] += 1
    return drawn


def _interval(worth: array[float], stood: array[int]) -> Interval:
    values, places = sorted(worth), sorted(stood)
    last = len(places) - 1
    return Interval(
        quantile(values, LOW), quantile(values, HIGH), places[int(last * LOW)], places[last - int(last * (1 - HIGH))]
    )


def _firmly(whole: Mapping[str, int], now: Mapping[str, int], apart: Callable[[str, str], bool]) -> bool:
    first = sorted((entry for entry in whole if whole[entry] <= FIRM_PLACES), key=lambda entry: (whole[entry], entry))
    return any(
        whole[above] < whole[below] and now[above] > now[below] and apart(above, below)
        for place, above in enumerate(first)
        for below in first[place + 1 :]
    )
