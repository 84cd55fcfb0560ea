"""A juror's ballot on one entry."""

from decimal import Decimal

import pytest

from portal.kit import ballots
from portal.kit.ballots import Ballot, Criterion
from portal.kit.say import Refused

SIX = [
    Criterion("reuse", 20),
    Criterion("flexible", 15),
    Criterion("sustainable", 20, allows_na=True),
    Criterion("accessible", 15),
    Criterion("inspiring", 20),
    Criterion("system", 10),
    Criterion("charm", 50, independent=True),
    Criterion("extra", 0),
]
SCORES = {"reuse": 9.0, "flexible": 8.0, "sustainable": 7.0, "accessible": 6.0, "inspiring": 5.0, "system": 4.0}


def worth(**changes):
    return ballots.value(Ballot("J1", "HT4827", SCORES | changes), ballots.counted(SIX))


def test_a_ballot_is_the_weighted_mean_of_what_counts():
    assert worth() == pytest.approx((20 * 9 + 15 * 8 + 20 * 7 + 15 * 6 + 20 * 5 + 10 * 4) / 100)
    assert worth(charm=0.0, extra=0.0) == worth(charm=10.0, extra=10.0) == worth()


def test_not_applicable_is_left_out_and_zero_is_a_score():
    assert worth(sustainable=None) == pytest.approx((20 * 9 + 15 * 8 + 15 * 6 + 20 * 5 + 10 * 4) / 80)
    assert worth(sustainable=0.0) == pytest.approx(worth() - 20 * 7 / 100)


def test_only_the_proportion_of_weights_matters():
    tenth = [criterion._replace(weight=criterion.weight / 10) for criterion in SIX]
    assert ballots.value(Ballot("J1", "E", SCORES), ballots.counted(tenth)) == pytest.approx(worth())


def test_a_missing_score_is_refused_by_name():
    with pytest.raises(Refused, match="Entry HT4827, juror J1: criterion reuse has no score"):
        worth(reuse=None)
    with pytest.raises(Refused, match="criterion system has no score"):
        ballots.values([Ballot("J1", "HT4827", {key: 5.0 for key in SCORES if key != "system"})], SIX)


def test_all_ballots_come_to_their_values_and_empty_ones_to_none():
    optional = [Criterion("a", 2, allows_na=True), Criterion("b", 1, allows_na=True)]
    given = [Ballot("J1", "E", {"a": 9.0, "b": 6.0}), Ballot("J2", "E", {"a": 0.0}), Ballot("J1", "F", {"a": None})]
    assert ballots.values(given, optional) == {"E": {"J1": 8.0, "J2": 0.0}}
    with pytest.raises(Refused, match="two ballots"):
        ballots.values([given[0], given[0]], optional)
    with pytest.raises(Refused, match="No criterion counts"):
        ballots.values(given, [Criterion("a", 0), Criterion("b", 1, independent=True)])


def test_the_points_for_one_criterion_in_the_order_of_jurors():
    given = [Ballot("J2", "E", {"a": 0.0}), Ballot("J1", "E", {"a": 9.0}), Ballot("J1", "F", {"a": None, "b": 1.0})]
    assert ballots.per_criterion(given, "a") == {"E": [9, 0]}


def test_points_are_read_as_people_type_them():
    typed = {"8,25": Decimal("8.25"), "8.25": Decimal("8.25"), " 0 ": 0, "10": 10, "": None, "  ": None}
    assert {text: ballots.read_score(text) for text in typed} == typed
    for wrong in ("11", "-0,5", "10,01", "tám", "8,2,5", "1e1", "NaN"):
        with pytest.raises(Refused, match="from 0 to 10"):
            ballots.read_score(wrong)
