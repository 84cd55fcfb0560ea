"""What the rows of the record speak of, by name: asked once for a page, whatever its length."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.listings.models import Listing
from portal.people.models import Person


class Names(NamedTuple):
    """Listings and people by their numbers, as far as the page needs them."""

    listings: dict[int, Listing]
    people: dict[int, Person]


def names_of(entries: Iterable[AuditEntry]) -> Names:
    rows = list(entries)
    listings = select(Listing).where(Listing.id.in_(_numbers(rows, "listing")))
    people = select(Person).where(Person.id.in_(_numbers(rows, "person")))
    return Names(
        {one.id: one for one in db.session.scalars(listings)}, {one.id: one for one in db.session.scalars(people)}
    )


def _numbers(rows: Iterable[AuditEntry], kind: str) -> set[int]:
    return {row.of_id for row in rows if row.kind == kind and row.of_id is not None}
