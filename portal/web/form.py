"""The one base of all forms: translated messages, a `once` for those that create, refusals at their field.

Stands on floor 3 with `web/fields.py` and `web/language.py`: it is what forms are made of (docs/floors.md).
"""

from __future__ import annotations

import secrets
from typing import Any

from flask_babel import get_translations, gettext
from wtforms import Form as BaseForm
from wtforms import HiddenField

from portal.kit.say import Refused


class Messages:
    """WTForms' own sentences, in our catalogues."""

    def gettext(self, sentence: str) -> str:
        return gettext(sentence)

    def ngettext(self, one: str, many: str, n: int) -> str:
        # Not flask_babel's own: that fills placeholders, and WTForms fills these itself.
        return str(get_translations().ngettext(one, many, n))


class Form(BaseForm):
    """Fields convert; views never parse. Without `formdata` of its own it reads nothing: pass `request.form`."""

    class Meta:
        def get_translations(self, form: Any) -> Messages:
            return Messages()

    def refuse(self, refused: Refused) -> None:
        """Says a rule's refusal at its field, or of the whole form."""
        sentence = gettext(refused.sentence, **refused.values)
        if refused.field and refused.field in self:
            self[refused.field].errors = [*self[refused.field].errors, sentence]
        else:
            self.form_errors.append(sentence)


class CreateForm(Form):
    """A form that creates: sent twice, it makes one thing (`web/once.py`)."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(12))
