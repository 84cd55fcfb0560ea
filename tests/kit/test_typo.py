"""One slip of the finger, forgiven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.typo import distance, nearest

short = st.text("abc", max_size=5)


def by_definition(a, b):
    """The recursion the matrix stands for, from the ends of both words."""
    if not a or not b:
        return len(a) + len(b)
    ways = [
        by_definition(a[:-1], b) + 1,
        by_definition(a, b[:-1]) + 1,
        by_definition(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        ways.append(by_definition(a[:-2], b[:-2]) + 1)
    return min(ways)


@given(a=short, b=short, limit=st.integers(0, 6))
def test_the_distance_is_the_one_of_the_definition_up_to_the_limit(a, b, limit):
    assert distance(a, b, limit) == min(by_definition(a, b), limit + 1)


@given(a=short, b=short)
def test_the_distance_is_the_same_both_ways(a, b):
    assert distance(a, b, 9) == distance(b, a, 9)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("gôms", "gôm"), ("gm", "gôm"), ("gâm", "gôm"), ("lnog", "lnog"), ("dne", "den"), ("thnah", "thanh")],
)
def test_each_kind_of_slip_counts_one_in_characters(slip, meant):
    assert distance(slip, meant, 3) == (slip != meant)


def test_far_words_are_given_up_early():
    assert distance("a" * 40, "b" * 40, 2) == 3


def test_the_nearest_known_word_is_found():
    assert nearest("thnah", ["thinh", "thanh", "gom"]) == "thanh"


def test_of_equally_near_words_the_first_wins_and_a_nearer_one_beats_it():
    assert nearest("gom", ["gon", "gam"]) == "gon"
    assert nearest("gom", ["gon", "gom", "gam"]) == "gom"
    assert nearest("longg", ["lngog", "long"], limit=2) == "long"


@pytest.mark.parametrize("word", ["xyz", "a", ""])
def test_nothing_near_is_none(word):
    assert nearest(word, ["gom", "b", ""]) is None
