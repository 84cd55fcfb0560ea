"""What may come in of a rule by which something comes again: its kind with its fields, its hour, its end."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField
from wtforms.validators import InputRequired, ValidationError

from portal.kit import dates, lunar_names, recurrence
from portal.kit.recurrence import LAST, Rule
from portal.kit.say import N_, Refused
from portal.web.fields import ChoiceField, DayField, KeysField, ReadField, TimeField
from portal.web.form import Form
from portal.web.language import current

KINDS = {
    "lunar-monthly": N_("Every month by the moon"),
    "lunar-yearly": N_("Every year by the moon"),
    "weekly": N_("Every week, or every few weeks"),
    "monthly-date": N_("Every month, on a date"),
    "monthly-weekday": N_("Every month, on a weekday"),
    "yearly": N_("Every year, on a date"),
}
FIELDS = {
    "lunar-monthly": ("day", "leap_months", "short_month"),
    "lunar-yearly": ("day", "month", "leap_repeat", "short_month"),
    "weekly": ("weekdays", "every"),
    "monthly-date": ("day", "short_month"),
    "monthly-weekday": ("nth", "weekday"),
    "yearly": ("day", "month", "short_month"),
}
"""The fields that a kind of rule has beside the days that it lasts."""
OF_KINDS = frozenset(name for names in FIELDS.values() for name in names)
A_DAY = 24 * 60  # minutes
NTH = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), LAST: N_("last")}
SAID_AT = {"starts_minute": "begins", "lasts_minutes": "ends"}


def kinds_of(name: str) -> str:
    """The kinds of rules that have a field, for the style sheet: it shows what the chosen kind needs."""
    return " ".join(kind for kind, names in FIELDS.items() if name in names)


def _number(typed: str) -> int:
    if not (typed.isdecimal() and len(typed) <= 3):
        raise Refused(N_("Write a whole number."))
    return int(typed)


def _key(chosen: str) -> int:
    """The number that stands for a choice; one that no list offers is no month and no weekday."""
    return int(chosen) if chosen in ("-1", *map(str, range(13))) else 99


class NumberField(ReadField):
    """A small whole number."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=_number, render_kw={"inputmode": "numeric", "size": 4}, **given)


class RuleFields(Form):
    """The controls of a rule. `rule()` and `hour()` say what was typed, and refuse at a control."""

    kind_of_rule = RadioField(_("How does it come again?"), default="lunar-monthly")
    day = NumberField(_("Day of the month"), default=14)
    month = ChoiceField(_("Month"), default="1")
    leap_months = BooleanField(_("In leap months too"), default=True)
    leap_repeat = BooleanField(_("Once more in the leap month of the same number"))
    weekdays = KeysField(_("Days of the week"))
    every = NumberField(_("Every how many weeks"), default=1)
    nth = ChoiceField(_("Which one of the month"), default="1")
    weekday = ChoiceField(_("Weekday"), default="5")
    short_month = RadioField(_("Where a month has no such day"), default="last")
    days = NumberField(_("How many days it lasts"), default=1)

    first_day = DayField(_("From"), validators=[InputRequired()])
    until = DayField(_("Until"), description=_("Leave it empty for what has no end."))
    begins = TimeField(_("Begins at"))
    ends = TimeField(_("Ends at"), description=_("May stay open. A time before the beginning is one of the next day."))
    whole_day = BooleanField(_("It lasts all day"))

    said_at = SAID_AT

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, **data)
        lang = current()
        self.kind_of_rule.choices = [(kind, gettext(name)) for kind, name in KINDS.items()]
        names = [(str(day), _capital(dates.weekday_name(day, lang))) for day in range(7)]
        self.weekdays.choices, self.weekday.choices = names, names
        self.nth.choices = [(str(nth), gettext(name)) for nth, name in NTH.items()]
        self.month.choices = [(str(one), _month(one, lang)) for one in range(1, 13)]
        self.short_month.choices = [
            ("last", gettext("On the last day of that month")),
            ("skip", gettext("Not at all in that month")),
        ]

    def validate_begins(self, field: Field) -> None:
        if field.data is None and not field.errors and not self.whole_day.data:
            raise ValidationError(gettext("Say at what time it begins, or that it lasts all day."))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        needed = FIELDS.get(str(self.kind_of_rule.data), ())
        for name in OF_KINDS.difference(needed):
            self[name].errors = []  # nobody sees the fields of another kind
        for said, names in ((self.rule, ("kind_of_rule", "days", *needed)), (self.hour, ("begins", "ends"))):
            if not any(self[name].errors for name in names):
                try:
                    said()
                except Refused as refused:
                    self.refuse(refused)
        return not self.errors

    def refuse(self, refused: Refused) -> None:
        at = self.said_at.get(refused.field or "", refused.field)
        super().refuse(refused.at(at) if at else refused)

    def rule(self) -> Rule:
        """The rule that was typed. Raises Refused at the field that makes it impossible."""
        kind = str(self.kind_of_rule.data)
        given = {name: self[name].data for name in FIELDS.get(kind, ())}
        given |= {name: _key(given[name]) for name in ("month", "nth", "weekday") if name in given}
        given |= {name: given[name] or 0 for name in ("day", "every") if name in given}
        if "weekdays" in given:
            given["weekdays"] = [_key(day) for day in given["weekdays"] or ()]
        return recurrence.from_json({"kind": kind, **given, "days": self.days.data or 0})

    def course(self) -> dict[str, Any]:
        """From when to when the series goes, and the hour of its dates, as the verbs take it."""
        starts_minute, lasts_minutes = self.hour()
        return {
            "first_day": self.first_day.data, "until": self.until.data, "starts_minute": starts_minute,
            "lasts_minutes": lasts_minutes,
        }  # fmt: skip

    def hour(self) -> tuple[int | None, int | None]:
        """The minute of the day in which it begins, and how many minutes it lasts on its last day."""
        starts, ends = self.begins.data, self.ends.data
        if self.whole_day.data:
            return None, None
        if starts is None or starts == A_DAY:
            raise Refused(N_("Say at what time it begins, or that it lasts all day."), field="begins")
        if ends is None:
            return starts, None
        if ends == starts:
            raise Refused(N_("It ends in the minute in which it begins. Look at both times."), field="ends")
        return starts, (ends - starts) % A_DAY


def shown(rule: Rule, *, starts_minute: int | None, lasts_minutes: int | None) -> dict[str, Any]:
    """The data of the controls for a rule and its hour."""
    kept = recurrence.to_json(rule)
    data = {name: value for name, value in kept.items() if name != "kind"} | {"kind_of_rule": kept["kind"]}
    data |= {name: str(data[name]) for name in ("month", "nth", "weekday") if name in data}
    if "weekdays" in data:
        data["weekdays"] = [str(day) for day in data["weekdays"]]
    if starts_minute is None:
        return {**data, "whole_day": True}
    ends = None if lasts_minutes is None else (starts_minute + lasts_minutes) % A_DAY
    return {**data, "begins": starts_minute, "ends": ends}


def _month(number: int, lang: str) -> str:
    return f"{_capital(dates.month_name(number, lang))} · {lunar_names.month(number, lang)}"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
