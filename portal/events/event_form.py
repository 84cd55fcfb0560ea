"""What may come in of an event: the fields that the desk and who proposes one have in common, and the desk's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale
from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from portal.city import OldWard
from portal.city.chosen import here
from portal.events import as_typed, naming, rules, times_form, words
from portal.events.field_names import NAMES
from portal.events.models import Event, EventKind, Price
from portal.events.times_form import TimesForm
from portal.listings import columns
from portal.listings.models import Listing
from portal.web.fields import ChoiceField, MailField, MoneyField, PhoneField, ReadField, TextField, WordsField
from portal.web.language import current

LONGEST_TEXT = 20_000  # letters
PHOTO_NOTICE = {
    "vi": "Ban tổ chức chụp ảnh toàn cảnh. Ai không muốn có mặt trong ảnh, xin nói với người chụp.",
    "en": "Pictures of the whole scene are taken. Tell the photographer if you do not wish to be in them.",
}
"""What stands in a new form; it is content and no sentence of the portal."""
MEANT = {"venue": (), "organiser": (), "speaker": (), "standing": ("events",)}
"""Fields that name a listing, and the groups it may be of (none: any)."""
SAID_AT = {
    **times_form.SAID_AT, "venue_name": "venue", "organiser_name": "organiser", "ward_new": "ward",
    **{column: name for name, column in as_typed.COLUMNS.items()},
}  # fmt: skip
"""At which control of the form a rule's refusal is said."""


def named(field: str) -> Any:
    """What a field is called, as a label."""
    return lazy_gettext(NAMES[field])


def _room(field: str) -> Length:
    return Length(max=getattr(Event.__table__.c[field].type, "length", None) or LONGEST_TEXT)


def _line(field: str, hint: Any = "", label: Any = None) -> WordsField:
    return WordsField(label or named(field), description=hint, validators=[_room(field)])


def _text(field: str, hint: Any = "", rows: int = 3) -> TextField:
    lines = field in rules.LONG_TEXTS
    return TextField(
        named(field), lines=lines, description=hint, validators=[_room(field)], render_kw={"rows": rows}
    )  # fmt: skip


