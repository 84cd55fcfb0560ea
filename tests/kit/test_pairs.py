"""Pairwise comparisons: Bradley–Terry strengths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.pairs import bradley_terry

PAIRS = st.dictionaries(
    st.sampled_from([(a, b) for a in "ABCD" for b in "ABCD" if a != b]), st.integers(1, 9), min_size=1
)


@given(PAIRS)
def test_strengths_explain_the_wins_of_everybody(wins):
    """Where the likelihood is largest, each one is expected to win exactly as often as it did."""
    found = bradley_terry(wins)
    if found is None:
        return
    names = found.strength
    lent = {(a, b): 0.5 for pair in wins for a, b in (pair, pair[::-1])} if found.lent else {}
    count = {(a, b): wins.get((a, b), 0) + lent.get((a, b), 0) for a in names for b in names if a != b}
    assert sum(names.values()) == pytest.approx(1)
    for name in names:
        others = [other for other in names if other != name]
        won = sum(count[name, other] for other in others)
        hoped = sum(
            (count[name, other] + count[other, name]) * names[name] / (names[name] + names[other]) for other in others
        )
        assert won == pytest.approx(hoped, abs=1e-6)


def test_twice_as_many_wins_are_twice_the_strength():
    found = bradley_terry({("A", "B"): 20, ("B", "A"): 10})
    assert found.strength == pytest.approx({"A": 2 / 3, "B": 1 / 3})
    assert not found.lent


def test_half_a_win_is_lent_where_somebody_is_undefeated():
    found = bradley_terry({("A", "B"): 2, ("B", "C"): 1})
    assert found.lent
    assert found.strength["A"] / found.strength["B"] == pytest.approx(2.5 / 0.5)


def test_there_are_no_strengths_where_some_never_met_the_others():
    assert bradley_terry({("A", "B"): 2, ("C", "D"): 1}) is None
    assert bradley_terry({}) is bradley_terry({("A", "B"): 0}) is bradley_terry({("A", "A"): 3}) is None
