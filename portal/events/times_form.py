"""When something is, as people type it: days and hours with the browser's own controls, or as text."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.events import when
from portal.kit.say import N_, Refused
from portal.web.fields import DayField, TimeField
from portal.web.form import Form

TIMES = ("starts_on", "starts_time", "ends_on", "ends_time")
SAID_AT = {"starts_at": "starts_on", "ends_at": "ends_on"}
"""At which control a rule's refusal of a moment is said."""


class TimesForm(Form):
    """A span: `span()` says when, and refuses at the control that has to change."""

    starts_on = DayField(_("Day"), validators=[InputRequired()])
    starts_time = TimeField(_("Begins at"))
    ends_on = DayField(_("Last day"), description=_("Only if it is another day."))
    ends_time = TimeField(_("Ends at"), description=_("May stay open. 24:00 is midnight."))
    all_day = BooleanField(_("It lasts all day"))

    said_at = SAID_AT

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if any(self[name].errors for name in TIMES):
            return good
        try:
            self.span()
        except Refused as refused:
            self.refuse(refused)
        return not self.errors

    def refuse(self, refused: Refused) -> None:
        at = self.said_at.get(refused.field or "", refused.field)
        super().refuse(refused.at(at) if at else refused)

    def span(self) -> when.Span:
        """When it is, from what was typed."""
        first, begins = self.starts_on.data, self.starts_time.data
        last, ends = self.ends_on.data, self.ends_time.data
        if first is None:
            raise Refused(N_("Say on which day it is."), field="starts_on")
        if self.all_day.data:
            return when.whole_days(first, last or first)
        if begins is None:
            raise Refused(N_("Say at what time it begins, or that it lasts all day."), field="starts_time")
        starts_at = when.at_minute(first, begins)
        if ends is None and last in (None, first):
            return when.span(starts_at, None)
        if ends is None:
            raise Refused(N_("Say at what time it ends on its last day, or that it lasts all day."), field="ends_time")
        if last is None and ends < begins:
            sentence = N_("It ends before it begins. If it ends after midnight, write its last day too.")
            raise Refused(sentence, field="ends_time")
        return when.span(starts_at, when.at_minute(last or first, ends))
