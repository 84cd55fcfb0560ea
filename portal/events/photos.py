"""The photos of an event: at most ten, each with what must be said of it. Those of its archive come after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.events import rules
from portal.events.models import Event, EventPhoto
from portal.kit.say import N_, Refused
from portal.media.models import Upload
from portal.people.models import Person

MOST = 10


def add(
    event: Event, upload: Upload, *, alt_vi: str, alt_en: str, credit: str, people_agreed: bool, by: Person | None,
    at: datetime,
) -> EventPhoto:  # fmt: skip
    """Adds a photo below the others. Refused for the eleventh, and without the word of the people it shows."""
    if len(event.photos) >= MOST:
        sentence = N_("An event has at most %(most)s photos. Remove one first.")
        raise Refused(sentence, field="photo", values={"most": MOST})
    if not people_agreed:
        raise Refused(N_("A photo needs the word of everybody who can be recognised in it."), field="people_agreed")
    photo = EventPhoto(upload=upload, alt_vi=alt_vi, alt_en=alt_en, credit=credit, people_agreed=people_agreed)
    event.photos.append(photo)
    rules.note(event, "photo_added", {"photo": ["", alt_vi]}, by=by, at=at, is_news=False)
    rules.keep(event, at=at)
    return photo


def find(event: Event, number: int) -> EventPhoto | None:
    return next((photo for photo in event.photos if photo.id == number), None)


def remove(event: Event, photo: EventPhoto, *, by: Person | None, at: datetime) -> None:
    """Takes a photo away, and with it the file, unless other dates of its series show it too."""
    upload = photo.upload
    event.photos.remove(photo)
    rules.note(event, "photo_removed", {"photo": [photo.alt_vi, ""]}, by=by, at=at, is_news=False)
    rules.keep(event, at=at)
    if event.series_id is None:
        forget([upload])


def forget(uploads: Iterable[Upload]) -> None:
    """Deletes the rows of files that no event shows any more; the worker removes bytes that no row speaks of."""
    db.session.flush()
    for upload in uploads:
        if db.session.scalar(select(EventPhoto.id).where(EventPhoto.upload_id == upload.id).limit(1)):
            continue
        for preview in upload.previews:
            db.session.delete(preview)
        db.session.delete(upload)
    db.session.flush()
