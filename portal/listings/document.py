"""What a listing is found by: its words in five columns, kept beside the listing and read by search.py.

`title` holds the words of its names as written, `title_fold` the same without marks, `all_fold` those of every text
and the names of its place, old and new, `pairs` two neighbouring words written as one, since most Vietnamese words
are two syllables ("camha" is the ward, "cam" and "ha" may be anything); `facets` holds one token for each thing a
filter may ask for. SQLite keeps the columns in an FTS5 table, PostgreSQL in tsvector columns made of the same words,
so both find the same listings. What is not public stands there behind the name of its state: nobody meets it unasked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from portal.city.chosen import here
from portal.db import Model, db
from portal.kit.fold import exact, fold, words
from portal.listings.models import Listing, MarkKind, State

Document = dict[str, list[str]]
COLUMNS = ("title", "title_fold", "pairs", "all_fold", "facets")
BODY = (
    "summary", "story", "directions", "access", "materials", "problem", "proposal", "next",
)  # fmt: skip
PLAIN_BODY = ("village", "street", "offer_line", "need_line", "sustainability", "heritage", "price_hint", "team_name")
# On SQLite the same name is the FTS5 table above; both are made by a migration, not by the models.
search_table = Table(
    "listing_search",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("group", String),
    Column("placed", Boolean),
    *(Column(name, TSVECTOR) for name in COLUMNS),
)


class SearchWord(Model):
    """A folded word that occurs on the map, with one row for the word and for each way to leave out one letter.

    Two words are one typing slip apart only if they share such a row, so the nearest word is one look-up away on
    either engine. Method: symmetric deletes (W. Garbe, 2012).
    """

    __tablename__ = "search_word"

    variant: Mapped[str] = mapped_column(String(24), primary_key=True)
    word: Mapped[str] = mapped_column(String(24), primary_key=True)


def variants(word: str) -> set[str]:
    """The word itself and the word with any one letter left out."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def token(kind: str, key: str) -> str:
    """A filter's value as one word of letters and digits: `token("ward", "cu-cam-ha")` is `wardxcuxcamxha`."""
    return f"{kind}x{key}".replace("-", "x").replace("_", "x").lower()


def in_state(word: str, state: State) -> str:
    """A word or token as it is kept: as it is for what is public, behind the state's name for everything else."""
    return word if state == State.PUBLISHED else token(state, word)


def tokens(listing: Listing) -> list[str]:
    """Every filter value that holds for the listing."""
    found = [token("group", listing.group), token("area", listing.area)]
    found += [token("place", "none")] if listing.lat is None else []
    found += [token("ward", ward) for ward in (listing.ward_new, listing.ward_old) if ward]
    found += [token("stage", listing.stage)] if listing.stage else []
    kinds = (MarkKind.FIELD, MarkKind.OFFER, MarkKind.NEED)
    return found + [token(kind, key) for kind in kinds for key in listing.keys(kind)]


def document(listing: Listing) -> Document:
    """The words of each column."""
    names = [listing.name_vi, listing.name_en]
    texts = [getattr(listing, f"{name}_{lang}") for name in BODY for lang in ("vi", "en")]
    texts += [getattr(listing, name) for name in PLAIN_BODY]
    texts += [str(step.get(lang, "")) for step in listing.steps for lang in ("vi", "en")]
    folded = [_folded(one) for one in (*names, *texts, *places(listing)) if one]
    return {
        "title": words(exact(" ".join(names))),
        "title_fold": [word for one in names for word in _folded(one)],
        "pairs": sorted({pair for one in folded for pair in pairs(one)}),
        "all_fold": sorted({word for one in folded for word in one}),
        "facets": tokens(listing),
    }


@lru_cache(maxsize=4_096)
def _folded(text: str) -> tuple[str, ...]:
    """The words of a text without marks; remembered, for the names of wards and areas come with every listing."""
    return tuple(words(fold(text)))


def places(listing: Listing) -> tuple[str, ...]:
    """The names by which people look for its place, old and new."""
    return here().place_words(listing.ward_old, listing.ward_new, listing.area)


def pairs(found: Sequence[str]) -> list[str]:
    """Neighbouring words written as one."""
    return [first + second for first, second in pairwise(found)]


def keep(listings: Sequence[Listing]) -> None:
    """Writes the words of these listings, in place of what stood there."""
    if not listings:
        return
    documents = [document(listing) for listing in listings]
    drop([listing.id for listing in listings])
    if db.session.get_bind().dialect.name == "sqlite":
        _keep_in_sqlite(listings, documents)
    else:
        _keep_in_postgres(listings, documents)
    public = [found for listing, found in zip(listings, documents, strict=True) if listing.state == State.PUBLISHED]
    _keep_words({word for found in public for word in found["all_fold"] if 3 <= len(word) <= 24})


def drop(ids: Sequence[int]) -> None:
    """Takes listings out of the search."""
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(text("DELETE FROM listing_search WHERE rowid = :id"), [{"id": one} for one in ids])
    else:
        db.session.execute(delete(search_table).where(search_table.c.id.in_(ids)))


def _keep_in_sqlite(listings: Sequence[Listing], documents: Sequence[Document]) -> None:
    statement = text(
        f"INSERT INTO listing_search (rowid, {', '.join(COLUMNS)})"  # nosec B608  our own names
        f" VALUES (:id, {', '.join(f':{name}' for name in COLUMNS)})"
    )
    rows = [
        {"id": listing.id, **{name: " ".join(_in_state(found[name], listing.state)) for name in COLUMNS}}
        for listing, found in zip(listings, documents, strict=True)
    ]
    db.session.execute(statement, rows)


def _keep_in_postgres(listings: Sequence[Listing], documents: Sequence[Document]) -> None:
    vectors = {name: func.array_to_tsvector(bindparam(name, type_=ARRAY(String))) for name in COLUMNS}
    rows = [
        {"id": listing.id, "group": listing.group, "placed": listing.lat is not None}
        | {name: sorted(set(_in_state(found[name], listing.state))) for name in COLUMNS}
        for listing, found in zip(listings, documents, strict=True)
    ]
    values: dict[str, Any] = vectors | {name: bindparam(name) for name in ("id", "group", "placed")}
    db.session.execute(insert(search_table).values(values), rows)


def _in_state(found: Sequence[str], state: State) -> Sequence[str]:
    return [in_state(word, state) for word in found]


def _keep_words(found: set[str]) -> None:
    known = set(db.session.scalars(select(SearchWord.word).where(SearchWord.variant.in_(found)).distinct()))
    rows = [{"variant": variant, "word": word} for word in found - known for variant in variants(word)]
    upsert = sqlite_insert if db.session.get_bind().dialect.name == "sqlite" else postgres_insert
    if rows:
        db.session.execute(upsert(SearchWord).on_conflict_do_nothing(), rows)
