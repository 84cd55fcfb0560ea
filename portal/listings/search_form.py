"""What may come in as a question to the map: every parameter of the address, each read on its own.

A bad value is said at its place and left out; the others go on asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_locale, get_translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField, SearchField, SelectMultipleField
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.city import City
from portal.kit import geo
from portal.kit.clock import to_zone
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import words
from portal.listings.models import Stage, Support
from portal.listings.search import Query
from portal.web.fields import ChoiceField
from portal.web.form import Form

UNPLACED = "none"
LAST_PAGE = 10_000
BEHIND = ("area", "ward", "field", "stage", "offer", "need", "open")
FILTERS = ("q", "group", *BEHIND, "near", "bbox", "sort")
"""What a question is made of, its page aside."""


class PlaceField(Field):
    """A field that reads a place by one of `kit.geo`'s readers and keeps what was typed when it cannot."""

    widget = HiddenInput()

    def __init__(self, read: Any, **given: Any) -> None:
        super().__init__(**given)
        self.read = read
        self.typed = ""

    def _value(self) -> str:
        return self.typed

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = clean(valuelist[0]) if valuelist else ""
        if not self.typed or self.typed == UNPLACED:
            return
        try:
            self.data = self.read(self.typed)
        except Refused as refused:
            raise ValueError(self.gettext(refused.sentence) % refused.values) from refused


def _worded(choices: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), _(label)) for key, label in choices.items()]


def _language() -> str:
    return str(get_locale())


@lru_cache(maxsize=12)
def _choices(city: City, lang: str, _sentences: object) -> dict[str, list[tuple[str, str]]]:
    """What each field offers, in the language of the page: in its names and in its sentences."""
    old = [(key, _("%(ward)s (former)", ward=ward.name)) for key, ward in city.old_wards.items()]
    of_all = {
        "area": [(key, area.name) for key, area in city.areas.items()],
        "ward": [(key, ward.name) for key, ward in city.wards.items()] + old,
        "field": [(key, field.name[lang]) for key, field in city.fields.items()],
        "stage": _worded(words.STAGES),
        "offer": _worded(words.SUPPORT),
        "need": _worded(words.SUPPORT),
    }
    return {
        "group": [(key, group.chip[lang]) for key, group in city.groups.items()],
        "sort": _worded(words.SORTS),
        **{name: [("", _("All")), *choices] for name, choices in of_all.items()},
    }


class SearchForm(Form):
    """The GET form of the map. Choices come from the city."""

    q = SearchField(_l("Search the map"), filters=[lambda text: clean(text or "")], validators=[Length(max=120)])
    group = SelectMultipleField(_l("Groups"))
    area = ChoiceField(_l("Area"), default="")
    ward = ChoiceField(_l("Ward or commune"), default="")
    field = ChoiceField(_l("Field of work"), default="")
    stage = ChoiceField(_l("Stage"), default="")
    offer = ChoiceField(_l("Can help with"), default="")
    need = ChoiceField(_l("Is looking for"), default="")
    open = BooleanField(_l("Open now"))
    near = PlaceField(geo.parse_near, label=_l("Near this place"))
    bbox = PlaceField(geo.parse_bbox, label=_l("Within this box"))
    sort = ChoiceField(_l("Sort by"), default="relevance")
    page = IntegerField(_l("Page"), validators=[Optional(), NumberRange(1, LAST_PAGE)], default=1)

    def __init__(self, arguments: MultiDict[str, str], city: City) -> None:
        self.city = city
        super().__init__(MultiDict((key, value) for key, value in arguments.items(multi=True) if value))
        for name, choices in _choices(city, _language(), get_translations()).items():
            self[name].choices = choices

    def validate_open(self, field: BooleanField) -> None:
        if field.raw_data and field.raw_data[0] not in {"1", "on", "true"}:
            raise ValidationError(field.gettext(N_("Write open=1, or leave it out.")))

    def has_more_filters(self) -> bool:
        """Whether one of the filters behind the disclosure is in use or refused."""
        changed = self.sort.data not in (None, "relevance")
        return changed or any(self[name].data or self[name].errors for name in BEHIND)

    def behind(self) -> tuple[tuple[str, ...], ...]:
        """What was typed into the filters behind the disclosure: what they show is made of it."""
        return tuple(tuple(self[name].raw_data or ()) for name in (*BEHIND, "sort"))

    def query(self, *, now: datetime) -> Query:
        """What was asked, without the values that were refused."""
        good = {name: None if self.errors.get(name) else field.data for name, field in self._fields.items()}
        local = to_zone(now, ZoneInfo(self.city.zone))
        near = good["near"]
        sort = good["sort"] or "relevance"
        return Query(
            q=good["q"] or "",
            groups=tuple(dict.fromkeys(good["group"] or ())),
            area=good["area"] or "",
            ward=good["ward"] or "",
            field=good["field"] or "",
            stage=Stage(good["stage"]) if good["stage"] else None,
            offer=Support(good["offer"]) if good["offer"] else None,
            need=Support(good["need"]) if good["need"] else None,
            open=(local.weekday(), local.hour * 60 + local.minute) if good["open"] else None,
            open_at=now.replace(second=0, microsecond=0) if good["open"] else None,
            near=near,
            bbox=good["bbox"],
            unplaced=self.bbox.typed == UNPLACED,
            sort="nearest" if near and sort == "relevance" and not good["q"] else sort,
            page=good["page"] or 1,
            lang=_language(),
        )
