"""What may come in when a competition is published: a reason for each warning that is lived with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from wtforms.validators import InputRequired, Length

from portal.competitions.checklist import WARNINGS
from portal.web.fields import WordsField
from portal.web.form import Form


class PublishForm(Form):
    """A line for each open warning, labelled with the warning itself."""

    for _warning in WARNINGS:
        locals()[f"reason_{_warning}"] = WordsField(validators=[InputRequired(), Length(max=300)])
    del _warning

    def __init__(self, formdata: Any = None, *, warnings: list[str]):
        super().__init__(formdata)
        for key in WARNINGS:
            if key not in warnings:
                del self[f"reason_{key}"]
            else:
                self[f"reason_{key}"].label.text = gettext(WARNINGS[key])

    def reasons(self) -> Iterator[tuple[str, str]]:
        """Each warning with its reason."""
        return ((name.removeprefix("reason_"), field.data or "") for name, field in self._fields.items())
