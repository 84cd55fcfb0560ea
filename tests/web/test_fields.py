from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.kit.say import N_, Refused
from portal.web.fields import HoursField, KeysField, MailField, MoneyField, PhoneField, ReadField, TextField, WordsField
from portal.web.form import Form


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/en"):
        yield


def half(text: str) -> int:
    if not text.isdigit():
        raise Refused(N_("“%(text)s” has no half."), values={"text": text})
    return int(text) // 2


class Everything(Form):
    words = WordsField()
    text = TextField()
    lines = TextField(lines=True)
    half = ReadField(read=half, show=lambda value: str(value * 2))
    phone = PhoneField()
    mail = MailField()
    money = MoneyField()
    hours = HoursField()
    keys = KeysField(choices=[("a", "A"), ("b", "B")])


def field(name: str, *typed: str, **kept: Any) -> Any:
    form = Everything(MultiDict([(name, one) for one in typed]) if typed else None, data=kept)
    form.validate()
    return form[name]


@pytest.mark.parametrize(
    ("name", "typed", "data"),
    [
        ("words", "  Gốm \u200b Son\0 ", "Gốm Son"), ("words", "a\nb", "a b"), ("text", "a\r\nb", "a b"),
        ("lines", " a \r\n\r\n\r\n b", "a\n\nb"), ("half", "8", 4), ("half", " ", None),
        ("phone", "0905.123.456", "+84905123456"), ("phone", "", None), ("mail", " Mai@Example.org", "mai@example.org"),
        ("money", "1,5tr", 1_500_000), ("money", "", None),
        ("hours", "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00"), ("hours", "", ""), ("keys", "b", ["b"]),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_one_of_our_types(name: str, typed: str, data: Any):
    found = field(name, typed)
    assert (found.data, list(found.errors)) == (data, [])


@pytest.mark.parametrize(
    ("name", "typed"),
    [("half", "many"), ("phone", "12"), ("mail", "mai"), ("money", "-5"), ("hours", "always"), ("keys", "c")],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_and_stays_as_it_was_typed(name: str, typed: str):
    found = field(name, typed)
    assert len(found.errors) == 1
    assert name == "keys" or f'value="{typed}"' in found()


def test_a_refusal_is_told_with_its_values():
    assert field("half", "many").errors == ["“many” has no half."]


def test_a_kept_value_is_shown_as_people_type_it():
    shown = Everything(data={"half": 4, "phone": "+84905123456", "money": 1_500_000})
    assert [shown[name]._value() for name in ("half", "phone", "money", "mail")] == [
        "8",
        "0905 123 456",
        "1.500.000",
        "",
    ]


def test_a_field_that_a_form_does_not_send_keeps_what_it_had():
    form = Everything(MultiDict({"words": "a"}), data={"phone": "+84905123456", "mail": "mai@example.org"})
    assert (form.phone.data, form.mail.data) == ("+84905123456", "mai@example.org")


def test_boxes_to_tick_come_sorted_none_twice_and_none_at_all():
    assert field("keys", "b", "a", "b").data == ["a", "b"]
    assert Everything(MultiDict({"words": "a"}), data={"keys": ["a"]})["keys"].data == []
