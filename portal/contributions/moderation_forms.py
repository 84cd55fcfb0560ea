"""What may come in at the moderation desk: which part of the queue, a decision, a reason for taking over."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField, SelectField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.contributions.desk_words import CHECKS, OF_A_CHANGE, OF_A_LISTING, OF_AN_EVENT, TAKE_OVER, WHY
from portal.contributions.models import Act, TicketKind
from portal.contributions.queue import DECIDED
from portal.listings.field_names import REASONS
from portal.web.fields import HiddenNumberField, KeysField, TextField
from portal.web.form import Form

LAST_PAGE = 10_000
_ROW = 2**31 - 1


class QueueForm(Form):
    """The GET question to the queue: one reason, one page."""

    why = SelectField(default="")
    page = IntegerField(validators=[Optional(), NumberRange(1, LAST_PAGE)], default=1)

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        super().__init__(MultiDict((key, value) for key, value in arguments.items(multi=True) if value))
        self.why.choices = ["", *WHY, DECIDED]

    @property
    def reason(self) -> str:
        return "" if self.why.errors else str(self.why.data)

    @property
    def number(self) -> int:
        return 1 if self.page.errors else self.page.data or 1


class DecisionForm(Form):
    """What somebody decides. `act` comes from the button that was pressed, `into` from the one beside a twin."""

    version = HiddenNumberField(default=0, validators=[NumberRange(0, _ROW)])
    subject_version = HiddenNumberField(validators=[Optional(), NumberRange(0, _ROW)])
    act = SubmitField()
    into = HiddenNumberField(validators=[Optional(), NumberRange(1, _ROW)])
    checks = KeysField(_("Looked at"))
    compared = BooleanField(_("I have compared the phone number with this person, or went there"))
    reason = SelectField(_("Reason"), default="")
    note = TextField(
        _("To the sender"), lines=True, description=_("They read it as it is."), validators=[Length(max=1000)]
    )

    def __init__(self, formdata: Any = None, *, kind: TicketKind, version: int = 0, subject_version: int | None = None):
        super().__init__(formdata, data={"version": version, "subject_version": subject_version})
        self.reason.choices = [("", gettext("Choose a reason")), *((key, gettext(one)) for key, one in REASONS.items())]
        self.checks.choices = [(key, gettext(CHECKS[key])) for key in checks_of(kind)]
        if kind is not TicketKind.CLAIM:
            del self.compared
        if not self.checks.choices:
            del self.checks

    @property
    def wish(self) -> Act | None:
        """The act whose button was pressed; a button beside a twin says to merge into it."""
        if self.into.data:
            return Act.MERGED
        typed = self.act.raw_data[0] if self.act.raw_data else ""
        return Act(typed) if typed in list(Act) else None

    def validate_checks(self, field: Field) -> None:
        """Nothing becomes public before somebody has looked at all of it."""
        if self.wish is not Act.PUBLISHED:
            return
        missing = [label for key, label in field.choices if key not in field.data]
        if missing:
            raise ValidationError(gettext("Not looked at yet: %(what)s.", what="; ".join(missing)))

    def validate_act(self, field: Field) -> None:
        if self.wish is None:
            raise ValidationError(gettext("Press the button of what you decide."))


class TakeOverForm(Form):
    """Why an organiser takes something over that somebody else holds."""

    why = SelectField(_("Why you take this over"), validators=[InputRequired()])

    def __init__(self, formdata: Any = None):
        super().__init__(formdata)
        self.why.choices = [("", gettext("Choose a reason")), *((key, gettext(one)) for key, one in TAKE_OVER.items())]


class OtherForm(Form):
    """A listing that looks like the one at hand and is not."""

    other = HiddenNumberField(validators=[InputRequired(), NumberRange(1, _ROW)])


def checks_of(kind: TicketKind) -> tuple[str, ...]:
    """What has to be looked at before a ticket of this kind becomes public."""
    return _CHECKS.get(kind, ())


_CHECKS = {
    TicketKind.PROPOSAL: OF_A_LISTING,
    TicketKind.EVENT: OF_AN_EVENT,
    TicketKind.EDIT: OF_A_CHANGE,
}
