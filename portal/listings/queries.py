"""Selections that pages share: what is near, what is new, the version of the public map, all addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.kit.geo import Point
from portal.listings import search
from portal.listings.models import Listing, MapVersion, MarkKind, State, Support
from portal.listings.search import COLUMNS, Query, Row

NEAR_BY_M = 1_500
NEAR_BY_RINGS = (150, NEAR_BY_M)  # of a crowded street few are looked at, of a lonely one all are
NEAR_BY = 4
HELPERS = 6


def map_version() -> tuple[int, datetime | None]:
    """The number of the public map's state and when it was reached."""
    row = db.session.execute(select(MapVersion.version, MapVersion.changed_at).where(MapVersion.id == 1)).first()
    return (row.version, row.changed_at) if row else (0, None)


def newest(count: int) -> list[Row]:
    statement = select(*COLUMNS).where(Listing.state == State.PUBLISHED)
    statement = statement.order_by(Listing.published_at.desc(), Listing.id.desc()).limit(count)
    return [Row(*row) for row in db.session.execute(statement)]


def near_by(listing: Listing) -> list[Row]:
    """The nearest other public listings within `NEAR_BY_M` metres. None where only the area is shown."""
    if listing.lat is None or listing.lon is None:
        return []
    here = Query(near=Point(listing.lat, listing.lon))
    ids = search.nearest_within(here, Point(listing.lat, listing.lon), NEAR_BY + 1, rings=NEAR_BY_RINGS)
    return search.rows_of([id for id in ids if id != listing.id][:NEAR_BY], here)


def who_can_help(listing: Listing, *, at: datetime) -> Sequence[Row]:
    """Public listings that offer what this one needs, those of the same area first. A lapsed need asks nobody."""
    needs = [
        mark.key for mark in listing.marks if mark.kind == MarkKind.NEED and (not mark.lapses_at or mark.lapses_at > at)
    ]
    near, far = (_offering(needs, area) for area in (listing.area, ""))
    ids = [id for id in dict.fromkeys((*near, *far)) if id != listing.id]
    return search.rows_of(ids[:HELPERS], Query())


def _offering(needs: Sequence[str], area: str) -> list[int]:
    """The ids of the latest that offer one of these; enough of them when those of one area are left out."""
    found = {id for need in needs for id in search.newest(Query(offer=Support(need), area=area), 2 * HELPERS + 1)}
    return sorted(found, reverse=True)


def addresses(*, limit: int) -> Sequence[Any]:
    """The slugs of all public listings with the time of their last change."""
    statement = select(Listing.slug, Listing.changed_at).where(Listing.state == State.PUBLISHED).order_by(Listing.id)
    return db.session.execute(statement.limit(limit)).all()
