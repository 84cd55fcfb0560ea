"""What may come in about wards that rest: which and until when; then why, with whom, what becomes of events there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.city.chosen import here
from portal.events.flood import Stop
from portal.events.flood_reach import Reach
from portal.listings.models import PauseCause
from portal.people.models import Person
from portal.web.fields import ChoiceField, DayField, KeysField, TextField
from portal.web.form import CreateForm, Form

LONGEST_REASON = 160
"""It stands on every public page, in less than a kilobyte with everything around it."""
STOPS = ((Stop.LEAVE, _("Takes place")), (Stop.POSTPONE, _("Postpone")), (Stop.CANCEL, _("Cancel it")))


def some(_form: Form, field: KeysField) -> None:
    """InputRequired would ask for a tick in every box."""
    if not field.data:
        raise ValidationError(gettext("Choose at least one ward."))


class WardsForm(Form):
    """Which wards, and until when: the first of two steps."""

    ward = KeysField(_("Wards and communes"), validators=[some])
    until = DayField(
        _("The day they open again"),
        description=_("Leave it empty when nobody knows yet: then you end it here."),
    )

    def __init__(self, formdata: Any = None):
        super().__init__(formdata)
        city = here()
        old = [(key, gettext("%(ward)s (former)", ward=ward.name)) for key, ward in city.old_wards.items()]
        self.ward.choices = [*((key, ward.name) for key, ward in city.wards.items()), *old]


class WardPauseForm(CreateForm, WardsForm):
    """The second step: why, with whom, and what becomes of each event and each closing there."""

    cause = RadioField(
        _("Why everything rests there"),
        choices=[(PauseCause.FLOOD, _("Flood")), (PauseCause.SEASON, _("Out of season"))],
        default=PauseCause.FLOOD,
    )
    reason_vi = TextField(
        _("Why, for everybody to read"), validators=[InputRequired(), Length(max=LONGEST_REASON)],
        description=_(
            "One sentence in Vietnamese. It stands on every public page, at each event that stops, and in the record."
        ),
    )  # fmt: skip
    reason_en = TextField(_("The same in English"), validators=[Length(max=LONGEST_REASON)])
    with_id = ChoiceField(
        _("Decided together with"), validators=[InputRequired()],
        description=_("A second name stands in the record beside yours."),
    )  # fmt: skip
    each = RadioField(
        _("What becomes of the events there"),
        choices=[("", _("As chosen at each")), (Stop.POSTPONE, _("Postpone all")), (Stop.CANCEL, _("Cancel all"))],
        default="",
    )
    seen = HiddenField()

    def __init__(self, formdata: Any, *, colleagues: Sequence[Person], reach: Reach, titles: Mapping[int, str]) -> None:
        super().__init__(formdata)
        self.reach = reach
        self.with_id.choices = [("", "–"), *((str(one.id), one.full_name) for one in colleagues)]
        if not colleagues:
            del self.with_id
        if not reach.events:
            del self.each
        for event in reach.events:
            act = RadioField(titles[event.id], choices=STOPS, default=Stop.LEAVE)
            self._add(f"event_{event.id}_act", act, formdata)
        for event in reach.closings:
            self._add(f"event_{event.id}_day", DayField(titles[event.id]), formdata)
        self._asked = sorted({one.id for one in (*reach.events, *reach.closings)})

    def _add(self, name: str, field: Any, formdata: Any) -> None:
        """One more field: how many there are is known only with the events."""
        bound = self._fields[name] = self.meta.bind_field(self, field, {"name": name, "prefix": ""})
        bound.process(self.meta.wrap_formdata(self, formdata))

    def is_looked_through(self) -> bool:
        """Whether everything that it reaches stood on the page from which this was sent."""
        return set(self._asked) <= {int(text) for text in (self.seen.data or "").split(",") if text.isdecimal()}

    def show_as_seen(self) -> None:
        """The page that is drawn now shows all of it."""
        self.seen.data = ",".join(map(str, self._asked))

    def stops(self) -> dict[int, str]:
        """What becomes of each event."""
        every = self.each.data if "each" in self else ""
        return {number: every or field.data for number, field in self._of("act")}

    def days(self) -> dict[int, date]:
        """The days to which closings are moved."""
        return {number: field.data for number, field in self._of("day") if field.data}

    def _of(self, what: str) -> list[tuple[int, Any]]:
        return [(number, self[name]) for number in self._asked if (name := f"event_{number}_{what}") in self]
