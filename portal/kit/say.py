"""Sentences below the web: marked here, translated only where a person's language is known.

`N_` marks a msgid for the extractor and returns it unchanged. `Refused` carries one such sentence upward; the web
translates it, fills the named placeholders and shows it, at its field when it has one. What is not a sentence but a
form of writing (the marks of a number, the names of the days) the kit keeps per language and picks with `in_language`.
"""

from collections.abc import Mapping
from typing import TypeVar

Form = TypeVar("Form")


def N_(sentence: str) -> str:
    """Mark an English sentence as a msgid; returns it as it is. Placeholders are named: `%(name)s`."""
    return sentence


class Refused(Exception):
    """An act or a text that is refused, with the sentence that says why and what to do.

    `sentence` is a msgid, `values` fills its named placeholders, `field` names the form field it belongs to
    (None: the whole act). `str(refused)` is the English sentence, filled.
    """

    def __init__(self, sentence: str, *, field: str | None = None, values: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values: dict[str, object] = dict(values or {})

    def at(self, field: str) -> "Refused":
        """The same refusal, said at a form field: `raise refused.at("phone") from refused`."""
        return Refused(self.sentence, field=field, values=self.values)

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


def in_language(forms: Mapping[str, Form], lang: str) -> Form:
    """The form of writing for a language key ("vi", "en", "fr"); English for one that has no form of its own."""
    return forms.get(lang, forms["en"])
