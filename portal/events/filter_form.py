"""What may come in as a question to the calendar: every parameter of the address, each read on its own.

A bad value is said at its place and left out; the others go on asking. The pages, the feeds and the file for a phone's
calendar read the same form.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from flask_babel import get_locale, get_translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.city import City
from portal.events.as_typed import SPOKEN
from portal.events.models import EventKind
from portal.events.question import Question
from portal.events.words import KINDS
from portal.kit.dates import parse_day
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import rules as listings
from portal.web.fields import ChoiceField, KeysField, ReadField, WordsField
from portal.web.form import Form

VIEWS = ("list", "month", "map")
TIMES = ("ahead", "running", "past")
LAST_PAGE = 10_000
BEHIND = ("kind", "area", "ward", "language", "free", "accessible")
FILTERS = (*BEHIND, "venue", "organiser")
"""Which events are asked for; how and of when they are shown is said beside it."""
_NOT_A_MONTH = N_("Write the month as year and month, for example 2026-12.")
_NO_SUCH_PLACE = N_("There is no such place or organiser on the map.")
_YES = {"1", "on", "true", "y"}


def parse_month(text: str) -> date:
    """The first day of a month: "2026-12". Raises Refused for anything else."""
    if len(text) != 7:
        raise Refused(_NOT_A_MONTH)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as unreadable:
        raise Refused(_NOT_A_MONTH) from unreadable


class ListingField(WordsField):
    """The slug of a public listing, kept with its number; one that is not public is as good as none."""

    widget = HiddenInput()
    number: int | None = None
    listing = None

    def post_validate(self, form: Form, validation_stopped: bool) -> None:
        if not self.data:
            return
        self.listing = listings.find(self.data, reader=None)
        if self.listing is None:
            raise ValidationError(self.gettext(_NO_SUCH_PLACE))
        self.number = self.listing.id


@lru_cache(maxsize=12)
def _choices(city: City, lang: str, _sentences: object) -> dict[str, list[tuple[str, str]]]:
    """What each field offers, in the language of the page: in its names and in its sentences."""
    named = Locale.parse(lang).languages
    wards = [(key, ward.name) for key, ward in city.wards.items()]
    old = [(key, _("%(ward)s (former)", ward=ward.name)) for key, ward in city.old_wards.items()]
    return {
        "kind": [(str(kind), _(label)) for kind, label in KINDS.items()],
        "area": [("", _("All")), *((key, area.name) for key, area in city.areas.items())],
        "ward": [("", _("All")), *wards, *old],
        "language": [("", _("All")), *((code, named.get(code, code)) for code in SPOKEN)],
    }


class FilterForm(Form):
    """The GET form of the calendar. Choices come from the city."""

    kind = KeysField(_l("Kinds of events"))
    area = ChoiceField(_l("Area"), default="")
    ward = ChoiceField(_l("Ward or commune"), default="")
    language = ChoiceField(_l("Language spoken"), default="")
    free = BooleanField(_l("Free of charge"), render_kw={"value": "1"})
    accessible = BooleanField(_l("Without steps"), render_kw={"value": "1"})
    venue = ListingField(_l("Place"))
    organiser = ListingField(_l("Organiser"))
    view = ChoiceField(_l("View"), choices=[(view, view) for view in ("", *VIEWS)], default="")
    when = ChoiceField(_l("When"), choices=[(time, time) for time in ("", *TIMES)], default="")
    month = ReadField(_l("Month"), read=parse_month, show=lambda day: f"{day:%Y-%m}")
    day = ReadField(_l("Day"), read=parse_day, show=date.isoformat)
    page = IntegerField(_l("Page"), validators=[Optional(), NumberRange(1, LAST_PAGE)], default=1)

    def __init__(self, arguments: MultiDict[str, str], city: City) -> None:
        super().__init__(MultiDict((key, clean(value)) for key, value in arguments.items(multi=True) if value))
        for name, choices in _choices(city, str(get_locale()), get_translations()).items():
            self[name].choices = choices

    def validate_free(self, field: BooleanField) -> None:
        _say_yes(field)

    def validate_accessible(self, field: BooleanField) -> None:
        _say_yes(field)

    def has_more_filters(self) -> bool:
        """Whether one of the filters behind the disclosure is in use or refused."""
        return any(self[name].data or self[name].errors for name in BEHIND)

    def behind(self) -> tuple[tuple[str, ...], ...]:
        """What was typed into the filters behind the disclosure: what they show is made of it."""
        return tuple(tuple(self[name].raw_data or ()) for name in BEHIND)

    def question(self) -> Question:
        """What was asked, without the values that were refused. Validate first."""
        good = {name: None if self.errors.get(name) else field.data for name, field in self._fields.items()}
        return Question(
            kinds=frozenset(EventKind(kind) for kind in good["kind"] or ()),
            area=good["area"] or "",
            ward=good["ward"] or "",
            free=bool(good["free"]),
            language=good["language"] or "",
            accessible=bool(good["accessible"]),
            venue_id=self.venue.number,
            organiser_id=self.organiser.number,
        )


def _say_yes(field: BooleanField) -> None:
    if field.raw_data and field.raw_data[0] not in _YES:
        raise ValidationError(field.gettext(N_("Write %(name)s=1, or leave it out.")) % {"name": field.name})
