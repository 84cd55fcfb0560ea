"""The map as a feed (RFC 4287): what is new."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr  # nosec B406  writes only

from portal.city.chosen import here
from portal.kit.clock import iso
from portal.listings.exports.entries import Edition, Entry, text


def atom(found: Iterable[Entry], edition: Edition) -> str:
    """A feed (RFC 4287). An entry's id is a tag URI (RFC 4151) of its number here, so that a new slug is no news."""
    city = here()
    host = urlsplit(edition.home).hostname or ""
    return "".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.lang}">\n',
            f"<id>{escape(edition.address)}</id>\n",
            f"<title>{escape(city.name[edition.lang])}</title>\n",
            f"<updated>{iso(edition.changed_at)}</updated>\n",
            f"<author><name>{escape(city.name[edition.lang])}</name><uri>{escape(edition.home)}</uri></author>\n",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(edition.address)}/>\n',
            f'<link rel="alternate" type="text/html" hreflang="{edition.lang}" href={quoteattr(edition.home)}/>\n',
            f'<link rel="license" href={quoteattr(city.licence.url)}/>\n',
            f"<rights>{escape(city.licence.name)}</rights>\n",
            *(_atom_entry(one, edition, host) for one in found),
            "</feed>\n",
        ]
    )


def _atom_entry(one: Entry, edition: Edition, host: str) -> str:
    name, summary = text(one, "name", edition.lang), text(one, "summary", edition.lang)
    group = here().groups.get(one["group"])
    label = f" label={quoteattr(group.name[edition.lang])}" if group else ""
    return "".join(
        [
            "<entry>\n",
            f"<id>tag:{host},{one['added_at']:%Y-%m-%d}:listing/{one['id']}</id>\n",
            f'<title type="text" xml:lang="{name.lang}">{escape(name.text)}</title>\n',
            f'<summary type="text" xml:lang="{summary.lang}">{escape(summary.text)}</summary>\n',
            f'<link rel="alternate" type="text/html" href={quoteattr(edition.url(one))}/>\n',
            f"<category term={quoteattr(one['group'])}{label}/>\n",
            f"<published>{iso(one['published_at'] or one['added_at'])}</published>\n",
            f"<updated>{iso(one['changed_at'])}</updated>\n",
            "</entry>\n",
        ]
    )
