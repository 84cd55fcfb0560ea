"""The steps of a process on a form: rows that can be filled in without a script."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, IntegerField
from wtforms.validators import Length, NumberRange, Optional

from portal.listings import columns
from portal.listings.field_names import STEP_NAMES
from portal.web.fields import TextField, WordsField
from portal.web.form import Form

EMPTY_STEPS = 3
LONGEST = 525_600  # minutes: a year


def _part(part: str) -> Any:
    return lazy_gettext(STEP_NAMES[part])


class StepForm(Form):
    """One step of a process: what is done, how long it takes, who does it."""

    vi = TextField(_part("vi"), validators=[Length(max=columns.LONGEST_STEP)])
    en = TextField(_part("en"), validators=[Length(max=columns.LONGEST_STEP)])
    minutes = IntegerField(_part("minutes"), validators=[Optional(), NumberRange(1, LONGEST)])
    who_vi = WordsField(_part("who_vi"), validators=[Length(max=120)])
    who_en = WordsField(_part("who_en"), validators=[Length(max=120)])


class StepsField(FieldList):  # type: ignore[misc]
    """Steps in their order. Empty rows stand ready below them and count for nothing."""

    def __init__(self, label: Any = None, **given: Any):
        super().__init__(FormField(StepForm), label, max_entries=columns.MOST_STEPS, **given)

    def make_room(self) -> None:
        for _row in range(min(EMPTY_STEPS, self.max_entries - len(self.entries))):
            self.append_entry()

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Its errors are sentences, each with the number of its step."""
        super().validate(form, extra_validators)
        self.errors = [
            gettext("Step %(number)s: %(sentence)s", number=number, sentence=sentence)
            for number, entry in enumerate(self.entries, 1)
            for sentences in entry.form.errors.values()
            for sentence in sentences
        ]
        return not self.errors

    def steps(self) -> list[dict[str, Any]]:
        written = ({key: said for key, said in entry.data.items() if said} for entry in self.entries)
        return [step for step in written if step]
