"""The photos of a listing: at most ten, each with what must be said of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import SEEK_END
from typing import IO

from sqlalchemy import delete, exists, select

from portal.businesses.steps.models import Evidence
from portal.contributions.models import TicketPhoto
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import kept, rules
from portal.listings.models import Listing, Photo
from portal.media.models import Upload
from portal.people.models import Person

MOST = 10
LARGEST = 5_000_000  # bytes


def add(
    listing: Listing, upload: Upload, *, alt_vi: str, alt_en: str, credit: str, people_agreed: bool, by: Person | None,
    at: datetime,
) -> Photo:  # fmt: skip
    """Adds a photo below the others. Refused for the eleventh, and without the word of the people it shows."""
    if len(listing.photos) >= MOST:
        sentence = N_("A listing has at most %(most)s photos. Remove one first.")
        raise Refused(sentence, field="photo", values={"most": MOST})
    if not people_agreed:
        raise Refused(N_("A photo needs the word of everybody who can be recognised in it."), field="people_agreed")
    photo = Photo(upload=upload, alt_vi=alt_vi, alt_en=alt_en, credit=credit, people_agreed=people_agreed)
    listing.photos.append(photo)
    rules.note(listing, "photo_added", {"photo": ["", alt_vi]}, by=by, at=at)
    kept.touch(at=at)
    return photo


def check_size(file: IO[bytes]) -> None:
    """Raises Refused for a file that is too large for one photo; leaves it at its beginning."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if size > LARGEST:
        raise Refused(
            N_("This photo is larger than %(limit)s MB. Save it smaller and send that."),
            field="photo", values={"limit": LARGEST // 1_000_000},
        )  # fmt: skip


def find(listing: Listing, number: int) -> Photo | None:
    return next((photo for photo in listing.photos if photo.id == number), None)


def remove(listing: Listing, photo: Photo, *, by: Person | None, at: datetime) -> None:
    """Takes a photo away, and with it the file, unless it stands elsewhere too or a shop handed it in."""
    upload = photo.upload
    listing.photos.remove(photo)
    rules.note(listing, "photo_removed", {"photo": [photo.alt_vi, ""]}, by=by, at=at)
    kept.touch(at=at)
    forget([upload])


def forget(uploads: Iterable[Upload]) -> None:
    """Deletes the rows of files that no listing shows any more; the worker removes bytes that no row speaks of.

    What a shop handed in as evidence stays the shop's.
    """
    db.session.flush()
    for upload in uploads:
        if any(db.session.scalar(select(exists().where(kind.upload_id == upload.id))) for kind in (Photo, Evidence)):
            continue
        db.session.execute(delete(TicketPhoto).where(TicketPhoto.upload_id == upload.id))
        for preview in upload.previews:
            db.session.delete(preview)
        db.session.delete(upload)
    db.session.flush()
