"""Selections that pages share: what is near, what is new, the version of the public map, all addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.kit.geo import Point, box_around, distance_m
from portal.listings.models import Listing, MapVersion, Mark, MarkKind, State
from portal.listings.search import COLUMNS, Row

NEAR_BY_M = 1_500
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
    here = Point(listing.lat, listing.lon)
    box = box_around(here, NEAR_BY_M)
    statement = select(*COLUMNS).where(
        Listing.state == State.PUBLISHED,
        Listing.lat.between(box.south, box.north),
        Listing.lon.between(box.west, box.east),
        Listing.id != listing.id,
    )
    rows = [
        replace(Row(*row), metres=distance_m(here, Point(row.lat, row.lon)))
        for row in db.session.execute(statement.limit(500))
    ]
    return sorted(rows, key=lambda row: (row.metres or 0, row.id))[:NEAR_BY]


def who_can_help(listing: Listing, *, at: datetime) -> Sequence[Row]:
    """Public listings that offer what this one needs, those of the same area first. A lapsed need asks nobody."""
    needs = [
        mark.key for mark in listing.marks if mark.kind == MarkKind.NEED and (not mark.lapses_at or mark.lapses_at > at)
    ]
    if not needs:
        return []
    offering = select(Mark.listing_id).where(Mark.kind == MarkKind.OFFER, Mark.key.in_(needs))
    statement = (
        select(*COLUMNS)
        .where(Listing.state == State.PUBLISHED, Listing.id.in_(offering), Listing.id != listing.id)
        .order_by((Listing.area == listing.area).desc(), Listing.id.desc())
        .limit(HELPERS)
    )
    return [Row(*row) for row in db.session.execute(statement)]


def addresses(*, limit: int) -> Sequence[Any]:
    """The slugs of all public listings with the time of their last change."""
    statement = select(Listing.slug, Listing.changed_at).where(Listing.state == State.PUBLISHED).order_by(Listing.id)
    return db.session.execute(statement.limit(limit)).all()
