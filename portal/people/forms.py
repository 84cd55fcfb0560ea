"""What may come in about accounts: signing in, a handed-over code, the language of letters."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.kit.say import Refused
from portal.people import passwords, rules
from portal.web.fields import WordsField
from portal.web.form import Form
from portal.web.language import LANGUAGES


class SignInForm(Form):
    who = WordsField(_("Phone number or e-mail"), validators=[InputRequired(), Length(max=254)])
    password = PasswordField(_("Password"), validators=[InputRequired()])
    remember = BooleanField(_("Remember me on this device for 90 days"))
    next = HiddenField()


class WelcomeForm(Form):
    """A code that staff handed over, and the password that its person chooses with it."""

    who = WordsField(_("Phone number or e-mail"), validators=[InputRequired(), Length(max=254)])
    code = StringField(_("The code you were given"), validators=[InputRequired(), Length(max=40)])
    password = PasswordField(
        _("New password"),
        description=_("At least 8 characters. Three words that only you put together are strong and easy to remember."),
        validators=[InputRequired()],
    )

    def validate_password(self, field: Any) -> None:
        try:
            passwords.check(field.data, own=rules.known_words(self.who.data or ""))
        except Refused as refused:
            raise ValidationError(field.gettext(refused.sentence) % refused.values) from refused


class LanguageForm(Form):
    language = RadioField(_("Language of letters"), choices=list(LANGUAGES.items()))
