"""Who looks after a listing of their own: given by the desk, by a paper card or with a proposal; kept with its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from portal.audit import rules as audit
from portal.db import db
from portal.listings.models import Listing, Ownership
from portal.people.models import Person


def owns(person: Person | None, listing: Listing) -> bool:
    """Whether the person looks after this listing today."""
    return person is not None and _standing(listing, person) is not None


def owners_of(listing: Listing) -> Sequence[Person]:
    """Everybody who looks after the listing today, the first one first."""
    ids = select(Ownership.person_id).where(Ownership.listing_id == listing.id, Ownership.ended_at.is_(None))
    return db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()


def listings_of(person: Person) -> Select[Listing]:
    """The listings a person looks after today, in the order of their names."""
    ids = select(Ownership.listing_id).where(Ownership.person_id == person.id, Ownership.ended_at.is_(None))
    return select(Listing).where(Listing.id.in_(ids)).order_by(Listing.sort_vi, Listing.id)


def give(listing: Listing, person: Person, *, how: str, by: Person | None, at: datetime) -> None:
    """From now on the person looks after the listing; `how` is "proposal", "claim", "card" or "desk"."""
    if _standing(listing, person) is None:
        db.session.add(
            Ownership(listing_id=listing.id, person_id=person.id, how=how, by_id=by.id if by else None, since=at)
        )
        audit.note("ownership_given", "listing", listing.id, by=by, at=at, person=person.id, how=how)
        db.session.flush()
        db.session.expire(listing, ["ownerships"])


def end(listing: Listing, person: Person, *, by: Person, at: datetime) -> None:
    """From now on the person no longer looks after the listing; that they did stays known."""
    if standing := _standing(listing, person):
        standing.ended_at = at
        audit.note("ownership_ended", "listing", listing.id, by=by, at=at, person=person.id)
        db.session.flush()
        db.session.expire(listing, ["ownerships"])


def _standing(listing: Listing, person: Person) -> Ownership | None:
    return db.session.scalar(
        select(Ownership).where(
            Ownership.listing_id == listing.id, Ownership.person_id == person.id, Ownership.ended_at.is_(None)
        )
    )
