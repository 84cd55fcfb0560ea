"""What may come in of the lists of a competition: a row for a class, a slot, a criterion, its anchors, a prize."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.competitions import deadlines, defaults, words
from portal.competitions.row_form import Row
from portal.competitions.terms_models import SlotKind
from portal.competitions.typed_form import LAST_MINUTE, moment
from portal.kit import numbers
from portal.kit.say import N_, Refused
from portal.web.fields import (
    ChoiceField,
    DayField,
    KeysField,
    MoneyField,
    NumberField,
    ReadField,
    TimeField,
    WordsField,
)
from portal.web.form import Form

TITLE, LINE = Length(max=120), Length(max=300)
POINTS_IN = {
    "vi": N_("%(points)s points, in Vietnamese"), "en": N_("%(points)s points, in English"),
    "fr": N_("%(points)s points, in French"),
}  # fmt: skip
BLOCKS = {
    "size": N_("too large a file"), "pages": N_("too many pages"), "orientation": N_("the other way round"),
    "dpi": N_("too coarse"), "words": N_("too many words"),
}  # fmt: skip
"""Checks that may stop an entry from being sent."""


def _tenths(typed: str) -> int:
    """An average as it is written, 7 or 7,0 or 7.5, in tenths of a point."""
    tenths = round(numbers.parse(typed) * 10)
    if not 0 <= tenths <= 100:
        raise Refused(N_("An average lies between 0 and 10."))
    return tenths


def _average(tenths: int) -> str:
    return numbers.show(tenths / 10, "vi", decimals=1)


class NamedRow(Row):
    name_vi = WordsField(_("Name in Vietnamese"), validators=[TITLE])
    name_en = WordsField(_("Name in English"), validators=[TITLE])
    name_fr = WordsField(_("Name in French"), validators=[TITLE])


class CategoryRow(NamedRow):
    """A class, and its deadline where it differs."""

    hint_vi = WordsField(_("For whom, in Vietnamese"), validators=[LINE])
    hint_en = WordsField(_("For whom, in English"), validators=[LINE])
    hint_fr = WordsField(_("For whom, in French"), validators=[LINE])
    closes = DayField(_("A deadline of its own"))
    closes_time = TimeField(_("Time, whole minute"))

    def __init__(self, formdata: Any = None, *, data: Mapping[str, Any] | None = None, **more: Any):
        own: dict[str, Any] = {}
        if data and (closes_at := data.get("closes_at")):
            last = deadlines.as_typed(closes_at)
            own = {"closes": last.date(), "closes_time": last.hour * 60 + last.minute}
        super().__init__(formdata, data={**(data or {}), **own}, **more)

    def given(self) -> dict[str, Any]:
        last = moment(self.closes.data, self.closes_time.data, LAST_MINUTE)
        return {**super().given(), "closes_at": deadlines.from_typed(last) if last else None}


class SlotRow(NamedRow):
    """What goes into an entry."""

    kind = ChoiceField(_("What it is"), default=SlotKind.PANEL)
    least = NumberField(_("At least"), default=1, validators=[InputRequired(), NumberRange(0, 20)])
    most = NumberField(_("At most"), default=1, validators=[InputRequired(), NumberRange(1, 20)])
    formats = KeysField(_("Formats"), choices=list(words.FORMATS.items()))
    sizes = KeysField(_("Sheets"), choices=[(one, one) for one in ("A0", "A1", "A2", "A3")])
    orientation = ChoiceField(_("Orientation"), default="")
    megabytes = NumberField(_("Largest file, in MB"), validators=[Optional(), NumberRange(1, 200)])
    most_pages = NumberField(_("Most pages of a file"), validators=[Optional(), NumberRange(1, 100)])
    least_dpi = NumberField(_("Least resolution, in dpi"), validators=[Optional(), NumberRange(30, 1200)])
    most_words = NumberField(_("Most words"), validators=[Optional(), NumberRange(10, 5000)])
    blocks = KeysField(_("What stops the sending; the rest only warns"))

    def __init__(self, formdata: Any = None, *, data: Mapping[str, Any] | None = None, **more: Any):
        values = {name: value for name, value in (data or {}).items() if value is not None}
        if values.get("most_bytes"):
            values["megabytes"] = values["most_bytes"] // defaults.MEGABYTE
        super().__init__(formdata, data=values, **more)
        self.kind.choices = [(str(key), gettext(name)) for key, name in words.SLOTS.items()]
        either = [("", gettext("either way"))]
        self.orientation.choices = either + [(key, gettext(name)) for key, name in words.ORIENTATIONS.items()]
        self.blocks.choices = [(key, gettext(name)) for key, name in BLOCKS.items()]

    def validate_most(self, field: Any) -> None:
        if None not in (self.least.data, field.data) and self.least.data > field.data:
            raise ValidationError(gettext("This is less than the least number."))

    def given(self) -> dict[str, Any]:
        values = super().given()
        megabytes = values.pop("megabytes")
        kind = SlotKind(values["kind"])
        return {**values, "kind": kind, "most_bytes": megabytes * defaults.MEGABYTE if megabytes else None}


class CriterionRow(NamedRow):
    hint_vi = WordsField(_("What it asks, in Vietnamese"), validators=[LINE])
    hint_en = WordsField(_("What it asks, in English"), validators=[LINE])
    hint_fr = WordsField(_("What it asks, in French"), validators=[LINE])
    weight = NumberField(_("Weight in percent"), default=0, validators=[InputRequired(), NumberRange(0, 100)])
    allows_na = BooleanField(_("A juror may say: does not apply"))
    independent = BooleanField(_("Shown beside the others, not counted"))


class AnchorRow(Row):
    """What the points of one criterion mean."""

    named = "name_vi"
    name_vi = WordsField()

    for _points in defaults.POINTS:
        for _code in ("vi", "en", "fr"):
            locals()[f"a{_points}_{_code}"] = WordsField(_(POINTS_IN[_code], points=_points), validators=[LINE])
    del _points, _code

    def __init__(self, formdata: Any = None, *, data: Mapping[str, Any] | None = None, **more: Any):
        anchors = (data or {}).get("anchors", {})
        values = {f"a{points}_{code}": text for points, said in anchors.items() for code, text in said.items()}
        super().__init__(formdata, data={**(data or {}), **values}, **more)

    def is_blank(self) -> bool:
        return self.number.data is None

    def points(self) -> list[tuple[int, list[Any]]]:
        return [(points, [self[f"a{points}_{code}"] for code in ("vi", "en", "fr")]) for points in defaults.POINTS]

    def given(self) -> dict[str, Any]:
        said = {
            str(points): {field.short_name[-2:]: field.data for field in fields if field.data}
            for points, fields in self.points()
        }
        return {"id": self.number.data, "anchors": {points: texts for points, texts in said.items() if texts}}


class PrizeRow(NamedRow):
    amount_vnd = MoneyField(_("Amount in đồng"))
    how_many = NumberField(_("How many of it"), default=1, validators=[InputRequired(), NumberRange(1, 50)])
    least_tenths = ReadField(
        _("Least average"), read=_tenths, show=lambda tenths: f"{tenths / 10:.1f}".replace(".", ",")
    )
    category = ChoiceField(_("Class"), default="")
    by_public = BooleanField(_("Given by the public vote"))

    def __init__(
        self, formdata: Any = None, *, classes: Mapping[str, str], data: Mapping[str, Any] | None = None, **more: Any
    ):
        values = {name: value for name, value in (data or {}).items() if value is not None}
        super().__init__(formdata, data={**values, "category": str(values.get("category_id") or "")}, **more)
        self.category.choices = [("", gettext("all classes")), *classes.items()]

    def given(self) -> dict[str, Any]:
        values = super().given()
        chosen = values.pop("category")
        return {**values, "amount_vnd": values["amount_vnd"] or 0, "category_id": int(chosen) if chosen else None}


class WithholdForm(Form):
    """Whether a prize may stay without a winner: to be chosen, and published."""

    may_withhold = RadioField(_("May a prize stay without a winner?"), validators=[InputRequired()])

    def __init__(self, formdata: Any = None, *, chosen: bool | None = None):
        super().__init__(formdata, may_withhold={True: "yes", False: "no", None: None}[chosen])
        self.may_withhold.choices = [
            ("yes", gettext("Yes, when no entry is good enough")), ("no", gettext("No, all prizes are awarded")),
        ]  # fmt: skip
