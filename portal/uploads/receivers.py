"""Who takes files: a domain with a module `receiving.py` says there who may send what, and what becomes of it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import IO, Any, NamedTuple, Protocol

from portal.media.storage import Stored
from portal.people.models import Person
from portal.uploads.models import Transfer


class Sender(NamedTuple):
    """Who sends: a person who is signed in, or somebody with a token that opens one subject."""

    person: Person | None
    receiver: str = ""
    subject: str = ""
    """What the token opens; empty for a person."""


class Receiver(Protocol):
    """What a module `receiving.py` holds. A subject is what the files are for, such as an entry by its code.

    Where each arrival depends on the one before it, `TURN` names the table in whose name they wait for each other.
    """

    NAME: str
    """The word of `Upload-Metadata` that names the subject: "entry"."""

    def opened_by(self, digest: str) -> str | None:
        """The subject that a token opens, by the token's SHA-256; None for a token that opens nothing."""

    def may_send(self, sender: Sender, subject: str, slot: str) -> bool:
        """Whether the sender knows of this slot of this subject. To all others there is no such address."""

    def largest(self, subject: str, slot: str) -> int:
        """The most bytes one file may have there."""

    def check(self, transfer: Transfer, under_way: int, *, at: datetime) -> None:
        """Raises `Refused` for what may not begin now: the slot is closed or full, or there is no room for so much.

        `under_way` are the bytes of the subject's other transfers.
        """

    def look(self, file: IO[bytes]) -> Any:
        """What a whole file is, read outside any transaction. Raises `Refused` for one that nobody takes."""

    def arrived(self, transfer: Transfer, stored: Stored, seen: Any, *, at: datetime) -> None:
        """The whole file stands in the storage: makes the domain's row of it, in the transfer's own transaction.

        `seen` is what `look` found, `at` is when the last byte came. Raises `Refused` for a file that is not taken.
        """

    def given_up(self, transfer: Transfer, *, at: datetime) -> None:
        """The transfer ended without its file, which was refused or cancelled: what was announced of it goes."""


_known: dict[str, Receiver] = {}


def init(modules: Iterable[Receiver]) -> None:
    """Makes the receivers of all domains known, once at the start."""
    _known.clear()
    _known.update({module.NAME: module for module in modules})


def known() -> Mapping[str, Receiver]:
    return _known


def of(transfer: Transfer) -> Receiver:
    return _known[transfer.receiver]


def new_token() -> tuple[str, str]:
    """A token of 256 random bits by which another device or a program may send, and its sum, which alone is kept."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sender_of(token: str) -> Sender | None:
    """Who comes with a token; None when it opens nothing, or not any more."""
    for name, receiver in _known.items():
        if subject := receiver.opened_by(digest_of(token)):
            return Sender(None, name, subject)
    return None


def may_send(sender: Sender | None, receiver: str, subject: str, slot: str) -> bool:
    """Whether to this sender there is such a subject with such a slot."""
    if sender is None or receiver not in _known:
        return False
    if sender.person is None and (sender.receiver, sender.subject) != (receiver, subject):
        return False
    return _known[receiver].may_send(sender, subject, slot)


def may_continue(sender: Sender | None, transfer: Transfer) -> bool:
    """Whoever may send there may also go on with what others of the team began."""
    return may_send(sender, transfer.receiver, transfer.subject, transfer.slot)
