"""Plants what comes again in the demo city: the lantern night of every lunar 14th, feasts, a market, a meeting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events import when
from portal.events.models import Event
from portal.events.series import rules as series
from portal.events.series.models import Series
from portal.kit import recurrence
from portal.kit.dates import parse_time
from portal.listings.models import Listing
from portal.people.models import Person

ROWS = Path(__file__).parent / "series.json"
Row = Mapping[str, Any]


def plant(*, by: Person, at: datetime) -> int:
    """Plants the series that are not here yet, with their dates for 24 months; returns how many series that were."""
    known = {one.fields.get("title_vi") for one in db.session.scalars(select(Series))}
    missing = [row for row in json.loads(ROWS.read_text(encoding="utf-8")) if row["fields"]["title_vi"] not in known]
    for row in missing:
        _plant(row, by=by, at=at)
    return len(missing)


def _plant(row: Row, *, by: Person, at: datetime) -> None:
    today = when.day_of(at)
    listing = db.session.scalar(select(Listing.id).where(Listing.slug == row["listing"])) if "listing" in row else None
    made = series.begin(
        recurrence.from_json(row["rule"]), {**row["fields"], "listing_id": listing},
        first_day=today, until=today + timedelta(days=row["until"]) if "until" in row else None,
        starts_minute=parse_time(row["starts"]) if "starts" in row else None, lasts_minutes=row.get("lasts"), by=by,
        at=at,
    )  # fmt: skip
    series.publish(made, by=by, at=at)
    for event in db.session.scalars(select(Event).where(Event.series_id == made.id)):
        event.demo = True
