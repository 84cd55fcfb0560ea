"""What may come in of a series: its words, its rule, days left out, its end, whose pictures it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.events import event_form, when
from portal.events.desk_forms import EventForm
from portal.events.event_form import PHOTO_NOTICE
from portal.events.series import rule_form
from portal.events.series.models import Series
from portal.events.series.rule_form import RuleFields
from portal.kit import recurrence
from portal.web.fields import DayField, HiddenNumberField, WordsField
from portal.web.form import CreateForm, Form

WHEN = frozenset({"starts_on", "starts_time", "ends_on", "ends_time", "all_day"})
"""Controls of an event's own time, which a series has from its rule."""
SOME_DAY = date(when.FIRST_YEAR, 1, 1)
_ROW = 2**31 - 1


class SeriesFields(EventForm):
    """What a series says of all its dates: every field of an event but its time."""

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, **data)
        for name in WHEN:
            del self[name]

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(Form.validate(self, extra_validators))  # no time of its own to look at

    def span(self) -> when.Span:
        """Some time, for `given`: a series does not keep it."""
        return when.whole_days(SOME_DAY, SOME_DAY)


class NewSeriesForm(RuleFields, SeriesFields, CreateForm):
    """A series that is not there yet: its rule and its words."""

    said_at = {**event_form.SAID_AT, **rule_form.SAID_AT}

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, **{**{f"photo_notice_{code}": text for code, text in PHOTO_NOTICE.items()}, **data})


class WritingOver(Form):
    """What comes in of a series that stands: the version its writer saw, and whether edited dates change too."""

    version = HiddenNumberField(default=0, validators=[NumberRange(0, _ROW)])
    write_over = BooleanField(_("Change those dates too"))

    def seen(self, version: int) -> None:
        """The form is shown once more, beside this version."""
        self.version.raw_data, self.version.data = None, version


class ReasonForm(Form):
    """Why dates that were announced change; needed only where there are any."""

    reason_vi = WordsField(
        _("Why, in Vietnamese"), description=_("Everybody reads it above the dates that were announced."),
        validators=[Length(max=300)],
    )  # fmt: skip
    reason_en = WordsField(_("Why, in English"), validators=[Length(max=300)])

    def reason(self) -> dict[str, Any]:
        return {"reason_vi": self.reason_vi.data or "", "reason_en": self.reason_en.data or ""}


class WordsForm(SeriesFields, WritingOver):
    """The words of a series that stands."""


class CourseForm(RuleFields, WritingOver, ReasonForm):
    """The rule and the hour of a series that stands."""


class PauseForm(ReasonForm):
    """Days on which it does not take place."""

    first = DayField(_("From"), validators=[InputRequired()])
    last = DayField(_("Until"), description=_("Only if it is more than one day."))

    def span(self) -> tuple[Any, Any]:
        return self.first.data, self.last.data


class DayForm(ReasonForm):
    """One day that is no longer left out."""

    day = DayField(_("Day"), validators=[InputRequired()])


class PicturesForm(Form):
    """Whose pictures all dates take."""

    event = HiddenNumberField(validators=[InputRequired(), NumberRange(1, _ROW)])


def course_of(series: Series, formdata: Any = None) -> CourseForm:
    rule = recurrence.from_json(series.rule)
    hour = rule_form.shown(rule, starts_minute=series.starts_minute, lasts_minutes=series.lasts_minutes)
    return CourseForm(
        formdata, first_day=series.first_day, until=series.until, version=series.version, **hour
    )  # fmt: skip
