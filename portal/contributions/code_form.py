"""What may come in from who holds a code: the code itself, and an answer to the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.web.fields import TextField
from portal.web.form import CreateForm, Form


class CodeForm(Form):
    code = StringField(
        _("The code you were given, eight letters and digits"),
        description=_("Capitals or not, with spaces or without: both are right."),
        validators=[InputRequired(), Length(max=40)],
    )


class AnswerForm(CreateForm):
    text = TextField(_("Your answer"), lines=True, validators=[DataRequired(), Length(max=2000)])
