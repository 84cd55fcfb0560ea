"""What leaves the portal of a listing: its public values, read for many at once or from one in hand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from portal.db import db
from portal.kit.clock import iso
from portal.listings import rules
from portal.listings.models import Contact, Listing, Mark, WebLink, Worded, worded

Entry = Mapping[str, Any]
"""The public values of one listing by their names; lists of keys for its marks, `contacts` by channel."""

MOMENTS = ("paused_until", "added_at", "published_at", "confirmed_at", "changed_at")
FIELDS = ("id", "slug", *rules.TEXTS, *rules.PLAIN, *MOMENTS)
COLUMNS = tuple(getattr(Listing, name) for name in FIELDS)
AT_ONCE = 200  # rows in hand: all of them together weigh more than the file that they become


@dataclass(frozen=True)
class Edition:
    """Where a file stands and what it was made of: its language, the map's address in that language (absolute, without
    a slash at its end), the file's own address with its filters, and when the public map last changed."""

    lang: str
    home: str
    address: str
    changed_at: datetime

    def url(self, entry: Entry) -> str:
        return f"{self.home}/{entry['slug']}"


def entries(ids: Select[Any]) -> Iterator[Entry]:
    """The public ones of the listings with these ids, the newest first: four statements however many they are."""
    public = rules.published().where(Listing.id.in_(ids))
    chosen = public.with_only_columns(Listing.id)
    marks, contacts, links = _marks(chosen), _contacts(chosen), _web_links(chosen)
    order = (Listing.published_at.desc(), Listing.id.desc())
    in_order = public.with_only_columns(*COLUMNS).order_by(*order)
    for row in db.session.execute(in_order.execution_options(yield_per=AT_ONCE)):
        yield {**row._mapping, **marks[row.id], "contacts": contacts[row.id], "web_links": links[row.id]}


def entry(listing: Listing) -> Entry:
    """The public values of a listing in hand."""
    found = {name: getattr(listing, name) for name in FIELDS}
    found |= {name: sorted(listing.keys(kind)) for name, kind in rules.MARKS.items()}
    found["web_links"] = [one.address for one in listing.web_links]
    return {**found, "contacts": {str(one.channel): one.value for one in listing.contacts if one.shown}}


def told(one: Entry, edition: Edition) -> dict[str, Any]:
    """The values of a listing, and what a file tells beside them."""
    return {
        **one,
        "url": edition.url(one),
        "ward": one["ward_new"] or one["ward_old"],
        "paused_until": rules.day_of(one["paused_until"]),
        "changed_at": iso(one["changed_at"]),
        "confirmed_at": iso(one["confirmed_at"]) if one["confirmed_at"] else None,
    }


def text(one: Entry, name: str, lang: str) -> Worded:
    """A text of the listing in a language, or the nearest one it is written in."""
    return worded(lambda code: one[f"{name}_{code}"], lang)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _marks(chosen: Select[Any]) -> Mapping[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in rules.MARKS})
    names = {kind: name for name, kind in rules.MARKS.items()}
    statement = select(Mark.listing_id, Mark.kind, Mark.key).where(Mark.listing_id.in_(chosen)).order_by(Mark.key)
    for listing_id, kind, key in db.session.execute(statement):
        found[listing_id][names[kind]].append(key)
    return found


def _contacts(chosen: Select[Any]) -> Mapping[int, dict[str, str]]:
    """The contacts whose switch is on."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    statement = select(Contact.listing_id, Contact.channel, Contact.value)
    for listing_id, channel, value in db.session.execute(
        statement.where(Contact.shown, Contact.listing_id.in_(chosen)).order_by(Contact.id)
    ):
        found[listing_id][str(channel)] = value
    return found


def _web_links(chosen: Select[Any]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    statement = select(WebLink.listing_id, WebLink.address).where(WebLink.listing_id.in_(chosen)).order_by(WebLink.id)
    for listing_id, address in db.session.execute(statement):
        found[listing_id].append(address)
    return found
