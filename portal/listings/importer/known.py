"""Which listing a row speaks of: the one with its `source` and `source_id`, else the one at its slug, now or once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import selectinload

from portal.db import db
from portal.kit.fold import clean, slug
from portal.kit.say import N_, Refused
from portal.listings.importer.rows import Row
from portal.listings.models import FormerSlug, Listing, Revision, State
from portal.listings.rules import RESERVED

_NO_SLUG = N_("No slug can be made from this name. Write one in the column “slug”.")
_BAD_SLUG = N_("“%(slug)s” cannot be a slug. One has at most %(limit)s small letters, digits and single hyphens.")
_TAKEN_SLUG = N_("“%(slug)s” is kept for an address of the portal. Choose another slug.")
_TWICE = N_("This is the listing of row %(line)s again.")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Key = TypeVar("Key")
AT_ONCE = 400
LONGEST_SLUG = 100


def source_of(row: Row) -> tuple[str, str] | None:
    """The key by which its source knows the row."""
    source_id = clean(row.cells.get("source_id", ""))
    return (clean(row.cells.get("source", "")), source_id) if source_id else None


def slug_of(row: Row) -> str:
    """The row's slug, or the one that its name makes; "" when it has neither."""
    said = clean(row.cells.get("slug", ""))
    return said or slug(row.cells.get("name_vi", ""))[:LONGEST_SLUG].strip("-")


class Known:
    """The listings that the rows of a file may speak of, fetched together."""

    def __init__(self, rows: Sequence[Row]) -> None:
        slugs = {one for row in rows if (one := slug_of(row))}
        moved = _moved(slugs)
        self._by_source = {(one.source, one.source_id): one for one in _of_sources({source_of(row) for row in rows})}
        self._by_slug = {one.slug: one for one in _of_slugs(slugs | set(moved.values()))}
        self._by_slug |= {old: self._by_slug[new] for old, new in moved.items() if old not in self._by_slug}
        self._met: dict[object, int] = {}
        self._undone = _archived_by_an_undo([*self._by_source.values(), *self._by_slug.values()])

    def listing_of(self, row: Row) -> Listing | None:
        source = source_of(row)
        if source and (found := self._by_source.get(source)):
            return found
        found = self._by_slug.get(slug_of(row))
        # Two rows of two sources may wish for one slug: then it is not the same thing.
        return None if found and source and found.source_id else found

    def faults(self, row: Row, listing: Listing | None) -> Iterator[Refused]:
        """An earlier row of the same listing, or a slug that cannot be. Ask once for each row, in their order."""
        address = slug_of(row)
        keys = [key for key in (source_of(row) or address, listing.id if listing else None) if key]
        first = min((self._met[key] for key in keys if key in self._met), default=None)
        self._met |= {key: row.line for key in keys if key not in self._met}
        if first is not None:
            yield Refused(_TWICE, field="slug", values={"line": first})
        if listing is None and not row.faults:
            yield from _slug_faults(address, named=bool(clean(row.cells.get("name_vi", ""))))

    def was_undone(self, listing: Listing) -> bool:
        """Whether it lies in the archive because an import was undone, and not because somebody laid it there."""
        return listing.id in self._undone


def _slug_faults(address: str, *, named: bool) -> Iterator[Refused]:
    if not address:
        if named:  # a row without a name has that fault already
            yield Refused(_NO_SLUG, field="slug")
    elif address in RESERVED:
        yield Refused(_TAKEN_SLUG, field="slug", values={"slug": address})
    elif not _SLUG.fullmatch(address) or len(address) > LONGEST_SLUG:
        yield Refused(_BAD_SLUG, field="slug", values={"slug": address[:60], "limit": LONGEST_SLUG})


def _of_sources(keys: Iterable[tuple[str, str] | None]) -> Iterator[Listing]:
    for some in _chunks({key for key in keys if key}):
        pairs: dict[str, set[str]] = {}
        for source, source_id in some:
            pairs.setdefault(source, set()).add(source_id)
        for source, source_ids in pairs.items():
            yield from _listings(and_(Listing.source == source, Listing.source_id.in_(source_ids)))


def _of_slugs(slugs: Iterable[str]) -> Iterator[Listing]:
    for some in _chunks(set(slugs)):
        yield from _listings(Listing.slug.in_(some))


def _listings(condition: Any) -> Iterable[Listing]:
    compared = (selectinload(Listing.contacts), selectinload(Listing.web_links))
    return db.session.scalars(select(Listing).where(condition).options(*compared))


def _moved(slugs: Iterable[str]) -> Mapping[str, str]:
    """Slugs of once, with those of today."""
    moved: dict[str, str] = {}
    for some in _chunks(set(slugs)):
        statement = select(FormerSlug.slug, Listing.slug).join(Listing, Listing.id == FormerSlug.listing_id)
        moved |= {row[0]: row[1] for row in db.session.execute(statement.where(FormerSlug.slug.in_(some)))}
    return moved


def _archived_by_an_undo(listings: Iterable[Listing]) -> set[int]:
    archived = {listing.id for listing in listings if listing.state == State.ARCHIVED}
    undone: dict[int, bool] = {}
    for some in _chunks(archived):
        acts = select(Revision.listing_id, Revision.import_id).where(
            Revision.listing_id.in_(some), Revision.act == "archived"
        )
        undone |= {one: import_id is not None for one, import_id in db.session.execute(acts.order_by(Revision.id))}
    return {one for one, by_import in undone.items() if by_import}


def _chunks(keys: set[Key]) -> Iterator[list[Key]]:
    ordered = sorted(keys)  # type: ignore[type-var]
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
