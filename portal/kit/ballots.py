"""A juror's ballot on one entry: points per criterion, and the one number it comes to.

Points go from 0 to 10. 0 is a score; None says that a criterion does not apply to this entry, which only some criteria
allow. A ballot is worth the weighted mean of the points that are present, never their sum: a criterion that does not
apply neither lifts nor lowers it. Criteria that are independent are shown beside and never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import fsum
from operator import mul
from typing import NamedTuple

from portal.kit import numbers
from portal.kit.say import N_, Refused

LOWEST, HIGHEST = 0, 10

_OUT_OF_RANGE = N_("A score is a number from 0 to 10.")
_MISSING = N_("Entry %(entry)s, juror %(juror)s: criterion %(criterion)s has no score.")
_TWICE = N_("Entry %(entry)s, juror %(juror)s: there are two ballots.")
_NO_CRITERIA = N_("No criterion counts: give at least one a weight above zero.")


class Criterion(NamedTuple):
    """What is judged. `weight` >= 0 on any scale: only the proportion to the others matters."""

    key: str
    weight: float = 1
    allows_na: bool = False
    independent: bool = False


class Ballot(NamedTuple):
    """What one juror gave one entry: points by the key of the criterion, None for "not applicable"."""

    juror: str
    entry: str
    scores: Mapping[str, float | None]


def read_score(text: str) -> Decimal | None:
    """Points as they are typed: "8,25", "8.25", "0"; empty is None. Raises Refused for what is not from 0 to 10."""
    if not text.strip():
        return None
    try:
        points = numbers.parse(text)
    except Refused as refused:
        raise Refused(_OUT_OF_RANGE) from refused
    if not LOWEST <= points <= HIGHEST:
        raise Refused(_OUT_OF_RANGE)
    return points


def counted(criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria that count, in their order. Raises Refused where there is none."""
    kept = [criterion for criterion in criteria if not criterion.independent and criterion.weight > 0]
    if not kept:
        raise Refused(_NO_CRITERIA)
    return kept


def value(ballot: Ballot, criteria: Sequence[Criterion]) -> float | None:
    """The weighted mean of a ballot's points, 0 to 10: sum(w s) / sum(w) over the criteria that are present.

    `criteria` are those that `counted` gives. None where nothing is present because nothing applies. Raises Refused
    where a criterion that must be scored has no score: such a ballot is not complete, and is no ballot yet.
    """
    weighted, weights = [], []
    for key, weight, allows_na, _ in criteria:
        points = ballot.scores.get(key)
        if points is not None:
            weighted.append(weight * points)
            weights.append(weight)
        elif not allows_na:
            raise Refused(_MISSING, values={"entry": ballot.entry, "juror": ballot.juror, "criterion": key})
    return fsum(weighted) / fsum(weights) if weights else None


def values(ballots: Iterable[Ballot], criteria: Sequence[Criterion]) -> dict[str, dict[str, float]]:
    """What each ballot comes to, as {entry: {juror: value}}; ballots on which nothing applies are left out.

    Raises Refused for two ballots of one juror on one entry, and as `value` and `counted` do.
    """
    kept = counted(criteria)
    keys, weights = [criterion.key for criterion in kept], [criterion.weight for criterion in kept]
    whole = fsum(weights)
    found: dict[str, dict[str, float | None]] = {}
    for ballot in ballots:
        given = found.setdefault(ballot.entry, {})
        if ballot.juror in given:
            raise Refused(_TWICE, values={"entry": ballot.entry, "juror": ballot.juror})
        try:  # the common case, four times as fast: every criterion has its score
            given[ballot.juror] = fsum(map(mul, weights, map(ballot.scores.__getitem__, keys))) / whole
        except (KeyError, TypeError):
            given[ballot.juror] = value(ballot, kept)
    present = {
        entry: {juror: worth for juror, worth in given.items() if worth is not None} for entry, given in found.items()
    }
    return {entry: given for entry, given in present.items() if given}


def per_criterion(ballots: Iterable[Ballot], criterion: str) -> dict[str, list[float]]:
    """The points that each entry was given for one criterion, in the order of the jurors' names."""
    found: dict[str, list[float]] = {}
    for ballot in sorted(ballots, key=lambda one: (one.entry, one.juror)):
        points = ballot.scores.get(criterion)
        if points is not None:
            found.setdefault(ballot.entry, []).append(points)
    return found
