"""What may come in of a proposal: one short form for each group. All is kept as typed; this says what is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.city import Area, OldWard
from portal.city.chosen import here
from portal.contributions import draft_form
from portal.contributions.draft_form import DraftForm
from portal.contributions.models import Ticket
from portal.kit.say import N_
from portal.listings import columns, words
from portal.listings.field_names import NAMES
from portal.listings.models import Channel, LegalForm, Listing, LocationMode
from portal.web.fields import ChoiceField, MoneyField, PhoneField, ReadField, TextField, WordsField
from portal.web.language import current

OF_GROUP: Mapping[str, tuple[str, ...]] = {
    "people": ("offer_line", "need_line"),
    "organisations": ("legal_form", "offer_line"),
    "places": ("price_hint", "access_vi"),
    "events": ("price_hint", "heritage"),
    "ideas": ("problem_vi", "proposal_vi"),
    "products": ("price_from", "made_in_days"),
    "processes": ("materials_vi", "sustainability"),
    "experiences": ("price_hint", "access_vi"),
}
"""What is asked of one group only: two fields, so that the form stays short."""
SOFT_CIRCLE = 200  # metres
MODES = {
    LocationMode.AREA: N_("By its ward only, without a dot"),
    LocationMode.APPROXIMATE: N_("A dot about here: visitors see a circle of 200 m"),
    LocationMode.EXACT: N_("A dot exactly here: a shop or a place that receives visitors"),
}
MODES_OF_PEOPLE = {
    LocationMode.AREA: N_("By the ward only, without a dot"),
    LocationMode.APPROXIMATE: N_("A dot at the workshop, about here: visitors see a circle of 200 m"),
}
"""Nobody's home is drawn: of a person only the ward, or roughly the workshop."""


def _name(field: str) -> Any:
    return lazy_gettext(NAMES[field])


def _room(field: str) -> Length:
    return Length(max=getattr(Listing.__table__.c[field].type, "length", None) or -1)


def _line(field: str, hint: Any = "") -> WordsField:
    return WordsField(_name(field), description=hint, validators=[_room(field)])


def _text(field: str, hint: Any = "", *more: Any) -> TextField:
    return TextField(_name(field), description=hint, validators=[*more, _room(field)], render_kw={"rows": 3})


def _degrees(field: str, hint: Any) -> ReadField:
    return ReadField(_name(field), read=columns.READ[field], description=hint, render_kw={"inputmode": "decimal"})


def _switch() -> BooleanField:
    return BooleanField(_("Show this on the page"))


