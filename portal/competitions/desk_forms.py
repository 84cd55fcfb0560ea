"""What may come in at the desk of a competition: an invitation into the jury, a file, an answer, an addendum."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, FileField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.competitions import words
from portal.competitions.models import Competition, Seat
from portal.competitions.roster import voting
from portal.web.fields import ChoiceField, TextField, WordsField
from portal.web.form import CreateForm, Form

LINE, LONG = Length(max=300), Length(max=20_000)


class InvitationForm(CreateForm):
    """Somebody with an account is asked into the jury."""

    who = WordsField(
        _("Phone number or mail address"), validators=[InputRequired(), Length(max=254)],
        description=_("Of an account. Whoever has none is added on the page of the accounts first."),
    )  # fmt: skip
    seat = ChoiceField(_("Seat"), default=Seat.MEMBER)
    independent = BooleanField(_("Independent of the organisers, and of the profession"), default=True)
    work_vi = WordsField(_("What they do and where, in Vietnamese"), validators=[Length(max=200)])
    work_en = WordsField(_("The same in English"), validators=[Length(max=200)])
    organisation = WordsField(
        _("Office, school or firm"), validators=[Length(max=120)],
        description=_("For finding conflicts of interest. It is not published."),
    )  # fmt: skip

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, **data)
        self.seat.choices = [(str(key), gettext(name)) for key, name in words.SEATS.items()]

    def given(self) -> dict[str, Any]:
        return {name: field.data for name, field in self._fields.items() if name not in ("once", "who")}


class StandInForm(Form):
    """A reserve takes over somebody's vote."""

    reserve = ChoiceField(_("Reserve"))
    absent = ChoiceField(_("For whom"))

    def __init__(self, formdata: Any = None, *, competition: Competition, prefix: str = ""):
        super().__init__(formdata, prefix=prefix)
        free = [one for one in competition.jury if one.seat == Seat.RESERVE and one.accepted_at]
        seats = [one for one in competition.jury if one.seat != Seat.RESERVE]
        votes = {one.id for one in voting(competition)}
        self.reserve.choices = [(str(one.id), one.person.full_name) for one in free if one.id not in votes]
        self.absent.choices = [(str(one.id), one.person.full_name) for one in seats]

    @property
    def is_possible(self) -> bool:
        return bool(self.reserve.choices and self.absent.choices)


class PackForm(CreateForm):
    """A file of the site pack, new or in the place of one."""

    file = FileField(
        _("File"), description=_("PDF, JPG, PNG, ZIP or DWG, at most 100 MB."), validators=[InputRequired()]
    )
    label_vi = WordsField(_("What is in it, in Vietnamese"), validators=[InputRequired(), Length(max=120)])
    label_en = WordsField(_("The same in English"), validators=[Length(max=120)])
    replaces = ChoiceField(_("In the place of"), default="")

    def __init__(self, formdata: Any = None, *, current: dict[str, str]):
        super().__init__(formdata)
        self.replaces.choices = [("", gettext("nothing: it is new")), *current.items()]

    def validate_file(self, field: Field) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError(gettext("Choose a file on your device."))


class AnswerForm(Form):
    """A question as it is published, and its answer."""

    shown_vi = TextField(
        _("The question as it is published, in Vietnamese"), lines=True, validators=[InputRequired(), Length(max=1000)],
        description=_("Put so that its asker cannot be told by the way it is written."),
    )  # fmt: skip
    shown_en = TextField(_("The question in English"), lines=True, validators=[Length(max=1000)])
    answer_vi = TextField(_("The answer in Vietnamese"), lines=True, validators=[InputRequired(), LONG])
    answer_en = TextField(_("The answer in English"), lines=True, validators=[LONG])


class LeaveOutForm(Form):
    """Why a question is not answered."""

    why = WordsField(_("Why it is left out"), validators=[InputRequired(), LINE])


class AddendumForm(CreateForm):
    """What changes, in words for everybody; and the brief as it reads from now on."""

    text_vi = TextField(
        _("What changes, in Vietnamese"), lines=True, validators=[InputRequired(), LONG],
        description=_("Everybody who registered gets it as a letter."),
    )  # fmt: skip
    text_en = TextField(_("What changes, in English"), lines=True, validators=[LONG])
    text_fr = TextField(_("What changes, in French"), lines=True, validators=[LONG])
    brief_vi = TextField(_("The brief from now on, in Vietnamese"), lines=True, validators=[InputRequired(), LONG])
    brief_en = TextField(_("The brief from now on, in English"), lines=True, validators=[LONG])
    brief_fr = TextField(_("The brief from now on, in French"), lines=True, validators=[LONG])

    def words(self) -> dict[str, str]:
        return {f"text_{code}": self[f"text_{code}"].data or "" for code in ("vi", "en", "fr")}

    def texts(self) -> dict[str, str]:
        return {f"brief_{code}": self[f"brief_{code}"].data or "" for code in ("vi", "en", "fr")}
