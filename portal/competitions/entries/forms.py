"""What comes in about an entry, step by step. All of it is kept as it is typed; the sentences say what is not right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, FileField, HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal.competitions.entries.files import LONGEST_ALT, standing
from portal.competitions.entries.models import Entry
from portal.web.fields import DayField, MailField, PhoneField, TextField, WordsField
from portal.web.form import CreateForm, Form

ALT = "alt_vi"
ALT_EN = "alt_en"
WHOLE_ADDRESS = _("Write a whole address, beginning with https://.")


class StepForm(Form):
    """One step. `once` names the draft on the device that keeps what was typed (static/js/unsent.js)."""

    once = HiddenField()
    KEPT: tuple[str, ...] = ()


class BeginForm(CreateForm):
    competition = HiddenField(validators=[InputRequired()])


class TeamForm(StepForm):
    """How we reach the team, and how it wants to be named after the reveal."""

    KEPT = ("phone", "email", "studio", "school", "teacher", "town", "shown_as", "relations")

    phone = PhoneField(_("Phone number or Zalo"), description=_("Only the registrar sees it."))
    email = MailField(_("Mail address"))
    studio = WordsField(_("Studio, firm or group"), validators=[Length(max=120)])
    school = WordsField(_("School"), validators=[Length(max=120)])
    teacher = WordsField(_("Teacher who advises you"), validators=[Length(max=120)])
    town = WordsField(_("Town or ward"), validators=[Length(max=120)])
    shown_as = WordsField(
        _("Authors, as they are to be named after the results"), validators=[Length(max=200)],
        description=_("Left empty, nobody is named."),
    )  # fmt: skip
    relations = TextField(
        _("Do you know somebody of the jury or of the organisers?"), lines=True, validators=[Length(max=1000)],
        description=_("Family, work, teaching. Such a juror does not judge your entry; nothing else follows from it."),
    )  # fmt: skip


class IdeaForm(StepForm):
    KEPT = ("title", "category")

    title = WordsField(
        _("Title of the design"), validators=[Length(max=120)], description=_("No name of a person or firm in it.")
    )
    category = RadioField(_("Class"), choices=[], validate_choice=True)


class PanelsForm(StepForm):
    """The alternative texts, a pair of fields for each file (`panels_form`)."""


class StatementForm(StepForm):
    KEPT = ("statement_vi", "statement_en", "video_url")

    statement_vi = TextField(_("Statement in Vietnamese"), lines=True)
    statement_en = TextField(_("Statement in English"), lines=True)
    video_url = WordsField(
        _("Link to a video"),
        validators=[Optional(), Regexp(r"https?://\S+\Z", message=WHOLE_ADDRESS), Length(max=300)],
        description=_("Without the names of the authors, on a page that can be watched without an account."),
    )  # fmt: skip


class SendForm(StepForm):
    KEPT = ("agreed",)

    agreed = BooleanField(_("We agree to the brief and to its licence, and the work is our own."))


FORMS: Mapping[int, type[StepForm]] = {1: TeamForm, 2: IdeaForm, 3: PanelsForm, 4: StatementForm, 5: SendForm}


def step_form(number: int, entry: Entry, lang: str, formdata: Any = None) -> StepForm:
    """The form of a step, filled with what the entry holds; what could not be read stands as it was typed."""
    if number == 3:
        form = panels_form(entry)(formdata, data={"once": key_of(entry, number)})
    else:
        form = FORMS[number](formdata, data={**_held(entry, number), "once": key_of(entry, number)})
    if isinstance(form, IdeaForm):
        form.category.choices = [(one.key, one.text("name", lang).text) for one in entry.competition.categories]
    if formdata is None:
        for name, typed in entry.typed.items():
            if name in form and isinstance(typed, str):
                form[name].raw_data = [typed]
                form[name].data = typed
    return form


def panels_form(entry: Entry) -> type[PanelsForm]:
    fields: dict[str, Field] = {}
    for file in standing(entry):
        fields |= {
            f"{ALT}_{file.id}": _alt(_("What it shows, in Vietnamese"), file.alt_vi),
            f"{ALT_EN}_{file.id}": _alt(_("What it shows, in English"), file.alt_en),
        }
    return type("PanelsForm", (PanelsForm,), fields)


def _alt(label: Any, held: str) -> Field:
    return TextField(label, validators=[Length(max=LONGEST_ALT)], default=held)


def key_of(entry: Entry, number: int) -> str:
    return f"{entry.code}-{number}"


def _held(entry: Entry, number: int) -> dict[str, Any]:
    if number == 1:
        return {name: getattr(entry.identity, name) or None for name in TeamForm.KEPT}
    if number == 2:
        return {"title": entry.title, "category": entry.category.key if entry.category else None}
    if number == 5:
        return {"agreed": entry.agreed_brief == entry.competition.brief_version}
    return {name: getattr(entry, name) for name in StatementForm.KEPT}


class FileForm(Form):
    """A file by the plain form, without a script."""

    slot = HiddenField(validators=[InputRequired()])
    file = FileField(_("Choose a file"))


class SumsForm(Form):
    """Sums that somebody computed with a program of their own."""

    slot = HiddenField(validators=[InputRequired()])
    sums = TextField(
        _("SHA-256 sums and sizes"), lines=True,
        description=_("One file a line: its sum and its size in bytes. Names are not kept."),
    )  # fmt: skip


class MemberForm(CreateForm):
    name = WordsField(_("Name"), validators=[Length(max=120)])


class MinorForm(Form):
    is_minor = BooleanField(_("Is under 18"))
    guardian_name = WordsField(_("Parent or guardian"), validators=[Length(max=120)])
    guardian_phone = WordsField(_("Their phone number"), validators=[Length(max=16)])
    agreed = BooleanField(_("The guardian has read the brief and agrees that they take part"))


class JoinForm(Form):
    code = WordsField(_("Code of the invitation"), validators=[InputRequired()])


class WithdrawalForm(Form):
    why = TextField(_("Why, if you like to say it"), validators=[Length(max=500)])
    sure = BooleanField(_("We withdraw the entry; it is not judged"), validators=[InputRequired()])


class AnswerForm(Form):
    answer = TextField(_("Your answer"), lines=True, validators=[InputRequired(), Length(max=1000)])


# The registrar's desk


class CheckForm(Form):
    """What the registrar writes in the technical check: a question, or a word for the jury."""

    text = TextField(_("What the team should say or mend"), lines=True, validators=[Length(max=1000)])
    due_on = DayField(_("Answer until the end of"))
    reason = TextField(_("What the entry lacks or breaks"), validators=[Length(max=500)])


class SettleForm(Form):
    because = WordsField(_("Why it tells nobody who it is"), validators=[Length(max=300)])


class VaultForm(Form):
    why = WordsField(
        _("Why the vault is opened"), validators=[Length(max=300)], description=_("The reason stands in the log.")
    )


class LateForm(CreateForm):
    reason = WordsField(_("Why one entry may come late"), validators=[InputRequired(), Length(max=300)])
    until_on = DayField(_("Until the end of"), validators=[InputRequired()])
