"""What comes in about a step: the shop's words and links, the day of a certificate, an advisor's word, a visit."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, MultipleFileField, SelectMultipleField
from wtforms.validators import InputRequired, Length

from portal.businesses.steps import rules
from portal.web.fields import ChoiceField, DayField, KeysField, TextField, WordsField
from portal.web.form import CreateForm, Form


class StepForm(Form):
    """What is typed on the page of a step. `begun` is the version it was typed over; `once` names it on the device."""

    once = HiddenField()
    group = HiddenField()
    begun = HiddenField()
    draft_vi = TextField(_("Your text in Vietnamese"), lines=True, validators=[Length(max=rules.LONGEST_TEXT)])
    draft_en = TextField(_("Your text in English"), lines=True, validators=[Length(max=rules.LONGEST_TEXT)])
    links = TextField(
        _("Links, one a line"), lines=True, validators=[Length(max=rules.LONGEST_LINKS)],
        description=_("Copy each address from the browser, beginning with https://."),
    )  # fmt: skip
    note = TextField(_("A word for your advisor"), lines=True, validators=[Length(max=rules.LONGEST_NOTE)])

    @property
    def seen(self) -> int | None:
        """The version its writer had before them; None for what no number can be."""
        typed = self.begun.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None


class FilesForm(Form):
    """The plain road for files, without a script."""

    file = MultipleFileField(_("Add photos or a PDF"))


class PaperForm(Form):
    """The day that is printed on a certificate."""

    valid_until = DayField(_("Valid until"))


class SeveralForm(Form):
    """Several steps, handed in at once."""

    step = SelectMultipleField(validate_choice=False)


class ReviewForm(Form):
    """An advisor's word on what was handed in."""

    tick = KeysField(_("I have looked at it"), validate_choice=False)
    says = TextField(
        _("What you want to tell the shop"), lines=True, validators=[Length(max=1000)],
        description=_("Needed when you send it back, refuse it, or accept it with a point missing."),
    )  # fmt: skip


class SecondForm(Form):
    """Another advisor on a refusal."""

    says = TextField(_("What you found"), lines=True, validators=[Length(max=1000)])


class LeaveOutForm(Form):
    reason = WordsField(_("Why it does not apply to them"), validators=[InputRequired(), Length(max=1000)])


class VisitForm(CreateForm):
    shop = ChoiceField(_("Shop"))
    on = DayField(_("Day"), validators=[InputRequired()])
    place = WordsField(_("Place"), validators=[Length(max=200)])


class NotesForm(Form):
    """The notes of a visit: kept on the device while there is no line, and sent once."""

    once = HiddenField()
    group = HiddenField()
    begun = HiddenField()
    place = WordsField(_("Place"), validators=[Length(max=200)])
    notes = TextField(
        _("What you saw and agreed"), lines=True, validators=[Length(max=4000)], description=_("The shop reads it.")
    )
    private_notes = TextField(
        _("For advisors only"), lines=True, validators=[Length(max=4000)],
        description=_("The shop does not see it."),
    )  # fmt: skip
    steps = KeysField(_("The visit counts for"), validate_choice=False)
