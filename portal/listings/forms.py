"""What may come in about a listing from those who look after the map: its fields, an act's reason, a photo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale
from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, FileField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import TextArea

from portal.city.chosen import here
from portal.kit.fold import clean
from portal.kit.say import N_
from portal.listings import columns, rules, words
from portal.listings.field_names import LOCATION_MODES, NAMES, POINT_SOURCES, REASONS
from portal.listings.models import Channel, Listing, LocationMode
from portal.listings.steps_form import StepsField
from portal.web.fields import (
    HiddenNumberField,
    HoursField,
    KeysField,
    MailField,
    MoneyField,
    PhoneField,
    ReadField,
    TextField,
    WordsField,
)
from portal.web.form import CreateForm, Form
from portal.web.language import current

LONGEST_STORY = 20_000  # letters
LANGUAGES_OFTEN_SPOKEN = ("vi", "en", "fr", "zh", "ja", "ko", "de", "ru")
OF_ONE_GROUP = {
    "processes": ("steps", "materials_vi", "materials_en"),
    "products": ("materials_vi", "materials_en", "price_from", "made_in_days"),
    "ideas": ("problem_vi", "problem_en", "proposal_vi", "proposal_en", "next_vi", "next_en", "team_name"),
}
_CONTACT_ROWS = (*((str(one), f"{one}_shown") for one in Channel), ("web_links",))
SECTIONS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        N_("Name and words"),
        (("group",), ("name_vi", "name_en"), ("summary_vi", "summary_en"), ("story_vi", "story_en")),
    ),
    (
        N_("The idea"),
        (("problem_vi", "problem_en"), ("proposal_vi", "proposal_en"), ("next_vi", "next_en"), ("team_name",)),
    ),
    (N_("How it is made"), (("steps",), ("materials_vi", "materials_en"), ("price_from", "made_in_days"))),
    (
        N_("Place"),
        (
            ("area",),
            ("ward_new", "ward_old"),
            ("village", "street"),
            ("directions_vi", "directions_en"),
            ("location_mode", "point_source"),
            ("lat", "lon"),
            ("precision_m",),
        ),
    ),
    (N_("What it is"), (("stage", "legal_form"), ("fields",), ("sustainability", "heritage"))),
    (N_("Can help, is looking for"), (("offers",), ("offer_line",), ("needs",), ("need_line",))),
    (N_("Contacts: only those with a tick are shown"), _CONTACT_ROWS),
    (N_("For a visit"), (("hours", "paused_until"), ("price_hint",), ("languages",), ("access_vi", "access_en"))),
    (N_("Where this comes from"), (("source",), ("demo",))),
)
"""The headings of the form; under each its rows, and in a row the fields that stand side by side."""


def _name(field: str) -> Any:
    return lazy_gettext(NAMES[field])


def _line(field: str) -> WordsField:
    return WordsField(_name(field), validators=[Length(max=_room(field))])


def _text(field: str) -> TextField:
    return TextField(_name(field), validators=[Length(max=_room(field))], lines=field in rules.LONG_TEXTS)


def _room(field: str) -> int:
    """How many letters the column holds."""
    return getattr(Listing.__table__.c[field].type, "length", None) or LONGEST_STORY


def _read(field: str, inputmode: str, hint: Any = "") -> ReadField:
    return ReadField(_name(field), read=columns.READ[field], description=hint, render_kw={"inputmode": inputmode})


def _switch() -> BooleanField:
    return BooleanField(_("Show this on the page"))


class WebLinksField(ReadField):
    """Addresses of pages elsewhere, one on a line."""

    widget = TextArea()

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(label, read=columns.READ["web_links"], show="\n".join, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or []

    def _value(self) -> str:
        return clean(self.raw_data[0], lines=True) if self.raw_data else super()._value()


class ListingForm(Form):
    """Every field of a listing that its group has. `given()` is what `rules.revise` takes."""

    version = HiddenNumberField(default=0, validators=[NumberRange(0, 2**31 - 1)])
    group = SelectField(_name("group"))
    name_vi = WordsField(_name("name_vi"), validators=[InputRequired(), Length(max=_room("name_vi"))])
    name_en = _line("name_en")
    summary_vi = _text("summary_vi")
    summary_en = _text("summary_en")
    story_vi = _text("story_vi")
    story_en = _text("story_en")

    area = SelectField(_name("area"))
    ward_new = SelectField(_name("ward_new"), default="")
    ward_old = SelectField(_name("ward_old"), default="")
    village = _line("village")
    street = _line("street")
    directions_vi = _text("directions_vi")
    directions_en = _text("directions_en")
    location_mode = SelectField(_name("location_mode"), default=LocationMode.AREA)
    lat = _read("lat", "decimal", _("In degrees, for example 15.8801."))
    lon = _read("lon", "decimal", _("In degrees, for example 108.338."))
    precision_m = _read("precision_m", "numeric")
    point_source = SelectField(_name("point_source"), default="")

    fields = KeysField(_name("fields"))
    stage = SelectField(_name("stage"), default="")
    legal_form = SelectField(_name("legal_form"), default="")
    sustainability = _text("sustainability")
    heritage = _text("heritage")
    offers = KeysField(_name("offers"))
    offer_line = _line("offer_line")
    needs = KeysField(_name("needs"))
    need_line = _line("need_line")

    zalo = PhoneField(lazy_gettext(words.CHANNELS[Channel.ZALO]))
    zalo_shown = _switch()
    phone = PhoneField(lazy_gettext(words.CHANNELS[Channel.PHONE]))
    phone_shown = _switch()
    email = MailField(lazy_gettext(words.CHANNELS[Channel.EMAIL]))
    email_shown = _switch()
    page = ReadField(
        lazy_gettext(words.CHANNELS[Channel.PAGE]), read=columns.READ["page"], render_kw={"inputmode": "url"}
    )
    page_shown = _switch()
    web_links = WebLinksField(
        _name("web_links"), description=_("One address on a line, at most 5."),
        render_kw={"rows": 3, "inputmode": "url"},
    )  # fmt: skip

    hours = HoursField(
        _name("hours"), description=_("Like this: Mo-Fr 08:00-11:30,13:30-17:00; Su off"),
        validators=[Length(max=_room("hours"))],
    )  # fmt: skip
    paused_until = ReadField(
        _name("paused_until"), read=columns.READ["paused_until"], render_kw={"type": "date"},
        description=_("The day it opens again. Leave it empty when it is open as usual."),
    )  # fmt: skip
    languages = KeysField(_name("languages"))
    price_hint = _line("price_hint")
    access_vi = _text("access_vi")
    access_en = _text("access_en")

    steps = StepsField(_name("steps"))
    materials_vi = _text("materials_vi")
    materials_en = _text("materials_en")
    price_from = MoneyField(_name("price_from"), description=_("For example 75.000 or 75k."))
    made_in_days = _read("made_in_days", "numeric")
    problem_vi = _text("problem_vi")
    problem_en = _text("problem_en")
    proposal_vi = _text("proposal_vi")
    proposal_en = _text("proposal_en")
    next_vi = _text("next_vi")
    next_en = _text("next_en")
    team_name = _line("team_name")

    source = _line("source")
    demo = BooleanField(_name("demo"))
    reason = WordsField(_("Why you change this"), validators=[Length(max=500)])

    def __init__(self, formdata: Any = None, *, group: str, values: Mapping[str, Any] | None = None, version: int = 0):
        super().__init__(formdata, data={"group": group, "version": version, **_flat(values or {})})
        for name in {one for names in OF_ONE_GROUP.values() for one in names} - set(OF_ONE_GROUP.get(group, ())):
            del self[name]
        if (values or {}).get("source_id"):
            del self.source  # an import finds the listing again by it
        self._offer_choices()
        if formdata is None and "steps" in self:
            self.steps.make_room()

    @classmethod
    def of(cls, listing: Listing) -> ListingForm:
        return cls(group=listing.group, values=rules.values(listing), version=listing.version)

    def _offer_choices(self) -> None:
        city, lang = here(), current()
        spoken = Locale(lang).languages
        known = dict.fromkeys((*LANGUAGES_OFTEN_SPOKEN, *(self.languages.data or ())))
        nothing = [("", "–")]
        self.group.choices = [(key, group.name[lang]) for key, group in city.groups.items()]
        self.area.choices = [(key, area.name) for key, area in city.areas.items()]
        self.ward_new.choices = nothing + [(key, ward.name) for key, ward in city.wards.items()]
        self.ward_old.choices = nothing + [(key, ward.name) for key, ward in city.old_wards.items()]
        self.fields.choices = [(key, field.name[lang]) for key, field in city.fields.items()]
        self.languages.choices = [(code, spoken.get(code, code)) for code in known]
        self.stage.choices = nothing + _choices(words.STAGES)
        self.legal_form.choices = nothing + _choices(words.LEGAL_FORMS)
        self.location_mode.choices = _choices(LOCATION_MODES)
        self.point_source.choices = _choices(POINT_SOURCES)
        self.offers.choices = self.needs.choices = _choices(words.SUPPORT)

    def validate_lat(self, field: Field) -> None:
        if self._has_point() and (field.data is None or self.lon.data is None):
            raise ValidationError(gettext("Write the latitude and the longitude, or show the place by its area only."))

    def sections(self) -> Iterator[tuple[str, list[list[Field]]]]:
        """The headings of the form with their rows of fields, as far as the group has them."""
        for title, rows in SECTIONS:
            here_too = ([self[name] for name in row if name in self] for row in rows)
            if filled := [row for row in here_too if row]:
                yield gettext(title), filled

    def given(self) -> dict[str, Any]:
        """The values of the fields that this form has, as `rules.FIELDS` names them."""
        found = {name: self[name].data for name in rules.FIELDS if name in self and name != "steps"}
        if "steps" in self:
            found["steps"] = self.steps.steps()
        if not self._has_point():
            found |= {"lat": None, "lon": None, "precision_m": None}
        found["contacts"] = {
            str(one): [self[one].data, self[f"{one}_shown"].data] for one in Channel if self[one].data
        }  # fmt: skip
        return found

    def _has_point(self) -> bool:
        return bool(self.location_mode.data != LocationMode.AREA)


class NewListingForm(ListingForm, CreateForm):
    """A listing that is not there yet."""


class HidingForm(Form):
    """Why a listing leaves the public's sight: one reason of the list, and words of one's own."""

    why = SelectField(_("Reason"), validators=[InputRequired()])
    note = TextField(_("In your own words"), validators=[Length(max=400)])

    def __init__(self, formdata: Any = None):
        super().__init__(formdata)
        self.why.choices = [("", gettext("Choose a reason")), *_choices(REASONS)]

    def validate_note(self, field: Field) -> None:
        if self.why.data == "other" and not field.data:
            raise ValidationError(gettext("Please write what the reason is."))

    def reason(self) -> str:
        """The key of the reason and the words, as `revisions.reason` reads them."""
        return ": ".join(filter(None, [self.why.data, self.note.data]))


class PhotoForm(CreateForm):
    """A photo with what must be said of it."""

    photo = FileField(_("Photo"), description=_("JPEG, PNG or WebP, at most 5 MB."), validators=[InputRequired()])
    alt_vi = WordsField(
        _("What it shows, in Vietnamese"), description=_("Read aloud to people who cannot see it."),
        validators=[InputRequired(), Length(max=200)],
    )  # fmt: skip
    alt_en = WordsField(_("What it shows, in English"), validators=[Length(max=200)])
    credit = WordsField(_("Who took it"), validators=[InputRequired(), Length(max=120)])
    people_agreed = BooleanField(
        _("Everybody who can be recognised has agreed to be shown; no child is shown without a parent's word"),
        validators=[InputRequired()],
    )

    def validate_photo(self, field: Field) -> None:
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Choose a photo on your device."))

    def words(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("alt_vi", "alt_en", "credit", "people_agreed")}


def _choices(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(name)) for key, name in names.items()]


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """A listing's values as the form has them: each contact with its switch."""
    flat = {name: value for name, value in values.items() if name != "contacts"}
    for channel, (value, shown) in values.get("contacts", {}).items():
        flat |= {channel: value, f"{channel}_shown": shown}
    return flat
