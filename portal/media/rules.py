"""Files that people bring: kept first, outside any transaction; recorded then, with the previews that are owed."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from datetime import datetime
from typing import IO, NamedTuple

from sqlalchemy import select, union

from portal.config import MEGABYTE
from portal.db import db
from portal.kit.say import N_, Refused
from portal.media import inspection, previews
from portal.media.models import CleanCopy, Preview, Pyramid, Upload
from portal.media.panels import pyramid
from portal.media.storage import CHUNK, Storage
from portal.people.models import Person

LARGEST_PHOTO = 30 * MEGABYTE
TOO_LARGE = N_("This file is larger than %(megabytes)s MB. Save the photo smaller and send that.")
NAMELESS = "photo"
LONGEST_NAME = 120


class Kept(NamedTuple):
    """A photo that stands in the storage and has no row yet. Sizes in bytes and in pixels, upright."""

    digest: str
    size: int
    media_type: str
    width: int
    height: int


def keep(stream: IO[bytes], *, storage: Storage) -> Kept:
    """Reads, opens and stores a photo. Writes no row: call it before the transaction, then `record` in it.

    Raises `Refused` for what is no whole photo, `StorageAway` when the storage cannot be written.
    """
    with tempfile.TemporaryFile(buffering=0) as file:
        _copy(stream, file)
        seen = inspection.photo(file)
        file.seek(0)
        stored = storage.put(file)
    return Kept(stored.digest, stored.size, *seen)


def record(kept: Kept, *, name: str, by: Person | None, at: datetime) -> Upload:
    """The row of a kept photo, and the previews that the worker owes for it."""
    upload = Upload(
        digest=kept.digest, size=kept.size, media_type=kept.media_type, name=label(name), by_id=by and by.id, at=at,
        previews=[Preview(width=width, due_at=at) for width in previews.widths(kept.width)],
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def owe_previews(upload: Upload, *, at: datetime) -> None:
    """The previews of a photo that was recorded without any."""
    if not upload.previews:
        upload.previews = [Preview(width=width, due_at=at) for width in previews.WIDTHS]


def receive(stream: IO[bytes], *, name: str, by: Person | None, at: datetime, storage: Storage) -> Upload:
    """`keep` and `record` in one, for commands and seeds that hold no lock while they read."""
    return record(keep(stream, storage=storage), name=name, by=by, at=at)


def picture(upload: Upload, *, width: int) -> Preview | None:
    """The made preview that serves `width` pixels best: the narrowest that is wide enough, else the widest."""
    made = [preview for preview in upload.previews if preview.done_at is not None]
    return next((preview for preview in made if preview.width >= width), made[-1] if made else None)


def in_use() -> set[str]:
    """The digests of all files that a row speaks of."""
    previews, copies = (select(kind.digest).where(kind.digest.is_not(None)) for kind in (Preview, CleanCopy))
    known = set(db.session.scalars(union(select(Upload.digest), previews, copies)))
    for manifest in db.session.scalars(select(Pyramid.manifest).where(Pyramid.done_at.is_not(None))):
        known |= pyramid.digests(manifest or {})
    return known


def label(name: str) -> str:
    """A sender's file name as a harmless label: no folders, no control or direction marks, at most 120 letters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = plain.strip().rpartition(".")
    if not ending or not dot or len(ending) > 10:
        stem, dot, ending = plain, "", ""
    return (stem.strip(" .")[: LONGEST_NAME - len(ending) - 1] or NAMELESS) + dot + ending


def _copy(stream: IO[bytes], file: IO[bytes]) -> None:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LARGEST_PHOTO:
            raise Refused(TOO_LARGE, values={"megabytes": LARGEST_PHOTO // MEGABYTE})
        file.write(chunk)