class EventFields(TimesForm):
    """The fields of an event. `given()` is what `events.rules` takes; `likely` are listings to choose from."""

    title_vi = WordsField(named("title_vi"), validators=[InputRequired(), _room("title_vi")])
    title_en = _line("title_en")
    kind = ChoiceField(named("kind"), default="", validators=[InputRequired()])
    summary_vi = _text("summary_vi", _("What happens there, in one sentence of at most 250 letters."), 2)
    summary_en = _text("summary_en", rows=2)
    text_vi = _text("text_vi", rows=6)
    text_en = _text("text_en", rows=6)

    venue = _line(
        "venue_name", _("The name of a place on the map, or the place in your own words."), _("Where it takes place")
    )
    venue_is = WordsField(widget=HiddenInput())
    online_url = ReadField(
        named("online_url"), read=columns.READ["page"], description=_("If one can take part online."),
        render_kw={"inputmode": "url"}, validators=[_room("online_url")],
    )  # fmt: skip
    ward = ChoiceField(_("Ward or commune"), default="")
    area = ChoiceField(named("area"), default="")
    directions_vi = _text("directions_vi", rows=2)
    directions_en = _text("directions_en", rows=2)

    organiser = _line("organiser_name", _("A name from the map, or any other."), _("Who organises it"))
    organiser_is = WordsField(widget=HiddenInput())
    speaker = WordsField(
        named("speaker_id"), description=_("A name from the map."), validators=[_room("organiser_name")]
    )
    speaker_is = WordsField(widget=HiddenInput())
    contact_phone = PhoneField(named("contact_phone"))
    shows_phone = BooleanField(_("Show this on the page"))
    contact_email = MailField(named("contact_email"))
    shows_email = BooleanField(_("Show this on the page"))

    price = RadioField(named("price"), default=Price.FREE)
    price_vnd = MoneyField(named("price_vnd"), description=_("For example 75.000 or 75k."))
    price_note = _line("price_note", _("For example: children free."))
    step_free = BooleanField(_("One gets in without steps"))
    access_vi = _text("access_vi", _("Steps, narrow doors, a toilet: what somebody in a wheelchair should know."), 2)
    access_en = _text("access_en", rows=2)
    least_age = ReadField(named("least_age"), read=columns.READ["made_in_days"], render_kw={"inputmode": "numeric"})
    photo_notice_vi = _text("photo_notice_vi", rows=2)
    photo_notice_en = _text("photo_notice_en", rows=2)

    said_at = SAID_AT

    def __init__(self, formdata: Any = None, *, values: Mapping[str, Any] | None = None, **data: Any):
        self.event_given = values or {}
        super().__init__(formdata, data={**as_typed.fields(values or {}), **data})
        self.likely: dict[str, tuple[Listing, ...]] = {}
        self.listings: dict[str, Listing | None] = {}
        self._offer_choices()

    def _offer_choices(self) -> None:
        city, lang = here(), current()
        spoken = Locale(lang).languages
        for code in as_typed.SPOKEN:
            self[f"spoken_{code}"].label.text = spoken[code]
        self.kind.choices = [("", "–"), *((str(key), gettext(words.KINDS[key])) for key in EventKind)]
        self.price.choices = [(str(key), gettext(words.PRICES[key])) for key in Price]
        self.area.choices = [
            ("", gettext("As its place or ward")),
            *((key, one.name) for key, one in city.areas.items()),
        ]
        self.ward.choices = {
            "": [("", gettext("As its place on the map, or none"))],
            gettext("Today"): [(key, f"{ward.kind[lang]} {ward.name}") for key, ward in city.wards.items()],
            gettext("Former names"): [(key, old.name) for key, old in city.old_wards.items()],
        }

    def spoken(self) -> Iterator[Field]:
        """The languages to tick."""
        return (self[f"spoken_{code}"] for code in as_typed.SPOKEN)

    def own_words(self, name: str) -> str:
        """The answer that says: none of those offered, it is what was written."""
        return naming.own_words(self[name].data or "")

    # What is right

    def validate_price_vnd(self, field: Field) -> None:
        if self.price.data == Price.AMOUNT and not field.data:
            raise ValidationError(gettext("Write the amount, or say that it is free."))

    def validate_least_age(self, field: Field) -> None:
        if field.data is not None and field.data > 99:
            raise ValidationError(gettext("Write the age in years, for example 10."))

    def validate_venue(self, field: Field) -> None:
        self._look_up("venue")

    def validate_organiser(self, field: Field) -> None:
        self._look_up("organiser")

    def validate_speaker(self, field: Field) -> None:
        self._look_up("speaker")

    def validate_area(self, field: Field) -> None:
        venue, ward = self.listings.get("venue"), here().ward(self.ward.data or "")
        if field.data and ward and ward.area != field.data:
            raise ValidationError(gettext("This ward lies in another area than you chose."))
        if not (field.data or ward or venue or self.event_given.get("area") or self["venue"].errors):
            raise ValidationError(gettext("Choose a place on the map, a ward or the area."))

    def _look_up(self, name: str) -> None:
        typed_name, chosen = self[name].data or "", self[f"{name}_is"].data or ""
        found = naming.meant(typed_name, chosen=chosen, groups=MEANT[name])
        self.listings[name], self.likely[name] = found.listing, found.likely
        if found.likely:
            raise ValidationError(gettext("More than one on the map is called so, or nearly so. Choose which one."))
        if typed_name and found.listing is None and name not in as_typed.MAY_BE_WORDS:
            raise ValidationError(gettext("Nothing on the map is called so. Write the name as it stands there."))

    # What it gives

    def given(self) -> dict[str, Any]:
        """The fields as `rules.FIELDS` names them, as far as this form has them."""
        span = self.span()
        found = {name: self[name].data for name in rules.FIELDS if name in self and name != "area"}
        found |= {"starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": span.all_day}
        if "spoken_vi" in self:
            found["languages"] = [
                *self._other_languages(),
                *(code for code in as_typed.SPOKEN if self[f"spoken_{code}"].data),
            ]
        for name in MEANT:
            if name in self:
                listing = self.listings.get(name)
                found[as_typed.COLUMNS[name]] = listing.id if listing else None
                if name in as_typed.MAY_BE_WORDS:
                    found[as_typed.MAY_BE_WORDS[name]] = "" if listing else self[name].data
        return {**found, **self._place()}

    def _other_languages(self) -> list[str]:
        return [code for code in self.event_given.get("languages", ()) if code not in as_typed.SPOKEN]

    def _place(self) -> dict[str, Any]:
        """Its area and ward; where a place on the map says them, only a contradiction is handed on."""
        if "area" not in self:
            return {}
        unit, area = here().ward(self.ward.data or ""), self.area.data
        area = unit.area if unit else area
        if self.listings.get("venue"):
            return {"area": area} if area else {}
        place = {
            "ward_new": unit.new_key if isinstance(unit, OldWard) else unit and unit.key,
            "ward_old": unit.key if isinstance(unit, OldWard) else None,
        }
        return {**place, "area": area} if area else place


for _code in as_typed.SPOKEN:
    setattr(EventFields, f"spoken_{_code}", BooleanField())
