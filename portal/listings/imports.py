"""Tables brought for an import, kept between the dry run and the word that it may happen; and the imports that did."""

from __future__ import annotations

from datetime import datetime
from typing import IO, NamedTuple

from sqlalchemy import Select, select

from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import importer
from portal.listings.models import Import
from portal.media.models import Upload
from portal.media.rules import label
from portal.media.storage import Storage
from portal.people.models import Person

CSV, GEOJSON = "text/csv", "application/geo+json"


class Kept(NamedTuple):
    """A table that stands in the storage and has no row yet."""

    digest: str
    size: int
    media_type: str


def keep(file: IO[bytes], *, name: str, storage: Storage) -> Kept:
    """Reads a table and stores it. Writes no row: call it before the transaction, then `bring` in it.

    Raises Refused for what cannot be read as a table.
    """
    content = file.read(importer.BYTES + 1)
    importer.read(content, name)
    stored = storage.put(content)
    return Kept(stored.digest, stored.size, GEOJSON if content.lstrip().startswith(b"{") else CSV)


def bring(kept: Kept, *, name: str, by: Person, at: datetime) -> Upload:
    """The row of a kept table, by which it is found again."""
    brought = Upload(**kept._asdict(), name=label(name), by_id=by.id, at=at, previews=[])
    db.session.add(brought)
    db.session.flush()
    return brought


def find_brought(number: int) -> Upload | None:
    brought = db.session.get(Upload, number)
    return brought if brought is not None and brought.media_type in {CSV, GEOJSON} else None


def unconfirmed() -> Select[Upload]:
    """Tables that were brought and wait for a word, the latest first."""
    imported = select(Import.digest).where(Import.undone_at.is_(None))
    waiting = select(Upload).where(Upload.media_type.in_((CSV, GEOJSON)), Upload.digest.not_in(imported))
    return waiting.order_by(Upload.id.desc())


def table_of(brought: Upload, *, storage: Storage) -> importer.Table:
    """Reads a table that was brought. Raises Refused when its file is gone."""
    try:
        with storage.open(brought.digest) as file:
            return importer.read(file, brought.name)
    except FileNotFoundError as gone:
        raise Refused(N_("The file is no longer here. Bring it once more.")) from gone


def discard(brought: Upload) -> None:
    """Forgets a table that was brought; the worker removes its bytes."""
    db.session.delete(brought)


def done() -> Select[Import]:
    """All imports, the latest first."""
    return select(Import).order_by(Import.id.desc())


def find(number: int) -> Import | None:
    return db.session.get(Import, number)
