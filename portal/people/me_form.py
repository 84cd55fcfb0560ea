"""What a person may change about themselves: how they are called, in which language we write, how they are reached."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.people.models import DataRequestKind
from portal.web.fields import MailField, PhoneField, TextField, WordsField
from portal.web.form import CreateForm, Form
from portal.web.language import LANGUAGES


class AccountForm(Form):
    full_name = WordsField(
        _("Name"), description=_("As you write it yourself, in one line."),
        validators=[DataRequired(), Length(max=120)],
    )  # fmt: skip
    language = RadioField(_("Language of letters"), choices=list(LANGUAGES.items()))


class ReachForm(Form):
    """The two ways to be reached and to sign in."""

    phone = PhoneField(_("Phone number"))
    email = MailField(_("E-mail"))


class CorrectionForm(CreateForm):
    words = TextField(
        _("What is wrong, and how is it right?"), lines=True, render_kw={"rows": 4},
        validators=[DataRequired(), Length(max=1000)],
    )  # fmt: skip


class ErasureForm(Form):
    sure = BooleanField(
        _("Yes, erase what the portal holds of me"),
        validators=[InputRequired(_("Tick this, so that nobody is erased by a slip of the thumb."))],
    )


class AskedForm(CreateForm):
    """What somebody asked for by voice, by letter or at the counter, written down for them."""

    who = WordsField(_("Phone number or e-mail"), validators=[DataRequired(), Length(max=254)])
    kind = RadioField(
        _("What they ask for"),
        choices=[(DataRequestKind.CORRECT, _("Correction")), (DataRequestKind.ERASE, _("Erasure"))],
    )
    words = TextField(_("In their words"), lines=True, render_kw={"rows": 3}, validators=[Length(max=1000)])


class AnswerForm(Form):
    answer = TextField(
        _("Your answer, as the person will read it"), lines=True, render_kw={"rows": 3},
        validators=[DataRequired(), Length(max=1000)],
    )  # fmt: skip
