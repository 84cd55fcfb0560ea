"""Which listings answer a question: conditions on their own columns, and words in the index beside them.

Words are looked for in tiers: title as written, title without marks, neighbours, any text, beginnings of words. On
SQLite an FTS5 table answers, on PostgreSQL a GIN index over tsvectors of the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache, wraps
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, false, literal_column, or_, select, table
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from portal.db import db
from portal.kit.fold import exact, fold
from portal.kit.geo import Box
from portal.listings import resting
from portal.listings.document import in_state, pairs, search_table, token
from portal.listings.models import Listing, OpeningHour
from portal.listings.question import Query, asked_words

SHORTEST_BEGUN = 3  # letters from which the last word may be the beginning of one
EDGES = ("south", "north", "west", "east")
Reading = Callable[[Any], Any]
Maker = TypeVar("Maker", bound=Callable[..., Any])


@dataclass(frozen=True)
class Tier:
    """One way of answering: in which column, read how, and whether the last word may be a beginning."""

    column: str
    like: Callable[[str], str]
    beginning: bool = False

    def wanted(self, q: str) -> list[str]:
        found = asked_words(self.like(q))
        return pairs(found) if self.column == "pairs" else found


LOOSEST = Tier("all_fold", fold, beginning=True)
TIERS = (Tier("title", exact), Tier("title_fold", fold), Tier("pairs", fold), Tier("all_fold", fold), LOOSEST)


def is_sqlite() -> bool:
    return bool(db.session.get_bind().dialect.name == "sqlite")


def written_once(make: Maker) -> Maker:
    """A statement whose values are named: to write it takes longer than to ask it, so each engine's is written once."""

    @cache
    def of_engine(_sqlite: bool, *shape: Any) -> Any:
        return make(*shape)

    @wraps(make)
    def statement(*shape: Any) -> Any:
        return of_engine(is_sqlite(), *shape)

    return cast(Maker, statement)


def named(name: str, *, many: bool = False) -> BindParameter[Any]:
    """A value of a statement that may be asked again with another one in its place."""
    return bindparam(name, expanding=many)


# Columns of the listing


def plainly(column: Any) -> Any:
    return column


def unindexed(column: Any) -> Any:
    """The column as SQLite's planner may not look it up: it cannot know how much a box or a word holds, we can."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type) if is_sqlite() else column


def words_last(column: Any) -> Any:
    """The same for the id alone: the place of a listing leads to it, and words only check it."""
    return unindexed(column) if column is Listing.id else column


def conditions(query: Query, *, read: Reading = plainly) -> list[ColumnElement[bool]]:
    """What the listing's own columns must say. With `read=unindexed` only its state leads SQLite's search.

    Each value has its name in `values`: a statement that was written for one question may be asked for another.
    """
    found: list[ColumnElement[bool]] = [Listing.state == _given("state", query.state, Listing.state)]
    if query.groups:
        narrower = query.ward or query.bbox
        groups = _given("groups", query.groups, Listing.group)
        found.append((unindexed if narrower else read)(Listing.group).in_(groups))
    if query.area:
        found.append(read(Listing.area) == _given("area", query.area, Listing.area))
    if query.ward:
        ward = _given("ward", query.ward, Listing.ward_new)
        found.append(or_(read(Listing.ward_new) == ward, read(Listing.ward_old) == ward))
    if query.stage:
        found.append(read(Listing.stage) == _given("stage", query.stage, Listing.stage))
    if query.unplaced:
        found.append(read(Listing.lat).is_(None))
    return [*found, *_beyond_the_index(query, read)]


def _given(name: str, value: Any, column: Any) -> BindParameter[Any]:
    """A value under its name, of the column's own type: a number alone would be one of another type."""
    return bindparam(name, value, type_=column.type, expanding=isinstance(value, tuple))


def values(query: Query) -> dict[str, Any]:
    """What `conditions` names, for a question without hours."""
    named = {name: getattr(query, name) for name in ("state", "groups", "area", "ward", "stage")}
    return {name: value for name, value in named.items() if value} | (asdict(query.bbox) if query.bbox else {})


def _beyond_the_index(query: Query, read: Reading = plainly) -> list[ColumnElement[bool]]:
    """What no word or token can say."""
    found: list[ColumnElement[bool]] = []
    if query.bbox:
        south, north, west, east = (_given(name, getattr(query.bbox, name), Listing.lat) for name in EDGES)
        found += [read(Listing.lat).between(south, north), read(Listing.lon).between(west, east)]
    if query.open:
        found += [_goes_on(query, read), read(Listing.id).in_(_open(*query.open)), *_in_no_resting_ward(query, read)]
    return found


def in_box(box: Box) -> ColumnElement[bool]:
    return and_(Listing.lat.between(box.south, box.north), Listing.lon.between(box.west, box.east))


def _goes_on(query: Query, read: Reading) -> ColumnElement[bool]:
    """That the listing is not paused: it never was, or its pause is over."""
    paused_until = read(Listing.paused_until)
    return or_(paused_until.is_(None), paused_until <= query.open_at) if query.open_at else paused_until.is_(None)


def _in_no_resting_ward(query: Query, read: Reading) -> list[ColumnElement[bool]]:
    """Nothing to say on most days: no ward rests."""
    wards = sorted(resting.wards(at=query.open_at)) if query.open_at else []
    columns = (read(Listing.ward_new), read(Listing.ward_old)) if wards else ()
    return [or_(column.is_(None), column.not_in(wards)) for column in columns]


