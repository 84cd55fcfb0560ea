"""What may come in about paper cards: a code, a few corrected fields, an account; and at the desk which listings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, SearchField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.city.chosen import here
from portal.contributions.cards import MOST_AT_ONCE
from portal.kit.fold import clean
from portal.listings import rules, words
from portal.listings.field_names import NAMES
from portal.listings.models import Channel, Listing
from portal.web.fields import HiddenNumberField, HoursField, PhoneField, TextField, WordsField
from portal.web.form import Form
from portal.web.language import current

TEXTS = ("name_vi", "summary_vi", "street", "directions_vi", "hours")
CALLS = (Channel.ZALO, Channel.PHONE)


def _name(field: str) -> Any:
    return lazy_gettext(NAMES[field])


def _room(field: str) -> Length:
    return Length(max=Listing.__table__.c[field].type.length)  # type: ignore[attr-defined]


class CodeForm(Form):
    code = StringField(
        _("The code on the card"),
        description=_("Eight signs, like this: ABCD-EFGH. Small letters and spaces do not matter."),
        validators=[InputRequired(), Length(max=40)],
    )


class CorrectionForm(Form):
    """The few fields that most corrections are about. `given()` is what `cards.correct` takes.

    A number that visitors do not see is not shown here either: whoever finds a card must not learn it.
    """

    version = HiddenNumberField(default=0, validators=[NumberRange(0, 2**31 - 1)])
    name_vi = WordsField(_name("name_vi"), validators=[InputRequired(), _room("name_vi")])
    summary_vi = TextField(
        _name("summary_vi"), validators=[InputRequired(), _room("summary_vi")], render_kw={"rows": 3}
    )
    street = WordsField(_name("street"), validators=[_room("street")])
    directions_vi = TextField(_name("directions_vi"), validators=[_room("directions_vi")], render_kw={"rows": 2})
    hours = HoursField(
        _name("hours"), description=_("Like this: Mo-Fr 08:00-11:30,13:30-17:00; Su off"),
        validators=[_room("hours")],
    )  # fmt: skip
    zalo = PhoneField(lazy_gettext(words.CHANNELS[Channel.ZALO]))
    zalo_shown = BooleanField(_("Show this on the page"))
    phone = PhoneField(lazy_gettext(words.CHANNELS[Channel.PHONE]))
    phone_shown = BooleanField(_("Show this on the page"))

    def __init__(self, formdata: Any = None, *, listing: Listing):
        self.standing: Mapping[str, Any] = rules.values(listing)["contacts"]
        shown = {channel: value for channel, (value, is_shown) in self.standing.items() if is_shown}
        data = {name: getattr(listing, name) for name in TEXTS} | {"version": listing.version}
        for channel in CALLS:
            data |= {str(channel): shown.get(channel), f"{channel}_shown": channel in shown}
        super().__init__(formdata, data=data)
        for name in self.hidden & {str(one) for one in CALLS}:
            self[name].description = gettext(
                "There is a number that visitors do not see. It stays unless you write another one."
            )

    @property
    def hidden(self) -> set[str]:
        """The channels that have a number which visitors do not see."""
        return {channel for channel, (_value, is_shown) in self.standing.items() if not is_shown}

    def given(self) -> dict[str, Any]:
        contacts = {channel: kept for channel, kept in self.standing.items() if channel not in CALLS}
        for channel in CALLS:
            if typed := self[channel].data:
                contacts[str(channel)] = [typed, self[f"{channel}_shown"].data]
            elif channel in self.hidden:
                contacts[str(channel)] = self.standing[channel]
        return {name: self[name].data for name in TEXTS} | {"contacts": contacts}


class AccountForm(Form):
    """A phone number and a password: a new account, or the one that is there already."""

    who = PhoneField(_("Your phone number"), validators=[InputRequired()])
    password = PasswordField(
        _("A password"),
        description=_("At least 8 characters. Three words that only you put together are strong and easy to remember."),
        validators=[InputRequired()],
    )


class ChoosingForm(Form):
    """The GET form above the listings that may get a card."""

    q = SearchField(_("Words"), filters=[lambda text: clean(text or "")], validators=[Length(max=120)])
    group = SelectField(_("Group"), default="")
    ward = SelectField(_("Ward"), default="")
    owner = SelectField(_("Owner"), default="none")

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        super().__init__(MultiDict((key, value) for key, value in arguments.items(multi=True) if value))
        city, lang = here(), current()
        self.group.choices = [("", gettext("All groups")), *((key, one.name[lang]) for key, one in city.groups.items())]
        wards = [(key, ward.name) for key, ward in city.wards.items()]
        former = [(key, gettext("%(ward)s (former)", ward=ward.name)) for key, ward in city.old_wards.items()]
        self.ward.choices = [("", gettext("All wards")), *wards, *former]
        self.owner.choices = [("none", gettext("Without an owner")), ("any", gettext("All"))]

    def selection(self) -> dict[str, Any]:
        """What `cards.to_choose` takes, without what could not be read."""
        return {
            "q": "" if self.q.errors else self.q.data or "",
            "group": "" if self.group.errors else self.group.data,
            "ward": "" if self.ward.errors else self.ward.data,
            "without_owner": self.owner.data != "any",
        }


class SheetForm(Form):
    """The listings that get a card."""

    listing = SelectMultipleField(coerce=int, validate_choice=False)

    def validate_listing(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext("Tick at least one listing."))
        if len(field.data) > MOST_AT_ONCE:
            raise ValidationError(gettext("At most %(most)s cards fit into one file.", most=MOST_AT_ONCE))
