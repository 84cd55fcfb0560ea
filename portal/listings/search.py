"""Finding listings: what a visitor asks for, as one question with the same answer on either engine.

Words are looked for in tiers (`matching.TIERS`), each in a kept order and stopped when the page is full: ranking
everything would cost a hundred times more. Counts are exact up to `COUNTED` and "more than" beyond; of the whole map or
a box of it they come from what is kept (`counting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Integer, Select, bindparam, func, select, true, union_all

from portal.db import read_rows
from portal.kit import typo
from portal.kit.fold import fold
from portal.kit.geo import Point, box_around, distance_m
from portal.listings import counting
from portal.listings.document import SearchWord, search_table, variants
from portal.listings.matching import (
    LOOSEST,
    TIERS,
    Tier,
    answers,
    gathered,
    hold_named,
    id_of,
    ids,
    in_box,
    is_sqlite,
    named,
    newest_first,
    newest_of,
    plainly,
    tsqueries,
    unindexed,
    values,
    written_once,
)
from portal.listings.models import Listing, Worded, worded
from portal.listings.question import Count, Query, asked_words

__all__ = ["Count", "Found", "Query", "Row", "answers", "counts", "find", "ids", "newest_first"]

PER_PAGE = 20
COUNTED = 2_000
"""Listings up to which an answer to words is counted exactly: to tell larger ones exactly would cost ten times more."""
SORTS = ("relevance", "name", "newest", "nearest")
FEW = 1_000  # listings up to which all are looked up and sorted; of more, the order is walked until the page is full
LATEST = 100  # how far back in the order of arrival to look for each wanted listing before gathering all
SHORTEST_MENDED = 4  # letters of the shortest word in which a slip is forgiven
SQUARE = 1.4143  # a circle's width in the sides of the square within it
RINGS = (100, 250, 600, 1_500, 4_000, 10_000, 40_000, 400_000)  # metres, for the nearest ones


class Row(NamedTuple):
    """A listing as a list shows it."""

    id: int
    slug: str
    group: str
    name_vi: str
    name_en: str
    summary_vi: str
    summary_en: str
    area: str
    ward_new: str | None
    ward_old: str | None
    lat: float | None
    lon: float | None
    next_on: date | None = None
    """The next day of a standing event."""
    metres: float | None = None

    def text(self, name: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{name}_{code}"), lang)


@dataclass(frozen=True)
class Found:
    """One page of the answer, and what is said about the whole of it."""

    rows: list[Row]
    total: Count
    groups: dict[str, Count]
    unplaced: Count
    page: int = 1
    mended: str = ""
    """The words that were looked for instead, where the typed ones are nowhere on the map."""
    query: Query = field(default_factory=Query)

    @property
    def answered(self) -> Query:
        """The question that this answers: with the mended words, where there are any."""
        return replace(self.query, q=self.mended) if self.mended else self.query

    @property
    def placed(self) -> Count:
        """How many of them have a point."""
        return Count(self.total.n - self.unplaced.n, self.total.more)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total.n // PER_PAGE))


COLUMNS = tuple(getattr(Listing, name) for name in Row._fields if name != "metres")


def find(query: Query) -> Found:
    """The page of listings that answers the query, with its counts."""
    found = _find(query)
    if found.total.n == 0 and query.words and (mended := _mended(query)):
        again = _find(replace(query, q=mended))
        return replace(again, mended=mended, query=query) if again.total.n else found
    return found


def _find(query: Query) -> Found:
    found = counts(query)
    return replace(found, rows=_page_rows(query, found.total)) if found.total.n else found


def counts(query: Query) -> Found:
    """What is said about the whole answer, without its rows."""
    counted = counting.counts(query.whole, upto=COUNTED)
    return Found([], counted.total, counted.groups, counted.unplaced, query.page, query=query)


# The rows of a page


def _page_rows(query: Query, total: Count) -> list[Row]:
    start, end = (query.page - 1) * PER_PAGE, query.page * PER_PAGE
    if query.sort == "nearest" and query.near:
        return rows_of(nearest(query, query.near, end)[start:], query)
    if query.words and query.sort == "relevance":
        return rows_of(_tiered(query, end, total)[start:], query)
    return _in_order(query, total, start)


def _in_order(query: Query, total: Count, start: int) -> list[Row]:
    few = total.n <= FEW and not total.more
    if query.by_index or query.open:
        found = read_rows(_ordered(query, few), {"start": start})
    else:
        found = read_rows(_ordered_by_columns(query.kind, few), {**values(query), "start": start})
    return [_row(row, query) for row in found]


@written_once
def _ordered_by_columns(kind: Query, few: bool) -> Select[Any]:
    return _ordered(kind, few)


def _ordered(query: Query, few: bool) -> Select[Any]:
    lead, order = (plainly, unindexed) if few else (unindexed, plainly)
    statement = select(*COLUMNS).where(*answers(query, read=lead, few=few))
    if query.sort == "name":
        by = [order(Listing.sort_vi if query.lang == "vi" else Listing.sort_en), order(Listing.id)]
    else:
        by = [order(Listing.published_at).desc(), order(Listing.id).desc()]
    return statement.order_by(*by).offset(bindparam("start", type_=Integer)).limit(PER_PAGE)


def rows_of(wanted: Sequence[int], query: Query) -> list[Row]:
    """The listings with these ids, in this order, as the query shows them."""
    if not wanted:
        return []
    found = read_rows(_with_these_ids(), {"ids": wanted, "state": query.state})
    rows = {row[0]: row for row in found}
    return [_row(rows[one], query) for one in wanted if one in rows]


@written_once
def _with_these_ids() -> Select[Any]:
    ids = named("ids", many=True)
    return select(*COLUMNS).where(Listing.id.in_(ids), Listing.state == named("state"))


def _row(row: Any, query: Query) -> Row:
    shown = Row(*row)
    if query.near and shown.lat is not None and shown.lon is not None:
        return shown._replace(metres=distance_m(query.near, Point(shown.lat, shown.lon)))
    return shown


def _tiered(query: Query, end: int, total: Count) -> list[int]:
    """The ids of the first `end` listings, the better tier first, each tier newest first, none twice."""
    found: dict[int, None] = {}
    for tier in TIERS:
        if not tier.wanted(query.q):
            continue  # one word has no neighbour
        found |= dict.fromkeys(newest(query, end, tier=tier, many=total.more))
        if len(found) >= end:
            break
    return list(found)[:end]


def newest(query: Query, count: int, *, tier: Tier = LOOSEST, many: bool = True) -> Sequence[int]:
    """The ids of the latest `count` that words or tokens find; `many` says that there may be very many.

    FTS5 walks its lists from their end; PostgreSQL is told where to look before it gathers them all.
    """
    if is_sqlite():
        return read_rows(newest_of(query, tier, few=not many).limit(count)).scalars().all()
    limits = {"count": count, "back": count * LATEST}
    if query.by_index_alone:
        asked = tsqueries(query, tier)
        return read_rows(_newest_in_tsvectors(many, *asked), {**asked, **limits}).scalars().all()
    return read_rows(_newest(ids(query, tier=tier), id_of(query), many), limits).scalars().all()


@written_once
def _newest_in_tsvectors(many: bool, *columns: str) -> Select[int]:
    return _newest(select(search_table.c.id).where(hold_named(columns)), search_table.c.id, many)


def _newest(found: Select[int], id: Any, many: bool) -> Select[int]:
    """The latest `count` of what is found, an id each: of `many` those that came last are looked through before all."""
    count = bindparam("count", type_=Integer)
    every = gathered(found)
    every = every.order_by(every.selected_columns[0].desc()).limit(count)
    if not many:
        return every
    latest = select(func.max(search_table.c.id) - bindparam("back", type_=Integer)).scalar_subquery()
    return _first_full(found.where(id > latest).order_by(id.desc()).limit(count), every, count)


def _first_full(some: Select[int], every: Select[int], count: BindParameter[int]) -> Select[int]:
    """What `some` finds where that is `count` ids, or else `every`, which is only then gone through."""
    found = some.cte("some").prefix_with("MATERIALIZED")
    number = select(func.count()).select_from(found).scalar_subquery()
    rest = every.subquery("every")
    either = union_all(
        select(found.c.id).where(number == count), select(rest.c.id).where(number < count)
    ).subquery("either")  # fmt: skip
    return select(either.c.id).order_by(either.c.id.desc())


def nearest(query: Query, near: Point, count: int, *, rings: Sequence[int] = RINGS) -> list[int]:
    """The ids of the nearest `count`: `rings` (metres) grow until they hold so many; far places are not measured."""
    found: list[tuple[float, int]] = []
    others = answers(query, read=unindexed)
    for metres in rings:
        ring = select(Listing.id, Listing.lat, Listing.lon).where(in_box(box_around(near, metres)), *others)
        found = [(distance_m(near, Point(lat or 0, lon or 0)), id) for id, lat, lon in read_rows(ring)]
        found = [one for one in found if one[0] <= metres]
        if len(found) >= count:
            break
    return [id for _metres, id in sorted(found)[:count]]


def nearest_within(query: Query, near: Point, count: int, *, rings: Sequence[int]) -> list[int]:
    """The same within the last ring, by one statement: a ring is gone through when the one inside it holds too few."""
    others = answers(query, read=unindexed)
    found = select(Listing.id, Listing.lat, Listing.lon).where(*others)
    parts = [found.where(in_box(box_around(near, rings[0])))]
    for inner, metres in pairwise(rings):
        inside = in_box(box_around(near, inner / SQUARE))  # all of it lies in the ring
        few = select(Listing.id).where(inside, *others).limit(count).subquery()
        wanted = select(func.count().label("n")).select_from(few).having(func.count() < count).subquery()
        parts.append(found.join(wanted, true()).where(in_box(box_around(near, metres))))
    rows = {(distance_m(near, Point(lat or 0, lon or 0)), id) for id, lat, lon in read_rows(union_all(*parts))}
    return [id for metres, id in sorted(rows)[:count] if metres <= rings[-1]]


# Slips of the finger


def _mended(query: Query) -> str:
    """The query with each unknown word replaced by the nearest known one; empty when one has no neighbour."""
    typed = asked_words(fold(query.q))
    mended = [_nearest_word(word) for word in typed]
    return " ".join(mended) if all(mended) and mended != typed else ""


def _nearest_word(word: str) -> str:
    near = set(read_rows(select(SearchWord.word).where(SearchWord.variant.in_(variants(word)))).scalars())
    if word in near or len(word) < SHORTEST_MENDED:
        return word
    return typo.nearest(word, sorted(near), limit=1) or ""
