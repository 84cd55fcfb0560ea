"""What may come in at an exhibition: a vote, how many codes to make, whose phone is to have one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.competitions.entries.models import Entry
from portal.competitions.exhibition.votes import MOST_CODES
from portal.web.fields import PhoneField, WordsField
from portal.web.form import CreateForm, Form


class VoteForm(Form):
    """An entry and the code that was given out. `titles` are those that the reader may see, by number."""

    entry = SelectField(_("Work"), validators=[InputRequired()])
    code = WordsField(_("Your code for the vote"), validators=[InputRequired(), Length(max=20)])

    def __init__(self, formdata: Any = None, *, entries: Sequence[Entry], titles: Mapping[int, str]) -> None:
        super().__init__(formdata)
        self.entry.choices = [("", _("Choose a work")), *((one.code, titles[one.id] or one.code) for one in entries)]


class CodesForm(Form):
    number = IntegerField(_("How many codes"), default=50, validators=[InputRequired(), NumberRange(1, MOST_CODES)])


class PhoneForm(Form):
    """The phone of a visitor, as the staff see it."""

    phone = PhoneField(_("Phone number of the visitor"), validators=[InputRequired()])


class MailForm(CreateForm):
    """Asks for a code by mail: once sent, one letter."""
