"""What the forms of all proposals have in common: the trap, photos with what is said of them, who sends it.

All is kept as it is typed; `check` says what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, FileField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from portal.kit.say import Refused
from portal.web.fields import PhoneField, WordsField
from portal.web.form import CreateForm

ABOUT_A_PHOTO: Mapping[str, Any] = {
    "alt_vi": _("What it shows, in Vietnamese"),
    "credit": _("Who took it"),
    "people_agreed": _(
        "Everybody who can be recognised has agreed to be shown; no child is shown without a parent's word"
    ),
}
LONGEST_WORDS = {"alt_vi": 200, "credit": 120}
_OF_A_PHOTO = re.compile(rf"(?:{'|'.join(ABOUT_A_PHOTO)})_[0-9a-f]+")
NEVER_KEPT = frozenset({"once", "group", "begun", "homepage", "photo"})
Kind = TypeVar("Kind", bound="type[DraftForm]")


class DraftForm(CreateForm):
    """A form that is kept field by field until it is sent."""

    group = HiddenField()
    begun = HiddenField()
    homepage = StringField(_("Leave this field empty"))  # nobody sees it; programs that fill in everything do

    photo = FileField(_("Add a photo"), description=_("JPEG, PNG or WebP, at most 5 MB."))
    alt_vi = WordsField(
        ABOUT_A_PHOTO["alt_vi"], description=_("Read aloud to people who cannot see it."),
        validators=[Length(max=LONGEST_WORDS["alt_vi"])],
    )  # fmt: skip
    credit = WordsField(ABOUT_A_PHOTO["credit"], validators=[Length(max=LONGEST_WORDS["credit"])])
    people_agreed = BooleanField(ABOUT_A_PHOTO["people_agreed"])

    sender_name = WordsField(_("Your name"), validators=[Length(max=120)])
    sender_phone = PhoneField(_("Your phone number or Zalo"))

    photo_keys: Sequence[str] = ()

    def check(self, *, complete: bool, refused: Iterable[Refused] = ()) -> bool:
        """Whether it may go on: whole to the desk, or as a draft, in which something may be missing.

        `refused` is what was refused of it already, such as its photo.
        """
        self.validate()
        if not complete:
            for field in self:
                if field.errors and not any(isinstance(raw, str) and raw.strip() for raw in field.raw_data or ()):
                    field.errors = []
        for refusal in refused:
            self.refuse(refusal)
        return not self.errors

    def texts(self) -> Iterator[str]:
        """Everything that was written in words."""
        return (field.data for field in self if isinstance(field.data, str) and field.short_name != "begun")

    def rows(self) -> Iterator[tuple[str, list[Field]]]:
        """Each photo's key with the fields about it."""
        return ((key, [self[f"{name}_{key}"] for name in ABOUT_A_PHOTO]) for key in self.photo_keys)

    def words_of_photos(self) -> dict[str, dict[str, Any]]:
        return {key: {name: self[f"{name}_{key}"].data for name in ABOUT_A_PHOTO} for key in self.photo_keys}


def kept_names(form: DraftForm, sent: Iterable[str]) -> list[str]:
    """The fields that a form may keep, with all that are about a photo of which one was sent."""
    kept = [field.short_name for field in form if field.short_name not in NEVER_KEPT]
    keys = {name.rpartition("_")[2] for name in sent if _OF_A_PHOTO.fullmatch(name)}
    return kept + [f"{name}_{key}" for key in sorted(keys) for name in ABOUT_A_PHOTO]


def with_photos(kind: Kind, keys: Sequence[str]) -> Kind:
    """The form with the fields about these photos."""
    about = {f"{name}_{key}": _about(name) for key in keys for name in ABOUT_A_PHOTO}
    return type(kind.__name__, (kind,), {**about, "photo_keys": tuple(keys)})  # type: ignore[return-value]


def _about(name: str) -> Field:
    """A field about one kept photo: none may be missing when it is sent."""
    if name == "people_agreed":
        sentence = _("A photo needs the word of everybody who can be recognised in it.")
        return BooleanField(ABOUT_A_PHOTO[name], validators=[InputRequired(sentence)])
    return WordsField(ABOUT_A_PHOTO[name], validators=[InputRequired(), Length(max=LONGEST_WORDS[name])])