class ProposalForm(DraftForm):
    """A proposal of one group. `check` says what is wrong, `given` is what `listings.rules` takes."""

    name_vi = WordsField(_name("name_vi"), validators=[InputRequired(), _room("name_vi")])
    summary_vi = _text("summary_vi", _("At most 250 letters."), InputRequired())

    offer_line = _line("offer_line")
    need_line = _line("need_line")
    legal_form = ChoiceField(_name("legal_form"), default="")
    price_hint = _line("price_hint", _("For example: from 50.000 đồng a person."))
    access_vi = _text("access_vi", _("Steps, narrow doors, a toilet: what somebody in a wheelchair should know."))
    heritage = _text("heritage")
    problem_vi = _text("problem_vi")
    proposal_vi = _text("proposal_vi")
    price_from = MoneyField(_name("price_from"), description=_("For example 75.000 or 75k."))
    made_in_days = ReadField(
        _name("made_in_days"), read=columns.READ["made_in_days"], render_kw={"inputmode": "numeric"}
    )
    materials_vi = _text("materials_vi")
    sustainability = _text("sustainability")

    area = ChoiceField(_name("area"))
    ward_new = ChoiceField(_("Ward or commune"), default="")
    location_mode = RadioField(_name("location_mode"), default=LocationMode.AREA)
    lat = _degrees("lat", _("In degrees, for example 15.8801."))
    lon = _degrees("lon", _("In degrees, for example 108.338."))
    directions_vi = _text("directions_vi", _("For example: over Cẩm Kim bridge, then left for 300 m."))

    zalo = PhoneField(lazy_gettext(words.CHANNELS[Channel.ZALO]))
    zalo_shown = _switch()
    phone = PhoneField(lazy_gettext(words.CHANNELS[Channel.PHONE]))
    phone_shown = _switch()
    page = ReadField(
        lazy_gettext(words.CHANNELS[Channel.PAGE]), read=columns.READ["page"], render_kw={"inputmode": "url"}
    )
    page_shown = _switch()

    def __init__(self, formdata: Any = None, *, group: str, **data: Any):
        super().__init__(formdata, data={"group": group, **data})
        for name in {one for names in OF_GROUP.values() for one in names} - set(OF_GROUP.get(group, ())):
            del self[name]
        self._offer_choices(group)

    def _offer_choices(self, group: str) -> None:
        city, lang = here(), current()
        modes = MODES_OF_PEOPLE if group == "people" else MODES
        self.area.choices = [(key, area.name) for key, area in city.areas.items()]
        self.area.data = self.area.data or next(iter(city.areas))
        self.ward_new.choices = {
            "": [("", gettext("No ward: it has no fixed place"))],
            gettext("Today"): [(key, f"{ward.kind[lang]} {ward.name}") for key, ward in city.wards.items()],
            gettext("Former names"): [(key, old.name) for key, old in city.old_wards.items()],
        }
        self.location_mode.choices = [(str(key), gettext(name)) for key, name in modes.items()]
        if "legal_form" in self:
            names = {key: gettext(name) for key, name in words.LEGAL_FORMS.items() if key != LegalForm.NONE}
            self.legal_form.choices = [("", "–"), *((str(key), name) for key, name in names.items())]

    # What is right

    def validate_lat(self, field: Field) -> None:
        if not self.has_point():
            return
        if field.data is None or self.lon.data is None:
            raise ValidationError(gettext("Tap the sketch to set the dot, or show the place by its ward only."))
        if self._area_of_dot() is None:
            raise ValidationError(gettext("This point lies outside the area."))

    def validate_ward_new(self, field: Field) -> None:
        ward = here().ward(field.data or "")
        area = self._area_of_dot()
        if ward and area and area.key != ward.area:
            raise ValidationError(gettext("The dot lies far from this ward. Move the dot or choose another ward."))

    def has_point(self) -> bool:
        return self.location_mode.data not in (None, "", LocationMode.AREA)

    def _area_of_dot(self) -> Area | None:
        """The area that the dot lies in, if there is one and it lies in any."""
        lat, lon = self.lat.data, self.lon.data
        return here().area_of(lat, lon) if self.has_point() and lat is not None and lon is not None else None

    # What it gives

    def given(self) -> dict[str, Any]:
        """The fields as `listings.rules.FIELDS` names them; the area follows from the ward or the dot."""
        plain = ("name_vi", "summary_vi", "directions_vi", *OF_GROUP.get(self.group.data, ()))
        contacts = {
            str(one): [self[one].data, bool(self[f"{one}_shown"].data)]
            for one in (Channel.ZALO, Channel.PHONE, Channel.PAGE)
            if self[one].data
        }
        found = {name: self[name].data or None for name in plain if name in self}
        return {"group": self.group.data, **found, **self._place(), "contacts": contacts}

    def _place(self) -> dict[str, Any]:
        city = here()
        unit = city.ward(self.ward_new.data or "")
        at_dot = self._area_of_dot()
        mode = LocationMode(self.location_mode.data) if at_dot else LocationMode.AREA
        return {
            "area": unit.area if unit else at_dot.key if at_dot else self.area.data or next(iter(city.areas)),
            "ward_new": unit.new_key if isinstance(unit, OldWard) else unit and unit.key,
            "ward_old": unit.key if isinstance(unit, OldWard) else None,
            "location_mode": str(mode),
            "lat": self.lat.data if at_dot else None,
            "lon": self.lon.data if at_dot else None,
            "precision_m": SOFT_CIRCLE if mode == LocationMode.APPROXIMATE else None,
        }


def names(group: str, sent: Iterable[str]) -> list[str]:
    """The fields that a form of this group may keep, with all that are about a photo of which one was sent."""
    return draft_form.kept_names(ProposalForm(group=group), sent)


def of(ticket: Ticket, keys: Sequence[str], sent: Any = None) -> ProposalForm:
    """The form of a draft: as it was sent just now, or as it was typed. `keys` are those of its photos."""
    typed = sent if sent is not None else MultiDict(ticket.typed)
    form = draft_form.with_photos(ProposalForm, keys)(typed or None, group=ticket.group)
    form.once.data, form.group.data = ticket.once, ticket.group
    return form
