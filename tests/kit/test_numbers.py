"""Numbers as each language writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import numbers
from portal.kit.say import Refused


@pytest.mark.parametrize(
    ("n", "vi", "en", "fr"),
    [
        (1_000_000, "1.000.000", "1,000,000", "1\u202f000\u202f000"),
        (8.25, "8,25", "8.25", "8,25"),
        (-1234.5, "-1.234,5", "-1,234.5", "-1\u202f234,5"),
        (Decimal("8.50"), "8,5", "8.5", "8,5"),
        (8.0, "8", "8", "8"),
        (100, "100", "100", "100"),
        (Decimal("1E+3"), "1.000", "1,000", "1\u202f000"),
        (0, "0", "0", "0"),
    ],
)
def test_a_number_is_shown_in_the_marks_of_the_language(n, vi, en, fr):
    assert [numbers.show(n, lang) for lang in ("vi", "en", "fr")] == [vi, en, fr]


@pytest.mark.parametrize(
    ("n", "decimals", "shown"),
    [
        (8, 2, "8,00"),
        (8.25, 1, "8,3"),
        (-8.25, 1, "-8,3"),
        (8.25, 0, "8"),
        (-0.04, 1, "0,0"),
        (1999.999, 2, "2.000,00"),
    ],
)
def test_decimals_are_kept_when_asked_for_and_halves_go_up(n, decimals, shown):
    assert numbers.show(n, "vi", decimals=decimals) == shown


@pytest.mark.parametrize("n", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_not_finite_cannot_be_shown(n):
    with pytest.raises(ValueError, match="not a finite number"):
        numbers.show(n, "vi")


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("8,25", "8.25"),
        ("8.25", "8.25"),
        ("8.250", "8.25"),
        (" 12 ", "12"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("+4", "4"),
        ("1.000.000", "1000000"),
        ("1.000.000,5", "1000000.5"),
        ("1,000.5", "1000.5"),
        ("1\u202f000,5", "1000.5"),
        ("1 000", "1000"),
    ],
)
def test_a_number_is_read_with_comma_or_point(text, n):
    assert numbers.parse(text) == Decimal(n)


@pytest.mark.parametrize(
    "text", ["", "tám", "8,2,5", "1.00.000", "1 00", "1,000,5", "1.000,000.5", "1e5", "nan", "٣", "5%", "1" * 41]
)
def test_what_is_no_number_is_refused_with_examples(text):
    with pytest.raises(Refused, match="Write a number, for example "):
        numbers.parse(text)


@pytest.mark.parametrize("lang", ["vi", "en", "fr"])
@given(n=st.decimals(-(10**9), 10**9, places=2).filter(lambda n: n != n.to_integral_value()))
def test_what_is_shown_with_decimals_can_be_typed_again(lang, n):
    assert numbers.parse(numbers.show(n, lang, decimals=2)) == n


@pytest.mark.parametrize(
    ("n", "lang", "shown"),
    [
        (21_000, "vi", "21\u00a0KB"),
        (21_499, "en", "21\u00a0KB"),
        (21_500, "fr", "22\u00a0Ko"),
        (1_440, "vi", "1,4\u00a0KB"),
        (9_960, "en", "10\u00a0KB"),
        (440, "en", "0.4\u00a0KB"),
        (1_234_567, "vi", "1.235\u00a0KB"),
        (0, "vi", "0\u00a0KB"),
    ],
)
def test_a_weight_is_shown_in_kilobytes_of_a_thousand(n, lang, shown):
    assert numbers.bytes_kb(n, lang) == shown


def test_a_size_is_shown_in_megabytes_from_the_first_one_on():
    shown = [numbers.size(n, lang) for n, lang in ((999_499, "en"), (1_000_000, "vi"), (18_249_000, "fr"))]
    assert shown == ["999\u00a0KB", "1\u00a0MB", "18,2\u00a0Mo"]


@given(st.integers(1_000, 10**9))
def test_a_shown_weight_is_within_five_percent(n):
    shown = numbers.parse(numbers.bytes_kb(n, "en").removesuffix("\u00a0KB").replace(",", ""))
    assert abs(shown * 1000 - n) <= Decimal("0.05") * n
