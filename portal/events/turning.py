"""What the calendar does when a day has turned: standing events on the map have another next day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.events import rules, when
from portal.events.models import Event
from portal.listings.models import Listing


def turn_days(*, at: datetime) -> int:
    """Tells the map the next day of each standing event whose last one has passed; returns how many there were."""
    passed = select(Event.listing_id).join(Event.listing).where(Listing.next_on < when.day_of(at)).distinct()
    numbers = {number for number in db.session.scalars(passed) if number is not None}
    rules.keep_next(numbers, at=at)
    return len(numbers)
