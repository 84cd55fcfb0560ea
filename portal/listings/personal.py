"""What of the map is about one person rather than a place: their own page, its photos, their name as a witness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.db import db
from portal.listings import kept, ownership, photos, rules
from portal.listings.models import Listing, Revision
from portal.listings.words import BY_ITS_OWNER
from portal.people.models import Person

PEOPLE = "people"  # the group of the map whose listings are persons


def own_pages(person: Person) -> list[Listing]:
    """The listings that are the person themselves: among the people of the map, and looked after by nobody else."""
    mine = db.session.scalars(ownership.listings_of(person).where(Listing.group == PEOPLE)).all()
    return [listing for listing in mine if len(ownership.owners_of(listing)) == 1]


def unsign(person: Person, *, at: datetime) -> None:
    """Takes the person's name away from the listings they were the last to confirm; when that was stays."""
    for listing in _last_confirmed_by(person):
        listing.confirmed_by = BY_ITS_OWNER if listing.is_owned_by(person) else ""
        kept.touch(at=at)


def take_photos_off(person: Person, *, at: datetime) -> None:
    """Removes the photos of the person's own pages."""
    for listing in own_pages(person):
        for photo in list(listing.photos):
            listing.photos.remove(photo)
            rules.note(listing, "photo_removed", {"photo": [photo.alt_vi, ""]}, by=person, at=at)
            photos.forget([photo.upload])
        kept.touch(at=at)


def _last_confirmed_by(person: Person) -> Sequence[Listing]:
    confirmed = select(func.max(Revision.id)).where(Revision.act == "confirmed").group_by(Revision.listing_id)
    mine = select(Revision.listing_id).where(Revision.id.in_(confirmed), Revision.by_id == person.id)
    named = Listing.confirmed_by.not_in(["", BY_ITS_OWNER])
    return db.session.scalars(select(Listing).where(Listing.id.in_(mine), named)).all()
