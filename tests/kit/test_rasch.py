"""The many-facet Rasch model finds the measures by which its ratings were drawn."""

from math import exp

import pytest

from portal.kit import rasch
from portal.kit.ballots import Ballot
from portal.kit.centre import correlation
from portal.kit.pcg import Pcg32

JURORS = {"J1": -0.8, "J2": -0.2, "J3": 0.3, "J4": 0.7}
CRITERIA = {"a": -0.9, "b": 0.0, "c": 0.9}
STEPS = (-1.2, -0.3, 0.4, 1.1)
ENTRIES = {f"E{n:02}": n / 6 - 2.4 for n in range(30)}


def drawn(chance, place):
    logits = [0.0]
    for step in STEPS:
        logits.append(logits[-1] + place - step)
    weights = [exp(logit) for logit in logits]
    point = chance.next() / 2**32 * sum(weights)
    for category, weight in enumerate(weights):
        point -= weight
        if point < 0:
            return category * 2.5
    return 10.0


def ballots():
    chance = Pcg32(2026)
    given = [
        Ballot(juror, entry, {key: drawn(chance, b - c - d) for key, d in CRITERIA.items()})
        for entry, b in ENTRIES.items()
        for juror, c in JURORS.items()
    ]
    # One who throws dice, and an entry that was given everything by all.
    dice = [Ballot("J9", entry, {key: chance.below(5) * 2.5 for key in CRITERIA}) for entry in ENTRIES]
    best = [Ballot(juror, "BEST", dict.fromkeys(CRITERIA, 10.0)) for juror in (*JURORS, "J9")]
    return [*given, *dice, *best]


@pytest.fixture(scope="module")
def found():
    return rasch.fit(ballots())


def test_measures_are_found_again(found):
    assert correlation([found.entries[entry] for entry in ENTRIES], list(ENTRIES.values())) > 0.9
    assert sorted(JURORS, key=found.jurors.get) == list(JURORS)
    assert sorted(found.criteria, key=found.criteria.get) == list(CRITERIA)
    assert sum(found.jurors.values()) == pytest.approx(0, abs=1e-9)
    assert sum(found.criteria.values()) == pytest.approx(sum(found.steps)) == pytest.approx(0, abs=1e-9)
    assert max(found.entries, key=found.entries.get) == "BEST"
    assert found.entries["BEST"] < 12  # moved inward by 0.3, else it would have no end


def test_infit_shows_who_throws_dice(found):
    assert found.infit["J9"] > 1.5
    assert all(0.5 < found.infit[juror] < 1.5 for juror in JURORS)


def test_fewer_than_thirty_entries_give_no_measures():
    assert rasch.fit([ballot for ballot in ballots() if ballot.entry < "E20"]) is None
    assert rasch.fit([]) is None
    assert rasch.fit([Ballot("J1", f"E{n}", {"a": 5.0}) for n in range(40)]) is None
