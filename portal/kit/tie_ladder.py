"""Entries that came out equal, decided by a published ladder of reasons, one after the other.

When a rung parts a tied group, each part that is still tied begins at the top of the ladder again, among itself: the
majority "between the two" is asked anew of the two who are left. What no rung decides shares its place. When an entry
came in and what it is called are no reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from portal.kit.centre import median
from portal.kit.severity import Values

LOW_BELOW = 5
"""Points below this are a low score."""

_SAME = 9


class Rung(StrEnum):
    """A reason to place one entry above another."""

    MAJORITY = "majority"
    """More jurors gave it more than gave the other more; of three and more, it wins more such pairs."""
    MEDIAN = "median"
    FIRST_CRITERION = "first_criterion"
    """The mean points on the criterion that is listed first."""
    FEWER_LOW = "fewer_low"
    """The share of its points that are below 5."""
    VOTE = "vote"
    """The jury's recorded vote after a discussion."""
    CASTING = "casting"
    """The chair's casting vote."""


LADDER = tuple(Rung)
"""The order that is proposed; a competition may publish another one, or leave rungs out."""


class Evidence(NamedTuple):
    """What the rungs look at. `first` and `low` are means and shares by entry; `votes` and `casting` may be empty.

    `casting` names entries in the chair's order, the preferred one first.
    """

    values: Values
    first: Mapping[str, float]
    low: Mapping[str, float]
    votes: Mapping[str, int] = {}
    casting: Sequence[str] = ()


class Step(NamedTuple):
    """A rung that decided: the tied entries in the parts it made, the highest first."""

    rung: Rung
    parts: tuple[tuple[str, ...], ...]


class Settled(NamedTuple):
    """The tied entries in order; those of one group share their place. `steps` tells what decided, in turn."""

    groups: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]


def settle(tied: Collection[str], evidence: Evidence, ladder: Sequence[Rung] = LADDER) -> Settled:
    """The tied entries as the ladder puts them. Within a group they stand by name, which decides nothing."""
    group = tuple(sorted(tied))
    if len(group) < 2:
        return Settled((group,) if group else (), ())
    for rung in ladder:
        parts = _parted(group, _REASONS[rung](group, evidence))
        if len(parts) > 1:
            within = [settle(part, evidence, ladder) for part in parts]
            groups = tuple(one for settled in within for one in settled.groups)
            return Settled(groups, (Step(rung, parts), *(step for settled in within for step in settled.steps)))
    return Settled((group,), ())


def _parted(group: Sequence[str], merit: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    parts: dict[float, list[str]] = {}
    for entry in group:
        parts.setdefault(round(merit[entry], _SAME), []).append(entry)
    return tuple(tuple(parts[merit]) for merit in sorted(parts, reverse=True))


def _majority(group: Sequence[str], evidence: Evidence) -> dict[str, float]:
    def beats(one: str, other: str) -> bool:
        mine, theirs = evidence.values.get(one, {}), evidence.values.get(other, {})
        both = [(round(mine[juror], _SAME), round(theirs[juror], _SAME)) for juror in mine if juror in theirs]
        return sum(a > b for a, b in both) > sum(a < b for a, b in both)

    return {one: sum(beats(one, other) for other in group if other != one) for one in group}


def _median(group: Sequence[str], evidence: Evidence) -> dict[str, float]:
    given = {entry: list(evidence.values.get(entry, {}).values()) for entry in group}
    return {entry: median(worths) if worths else 0 for entry, worths in given.items()}


def _first_criterion(group: Sequence[str], evidence: Evidence) -> dict[str, float]:
    return {entry: evidence.first.get(entry, 0) for entry in group}


def _fewer_low(group: Sequence[str], evidence: Evidence) -> dict[str, float]:
    return {entry: -evidence.low.get(entry, 0) for entry in group}


def _vote(group: Sequence[str], evidence: Evidence) -> dict[str, float]:
    return {entry: evidence.votes.get(entry, 0) for entry in group}


def _casting(group: Sequence[str], evidence: Evidence) -> dict[str, float]:
    preferred = {entry: len(evidence.casting) - place for place, entry in enumerate(evidence.casting)}
    return {entry: preferred.get(entry, 0) for entry in group}


_REASONS: dict[Rung, Callable[[Sequence[str], Evidence], Mapping[str, float]]] = {
    Rung.MAJORITY: _majority,
    Rung.MEDIAN: _median,
    Rung.FIRST_CRITERION: _first_criterion,
    Rung.FEWER_LOW: _fewer_low,
    Rung.VOTE: _vote,
    Rung.CASTING: _casting,
}
