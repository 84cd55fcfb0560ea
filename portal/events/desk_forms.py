"""What may come in at the event desk: all fields of an event, those of a session, a question to the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField, RadioField, SearchField, SelectField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from portal.events.editing import Scope
from portal.events.event_form import PHOTO_NOTICE, EventFields, named
from portal.events.selections import SHOWN
from portal.kit.fold import clean
from portal.kit.say import N_
from portal.web.fields import HiddenNumberField, WordsField
from portal.web.form import CreateForm, Form

SCOPES = {
    Scope.ONE: N_("This date only"),
    Scope.ONWARD: N_("This date and all later ones"),
    Scope.ALL: N_("All that are not over"),
}
_ROW = 2**31 - 1
LAST_PAGE = 10_000
SECTIONS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (N_("What it is"), (("title_vi", "title_en"), ("kind",), ("summary_vi", "summary_en"))),
    (
        N_("When"),
        (("starts_on", "starts_time"), ("ends_on", "ends_time"), ("all_day",), ("reason_vi", "reason_en")),
    ),
    (
        N_("Where"),
        (("venue",), ("ward", "area"), ("directions_vi", "directions_en"), ("online_url",)),
    ),
    (N_("Who"), (("organiser", "speaker"), ("contact_phone", "contact_email"), ("shows_phone", "shows_email"))),
    (
        N_("For those who come"),
        (
            ("price",),
            ("price_vnd", "price_note"),
            ("spoken",),
            ("least_age",),
            ("step_free",),
            ("access_vi", "access_en"),
            ("photo_notice_vi", "photo_notice_en"),
            ("shares_capacity",),
        ),
    ),
    (N_("More about it"), (("text_vi", "text_en"), ("standing",))),
)
"""The headings of the form; under each its rows, and in a row the controls that stand side by side."""
OF_A_SESSION = frozenset({
    "title_vi", "title_en", "summary_vi", "summary_en", "starts_on", "starts_time", "ends_on", "ends_time", "all_day",
    "venue", "venue_is", "speaker", "speaker_is", "shares_capacity", "once", "version",
    "reason_vi", "reason_en",
})  # fmt: skip


class EventForm(EventFields):
    """Every field of an event, for the desk. `version` is the one that its writer saw."""

    version = HiddenNumberField(default=0, validators=[NumberRange(0, _ROW)])
    standing = WordsField(
        named("listing_id"), description=_("The name of an event on the map, if it has a page there."),
        validators=[Length(max=120)],
    )  # fmt: skip
    standing_is = WordsField(widget=HiddenInput())
    shares_capacity = BooleanField(named("shares_capacity"))
    reason_vi = WordsField(
        _("Why it is at another time, in Vietnamese"), description=_("Everybody reads it above the event."),
        validators=[Length(max=300)],
    )  # fmt: skip
    reason_en = WordsField(_("The same in English"), validators=[Length(max=300)])
    scope = RadioField(_("Which dates of the series?"), default=Scope.ONE)
    overwrite = BooleanField(_("Also where a date was edited by itself"))

    def __init__(
        self, formdata: Any = None, *, values: Mapping[str, Any] | None = None, of_session: bool = False,
        of_series: bool = False, is_public: bool = False, **data: Any,
    ):  # fmt: skip
        super().__init__(formdata, values=values, **data)
        self.scope.choices = [(str(key), gettext(name)) for key, name in SCOPES.items()]
        for name in [
            *(() if of_series else ("scope", "overwrite")),
            *(() if is_public else ("reason_vi", "reason_en")),
        ]:
            del self[name]
        if of_session:
            for name in [field.short_name for field in self if field.short_name not in OF_A_SESSION]:
                del self[name]
        else:
            del self.shares_capacity

    def validate_standing(self, field: Field) -> None:
        self._look_up("standing")

    def sections(self) -> Iterator[tuple[str, list[list[Any]]]]:
        """The headings with their rows of controls, as far as this form has them. The languages are one control."""
        for title, rows in SECTIONS:
            here_too = ([name for name in row if self._has(name)] for row in rows)
            if filled := [row for row in here_too if row]:
                yield gettext(title), filled

    def _has(self, name: str) -> bool:
        return name in self or (name == "spoken" and "spoken_vi" in self)


class NewEventForm(EventForm, CreateForm):
    """An event that is not there yet."""

    def __init__(self, formdata: Any = None, *, of_session: bool = False, **data: Any):
        notice = {} if of_session else {f"photo_notice_{code}": text for code, text in PHOTO_NOTICE.items()}
        super().__init__(formdata, of_session=of_session, **{**notice, **data})


class AgendaForm(Form):
    """The GET question above the desk's list: which part of it, and words of the title."""

    q = SearchField(_("Words of the title"), filters=[lambda text: clean(text or "")], validators=[Length(max=120)])
    tab = SelectField(default="ahead")
    page = IntegerField(validators=[Optional(), NumberRange(1, LAST_PAGE)], default=1)

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        super().__init__(MultiDict((key, value) for key, value in arguments.items(multi=True) if value))
        self.tab.choices = list(SHOWN)

    @property
    def shown(self) -> str:
        return "ahead" if self.tab.errors else str(self.tab.data)

    @property
    def number(self) -> int:
        return 1 if self.page.errors else self.page.data or 1
