"""Fields that convert: what people type becomes one of our types; what cannot be read stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup, escape
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, Select

from portal.kit import dates, hours, mail, money, numbers, phone
from portal.kit.fold import clean
from portal.kit.say import N_, Refused

_DAY = re.compile(r"([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?")
_TIME = re.compile(r"(([01][0-9]|2[0-3]):[0-5][0-9])?")


class WordsField(StringField):
    """One line of text, without invisible characters and needless spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = clean(valuelist[0])


class TextField(TextAreaField):
    """A text that needs room. Its lines stay as they are written only where `lines` says so."""

    def __init__(self, label: Any = None, *, lines: bool = False, **given: Any):
        super().__init__(label, **given)
        self.lines = lines

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = clean(valuelist[0], lines=self.lines)


class ReadField(StringField):
    """A line that `read` turns into a value, raising Refused in its own words; `show` writes the value for editing."""

    def __init__(
        self, label: Any = None, *, read: Callable[[str], Any], show: Callable[[Any], str] = str, **given: Any
    ) -> None:
        super().__init__(label, **given)
        self.read, self.show = read, show

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        if typed := clean(valuelist[0]):
            try:
                self.data = self.read(typed)
            except Refused as refused:
                raise ValueError(self.gettext(refused.sentence) % refused.values) from refused

    def _value(self) -> str:
        if self.raw_data:
            return clean(self.raw_data[0])
        return "" if self.data in (None, "") else self.show(self.data)


class PhoneField(ReadField):
    """A phone number, kept as E.164."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=phone.parse, show=phone.show, **{"render_kw": {"inputmode": "tel"}, **given})


class MailField(ReadField):
    """A mail address in lower case."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=mail.parse, **{"render_kw": {"inputmode": "email"}, **given})


class MoneyField(ReadField):
    """An amount in đồng, as a whole number."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=money.parse, show=lambda amount: numbers.show(amount, "vi"), **given)


class HoursField(ReadField):
    """Opening hours of a week: kept as the text that `kit.hours` reads, "" when they are not known."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=_readable_hours, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            self.data = ""


class HoneypotField(StringField):
    """A field that no person sees (`ui.unseen`) and a program fills in: what stands in it refuses the form."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            raise ValidationError(self.gettext(N_("Leave this field empty: it is there to tell programs from people.")))


class KeysField(SelectMultipleField):
    """Any number of a list's keys, as boxes to tick. The data are sorted, none twice."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = sorted({clean(one) for one in valuelist})


class Options(Select):
    """A select whose options have a value and a word and nothing else: written so, 80 of them cost a tenth."""

    @classmethod
    def render_option(cls, choice: Any, **_marks: Any) -> Markup:
        chosen = " selected" if choice.selected else ""
        return Markup(f'<option{chosen} value="{escape(choice.value)}">{escape(choice.label)}</option>')  # nosec B704


class ChoiceField(SelectField):
    """One of many."""

    widget = Options()


class NumberField(IntegerField):
    """A whole number. What could not be read as one stands there again, without invisible characters."""

    def _value(self) -> str:
        return clean(str(super()._value()))


class HiddenNumberField(NumberField):
    """A number the page carries for us."""

    widget = HiddenInput()


def _readable_hours(typed: str) -> str:
    hours.parse(typed)
    return typed


def _day(typed: str) -> date:
    """A day with which one can reckon: near the ends of the calendar its moments would fall outside of it."""
    if not 1900 <= (day := dates.parse_day(typed)).year < 2200:
        raise Refused(N_("Write a year between 1900 and 2199."))
    return day


class DayField(ReadField):
    """A day. Where the browser's own date control would swallow what was typed, it is a line of text."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=_day, show=date.isoformat, **given)

    def __call__(self, **marks: Any) -> Markup:
        return super().__call__(type="date" if _DAY.fullmatch(self._value()) else "text", **marks)


class TimeField(ReadField):
    """A time of the day as its minute, 0 to 1440. 24:00, which no browser's control knows, is a line of text."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(
            label, read=dates.parse_time, show=lambda minute: f"{minute // 60:02}:{minute % 60:02}", **given
        )

    def __call__(self, **marks: Any) -> Markup:
        return super().__call__(type="time" if _TIME.fullmatch(self._value()) else "text", **marks)
