"""What a registrar should look at in a juror's scoring. A flag is a question: nothing follows from it by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

from portal.kit.ballots import Ballot
from portal.kit.centre import correlation, mean, median, sample_sd
from portal.kit.say import N_
from portal.kit.severity import Values

FLAT = 0.3
SEVERE = 1.5
HALO = 0.9
FAST = 60
EDITS = 3
INFIT = (0.5, 1.5)
FEWEST = 3
"""A row of fewer ballots says nothing."""
LISTED = 6
"""So many entries must stand in list order before that is strange."""


class Kind(StrEnum):
    FLAT = "flat"
    SEVERE = "severe"
    CONTRARY = "contrary"
    HALO = "halo"
    FAST = "fast"
    LATE_EDITS = "late_edits"
    LIST_ORDER = "list_order"
    MISFIT = "misfit"


SENTENCES = {
    Kind.FLAT: N_("%(juror)s gave nearly the same to every entry: the deviation is %(value)s points."),
    Kind.SEVERE: N_("%(juror)s stands far from the panel: %(value)s points on average."),
    Kind.CONTRARY: N_("%(juror)s orders the entries against the mean of the others: the correlation is %(value)s."),
    Kind.HALO: N_("%(juror)s scores all criteria alike: the correlation between them is %(value)s."),
    Kind.FAST: N_("%(juror)s took %(value)s seconds for an entry (median)."),
    Kind.LATE_EDITS: N_("%(juror)s changed %(value)s scores in the last ten minutes."),
    Kind.LIST_ORDER: N_("%(juror)s gave points in the order of the list, over %(value)s entries."),
    Kind.MISFIT: N_("%(juror)s scores less predictably, or more, than the model allows: infit %(value)s."),
}
"""What each flag says; `value` is a number to be written in the reader's language."""


class Flag(NamedTuple):
    kind: Kind
    juror: str
    value: float

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


class Conduct(NamedTuple):
    """How a juror went about it: seconds for each entry, values in the order of their list, edits at the end.

    `late_edits` counts scores that were changed (not given for the first time) in the last 10 minutes before the lock.
    """

    seconds: Sequence[float] = ()
    listed: Sequence[float] = ()
    late_edits: int = 0


def flags(
    values: Values,
    ballots: Sequence[Ballot] = (),
    *,
    severity: Mapping[str, float] | None = None,
    conduct: Mapping[str, Conduct] | None = None,
    infit: Mapping[str, float] | None = None,
) -> list[Flag]:
    """The flags of a panel, juror by juror; what is not given is not looked at.

    Deviation below 0.3 points; severity beyond 1.5 deviations of the panel's severities; correlation with the mean of
    the others below 0; mean correlation between criteria above 0.9; a median below 60 s for an entry; more than 3 late
    edits; values that only rise or only fall along the list; infit outside 0.5 to 1.5.
    """
    own: dict[str, dict[str, float]] = {}
    for entry, given in values.items():
        for juror, worth in given.items():
            own.setdefault(juror, {})[entry] = worth
    marked: dict[str, list[Mapping[str, float | None]]] = {}
    for ballot in ballots:
        marked.setdefault(ballot.juror, []).append(ballot.scores)
    found: list[Flag] = []
    for juror in sorted(own):
        found += _of_scores(juror, own[juror], values)
        found += _of_criteria(juror, marked.get(juror, []))
        found += _of_conduct(juror, (conduct or {}).get(juror, Conduct()))
    far = SEVERE * (sample_sd(list((severity or {}).values())) or 0)
    found += [Flag(Kind.SEVERE, juror, b) for juror, b in sorted((severity or {}).items()) if abs(b) > far > 0]
    low, high = INFIT
    found += [Flag(Kind.MISFIT, juror, fit) for juror, fit in sorted((infit or {}).items()) if not low <= fit <= high]
    return sorted(found, key=lambda flag: (flag.juror, list(Kind).index(flag.kind)))


def _of_scores(juror: str, mine: Mapping[str, float], values: Values) -> Iterator[Flag]:
    if len(mine) < FEWEST:
        return
    deviation = sample_sd(list(mine.values()))
    if deviation is not None and deviation < FLAT:
        yield Flag(Kind.FLAT, juror, deviation)
    others = {
        entry: mean([worth for other, worth in values[entry].items() if other != juror])
        for entry in mine
        if len(values[entry]) > 1
    }
    if len(others) >= FEWEST:
        r = correlation([mine[entry] for entry in others], list(others.values()))
        if r is not None and r < 0:
            yield Flag(Kind.CONTRARY, juror, r)


def _of_criteria(juror: str, mine: Sequence[Mapping[str, float | None]]) -> Iterator[Flag]:
    criteria = sorted({key for scores in mine for key in scores})
    found = []
    for one, other in combinations(criteria, 2):
        both = ((scores.get(one), scores.get(other)) for scores in mine)
        pairs = [(a, b) for a, b in both if a is not None and b is not None]
        r = correlation([a for a, _ in pairs], [b for _, b in pairs]) if len(pairs) >= FEWEST else None
        if r is not None:
            found.append(r)
    if found and mean(found) > HALO:
        yield Flag(Kind.HALO, juror, mean(found))


def _of_conduct(juror: str, conduct: Conduct) -> Iterator[Flag]:
    if len(conduct.seconds) >= FEWEST and median(conduct.seconds) < FAST:
        yield Flag(Kind.FAST, juror, median(conduct.seconds))
    if conduct.late_edits > EDITS:
        yield Flag(Kind.LATE_EDITS, juror, conduct.late_edits)
    steps = [after - before for before, after in pairwise(conduct.listed)]
    if len(conduct.listed) >= LISTED and any(steps) and (min(steps) >= 0 or max(steps) <= 0):
        yield Flag(Kind.LIST_ORDER, juror, len(conduct.listed))
