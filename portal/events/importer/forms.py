"""What may come in about sources of events: their terms, their files, and the word on a file."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, FileField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.city.chosen import here
from portal.events.importer.models import Authority, EventSource
from portal.events.models import Price
from portal.events.words import KINDS, PRICES
from portal.web.fields import ChoiceField, WordsField
from portal.web.form import CreateForm, Form

AUTHORITIES = {
    Authority.KEEP: _("Follow the source, but keep what somebody edited here"),
    Authority.OVERWRITE: _("The source has the last word"),
    Authority.LEAVE: _("Bring new events only, and leave alone what is here"),
}


class SourceForm(CreateForm):
    """A source and its terms; what its events say where its files are silent."""

    name = WordsField(
        _("Name of the source"), description=_("Everybody reads it on its events."),
        validators=[InputRequired(), Length(max=120)],
    )  # fmt: skip
    authority = RadioField(
        _("What its files may do to events that are here"), choices=list(AUTHORITIES.items()), default=Authority.KEEP
    )
    kind = ChoiceField(_("Kind of event, where the file does not say"), default="")
    area = ChoiceField(_("Area"), default="")
    price = ChoiceField(_("Price, where the file does not say"), default=Price.FREE)

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.kind.choices = [(str(kind), gettext(word)) for kind, word in KINDS.items()]
        self.area.choices = [(key, area.name) for key, area in here().areas.items()]
        self.price.choices = [(str(price), gettext(word)) for price, word in PRICES.items()]

    @classmethod
    def of(cls, source: EventSource) -> SourceForm:
        """The form as the source stands."""
        return cls(data={"name": source.name, "authority": source.authority, **source.defaults})

    def terms(self) -> dict[str, Any]:
        """What `sources.create` and `sources.update` take."""
        defaults = {name: self[name].data for name in ("kind", "area", "price")}
        return {"name": self.name.data, "authority": Authority(self.authority.data), "defaults": defaults}


class FileForm(CreateForm):
    file = FileField(
        _("File"), description=_("A calendar (.ics) or a table (CSV), at most 5 MB and 2,000 dates."),
        validators=[InputRequired()],
    )  # fmt: skip

    def validate_file(self, field: Field) -> None:
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Choose a file on your device."))


class ApprovalForm(Form):
    """The word on a file."""

    twins = BooleanField(_("Enter those that may be duplicates too"))
