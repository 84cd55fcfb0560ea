"""What the worker does for files: makes the previews that are owed, and forgets files that no row speaks of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import IO, Any, NamedTuple

from portal.media import previews, rules
from portal.media.models import CleanCopy, Preview, Pyramid
from portal.media.panels import copies, pyramid
from portal.media.storage import Storage, Stored
from portal.owed import Duty, Hopeless
from portal.schedule import InTransaction, Task

ORPHANED_AFTER = timedelta(days=1)
NO_FILE = "The original is not in the storage."


class Order(NamedTuple):
    """An original, and the width of a preview or the page of a pyramid that is owed for it."""

    digest: str
    of: int


class Made(NamedTuple):
    stored: Stored
    height: int


def duties(storage: Storage) -> tuple[Duty[Any, Any, Any], ...]:
    def preview(order: Order, at: datetime) -> Made:
        with _original(order.digest) as photo:
            made = previews.make(photo, order.of)
        return Made(storage.put(made.body), made.height)

    def copy(order: Order, at: datetime) -> copies.Made:
        return copies.make(_original(order.digest), storage)

    def tiles(order: Order, at: datetime) -> dict[str, Any]:
        return pyramid.make(_original(order.digest), order.of, storage)

    def _original(digest: str) -> IO[bytes]:
        try:
            return storage.open(digest)
        except FileNotFoundError as error:
            raise Hopeless(NO_FILE) from error

    return (
        Duty(Preview, lambda row: Order(row.upload.digest, row.width), preview, _note),
        Duty(CleanCopy, lambda row: Order(row.upload.digest, 0), copy, _note_copy),
        Duty(Pyramid, lambda row: Order(row.upload.digest, row.page), tiles, _note_tiles),
    )


def tasks(storage: Storage) -> tuple[Task, ...]:
    def clean(at: datetime, in_transaction: InTransaction) -> None:
        forget_orphans(storage, before=at - ORPHANED_AFTER, in_transaction=in_transaction)

    return (Task("forget-orphaned-files", timedelta(hours=12), clean),)


def forget_orphans(storage: Storage, *, before: datetime, in_transaction: InTransaction) -> int:
    """Removes files that were brought before a moment and that no row speaks of; returns how many.

    A refused request leaves its file behind. Bringing the same bytes again makes the file new, so a request that is
    under way keeps its own.
    """
    known: set[str] = in_transaction(rules.in_use)
    orphans = [file.digest for file in storage.each() if file.put_at < before and file.digest not in known]
    for digest in orphans:
        storage.remove(digest)
    storage.tidy(before)
    return len(orphans)


def _note(preview: Preview, made: Made, at: datetime) -> None:
    preview.digest, preview.size, preview.height = made.stored.digest, made.stored.size, made.height


def _note_copy(row: CleanCopy, made: copies.Made, at: datetime) -> None:
    row.digest, row.size, row.media_type = made.stored.digest, made.stored.size, made.media_type


def _note_tiles(row: Pyramid, manifest: dict[str, Any], at: datetime) -> None:
    row.manifest = manifest
