"""How many listings answer a question, in all and by group, by the cheapest way that can tell.

What is asked of the whole map or of a box stands in kept tallies and cells, what is asked by words is counted in the
index, and only what neither knows is counted listing by listing. The last two are told no further than `upto`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass, replace
from functools import cache
from math import inf
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    TextClause,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    union_all,
)

from portal.city.chosen import here
from portal.db import read_rows
from portal.kit.geo import Box
from portal.listings import kept
from portal.listings.document import search_table
from portal.listings.kept import Block
from portal.listings.matching import (
    answers,
    fts5,
    hold_named,
    is_sqlite,
    named,
    tsqueries,
    unindexed,
    words_last,
    written_once,
)
from portal.listings.models import Cell, Listing, State, Tally
from portal.listings.question import Count, Query
from portal.listings.remembered import remembered

ROUGHLY = 1_000
"""Listings up to which a group is counted where words find too many in all to be told exactly."""
Found = tuple[dict[str, int], int]  # by group under all other filters; without a point, of the chosen groups


@dataclass(frozen=True)
class Counts:
    """`groups` holds the count of each group under all other filters; `unplaced` those of `total` without a point."""

    total: Count
    groups: dict[str, Count]
    unplaced: Count


@remembered
def counts(query: Query, *, upto: int) -> Counts:
    if query.state == State.PUBLISHED and query.is_plain:
        return _told(query, _in_tallies(query), upto=inf)
    if query.state == State.PUBLISHED and query.bbox and not query.ward and replace(query, bbox=None).is_plain:
        return _told(query, _in_cells(query), upto=inf)
    if query.by_index_alone:
        return _in_fts5(query, upto) if is_sqlite() else _in_tsvectors(query, upto)
    return _told(query, _one_by_one(query), upto=upto)


def _told(query: Query, found: Found, *, upto: float, beyond: Set[str] = frozenset()) -> Counts:
    """There are more than were found in the groups `beyond`."""
    numbers, unplaced = found
    groups = {key: _count(numbers.get(key, 0), upto, key in beyond) for key in here().groups}
    asked = query.groups or tuple(groups)
    total = _count(sum(numbers.get(key, 0) for key in asked), upto, not beyond.isdisjoint(asked))
    return Counts(total, groups, Count(0 if total.more else unplaced))


def _count(n: int, upto: float, more: bool) -> Count:
    return Count(n, more) if n <= upto else Count(int(upto), more=True)


def _summed(query: Query, rows: Iterable[Any]) -> Found:
    """Rows of (group, has a point, number)."""
    numbers: dict[str, int] = {}
    unplaced = 0
    for group, placed, n in rows:
        numbers[group] = numbers.get(group, 0) + n
        if not placed and (not query.groups or group in query.groups):
            unplaced += n
    return numbers, unplaced


# Kept ahead


def _in_tallies(query: Query) -> Found:
    asked = {name: key for name, key in (("area", query.area), ("ward", query.ward)) if key}
    return _summed(query, read_rows(_tallies(*asked), asked))


@written_once
def _tallies(*by: str) -> Select[str, bool, int]:
    statement = select(Tally.group, Tally.placed, func.sum(Tally.count)).group_by(Tally.group, Tally.placed)
    if "area" in by:
        statement = statement.where(Tally.area == named("area"))
    if "ward" in by:
        statement = statement.where(or_(Tally.ward_new == named("ward"), Tally.ward_old == named("ward")))
    return statement


def _in_cells(query: Query) -> Found:
    """Whole cells stand counted; listings are looked at along the edges of the box only."""
    box = _box(query)
    if box is None:
        return {}, 0
    block = kept.block_in(box)
    values = {**asdict(box), **(_values(block) if block else {})}
    found = read_rows(_of_cells_and_strips() if block else _of_box(), values)
    return _summed(query, ((group, True, n) for group, n in found))


def _box(query: Query) -> Box | None:
    """The part of the box that lies in the area asked for: a point of an area lies in the area's box."""
    box = query.bbox
    if box is None or not query.area:
        return box
    area = here().areas[query.area].box
    west, south = max(box.west, area.west), max(box.south, area.south)
    east, north = min(box.east, area.east), min(box.north, area.north)
    return Box(west, south, east, north) if west <= east and south <= north else None


def _values(block: Block) -> dict[str, float]:
    rows, columns = block.rows, block.columns
    return {
        "zoom": block.zoom, "first_row": rows[0], "last_row": rows[-1],
        "first_column": columns[0], "last_column": columns[-1],
        "inner_south": block.south, "inner_north": block.north, "inner_west": block.west, "inner_east": block.east,
    }  # fmt: skip


@written_once
def _of_box() -> Select[str, int]:
    across = Listing.lon.between(named("west"), named("east"))
    return _by_group(Listing.lat.between(named("south"), named("north")), across)