def _open(weekday: int, minute: int) -> Select[Any]:
    return select(OpeningHour.listing_id).where(
        OpeningHour.weekday == weekday, OpeningHour.opens <= minute, OpeningHour.closes > minute
    )


# Words and tokens of the index


def ids(query: Query, *, tier: Tier = LOOSEST) -> Select[Any]:
    """The ids of all listings that answer the query; with `tier`, of those that answer it so well."""
    if not query.by_index:
        return select(Listing.id).where(*conditions(query))
    if _beyond_the_index(query):
        return select(Listing.id).where(*answers(query, tier=tier, read=words_last))
    return _found(query, tier)


def answers(
    query: Query, *, tier: Tier = LOOSEST, read: Reading = plainly, few: bool = False
) -> list[ColumnElement[bool]]:
    """That a listing answers the query in every way. The `few` that words find are found before all else."""
    if not query.by_index:
        return conditions(query, read=read)
    found = gathered(_found(query, tier)) if few else _found(query, tier)
    return [Listing.state == query.state, read(Listing.id).in_(found), *_beyond_the_index(query, read)]


def _found(query: Query, tier: Tier) -> Select[Any]:
    return select(number().label("id")).select_from(source()).where(matches(query, tier))


def newest_of(query: Query, tier: Tier, *, few: bool) -> Select[Any]:
    """The ids of a tier, the latest arrivals first. Of many, place and hours are looked at on the way, one by one."""
    if few or not _beyond_the_index(query):
        return ids(query, tier=tier).order_by(newest_first(query))
    walk = _found(query, tier).join(Listing, Listing.id == number())
    return walk.where(*_beyond_the_index(query, unindexed)).order_by(number().desc())


def id_of(query: Query) -> Any:
    """The id in `ids(query)`, to order it by or to narrow it."""
    return number() if query.by_index and not _beyond_the_index(query) else Listing.id


def newest_first(query: Query) -> Any:
    """The order of `ids(query)` that has the latest arrivals first."""
    return id_of(query).desc()


def gathered(found: Select[Any]) -> Select[Any]:
    """The same ids, worked out once and whole. PostgreSQL tries row after row where it guesses that many answer."""
    if is_sqlite():
        return found
    whole = found.cte().prefix_with("MATERIALIZED")
    return select(whole.c.id)


def source() -> Any:
    return table("listing_search") if is_sqlite() else search_table


def number() -> Any:
    """The listing's id, as the index holds it."""
    return literal_column("listing_search.rowid") if is_sqlite() else search_table.c.id


def matches(query: Query, tier: Tier = LOOSEST) -> ColumnElement[bool]:
    """That a row of the index answers the query, as far as words and tokens can say."""
    if is_sqlite():
        expression = fts5(query, tier)
        return literal_column("listing_search").bool_op("MATCH")(expression) if expression else false()
    return _in_tsvectors(query, tier)


def _asked(query: Query, tier: Tier) -> tuple[list[str], bool, list[list[str]]]:
    """The words, whether the last may be a beginning, and the tokens of the filters: one of each list must be there."""
    wanted = tier.wanted(query.q)
    begun = tier.beginning and bool(wanted) and len(wanted[-1]) >= SHORTEST_BEGUN  # perhaps still typed
    single = {
        "area": query.area, "ward": query.ward, "stage": query.stage, "field": query.field, "offer": query.offer,
        "need": query.need, "place": "none" if query.unplaced else "",
    }  # fmt: skip
    tokens = [[token(kind, key)] for kind, key in single.items() if key]
    tokens += [[token("group", key) for key in query.groups]] if query.groups else []
    spelled = [[in_state(one, query.state) for one in either] for either in tokens]
    return [in_state(word, query.state) for word in wanted], begun, spelled


def fts5(query: Query, tier: Tier = LOOSEST) -> str:
    """The question in FTS5's own language; empty where nothing typed is a word."""
    wanted, begun, tokens = _asked(query, tier)
    found = [f"{tier.column} : {_quoted(word)}" for word in wanted]
    if begun:
        found[-1] += "*"
    found += [f"facets : ({' OR '.join(_quoted(one) for one in either)})" for either in tokens]
    return " AND ".join(found)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def tsqueries(query: Query, tier: Tier = LOOSEST) -> dict[str, str]:
    """The question in PostgreSQL's own language, one for each column that is asked; none where no word was typed."""
    wanted, begun, tokens = _asked(query, tier)
    lexemes = [_lexeme(word) for word in wanted]
    if begun:
        lexemes[-1] += ":*"
    either = [f"({' | '.join(_lexeme(one) for one in some)})" for some in tokens]
    return {name: " & ".join(parts) for name, parts in ((tier.column, lexemes), ("facets", either)) if parts}


def _in_tsvectors(query: Query, tier: Tier) -> ColumnElement[bool]:
    asked = tsqueries(query, tier)
    return and_(*(_holds(column, words) for column, words in asked.items())) if asked else false()


def hold_named(columns: Sequence[str]) -> ColumnElement[bool]:
    """That these columns hold what is asked under their names: to be written once, and asked with `tsqueries`."""
    return and_(*(_holds(column, named(column)) for column in columns)) if columns else false()


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _holds(column: str, words: str | BindParameter[str]) -> ColumnElement[bool]:
    return search_table.c[column].bool_op("@@")(sql_cast(words, TSQUERY))
