"""What the worker does for files on their way: hands over those whose process died, and sweeps what came to nothing."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from flask import current_app

from portal.config import Settings
from portal.kit.say import Refused
from portal.media.storage import Storage, storage_for
from portal.schedule import InTransaction, Task
from portal.uploads import handing, rules
from portal.uploads.parts import InUse, Parts, parts_for

STRAY_AFTER = timedelta(days=1)
logger = logging.getLogger("portal.worker")


def finish(at: datetime, in_transaction: InTransaction) -> None:
    """Hands over every file of which the last byte has come."""
    settings: Settings = current_app.config["SETTINGS"]
    parts, storage = parts_for(settings), storage_for(settings)
    for name, size in in_transaction(rules.waiting):
        if parts.size(name) == size:
            with suppress(InUse):
                _finish(name, parts, storage, in_transaction, at)


def _finish(name: str, parts: Parts, storage: Storage, in_transaction: InTransaction, at: datetime) -> None:
    with parts.held(name) as part:
        try:
            handing.hand_over(name, part, parts=parts, storage=storage, in_transaction=in_transaction, at=at)
        except Refused as why:
            logger.info("A file that had arrived was refused: %s", why)


def sweep(at: datetime, in_transaction: InTransaction) -> None:
    """Takes away the bytes of what was not continued, and after a month the memory of it."""
    parts = parts_for(current_app.config["SETTINGS"])
    for name in in_transaction(lambda: rules.expired(at=at)):
        with suppress(InUse), parts.held(name):
            parts.remove(name)
    known = in_transaction(rules.names)
    for name in parts.strays(known, before=at - STRAY_AFTER):
        parts.remove(name)
    in_transaction(lambda: rules.forget(before=at - rules.REMEMBERED))


TASKS = (
    Task("finish_transfers", timedelta(minutes=1), finish),
    Task("sweep_transfers", timedelta(hours=1), sweep),
)
