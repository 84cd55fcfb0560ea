"""What may come in at an exhibition: a vote, how many codes to make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.competitions.entries.models import Entry
from portal.competitions.exhibition.votes import MOST_CODES
from portal.web.fields import WordsField
from portal.web.form import Form


class VoteForm(Form):
    """An entry and the code that was handed out."""

    entry = SelectField(_("Work"), validators=[InputRequired()])
    code = WordsField(_("Code of your card"), validators=[InputRequired(), Length(max=20)])

    def __init__(self, formdata: Any = None, *, entries: Sequence[Entry] = ()) -> None:
        super().__init__(formdata)
        self.entry.choices = [("", _("Choose a work")), *((one.code, one.title or one.code) for one in entries)]


class CodesForm(Form):
    number = IntegerField(_("How many codes"), default=50, validators=[InputRequired(), NumberRange(1, MOST_CODES)])
