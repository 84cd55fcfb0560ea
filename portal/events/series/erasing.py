"""Takes a person out of what series hold, so that no later date brings them back. Only `events/erasing` calls this."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events.series.models import Series
from portal.kit.blot import Blot
from portal.media.models import Upload
from portal.people.models import Person

REACHES = ("contact_phone", "contact_email")


def erase(person: Person, blot: Blot, *, erased: str) -> None:
    """The person's number and address go from every series, their name from those that they entered.

    `erased` stands in place of their name as the maker of photos.
    """
    brought = set(db.session.scalars(select(Upload.id).where(Upload.by_id == person.id)))
    for series in db.session.scalars(select(Series).order_by(Series.id)):
        theirs = blot if series.added_by_id == person.id else blot.of_addresses()
        gone: dict[str, Any] = {name: None for name in REACHES if theirs.is_in(series.fields.get(name) or "")}
        series.fields = theirs.value({**series.fields, **gone})
        series.photos = [_unsigned(one, blot, erased) if one["upload_id"] in brought else one for one in series.photos]


def _unsigned(photo: dict[str, Any], blot: Blot, erased: str) -> dict[str, Any]:
    return {**blot.value(photo), "credit": erased}
