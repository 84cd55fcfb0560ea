"""Handing over: the last byte has come, the file goes from the home to the storage and from there to its receiver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import IO, Any

from portal.kit.say import Refused
from portal.media.storage import Storage
from portal.uploads import receivers, rules
from portal.uploads.parts import Parts, last_written

InTransaction = Callable[..., Any]
"""Runs an act in a transaction of its own; `turn` is a table in whose name it waits for others."""


def hand_over(
    name: str, part: IO[bytes], *, parts: Parts, storage: Storage, in_transaction: InTransaction, at: datetime
) -> None:
    """Stores a whole file that is held, and takes the part away. Call it outside any transaction.

    What was handed over already stays so. A file that is refused is gone afterwards, and its `Refused` is raised.
    When the storage is away nothing has happened yet, and it may be done again.
    """
    receiver = in_transaction(partial(_receiver, name))
    if receiver is None:
        return parts.remove(name)
    came = min(at, last_written(part))
    try:
        part.seek(0)
        seen = receiver.look(part)
        part.seek(0)
        taken = partial(rules.hand_over, name, storage.put(part), seen, at=came)
        in_transaction(taken, turn=getattr(receiver, "TURN", ""))
    except Refused as why:
        in_transaction(partial(rules.refuse, name, why, at=came))
        parts.remove(name)
        raise
    return parts.remove(name)


def _receiver(name: str) -> receivers.Receiver | None:
    """None for what has ended, or was cancelled, before we held the file."""
    transfer = rules.find(name)
    return None if transfer is None or transfer.ended_at is not None else receivers.of(transfer)
