"""What the worker does for files: makes the previews that are owed, and forgets files that no row speaks of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from portal.db import db
from portal.media import previews, rules
from portal.media.models import Preview
from portal.media.storage import Storage, Stored
from portal.owed import Duty, Hopeless
from portal.schedule import InTransaction, Task

ORPHANED_AFTER = timedelta(days=1)
NO_FILE = "The original is not in the storage."


class Order(NamedTuple):
    digest: str
    width: int


class Made(NamedTuple):
    stored: Stored
    height: int


def duties(storage: Storage) -> tuple[Duty[Preview, Order, Made], ...]:
    def make(order: Order, at: datetime) -> Made:
        try:
            with storage.open(order.digest) as photo:
                made = previews.make(photo, order.width)
        except FileNotFoundError as error:
            raise Hopeless(NO_FILE) from error
        return Made(storage.put(made.body), made.height)

    return (Duty(Preview, lambda preview: Order(preview.upload.digest, preview.width), make, _note),)


def tasks(storage: Storage) -> tuple[Task, ...]:
    def clean(at: datetime, in_transaction: InTransaction) -> None:
        forget_orphans(storage, before=at - ORPHANED_AFTER, in_transaction=in_transaction)

    return (Task("forget-orphaned-files", timedelta(hours=12), clean),)


def forget_orphans(storage: Storage, *, before: datetime, in_transaction: InTransaction) -> int:
    """Removes files that were brought before a moment and that no row speaks of; returns how many.

    A refused request leaves its file behind. Bringing the same bytes again makes the file new, so a request that is
    under way keeps its own.
    """
    known: set[str] = in_transaction(lambda: set(db.session.scalars(rules.in_use())))
    orphans = [file.digest for file in storage.each() if file.put_at < before and file.digest not in known]
    for digest in orphans:
        storage.remove(digest)
    storage.tidy(before)
    return len(orphans)


def _note(preview: Preview, made: Made, at: datetime) -> None:
    preview.digest, preview.size, preview.height = made.stored.digest, made.stored.size, made.height
