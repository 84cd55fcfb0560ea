"""Telephone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import phone
from portal.kit.say import Refused


@pytest.mark.parametrize(
    "text",
    [
        "0905123456",
        "0905 123 456",
        "0905.123.456",
        "0905-123-456",
        " 0905 – 123 456 ",
        "(0905) 123 456",
        "+84 905 123 456",
        "+84905123456",
        "84905123456",
        "0084 905 123 456",
        "+84 (0) 905 123 456",
    ],
)
def test_every_way_of_writing_a_number_is_one_number(text):
    assert phone.parse(text) == "+84905123456"


@given(prefix=st.sampled_from(["032", "056", "070", "086", "090", "098"]), rest=st.integers(0, 9_999_999))
def test_a_mobile_number_is_shown_as_it_is_said_and_read_again(prefix, rest):
    typed = f"{prefix}{rest:07}"
    stored = phone.parse(typed)
    assert stored == f"+84{typed[1:]}"
    assert phone.show(stored) == f"{typed[:4]} {typed[4:7]} {typed[7:]}"
    assert phone.parse(phone.show(stored)) == stored


def test_a_landline_of_the_region_is_read():
    assert phone.show(phone.parse("0235.3861.327")) == "0235 3861 327"
    assert phone.parse("(0236) 3 822 222") == "+842363822222"


def test_a_foreign_number_needs_its_plus_and_is_shown_with_it():
    assert phone.show(phone.parse("+33 6 12 34 56 78")) == "+33 6 12 34 56 78"
    with pytest.raises(Refused):
        phone.parse("06 12 34 56 78")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0905 123 45",
        "0905 123 4567",
        "0123456789",
        "113",
        "1900 1234",
        "1800 5999",
        "+84",
        "+999 12345678",
        "0905 123 456 ext 5",
        "0905 GOM HOI",
        "0905123456 / 0905123457",
        "không có",
        "0" * 41,
    ],
)
def test_what_is_no_number_of_a_person_is_refused_in_words(text):
    with pytest.raises(Refused, match="A phone number needs 10 digits, for example ") as refused:
        phone.parse(text)
    assert refused.value.field is None


def test_what_a_draft_keeps_and_is_no_number_is_shown_as_it_stands():
    assert phone.show("12") == "12"


def test_the_links_dial_and_open_a_chat():
    assert phone.tel("+84905123456") == "tel:+84905123456"
    assert phone.zalo("+84905123456") == "https://zalo.me/84905123456"
