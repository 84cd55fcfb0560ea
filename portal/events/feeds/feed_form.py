"""What may be asked of a feed: the filters of the calendar, and when a phone is to ring."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from portal.city import City
from portal.events.feeds.calendar import ALARMS
from portal.events.filter_form import FilterForm
from portal.web.fields import ChoiceField
from portal.web.language import current

A_DAY, AN_HOUR = 1440, 60  # minutes
FILTERS = ("kind", "area", "ward", "language", "free", "accessible", "venue", "organiser")


class FeedForm(FilterForm):
    """The filters of the pages, and an alarm. What says how a page shows them is read and makes no difference."""

    alarm = ChoiceField(_l("Reminder"), default="0")

    def __init__(self, arguments: MultiDict[str, str], city: City) -> None:
        super().__init__(arguments, city)
        self.alarm.choices = [(str(minutes), before(minutes)) for minutes in ALARMS]

    def words(self) -> list[str]:
        """What was chosen and could be read, in the reader's words."""
        lists = (self.kind, self.area, self.ward, self.language)
        named = [str(label) for field in lists if not field.errors for label in _labels(field)]
        listings = [field.listing for field in (self.venue, self.organiser) if field.listing is not None]
        ticked = [str(field.label.text) for field in (self.free, self.accessible) if field.data and not field.errors]
        return [*named, *(one.text("name", current()).text for one in listings), *ticked]


def before(minutes: int) -> str:
    """How long before an event a phone rings."""
    if minutes == 0:
        return str(_("Never"))
    if minutes % A_DAY == 0:
        return str(ngettext("%(num)s day before", "%(num)s days before", minutes // A_DAY))
    if minutes % AN_HOUR == 0:
        return str(ngettext("%(num)s hour before", "%(num)s hours before", minutes // AN_HOUR))
    return str(ngettext("%(num)s minute before", "%(num)s minutes before", minutes))


def _labels(field: ChoiceField) -> list[str]:
    chosen = set(field.data if isinstance(field.data, list) else filter(None, [field.data]))
    return [label for key, label in field.choices if key in chosen]
