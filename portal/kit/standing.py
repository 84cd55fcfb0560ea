"""The order of entries by what they are worth; equal ones share a rank unless a ladder of reasons parts them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from portal.kit.ballots import Ballot, Criterion, counted
from portal.kit.centre import mean, ranks
from portal.kit.severity import Values
from portal.kit.tie_ladder import LOW_BELOW, Evidence, Rung, Step, settle


class Ladder(NamedTuple):
    """How equal values are parted (by no rung: they share their rank), and what the jury decided about ties."""

    rungs: Sequence[Rung] = ()
    votes: Mapping[str, int] = {}
    casting: Sequence[str] = ()


NO_LADDER = Ladder()


class Standing(NamedTuple):
    """`order`: those that have a value, best first, equal ones by name. `steps`: which rung decided which tie."""

    order: tuple[str, ...]
    rank: dict[str, int]
    steps: tuple[Step, ...]


def standing(worth: Mapping[str, float], rungs: Sequence[Rung], evidence: Callable[[], Evidence]) -> Standing:
    """The order of values, more is better, with ties put through the ladder; `evidence` is asked for only then."""
    together: dict[int, list[str]] = {}
    for entry, place in ranks(worth).items():
        together.setdefault(place, []).append(entry)
    order: list[str] = []
    rank: dict[str, int] = {}
    steps: list[Step] = []
    for first in sorted(together):
        groups: Collection[Collection[str]] = [sorted(together[first])]
        if rungs and len(together[first]) > 1:
            settled = settle(together[first], evidence(), rungs)
            groups, steps = settled.groups, [*steps, *settled.steps]
        for group in groups:
            rank.update(dict.fromkeys(group, len(order) + 1))
            order += group
    return Standing(tuple(order), rank, tuple(steps))


def evidence_of(given: Sequence[Ballot], criteria: Sequence[Criterion], values: Values, ladder: Ladder) -> Evidence:
    """What the rungs look at, from ballots: the first criterion is the first one that counts."""
    first = counted(criteria)[0].key
    points: dict[str, list[float]] = {}
    all_points: dict[str, list[float]] = {}
    keys = [criterion.key for criterion in counted(criteria)]
    for ballot in given:
        present = {key: score for key in keys if (score := ballot.scores.get(key)) is not None}
        all_points.setdefault(ballot.entry, []).extend(present.values())
        if first in present:
            points.setdefault(ballot.entry, []).append(present[first])
    return Evidence(
        values=values,
        first={entry: mean(scores) for entry, scores in points.items()},
        low={entry: sum(score < LOW_BELOW for score in scores) / len(scores)
             for entry, scores in all_points.items() if scores},
        votes=ladder.votes,
        casting=ladder.casting,
    )  # fmt: skip
