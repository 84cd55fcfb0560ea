"""What may come in on the desk: a question to the list of listings, a file to import and on what terms."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, Field, FileField, IntegerField, RadioField, SearchField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.city.chosen import here
from portal.kit.fold import clean
from portal.listings import search, words
from portal.listings.importer import Own, Terms
from portal.listings.models import State
from portal.web.form import CreateForm, Form
from portal.web.language import current

DOUBTFUL = "doubtful"
LAST_PAGE = 10_000


class ListingsForm(Form):
    """The GET form above the list: words, group, and the tab, which is a state or what nobody has confirmed lately."""

    q = SearchField(_("Words"), filters=[lambda text: clean(text or "")], validators=[Length(max=120)])
    group = SelectField(_("Group"), default="")
    tab = SelectField(default=State.PUBLISHED)
    page = IntegerField(validators=[Optional(), NumberRange(1, LAST_PAGE)], default=1)

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        super().__init__(MultiDict((key, value) for key, value in arguments.items(multi=True) if value))
        groups = here().groups.items()
        self.group.choices = [("", gettext("All groups")), *((key, group.name[current()]) for key, group in groups)]
        self.tab.choices = [DOUBTFUL, *(str(state) for state in words.STATES)]

    def query(self) -> search.Query:
        """What was asked, without what could not be read."""
        tab = self.tab.data if self.tab.data in self.tab.choices else State.PUBLISHED
        group = self.group.data if self.group.data in here().groups else ""
        return search.Query(
            q=self.q.data or "",
            groups=(group,) if group else (),
            state=State.PUBLISHED if tab == DOUBTFUL else State(tab),
            page=1 if self.page.errors else self.page.data or 1,
            lang=current(),
        )

    @property
    def wants_doubtful(self) -> bool:
        return bool(self.tab.data == DOUBTFUL)


class ImportForm(CreateForm):
    file = FileField(
        _("File"), description=_("CSV or GeoJSON, at most 2,000 rows and 5 MB."), validators=[InputRequired()]
    )

    def validate_file(self, field: Field) -> None:
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Choose a file on your device."))


class TermsForm(Form):
    """On what terms a file is taken in."""

    own = RadioField(
        _("Fields that somebody edited here"),
        choices=[
            (Own.KEEP, _("Keep the edit")),
            (Own.EMPTY, _("Fill only what is empty here")),
            (Own.OVERWRITE, _("Take the file's word")),
        ],
        default=Own.KEEP,
    )
    twins = RadioField(
        _("Rows that may be duplicates"),
        choices=[("take", _("Take them in")), ("leave", _("Leave them out"))],
        default="take",
    )
    swap = BooleanField(_("Put latitude and longitude in their order where a row has them the wrong way round"))
    demo = BooleanField(_("Mark new listings as illustrations"))

    def terms(self) -> Terms:
        own: Any = self.own.data
        return Terms(own=Own(own), swap=self.swap.data, demo=self.demo.data, twins=self.twins.data == "take")
