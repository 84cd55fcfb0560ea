"""Where events take place, on the drawn sketch: pins for those of the page, dots for the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.events import queries
from portal.events.models import Event
from portal.events.queries import Row
from portal.listings import search, sketching
from portal.listings.question import Query
from portal.listings.sketching import Drawing

MOST = 300
"""Venues that are drawn at most."""


def drawing(listed: Sequence[Row], conditions: Sequence[Any], lang: str) -> Drawing:
    """The venues of all that meets them, those of the listed ones as pins that lead to what is on there."""
    pinned = list(dict.fromkeys(row.venue_id for row in listed if row.venue_id is not None))
    others = [number for number in queries.venues(conditions, most=MOST) if number not in pinned]
    found = {row.id: row for row in search.rows_of([*pinned, *others], Query())}
    pins, dots = ([found[number] for number in some if number in found] for some in (pinned, others))
    return sketching.pinned(pins, dots, lang, lambda slug: url_for("events.index", venue=slug))


def at(event: Event, lang: str) -> Drawing:
    """The venue of one event, as far as the map shows it. Its pin leads to its page."""
    rows = search.rows_of([event.venue_id] if event.venue_id else [], Query())
    return sketching.pinned(rows, (), lang, lambda slug: url_for("listings.show", slug=slug))


def grounds(drawn: Drawing, lang: str) -> list[tuple[str, Markup]]:
    """The backdrops of the sheets that are drawn, and no others."""
    keys = {sheet.key for sheet in drawn.sheets}
    return [(key, ground) for key, ground in sketching.grounds(lang) if key in keys]
