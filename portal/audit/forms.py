"""The question to the record: whose acts, which, on what, on which day."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SearchField, SelectField
from wtforms.validators import Length

from portal.audit.words import ACTS, KINDS
from portal.kit import dates
from portal.kit.fold import clean
from portal.web.fields import ReadField
from portal.web.form import Form


class RecordForm(Form):
    """The GET form above the record; what it does not understand it says at its place."""

    who = SearchField(
        _("Name, phone number or e-mail"), filters=[lambda text: clean(text or "")], validators=[Length(max=120)]
    )
    act = SelectField(_("Act"), default="")
    kind = SelectField(_("On what"), default="")
    on = ReadField(_("Day"), read=dates.parse_day, show=date.isoformat, render_kw={"type": "date"})

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        super().__init__(MultiDict((key, value) for key, value in arguments.items(multi=True) if value))
        acts = sorted((gettext(words), act) for act, words in ACTS.items())
        self.act.choices = [("", gettext("Every act")), *((act, words) for words, act in acts)]
        self.kind.choices = [("", gettext("Everything")), *((kind, gettext(word)) for kind, word in KINDS.items())]
