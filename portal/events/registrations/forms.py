"""What may come in about taking part: a registration, how one may register, people at the door, a word to somebody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SearchField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.events import when
from portal.events.registrations.models import Admission, Joining
from portal.events.registrations.rules import Wish
from portal.events.registrations.words import JOINING
from portal.kit.fold import clean
from portal.web.fields import (
    ChoiceField,
    DayField,
    HiddenNumberField,
    KeysField,
    PhoneField,
    TextField,
    TimeField,
    WordsField,
)
from portal.web.form import CreateForm, Form

MOST_PLACES = 100_000


class RegistrationForm(CreateForm):
    """Somebody who wants to come. `sessions` are the keys and words of what can be chosen; without any nothing is."""

    session = KeysField(_("Sessions"))
    name = WordsField(_("Your name"), validators=[InputRequired(), Length(max=120)])
    phone = PhoneField(_("Phone"), validators=[InputRequired()])
    people = ChoiceField(_("How many people"), coerce=int, default=1)
    access_needs = WordsField(
        _("What you need to take part"), description=_("A place for a wheelchair, an interpreter …"),
        validators=[Length(max=300)],
    )  # fmt: skip
    photo_consent = BooleanField(_("Pictures in which I can be seen may be shown"))
    is_guardian = BooleanField(_("I register a child under 16: I am the parent or guardian"))
    is_resident = BooleanField(_("I live here"), description=_("This event is for people who live here."))

    def __init__(
        self, formdata: Any = None, *, most: int, sessions: list[tuple[str, str]], residents_only: bool, **data: Any
    ) -> None:
        super().__init__(formdata, data=data)
        self.people.choices = [
            (number, ngettext("%(num)s person", "%(num)s people", number)) for number in range(1, most + 1)
        ]
        self.session.choices = sessions
        if not sessions:
            del self.session
        if not residents_only:
            del self.is_resident

    def wish(self) -> Wish:
        chosen = self.session.data or [] if "session" in self else []
        return Wish(
            name=self.name.data, phone=self.phone.data, people=self.people.data,
            sessions=[int(one) for one in chosen], access_needs=self.access_needs.data or "",
            photo_consent=self.photo_consent.data, is_guardian=self.is_guardian.data,
            is_resident="is_resident" in self and self.is_resident.data,
        )  # fmt: skip


class AnswerForm(Form):
    """What whoever registered says about one of their seats."""

    seat = HiddenNumberField(validators=[InputRequired()])
    act = HiddenField(validators=[InputRequired(), Length(max=20)])


class AdmissionForm(Form):
    """How one takes part in an event. `given()` is what `admissions.set_up` takes."""

    joining = RadioField(_("How people take part"), validators=[InputRequired()])
    url = WordsField(_("Address of the page where one registers"), validators=[Length(max=300)])
    capacity = IntegerField(
        _("Number of places"), description=_("Leave it empty when there is room for all."),
        validators=[Optional(), NumberRange(1, MOST_PLACES)],
    )  # fmt: skip
    most_people = IntegerField(
        _("How many may come with one registration"), default=5, validators=[InputRequired(), NumberRange(1, 20)]
    )
    opens_on = DayField(_("Registration opens on"))
    opens_time = TimeField(_("Time of opening"))
    closes_on = DayField(_("Registration closes on"), description=_("Without a day it closes when the event begins."))
    closes_time = TimeField(_("Time of closing"))
    by_hand = BooleanField(_("We confirm each place ourselves, within 72 hours"))
    residents_only = BooleanField(_("Only for people who live here"))
    whole_series = BooleanField(
        _("The same for all later dates of this series"),
        description=_("Dates in which people take part already stay as they are."),
    )

    def __init__(self, formdata: Any = None, *, admission: Admission | None = None) -> None:
        super().__init__(formdata, data=_shown(admission))
        self.joining.choices = [(str(one), gettext(JOINING[one])) for one in Joining]

    def given(self) -> dict[str, Any]:
        return {
            "joining": Joining(self.joining.data), "url": self.url.data or "", "capacity": self.capacity.data,
            "most_people": self.most_people.data, "by_hand": self.by_hand.data,
            "residents_only": self.residents_only.data,
            "opens_at": _moment(self.opens_on.data, self.opens_time.data, 0),
            "closes_at": _moment(self.closes_on.data, self.closes_time.data, 24 * 60),
        }  # fmt: skip


def _moment(day: date | None, minute: int | None, otherwise: int) -> datetime | None:
    return when.at_minute(day, otherwise if minute is None else minute) if day is not None else None


def _shown(admission: Admission | None) -> dict[str, Any]:
    if admission is None:
        return {"joining": str(Joining.NONE)}
    shown = {name: getattr(admission, name) for name in ("url", "capacity", "most_people", "by_hand", "residents_only")}
    for name in ("opens", "closes"):
        if (moment := getattr(admission, f"{name}_at")) is not None:
            shown |= {f"{name}_on": when.day_of(moment), f"{name}_time": when.minute_of(moment)}
    return shown | {"joining": str(admission.joining)}


class ListForm(Form):
    """A question to the list of those who registered."""

    q = SearchField(_("Name"), filters=[lambda typed: clean(typed or "")], validators=[Length(max=80)])


class GuestsForm(Form):
    """A question to the list at the door."""

    q = SearchField(_("Name or code"), filters=[lambda typed: clean(typed or "")], validators=[Length(max=80)])


class DecisionForm(Form):
    """What whoever runs the event does with a seat."""

    act = HiddenField(validators=[InputRequired(), Length(max=20)])
    word = TextField(_("A word to them"), validators=[Length(max=300)], render_kw={"rows": 2})


class TickForm(Form):
    """A tick at the door: whose, present or not after all, and how many seconds ago the phone was tapped."""

    seat = HiddenNumberField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
    act = HiddenField(validators=[InputRequired(), Length(max=20)])
    once = HiddenField(validators=[Length(max=64)])
    ago = HiddenNumberField(default=0, validators=[Optional(), NumberRange(0, 24 * 60 * 60)])


class WalkInForm(CreateForm):
    name = WordsField(_("Name"), description=_("Only if you want to call them by it."), validators=[Length(max=120)])
    people = IntegerField(_("How many people"), default=1, validators=[InputRequired(), NumberRange(1, 20)])
