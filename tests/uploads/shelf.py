"""A shelf that takes files: a receiver as a domain writes one, with room for 1 MB, and a word that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from portal.kit.say import Refused
from portal.media.storage import Stored
from portal.uploads import receivers
from portal.uploads.models import Transfer
from portal.uploads.receivers import Sender

LARGEST, ROOM = 500_000, 1_000_000
FULL = "The shelf is full."
UGLY = "This is not put on the shelf."
TOKEN = "the-shelf-opens-with-this"


@dataclass
class Shelf:
    """Belongs to one person. What is put on it is remembered, while its transfers are rows like all others."""

    owner: int
    NAME: str = "shelf"
    held: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def opened_by(self, digest: str) -> str | None:
        return "left" if digest == receivers.digest_of(TOKEN) else None

    def may_send(self, sender: Sender, subject: str, slot: str) -> bool:
        is_owner = sender.person is None or sender.person.id == self.owner
        return is_owner and subject in {"left", "right"} and slot in {"", "top"}

    def largest(self, subject: str, slot: str) -> int:
        return LARGEST

    def check(self, transfer: Transfer, under_way: int, *, at: datetime) -> None:
        if under_way + transfer.size > ROOM:
            raise Refused(FULL)

    def look(self, file: IO[bytes]) -> int:
        if file.read(4) == b"ugly":
            raise Refused(UGLY)
        return 4

    def given_up(self, transfer: Transfer, *, at: datetime) -> None:
        self.lost.append(transfer.slot)

    def arrived(self, transfer: Transfer, stored: Stored, seen: int, *, at: datetime) -> None:
        self.held.append((stored.digest, transfer.slot, transfer.label, at))


@contextmanager
def put_up(owner: int) -> Iterator[Shelf]:
    """The portal has a shelf beside what it has."""
    shelf, known = Shelf(owner), list(receivers.known().values())
    receivers.init([*known, shelf])
    try:
        yield shelf
    finally:
        receivers.init(known)
