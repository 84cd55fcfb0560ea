"""What may come in when a date changes: the reason that everybody reads and, of a moved one, when it is now."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Length, NumberRange

from portal.events import as_typed, rules
from portal.events.acts import Reason
from portal.events.models import Event
from portal.events.times_form import TimesForm
from portal.web.fields import HiddenNumberField, TextField
from portal.web.form import Form


class ChangeForm(Form):
    """Why it is postponed, cancelled, or takes place after all."""

    version = HiddenNumberField(default=0, validators=[NumberRange(0, 2**31 - 1)])
    reason_vi = TextField(
        _("Why, in Vietnamese"), description=_("Everybody reads it above the event, as it stands here."),
        validators=[InputRequired(), Length(max=300)], render_kw={"rows": 2},
    )  # fmt: skip
    reason_en = TextField(_("Why, in English"), validators=[Length(max=300)], render_kw={"rows": 2})

    @property
    def reason(self) -> Reason:
        return Reason(self.reason_vi.data or "", self.reason_en.data or "")


class MovingForm(ChangeForm, TimesForm):
    """The new date, beside the reason."""


def of(event: Event, change: str) -> ChangeForm:
    """The form of a change as it is opened: a moved date begins with the one that stands."""
    if change != "moved":
        return ChangeForm(data={"version": event.version})
    return MovingForm(data={"version": event.version, **as_typed.times(rules.values(event))})
