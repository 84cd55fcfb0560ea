"""The calendar for other programs: iCalendar for the phone's own calendar, Atom, and schema.org for search engines.

    feed = chosen(question, at=now)
    calendar(feed.entries, Edition(lang="vi", base=…, address=…, changed_at=…, say=gettext), title=…)

A file tells the moment of its data and never that of the request: an unchanged calendar gives the same bytes.
"""

from portal.events.feeds.atom import atom
from portal.events.feeds.calendar import ALARMS, calendar
from portal.events.feeds.entries import MOST, Edition, Entry, Feed, chosen, entry
from portal.events.feeds.linked_data import event_jsonld, event_ld, jsonld

__all__ = [
    "ALARMS", "MOST", "Edition", "Entry", "Feed", "atom", "calendar", "chosen", "entry", "event_jsonld", "event_ld",
    "jsonld",
]  # fmt: skip
