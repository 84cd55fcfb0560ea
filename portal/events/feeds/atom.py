"""The calendar as a feed (RFC 4287): what was entered or changed last."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr  # nosec B406  writes only

from portal.city.chosen import here
from portal.events import when
from portal.events.feeds.calendar import REASONS, TITLES, location
from portal.events.feeds.entries import Edition, Entry
from portal.events.words import KINDS
from portal.kit import dates, lunar, lunar_names
from portal.kit.clock import iso


def atom(found: Sequence[Entry], edition: Edition, *, title: str, about: str) -> str:
    """A feed, what changed last first. An entry's id is a tag URI of its UID: a new slug makes no new event."""
    city = here()
    host = urlsplit(edition.base).hostname or ""
    newest = sorted(found, key=lambda one: (one.changed_at, one.id), reverse=True)
    return "".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.lang}">\n',
            f"<id>{escape(edition.address)}</id>\n",
            f"<title>{escape(title)}</title>\n",
            f"<subtitle>{escape(about)}</subtitle>\n",
            f"<updated>{iso(edition.changed_at)}</updated>\n",
            f"<author><name>{escape(city.name[edition.lang])}</name><uri>{escape(edition.base)}</uri></author>\n",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(edition.address)}/>\n',
            f'<link rel="alternate" type="text/html" hreflang="{edition.lang}" href={quoteattr(edition.home)}/>\n',
            f'<link rel="license" href={quoteattr(city.licence.url)}/>\n',
            f"<rights>{escape(city.licence.name)}</rights>\n",
            *(_entry(one, edition, host) for one in newest),
            "</feed>\n",
        ]
    )


def _entry(one: Entry, edition: Edition, host: str) -> str:
    title = one.text("title", edition.lang)
    told = edition.say(TITLES[one.status], title=title.text) if one.status in TITLES else title.text
    return "".join(
        [
            "<entry>\n",
            f"<id>tag:{host},{one.added_at:%Y-%m-%d}:event/{escape(one.uid)}</id>\n",
            f'<title type="text" xml:lang="{title.lang}">{escape(told)}</title>\n',
            f'<summary type="text">{escape(_summary(one, edition))}</summary>\n',
            f'<link rel="alternate" type="text/html" href={quoteattr(edition.url(one))}/>\n',
            f"<category term={quoteattr(str(one.kind))} label={quoteattr(edition.say(KINDS[one.kind]))}/>\n",
            f"<published>{iso(one.published_at or one.added_at)}</published>\n",
            f"<updated>{iso(one.changed_at)}</updated>\n",
            "</entry>\n",
        ]
    )


def _summary(one: Entry, edition: Edition) -> str:
    """When by the sun and by the moon, where, what, and why it does not take place if it does not."""
    lang = edition.lang
    hour = "" if one.all_day else dates.time(one.starts_at, when.zone(), lang)
    until = dates.long_day(one.last_day, lang) if one.last_day != one.first_day else ""
    days = " – ".join(filter(None, (dates.long_day(one.first_day, lang), until)))
    moon = lunar_names.in_line(lunar.from_solar(one.first_day), lang)
    reason = (
        edition.say(REASONS[one.status], reason=one.told.reason(lang).text).strip() if one.status in REASONS else ""
    )
    first = f"{', '.join(filter(None, (days, hour)))} ({moon})"
    return "\n".join(filter(None, (reason, first, location(one, lang), one.text("summary", lang).text)))
