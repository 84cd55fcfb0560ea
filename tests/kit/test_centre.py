"""Centre and spread of a handful of numbers."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import centre

NUMBERS = st.lists(st.integers(0, 100).map(lambda tenths: tenths / 10), min_size=2, max_size=12)


@given(NUMBERS, st.randoms())
def test_the_measures_are_those_of_the_standard_library_in_any_order(values, chance):
    mixed = chance.sample(values, len(values))
    assert centre.mean(mixed) == centre.mean(values) == pytest.approx(statistics.fmean(values))
    assert centre.median(mixed) == pytest.approx(statistics.median(values))
    assert centre.sample_sd(mixed) == centre.sample_sd(values) == pytest.approx(statistics.stdev(values))
    assert centre.population_sd(mixed) == pytest.approx(statistics.pstdev(values))
    quarters = statistics.quantiles(values, n=4, method="inclusive")
    assert [centre.quantile(values, share) for share in (0.25, 0.5, 0.75)] == pytest.approx(quarters)


def test_one_lowest_and_one_highest_are_left_out_of_seven_and_never_of_six():
    assert centre.trimmed_mean([10, 6, 7, 0, 8, 7, 7]) == 7
    assert centre.trimmed_mean([10, 6, 7, 0, 8, 7]) is None


def test_equal_values_share_a_rank_and_the_next_one_is_skipped():
    assert centre.ranks({"A": 7.5, "B": 7.5 + 1e-12, "C": 6, "D": 8}) == {"D": 1, "A": 2, "B": 2, "C": 4}


def test_a_quarter_counts_those_above_and_ties_stand_in_the_better_one():
    values = {"A": 9, "B": 8, "C": 8, "D": 7, "E": 6, "F": 5, "G": 4, "H": 3}
    assert centre.quarters(values) == {"A": 1, "B": 1, "C": 1, "D": 2, "E": 3, "F": 3, "G": 4, "H": 4}


def test_correlation_is_pearsons_and_none_where_nothing_varies():
    assert centre.correlation([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(0.6)
    assert centre.correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert centre.correlation([5, 5, 5], [1, 2, 3]) is None
    assert centre.correlation([1], [1]) is None
    with pytest.raises(ValueError, match="equally long"):
        centre.correlation([1, 2], [1])


def test_nothing_has_no_centre():
    for measure in (centre.mean, centre.median, centre.population_sd):
        with pytest.raises(ValueError, match="no number"):
            measure([])
    assert centre.sample_sd([7]) is None
