"""What entries take from `/uploads`: files for their slots, from the team or by the token shown on the entry's page."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from sqlalchemy import select

from portal.competitions.entries import files, manifest, queries, rules
from portal.competitions.entries.models import Entry, Identity
from portal.competitions.entries.policy import IN_HAND, is_of_team
from portal.competitions.terms_models import Slot
from portal.db import db
from portal.kit.say import N_, Refused
from portal.media.models import Upload
from portal.media.panels import inspection
from portal.media.panels.inspection import Facts
from portal.media.storage import Stored
from portal.uploads import receivers
from portal.uploads.models import Transfer
from portal.uploads.receivers import Sender

NAME, TURN = "entry", "entry_receipt"  # the last file of an entry brings its receipt, with the next number
GONE = N_("The slot for this file is not there any more.")


def give_token(entry: Entry) -> str:
    """A new token for this entry, to be shown once; the one before it opens nothing any more."""
    token, entry.identity.upload_digest = receivers.new_token()
    return token


def take_token_back(entry: Entry) -> None:
    entry.identity.upload_digest = None


def opened_by(digest: str) -> str | None:
    mine = select(Entry.code).join(Identity, Identity.entry_id == Entry.id).where(Identity.upload_digest == digest)
    return db.session.scalar(mine)


def may_send(sender: Sender, subject: str, slot: str) -> bool:
    entry = queries.of_code(subject)
    if entry is None or entry.code != subject or files.slot_of(entry, slot) is None:
        return False
    return sender.person is None or is_of_team(sender.person, entry)


def largest(subject: str, slot: str) -> int:
    entry = queries.of_code(subject)
    found = files.slot_of(entry, slot) if entry is not None else None
    return (found.most_bytes if found is not None else None) or files.LARGEST


def check(transfer: Transfer, under_way: int, *, at: datetime) -> None:
    """What the whole file would be refused for is said before it is sent."""
    entry, slot = _place(transfer)
    files.check(entry, slot, digest=transfer.digest, size=transfer.size, at=at)
    files.check_room(entry, under_way + transfer.size)


def look(file: IO[bytes]) -> Facts:
    return inspection.look(file)


def arrived(transfer: Transfer, stored: Stored, seen: Facts, *, at: datetime) -> None:
    entry, slot = _place(transfer)
    upload = Upload(
        digest=stored.digest, size=stored.size, media_type=seen.media_type, name=transfer.label,
        by_id=transfer.person_id, at=at,
    )  # fmt: skip
    files.take_in(entry, slot, upload, seen=seen, at=at)
    rules.complete(entry, at=at)


def given_up(transfer: Transfer, *, at: datetime) -> None:
    """What was announced of it is taken back, and so does not wait in its slot for ever."""
    entry = queries.of_code(transfer.subject)
    if entry is not None:
        manifest.give_up(entry, [files.Sum(transfer.slot, transfer.digest, transfer.size)], at=at)


def _place(transfer: Transfer) -> tuple[Entry, Slot]:
    """The slot that a file is for, while the team still has the entry in its hands."""
    entry = queries.of_code(transfer.subject)
    slot = files.slot_of(entry, transfer.slot) if entry is not None else None
    if entry is None or slot is None or entry.state not in IN_HAND:
        raise Refused(GONE)
    return entry, slot
