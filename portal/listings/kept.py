"""What is counted ahead: tallies by ward and group, cells of the grid, and the version of the public map.

Kept in the transaction of every change, so that a page over the whole map reads a few rows however many there are.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, log2, sqrt
from typing import Any, cast

from sqlalchemy import CursorResult, Integer, Update, delete, func, insert, literal, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import db
from portal.kit.geo import Box
from portal.listings.models import Cell, Listing, MapVersion, State, Tally

ZOOMS = range(10, 18)
ACROSS = 16
"""The edge of a block in cells: many enough to leave narrow strips around it, few enough to be summed at once."""


def cell_edge(zoom: int) -> float:
    """The edge of a grid cell in degrees: 64 of the 256 pixels that a map draws for 360/2^zoom degrees."""
    return 90 / float(2**zoom)


def cell_of(value: float, zoom: int) -> int:
    """The row of a latitude or the column of a longitude."""
    return floor((value + 180) / cell_edge(zoom))


@dataclass(frozen=True)
class Block:
    """Whole cells of the grid, side by side, and the edges of the ground they cover: south and west belong to it."""

    zoom: int
    rows: range
    columns: range

    @property
    def south(self) -> float:
        return self.rows.start * cell_edge(self.zoom) - 180

    @property
    def north(self) -> float:
        return self.rows.stop * cell_edge(self.zoom) - 180

    @property
    def west(self) -> float:
        return self.columns.start * cell_edge(self.zoom) - 180

    @property
    def east(self) -> float:
        return self.columns.stop * cell_edge(self.zoom) - 180


def block_in(box: Box) -> Block | None:
    """The whole cells that lie in the box, of the zoom at which about `ACROSS` fit side by side; None if none fits."""
    side = sqrt((box.east - box.west) * (box.north - box.south))
    if side == 0:
        return None
    zoom = min(max(floor(log2(ACROSS * cell_edge(0) / side)), ZOOMS[0]), ZOOMS[-1])
    rows = range(_first_whole(box.south, zoom), cell_of(box.north, zoom))
    columns = range(_first_whole(box.west, zoom), cell_of(box.east, zoom))
    return Block(zoom, rows, columns) if rows and columns else None


def _first_whole(value: float, zoom: int) -> int:
    return ceil((value + 180) / cell_edge(zoom))


@dataclass(frozen=True)
class Footprint:
    """Where a public listing counts. A listing that is not public has none."""

    area: str
    ward_new: str
    ward_old: str
    group: str
    lat: float | None
    lon: float | None


def footprint(listing: Listing) -> Footprint | None:
    if listing.state != State.PUBLISHED:
        return None
    return Footprint(
        listing.area, listing.ward_new or "", listing.ward_old or "", listing.group, listing.lat, listing.lon
    )


def move(before: Footprint | None, after: Footprint | None) -> None:
    """Counts a listing out where it was and in where it is."""
    if before == after:
        return
    for one, step in ((before, -1), (after, 1)):
        if one is not None:
            _tally(one, step)
            _cells(one, step)


def touch(*, at: datetime) -> None:
    """The public map has changed: what was computed for the last version is out of date."""
    stamp = secrets.token_hex(8)
    values = {"version": MapVersion.version + 1, "stamp": stamp, "changed_at": at}
    if not _changed(update(MapVersion).where(MapVersion.id == 1).values(values)):
        db.session.execute(insert(MapVersion).values(id=1, version=1, stamp=stamp, changed_at=at))


def rebuild(*, at: datetime) -> None:
    """Counts everything anew: after a bulk import or a restore."""
    db.session.execute(delete(Tally))
    db.session.execute(delete(Cell))
    public = Listing.state == State.PUBLISHED
    placed = Listing.lat.is_not(None)
    place = (
        Listing.area, func.coalesce(Listing.ward_new, ""), func.coalesce(Listing.ward_old, ""), Listing.group, placed,
    )  # fmt: skip
    db.session.execute(
        insert(Tally).from_select(
            ["area", "ward_new", "ward_old", "group", "placed", "count"],
            select(*place, func.count()).where(public).group_by(*place),
        )
    )
    for zoom in ZOOMS:
        row, column = _cell_sql(Listing.lat, zoom), _cell_sql(Listing.lon, zoom)
        db.session.execute(
            insert(Cell).from_select(
                ["zoom", "row", "column", "group", "count", "lat_sum", "lon_sum"],
                select(
                    literal(zoom),
                    row,
                    column,
                    Listing.group,
                    func.count(),
                    func.sum(Listing.lat),
                    func.sum(Listing.lon),
                )
                .where(public, placed)
                .group_by(row, column, Listing.group),
            )
        )
    touch(at=at)


def _cell_sql(value: InstrumentedAttribute[float | None], zoom: int) -> Any:
    # All values here are positive, where a cast that cuts and one that rounds differ: take half a cell off for the
    # engine that rounds, by asking for the floor first.
    return sql_cast(func.floor((value + 180) / cell_edge(zoom)), Integer)


def _tally(one: Footprint, step: int) -> None:
    key = {
        "area": one.area, "ward_new": one.ward_new, "ward_old": one.ward_old,
        "group": one.group, "placed": one.lat is not None,
    }  # fmt: skip
    if not _changed(update(Tally).filter_by(**key).values(count=Tally.count + step)):
        db.session.execute(insert(Tally).values(**key, count=step))


def _cells(one: Footprint, step: int) -> None:
    if one.lat is None or one.lon is None:
        return
    for zoom in ZOOMS:
        key = {"zoom": zoom, "row": cell_of(one.lat, zoom), "column": cell_of(one.lon, zoom), "group": one.group}
        sums = {"lat_sum": one.lat * step, "lon_sum": one.lon * step, "count": step}
        added = {name: getattr(Cell, name) + value for name, value in sums.items()}
        if not _changed(update(Cell).filter_by(**key).values(added)):
            db.session.execute(insert(Cell).values(**key, **sums))


def _changed(statement: Update) -> bool:
    """Whether the update found its row."""
    return bool(cast("CursorResult[Any]", db.session.execute(statement)).rowcount)