@written_once
def _of_cells_and_strips() -> CompoundSelect[str, int]:
    """A block of whole cells, and the four strips of the box that it leaves: north, south, west and east of it."""
    lat, lon = Listing.lat, Listing.lon
    west, south, east, north = (named(name) for name in ("west", "south", "east", "north"))
    inner_west, inner_south, inner_east, inner_north = (
        named(f"inner_{name}") for name in ("west", "south", "east", "north")
    )
    across = unindexed(lon).between(west, east)
    beside = and_(unindexed(lat) >= inner_south, unindexed(lat) < inner_north)
    rows = Cell.row.between(named("first_row"), named("last_row"))
    columns = Cell.column.between(named("first_column"), named("last_column"))
    cells = select(Cell.group, func.sum(Cell.count)).where(Cell.zoom == named("zoom"), rows, columns)
    return union_all(
        _by_group(lat >= inner_north, lat <= north, across),
        _by_group(lat >= south, lat < inner_south, across),
        _by_group(lon >= west, lon < inner_west, beside),
        _by_group(lon >= inner_east, lon <= east, beside),
        cells.group_by(Cell.group),
    )


def _by_group(*conditions: ColumnElement[bool]) -> Select[str, int]:
    public = Listing.state == State.PUBLISHED
    return select(Listing.group, func.count()).where(public, *conditions).group_by(Listing.group)


# Counted on the request


def _in_fts5(query: Query, upto: int) -> Counts:
    """One walk for each group: FTS5 meets two lists of ids faster than it could look up the group of every one."""
    whole, unplaced = _walk([(replace(query, groups=()), upto), (replace(query, unplaced=True), upto)])
    roughly = upto if whole <= upto else min(upto, ROUGHLY)
    limits = {key: upto if key in query.groups else roughly for key in here().groups}
    met = _walk([(replace(query, groups=(key,)), most) for key, most in limits.items()])
    numbers = {key: min(n, most) for n, (key, most) in zip(met, limits.items(), strict=True)}
    beyond = {key for n, (key, most) in zip(met, limits.items(), strict=True) if n > most}
    told = _told(query, (numbers, unplaced), upto=upto, beyond=beyond)
    return told if query.groups or whole <= upto else replace(told, total=_count(whole, upto, True))


def _walk(questions: Sequence[tuple[Query, int]]) -> Sequence[int]:
    """How many answer each question, by one statement; one more than its limit where there are more."""
    values = {f"q{at}": fts5(query) for at, (query, _most) in enumerate(questions)}
    limits = {f"most{at}": most + 1 for at, (_query, most) in enumerate(questions)}
    return tuple(read_rows(_walks(len(questions)), {**values, **limits}).one())


@cache
def _walks(number: int) -> TextClause:
    one = "(SELECT count(*) FROM (SELECT 1 FROM listing_search WHERE listing_search MATCH :q{0} LIMIT :most{0}))"
    return text(f"SELECT {', '.join(one.format(at) for at in range(number))}")  # nosec B608  our own words


def _in_tsvectors(query: Query, upto: int) -> Counts:
    """One walk that ends where a word is too common to be told exactly. The chosen groups have a walk of their own."""
    groups, most = frozenset(here().groups), 2 * upto + 1
    found = numbers, unplaced = _walked(query, most)
    if sum(numbers.values()) < most:
        return _told(query, found, upto=upto)
    if not query.groups:
        return _told(query, found, upto=upto, beyond=groups)
    chosen, unplaced = _walked(query, most, query.groups)
    beyond = groups if sum(chosen.values()) == most else groups.difference(query.groups)
    return _told(query, (numbers | chosen, unplaced), upto=upto, beyond=beyond)


def _walked(query: Query, most: int, groups: Sequence[str] = ()) -> Found:
    """By group, of the first `most` that words find; the `groups` are read from the rows, which is less than a word."""
    asked = tsqueries(replace(query, groups=()))
    given = {"groups": groups} if groups else {}
    return _summed(query, read_rows(_met(bool(groups), *asked), {**asked, **given, "most": most}))


@written_once
def _met(in_groups: bool, *columns: str) -> Select[str, bool, int]:
    of_groups = [search_table.c.group.in_(named("groups", many=True))] if in_groups else []
    found = select(search_table.c.group, search_table.c.placed).where(*of_groups, hold_named(columns))
    met = found.limit(bindparam("most", type_=Integer)).subquery()
    return select(*met.c, func.count()).group_by(*met.c)


def _one_by_one(query: Query) -> Found:
    placed = Listing.lat.is_not(None)
    statement = select(Listing.group, placed, func.count()).group_by(Listing.group, placed)
    return _summed(query, read_rows(statement.where(*answers(replace(query, groups=()), read=words_last))))
