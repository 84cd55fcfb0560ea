"""How far raters agree."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kit.agreement import MOST_VALUES, Metric, alpha, alphas, kendall_w

FOUR_RATERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def vector():
    rows = [line.split() for line in FOUR_RATERS.strip().splitlines()]
    return [[float(value) for value in column if value != "."] for column in zip(*rows, strict=True)]


def test_the_published_vector():
    found = alphas(vector())
    assert round(found[Metric.NOMINAL], 4) == 0.7434
    assert round(found[Metric.ORDINAL], 4) == 0.8154
    assert round(found[Metric.INTERVAL], 4) == 0.8491


@st.composite
def tables(draw):
    """Raters by units, at least two values in the first unit and at least two different ones in all."""
    raters, units = draw(st.integers(2, 6)), draw(st.integers(2, 10))
    points = st.integers(0, 20).map(lambda halves: halves / 2)
    table = [[draw(st.one_of(st.none(), points)) for _ in range(units)] for _ in range(raters)]
    table[0][0], table[1][0] = 3.0, 8.5
    return table


@settings(deadline=None)
@given(tables())
def test_alpha_is_that_of_the_krippendorff_package(table):
    ours = alphas([[value for value in unit if value is not None] for unit in zip(*table, strict=True)])
    theirs = np.array([[np.nan if value is None else value for value in row] for row in table])
    for metric in Metric:
        expected = krippendorff.alpha(reliability_data=theirs, level_of_measurement=metric.value)
        assert ours[metric] == pytest.approx(expected, abs=1e-9)


def test_alpha_is_unknown_where_nothing_differs_or_nothing_can_be_compared():
    assert alpha([[5.0, 5.0], [5.0, 5.0]], Metric.INTERVAL) is None
    assert alpha([[5.0], [6.0]], Metric.NOMINAL) is None
    assert alpha([[0.1 + 0.2, 0.3], [5.0, 5.0]], Metric.NOMINAL) == 1  # the same to nine decimals
    many = [[float(n), n + 0.5] for n in range(MOST_VALUES)]
    assert alpha(many, Metric.RATIO) is None
    assert alpha(many, Metric.INTERVAL) > 0.99


def test_kendalls_w_with_ties():
    found = kendall_w([(9, 8, 7, 7, 5), (8, 9, 7, 6, 6), (9, 8, 8, 5, 6)])
    assert (found.s, found.t, found.df) == (73.5, 18, 4)
    assert round(found.w, 4) == 0.8596
    assert found.chi2 == pytest.approx(3 * 4 * found.w)


def test_kendalls_w_is_one_for_like_orders_and_nought_for_opposite_ones():
    assert kendall_w([(1, 2, 3), (10, 20, 30)]).w == 1
    assert kendall_w([(1, 2, 3), (3, 2, 1)]).w == 0
    assert kendall_w([(1, 2, 3)]) is kendall_w([(1,), (2,)]) is kendall_w([(4, 4), (4, 4)]) is kendall_w([]) is None
    with pytest.raises(ValueError, match="equally long"):
        kendall_w([(1, 2), (1, 2, 3)])
    assert math.isclose(kendall_w([(0.1 + 0.2, 0.3, 1), (1, 1, 2)]).w, 1)
