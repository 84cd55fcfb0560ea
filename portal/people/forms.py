"""What may come in about accounts: signing in, a handed-over code, the language of letters."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.kit.say import Refused
from portal.people import passwords, rules
from portal.people.words import ROLES
from portal.web.fields import ChoiceField, HoneypotField, WordsField
from portal.web.form import CreateForm, Form
from portal.web.language import LANGUAGES


class SignInForm(Form):
    who = WordsField(_("Phone number or e-mail"), validators=[InputRequired(), Length(max=254)])
    password = PasswordField(_("Password"), validators=[InputRequired()])
    remember = BooleanField(_("Remember me on this device for 90 days"))
    next = HiddenField()


class ProofForm(Form):
    """The password of somebody who is signed in, asked once more."""

    password = PasswordField(_("Your password"), validators=[InputRequired()])
    next = HiddenField()


class SecondStepForm(Form):
    """The six digits that the authenticator app shows, or a recovery code."""

    code = WordsField(
        _("Six digits from the app"),
        description=_("Phone lost? One of the recovery codes that you wrote down works here, once."),
        validators=[InputRequired(), Length(max=40)],
    )


class AuthenticatorForm(Form):
    """A first code of the app that is being set up."""

    code = WordsField(_("Six digits from the app"), validators=[InputRequired(), Length(max=40)])


class NewPasswordField(PasswordField):
    """A password that is being chosen. `of` names the field that says whose it will be; else a view gives `own`."""

    def __init__(self, label: Any = None, *, of: str = "", **given: Any) -> None:
        hint = _("At least 8 characters. Three words that only you put together are strong and easy to remember.")
        super().__init__(label, description=hint, validators=[InputRequired()], **given)
        self.of = of
        self.own: tuple[str, ...] = ()

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped:
            return
        try:
            passwords.check(self.data, own=self.own or self._known(form))
        except Refused as refused:
            raise ValidationError(self.gettext(refused.sentence) % refused.values) from refused

    def _known(self, form: Any) -> tuple[str, ...]:
        return rules.known_words(form[self.of].data or "") if self.of else ()


class WelcomeForm(Form):
    """A code that staff handed over, and the password that its person chooses with it."""

    who = WordsField(_("Phone number or e-mail"), validators=[InputRequired(), Length(max=254)])
    code = WordsField(_("The code you were given"), validators=[InputRequired(), Length(max=40)])
    password = NewPasswordField(_("New password"), of="who")


class SignUpForm(CreateForm):
    full_name = WordsField(_("Your name, as you write it"), validators=[DataRequired(), Length(max=120)])
    who = WordsField(
        _("Phone number or e-mail"),
        description=_("One of them is enough. Nobody sees it unless you show it."),
        validators=[InputRequired(), Length(max=254)],
    )
    password = NewPasswordField(_("Password"), of="who")
    remember = BooleanField(_("Remember me on this device for 90 days"))
    website = HoneypotField(_("Website"))

    def validate_who(self, field: Any) -> None:
        _readable(field)


class PasswordForm(Form):
    old = PasswordField(_("The password until now"), validators=[InputRequired()])
    password = NewPasswordField(_("New password"))


class NewPasswordForm(Form):
    """A new password, for who has come by a link."""

    password = NewPasswordField(_("New password"))


class ForgottenForm(Form):
    who = WordsField(_("Phone number or e-mail"), validators=[InputRequired(), Length(max=254)])

    def validate_who(self, field: Any) -> None:
        _readable(field)


class FoundForm(Form):
    """What an organiser asks the list of people."""

    q = WordsField(_("Name, phone number or e-mail"), validators=[Length(max=254)])


class CodeForForm(ForgottenForm):
    """For whom a code is handed over."""


class GrantForm(Form):
    role = ChoiceField(
        _("Role"),
        choices=[("", _("Choose a role")), *((str(role), _(name)) for role, name in ROLES.items())],
        validators=[InputRequired()],
    )
    reason = WordsField(_("Why"), description=_("The person reads it."), validators=[DataRequired(), Length(max=200)])


class ReasonForm(Form):
    reason = WordsField(_("Why"), validators=[DataRequired(), Length(max=200)])


class LanguageForm(Form):
    language = RadioField(_("Language of letters"), choices=list(LANGUAGES.items()))


def _readable(field: Any) -> None:
    try:
        rules.reach(field.data)
    except Refused as refused:
        raise ValidationError(field.gettext(refused.sentence) % refused.values) from refused
