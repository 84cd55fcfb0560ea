"""Each juror's scale stretched to the panel's: a column beside the ranking that shows how robust it is, no more.

y' = mu + sigma (y - mu_j) / max(sigma_j, floor), with population deviations; an entry is worth the mean of its y'. A
juror's own mean and deviation mean something only over many entries, and can be compared only where all jurors have
seen about as many: without that there is no value. Too flat a juror is kept from being blown up by `floor`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, sqrt

from portal.kit.centre import mean, population_sd
from portal.kit.severity import Values

LEAST = 8
"""Ballots that each juror must have."""
FLOOR = 0.25
"""The least deviation of a juror, in points."""
_APART = 0.1


def mapped(
    values: Values, *, least: int = LEAST, floor: float = FLOOR, votes: Mapping[str, int] | None = None
) -> dict[str, dict[str, float]] | None:
    """The ballots {entry: {juror: value}} on the panel's scale, in points; None where the guards say no.

    Each juror needs `least` ballots, and nobody may be further from the mean count of ballots than one ballot or a
    tenth of it. `votes` lets each juror count so many times (0: is left out).
    """
    count = votes if votes is not None else {juror: 1 for given in values.values() for juror in given}
    own: dict[str, list[float]] = {}
    for given in values.values():
        for juror, worth in given.items():
            if count[juror]:
                own.setdefault(juror, []).append(worth)
    if not own or not _balanced([len(worths) for worths in own.values()], least):
        return None
    every = [(count[juror], worth) for juror, worths in own.items() for worth in worths]
    weight = sum(vote for vote, _ in every)
    mu = fsum(vote * worth for vote, worth in every) / weight
    sigma = sqrt(fsum(vote * (worth - mu) * (worth - mu) for vote, worth in every) / weight)
    slope = {juror: sigma / max(population_sd(worths), floor) for juror, worths in own.items()}
    start = {juror: mu - slope[juror] * mean(worths) for juror, worths in own.items()}
    found = {
        entry: {juror: start[juror] + slope[juror] * worth for juror, worth in given.items() if juror in slope}
        for entry, given in values.items()
    }
    return {entry: given for entry, given in found.items() if given}


def means(mapped: Values, *, votes: Mapping[str, int] | None = None) -> dict[str, float]:
    """The z-score of each entry in points: the mean of its mapped ballots, each juror counting so many times (1)."""
    if votes is None:
        return {entry: mean(list(given.values())) for entry, given in mapped.items()}
    return {
        entry: fsum(votes[juror] * worth for juror, worth in given.items()) / sum(votes[juror] for juror in given)
        for entry, given in mapped.items()
    }


def _balanced(counts: list[int], least: int) -> bool:
    middle = sum(counts) / len(counts)
    return min(counts) >= least and max(abs(one - middle) for one in counts) <= max(1, _APART * middle)
