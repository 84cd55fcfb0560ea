"""The same answer as places: dots while they are few, grid clusters with true counts when they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, cast, func, select

from portal.city.chosen import here
from portal.db import read_rows
from portal.kit.geo import Box
from portal.listings.kept import ZOOMS, cell_edge, cell_of
from portal.listings.matching import answers, named, unindexed, written_once
from portal.listings.models import Cell, Listing, Worded, worded
from portal.listings.question import Count, Query
from portal.listings.remembered import remembered

DOTS = 200
MICRO = 1_000_000  # places are kept to a millionth of a degree


class Dot(NamedTuple):
    """One listing at its place."""

    slug: str
    group: str
    name_vi: str
    name_en: str
    lat: float
    lon: float

    def text(self, name: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{name}_{code}"), lang)


class Cluster(NamedTuple):
    """Several listings in one cell of the grid: how many, where their middle lies, and the box that opens them."""

    n: int
    lat: float
    lon: float
    bbox: str


@dataclass(frozen=True)
class Places:
    """What a map draws: dots, or clusters, or for an answer too large to count neither."""

    dots: Sequence[Dot] = ()
    clusters: Sequence[Cluster] = ()
    too_many: bool = False


def places(query: Query, placed: Count, *, zoom: int) -> Places:
    """The places of the listings that answer the query; `placed` is how many of them have one."""
    return _places(query.whole, placed, zoom=zoom) if placed.n else Places()


@remembered
def _places(query: Query, placed: Count, *, zoom: int) -> Places:
    if not placed.more and placed.n <= DOTS:
        return Places(dots=_dots(query))
    if _is_kept(query, zoom):
        return Places(clusters=_clusters(_kept_cells(query, zoom), zoom))
    if placed.more:
        return Places(too_many=True)
    return Places(clusters=_clusters(_counted_cells(query, zoom), zoom))


def _dots(query: Query) -> list[Dot]:
    columns = [getattr(Listing, name) for name in Dot._fields]
    statement = select(*columns).where(*answers(query, few=True), Listing.lat.is_not(None))
    return [Dot(*row) for row in read_rows(statement.order_by(unindexed(Listing.id)))]


def _is_kept(query: Query, zoom: int) -> bool:
    return zoom in ZOOMS and replace(query, bbox=None, area="").is_plain and not query.ward


def _kept_cells(query: Query, zoom: int) -> Sequence[Any]:
    values: dict[str, Any] = {"zoom": zoom}
    if query.groups:
        values["groups"] = query.groups
    if boxes := _boxes(query):
        values |= {
            "first_row": cell_of(max(box.south for box in boxes), zoom),
            "last_row": cell_of(min(box.north for box in boxes), zoom),
            "first_column": cell_of(max(box.west for box in boxes), zoom),
            "last_column": cell_of(min(box.east for box in boxes), zoom),
        }
    return read_rows(_cells(bool(boxes), bool(query.groups)), values).all()


@written_once
def _cells(within: bool, of_groups: bool) -> Select[int, int, int, float, float]:
    statement = (
        select(Cell.row, Cell.column, func.sum(Cell.count), func.sum(Cell.lat_sum), func.sum(Cell.lon_sum))
        .where(Cell.zoom == named("zoom"), Cell.count > 0)
        .group_by(Cell.row, Cell.column)
    )
    if of_groups:
        statement = statement.where(Cell.group.in_(named("groups", many=True)))
    if within:
        statement = statement.where(
            Cell.row.between(named("first_row"), named("last_row")),
            Cell.column.between(named("first_column"), named("last_column")),
        )
    return statement


def _boxes(query: Query) -> list[Box]:
    """The view, and the box of the area: cells outside either are not asked for."""
    found = [query.bbox] if query.bbox else []
    if query.area:
        box = here().areas[query.area].box
        found.append(Box(west=box.west, south=box.south, east=box.east, north=box.north))
    return found


def _counted_cells(query: Query, zoom: int) -> Sequence[Any]:
    row, column = (
        cast(func.floor((value + 180) / cell_edge(zoom)), Integer).label(name)
        for name, value in (("row", Listing.lat), ("column", Listing.lon))
    )
    statement = select(row, column, func.count(), func.sum(Listing.lat), func.sum(Listing.lon))
    statement = statement.where(*answers(query, few=True), Listing.lat.is_not(None))
    return read_rows(statement.group_by(row, column)).all()


def _clusters(cells: Sequence[Any], zoom: int) -> list[Cluster]:
    return [
        Cluster(count, lat_sum / count, lon_sum / count, _cell_box(row, column, zoom))
        for row, column, count, lat_sum, lon_sum in cells
    ]


@lru_cache(maxsize=10_000)
def _cell_box(row: int, column: int, zoom: int) -> str:
    """The cell as `bbox=` reads it: every place in it and none of its neighbours', to a millionth of a degree."""
    edge = cell_edge(zoom)
    west, south = column * edge - 180, row * edge - 180
    low = [ceil(value * MICRO) / MICRO for value in (west, south)]
    high = [(ceil((value + edge) * MICRO) - 1) / MICRO for value in (west, south)]
    return ",".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in (*low, *high))
