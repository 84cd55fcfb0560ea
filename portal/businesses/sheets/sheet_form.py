"""What may come in of a sheet: a form built of its description, with a control for each field and each cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField
from wtforms.validators import Length

from portal.businesses.sheets.keeping import LONGEST_TYPED, Change
from portal.businesses.sheets.kind import Field, Piece, Type
from portal.kit import cost, numbers
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.web.fields import ChoiceField, DayField, HoursField, MoneyField, ReadField, TextField, TimeField, WordsField
from portal.web.form import Form

_NOT_WHOLE = N_("Write a whole number from 0 to %(most)s.")
_NOT_TENTHS = N_("Write a number from 0 to %(most)s, for example 4,5.")
_NOT_A_MONTH = N_("Write the month as month/year, for example 11/2026.")
_NOT_AN_ADDRESS = N_("Copy the whole address from the browser, beginning with https://.")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]\s*(20[0-9]{2})|(20[0-9]{2})-(0[1-9]|1[0-2])")


class SheetForm(Form):
    """A form of controls by their flat names; `fields` are their descriptions."""

    fields: Mapping[str, Field] = {}

    def changes(self, names: Iterable[str]) -> dict[str, Change]:
        """What came in under these names, after `validate`."""
        return {name: self._change(name) for name in names if name in self}

    def _change(self, name: str) -> Change:
        control = self[name]
        if control.errors:
            return Change(None, clean(str((control.raw_data or [""])[0]), lines=True)[:LONGEST_TYPED])
        value = control.data
        if isinstance(value, date):
            value = value.isoformat()
        return Change(None if value == "" else value)


def form_of(
    controls: Iterable[tuple[str, Field]], given: Mapping[str, Any], typed: Mapping[str, str], pieces: Iterable[Piece],
    formdata: Any = None,
) -> SheetForm:  # fmt: skip
    """The form with what stands in it; what could not be read stands as it was typed, with what is wrong."""
    fields = dict(controls)
    choices = [(one.code, f"{one.code} {one.name}") for one in pieces]
    made = {name: _control(one, choices, given.get(name)) for name, one in fields.items()}
    kind = type("SheetForm", (SheetForm,), {**made, "fields": fields})
    form: SheetForm = kind(formdata, data={name: _data(fields[name], given.get(name)) for name in fields})
    for name, raw in typed.items() if formdata is None else ():
        if name in form:
            form[name].process(MultiDict({name: raw}))
            form[name].validate(form)
    return form


def _data(field: Field, value: Any) -> Any:
    if field.type is Type.DAY and value:
        return date.fromisoformat(value)
    return value


def _control(field: Field, products: list[tuple[str, str]], stands: Any) -> Any:
    label = gettext(field.label)
    more: dict[str, Any] = {"description": gettext(field.hint) if field.hint else ""}
    match field.type:
        case Type.LINE:
            return WordsField(label, validators=[Length(max=field.most)], **more)
        case Type.TEXT:
            return TextField(label, lines=True, validators=[Length(max=field.most)], render_kw={"rows": 4}, **more)
        case Type.MONEY:
            return MoneyField(label, render_kw={"class": "num"}, **more)
        case Type.COUNT:
            return ReadField(label, read=_whole(field.most), render_kw={"class": "num", "inputmode": "numeric"}, **more)
        case Type.SHARE:
            show = lambda hundredths: numbers.show(hundredths / 100, "vi")  # noqa: E731
            return ReadField(label, read=cost.parse_share, show=show, render_kw=_DECIMAL, **more)
        case Type.TENTHS:
            show = lambda tenths: numbers.show(tenths / 10, "vi")  # noqa: E731
            return ReadField(label, read=_tenths(field.most), show=show, render_kw=_DECIMAL, **more)
        case Type.DAY:
            return DayField(label, **more)
        case Type.MONTH:
            return ReadField(label, read=_month, show=lambda month: f"{month[5:]}/{month[:4]}", **more)
        case Type.TIME:
            return TimeField(label, **more)
        case Type.TICK:
            return BooleanField(label, **more)
        case Type.CHOICE:
            options = [(key, gettext(word)) for key, word in field.choices.items()]
            return ChoiceField(label, choices=[("", "–"), *options], default="", **more)
        case Type.PRODUCT:
            gone = [(stands, stands)] if stands and stands not in dict(products) else []
            return ChoiceField(label, choices=[("", "–"), *products, *gone], default="", **more)
        case Type.LINK:
            return ReadField(label, read=_address, render_kw={"inputmode": "url"}, **more)
        case Type.HOURS:
            return HoursField(label, **more)


_DECIMAL = {"class": "num", "inputmode": "decimal"}


def _whole(most: int) -> Callable[[str], int]:
    def read(typed: str) -> int:
        found = re.fullmatch(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+", typed)
        number = int(re.sub("[. ]", "", typed)) if found and len(typed) < 15 else -1
        if not 0 <= number <= most:
            raise Refused(_NOT_WHOLE, values={"most": numbers.show(most, "vi")})
        return number

    return read


def _tenths(most: int) -> Callable[[str], int]:
    def read(typed: str) -> int:
        tenths = round(numbers.parse(typed) * 10)
        if not 0 <= tenths <= most:
            raise Refused(_NOT_TENTHS, values={"most": numbers.show(most / 10, "vi")})
        return tenths

    return read


def _month(typed: str) -> str:
    found = _MONTH.fullmatch(typed)
    if not found:
        raise Refused(_NOT_A_MONTH)
    month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
    return f"{year}-{int(month):02}"


def _address(typed: str) -> str:
    parts = urlsplit(typed)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or len(typed) > 300 or " " in typed:
        raise Refused(_NOT_AN_ADDRESS)
    return typed
