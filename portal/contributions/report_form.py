"""What may come in of a report: one of five reasons, words, and a phone number if somebody wants to be asked back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.contributions.reports import Wrong
from portal.contributions.ticket_words import WRONG
from portal.web.fields import PhoneField, TextField
from portal.web.form import CreateForm


class ReportForm(CreateForm):
    begun = HiddenField()
    homepage = StringField(_("Leave this field empty"))  # nobody sees it; programs that fill in everything do
    reason = RadioField(_("What is wrong?"), validators=[InputRequired()])
    words = TextField(
        _("In your own words"), lines=True, description=_("What is right instead, and how you know."),
        validators=[Length(max=2000)],
    )  # fmt: skip
    sender_phone = PhoneField(
        _("Your phone number or Zalo"), description=_("Only the desk sees it, to ask you a question.")
    )

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, data=data)
        self.reason.choices = [(str(one), gettext(WRONG[one])) for one in Wrong]

    def validate_words(self, field: Any) -> None:
        if self.reason.data in {Wrong.FACTS, Wrong.PLACE, Wrong.OTHER} and not field.data:
            raise ValidationError(gettext("Please write what it should be, so that somebody can mend it."))
