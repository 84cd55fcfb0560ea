"""What comes in about the people of a shop: an invitation to be made, a code to join by."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from portal.web.fields import WordsField
from portal.web.form import CreateForm, Form


class InviteForm(CreateForm):
    """One more person for the shop."""


class JoinForm(Form):
    code = WordsField(_("Code of the invitation"), validators=[InputRequired()])
