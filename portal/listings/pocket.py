"""Which listings the city's one file is made of: the public ones, those that somebody confirmed last first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer, lazyload, selectinload

from portal.db import db
from portal.listings import rules
from portal.listings.models import Listing

MOST = 1_500
"""More than ever fit into one file."""

BYTES_AROUND, BYTES_EACH, BYTES_AT_MOST = 7_700, 85, 78_000
"""What a file weighs on the wire: its frame with the sketches, each listing, and one that is full. Measured."""


def freshest() -> Sequence[Listing]:
    """The public listings with their hours and contacts, those confirmed last first, at most `MOST`."""
    last = (func.coalesce(Listing.confirmed_at, Listing.published_at).desc(), Listing.id.desc())
    needed = (selectinload(Listing.openings), selectinload(Listing.contacts), lazyload(Listing.marks))
    long = (defer(Listing.story_vi), defer(Listing.story_en))
    return db.session.scalars(rules.published().options(*needed, *long).order_by(*last).limit(MOST)).all()


def count() -> int:
    """How many listings are public."""
    return db.session.scalar(select(func.count()).select_from(rules.published().subquery())) or 0


def weight(listings: int) -> int:
    """About how many bytes the file of so many listings is on the wire."""
    return min(BYTES_AROUND + BYTES_EACH * listings, BYTES_AT_MOST)
