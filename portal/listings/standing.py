"""Standing events: a listing whose dates are kept by the calendar, which tells it the next one."""

from __future__ import annotations

from datetime import date, datetime

from portal.db import db
from portal.listings import kept
from portal.listings.models import Listing


def foretell(number: int, day: date | None, *, at: datetime) -> None:
    """Its next day; None while there is none. Not a change of the listing itself: its version stays."""
    listing = db.session.get(Listing, number)
    if listing is not None and listing.next_on != day:
        listing.next_on = day
        kept.touch(at=at)


def touch(*, at: datetime) -> None:
    """The calendar has changed: pages that show it are out of date, like those that show the map."""
    kept.touch(at=at)
