"""Amounts of đồng, typed, shown and read out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import money
from portal.kit.say import Refused

amounts = st.one_of(st.integers(0, 10**4), st.integers(0, money.CEILING))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("500k", 500_000),
        ("500K", 500_000),
        ("1tr", 1_000_000),
        ("1,5tr", 1_500_000),
        ("1.5 tr", 1_500_000),
        ("1tr5", 1_500_000),
        ("1tr250", 1_250_000),
        ("2 triệu", 2_000_000),
        ("2 TRIỆU RƯỠI", 2_500_000),
        ("2 triệu 500 nghìn", 2_500_000),
        ("2 triệu 500.000", 2_500_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("0,125 tỉ", 125_000_000),
        ("300 ngàn", 300_000),
        ("1.500", 1_500),
        ("1,500", 1_500),
        ("1.500k", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1500.0", 1_500),
        ("500.000đ", 500_000),
        ("500.000 ₫", 500_000),
        ("500.000 đồng", 500_000),
        ("VND 500,000", 500_000),
        ("500.000 VNĐ", 500_000),
        ("100 tỷ", 100_000_000_000),
        ("0", 0),
    ],
)
def test_every_way_of_writing_an_amount_is_read(text, amount):
    assert money.parse(text) == amount


@pytest.mark.parametrize("lang", ["vi", "en", "fr", "xx"])
@given(amount=amounts)
def test_what_is_shown_can_be_typed_again(lang, amount):
    assert money.parse(money.show(amount, lang)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đ",
        "miễn phí",
        "1,5",
        "1.50",
        "1.5.0",
        "1.500,000",
        "12 34",
        "1tr2tr",
        "200 triệu 1 tỷ",
        "1,2345678tr",
        "5$",
    ],
)
def test_what_is_no_whole_amount_is_refused_with_examples(text):
    with pytest.raises(Refused, match="Write an amount in đồng, for example "):
        money.parse(text)


def test_an_endless_row_of_digits_is_refused_at_once():
    with pytest.raises(Refused, match="Write an amount"):
        money.parse("1" * 100_000 + "x")


def test_an_amount_with_two_readings_is_asked_for_in_full():
    with pytest.raises(Refused, match="can be read in two ways"):
        money.parse("1,500 triệu")


@pytest.mark.parametrize("text", ["-500", "−1tr", "- 1.000"])
def test_an_amount_below_zero_is_refused(text):
    with pytest.raises(Refused, match="cannot be below zero"):
        money.parse(text)


def test_more_than_a_hundred_billion_is_taken_only_after_asking():
    with pytest.raises(Refused, match="more than 100 billion"):
        money.parse("100.000.000.001")
    assert money.parse("100.000.000.001", allow_large=True) == 100_000_000_001


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("vi", "1.500.000\u00a0₫"), ("en", "₫1,500,000"), ("fr", "1\u202f500\u202f000\u00a0₫")],
)
def test_an_amount_is_shown_in_the_way_of_the_language(lang, shown):
    assert money.show(1_500_000, lang) == shown


def test_an_amount_paid_back_is_shown_below_zero():
    assert [money.show(-500, lang) for lang in ("vi", "en")] == ["-500\u00a0₫", "-₫500"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không đồng"),
        (10, "mười đồng"),
        (11, "mười một đồng"),
        (15, "mười lăm đồng"),
        (20, "hai mươi đồng"),
        (21, "hai mươi mốt đồng"),
        (24, "hai mươi tư đồng"),
        (55, "năm mươi lăm đồng"),
        (100, "một trăm đồng"),
        (105, "một trăm linh năm đồng"),
        (500_000, "năm trăm nghìn đồng"),
        (1_005, "một nghìn không trăm linh năm đồng"),
        (1_500_000, "một triệu năm trăm nghìn đồng"),
        (1_000_005, "một triệu không trăm linh năm đồng"),
        (186_400_000, "một trăm tám mươi sáu triệu bốn trăm nghìn đồng"),
        (2_024_000_015, "hai tỷ không trăm hai mươi tư triệu không trăm mười lăm đồng"),
        (100_000_000_000, "một trăm tỷ đồng"),
        (5_000_000_000_000, "năm nghìn tỷ đồng"),
    ],
)
def test_an_amount_is_read_out_as_people_say_it(amount, words):
    assert money.in_words_vi(amount) == words


def heard(words):
    """The amount a listener understands."""
    digits = {"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
    digits |= {"mốt": 1, "tư": 4, "lăm": 5}
    total = group = last = 0
    for word in words.removesuffix(" đồng").split():
        if word in digits:
            last = digits[word]
        elif word == "mười":
            group, last = group + 10, 0
        elif word in ("mươi", "trăm"):
            group, last = group + last * (10 if word == "mươi" else 100), 0
        elif word == "tỷ":
            total, group, last = (total + group + last) * 10**9, 0, 0
        elif word != "linh":
            total, group, last = total + (group + last) * {"nghìn": 10**3, "triệu": 10**6}[word], 0, 0
    return total + group + last


@given(st.one_of(amounts, st.integers(0, 10**12)))
def test_an_amount_read_out_is_heard_as_the_same_amount(amount):
    assert heard(money.in_words_vi(amount)) == amount


@pytest.mark.parametrize("amount", [-1, 10**18])
def test_an_amount_nobody_can_read_out_is_an_error(amount):
    with pytest.raises(ValueError, match="cannot be read out"):
        money.in_words_vi(amount)
