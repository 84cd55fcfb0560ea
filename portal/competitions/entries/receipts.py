"""What was received: each file and text with its sum, at which second, as which in the order. The last one counts."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.competitions.entries import files, manifest
from portal.competitions.entries.models import Entry, Receipt
from portal.db import db
from portal.kit import canonical
from portal.kit.clock import iso
from portal.kit.say import N_
from portal.letters import rules as letters

RECEIVED = "entry_received"
"""The reminder by which the team is sent its receipt."""
NAMES = {
    "title": N_("Title of the design"),
    "statement_vi": N_("Statement in Vietnamese"),
    "statement_en": N_("Statement in English"),
    "video_url": N_("Link to a video"),
}
TEXTS = tuple(NAMES)


def contents(entry: Entry) -> dict[str, Any]:
    """All that is handed in, and nothing of whose it is."""
    return {
        "entry": entry.code,
        "competition": entry.competition.slug,
        "class": entry.category.key if entry.category else "",
        "brief": entry.agreed_brief,
        "texts": {name: getattr(entry, name) for name in TEXTS},
        "files": [
            {"slot": one.slot.key, "sha256": one.digest, "size": one.size, "alt_vi": one.alt_vi, "alt_en": one.alt_en}
            for one in files.standing(entry)
        ],
    }


def give(entry: Entry, *, at: datetime) -> Receipt:
    """A receipt for what the entry holds now. The same sent again keeps the one that it has."""
    held, last = contents(entry), latest(entry)
    if last is not None and _handed_in(last) == held:
        return last
    postmark = manifest.in_time(entry) or manifest.latest(entry)
    number = (db.session.scalar(
        select(func.max(Receipt.sequence)).where(Receipt.competition_id == entry.competition_id)
    ) or 0) + 1  # fmt: skip
    whole = held | {"sequence": number, "received_at": iso(at), "postmark_at": iso(postmark.at) if postmark else None}
    made = Receipt(
        competition_id=entry.competition_id, sequence=number, digest=canonical.sha256(whole), contents=whole, at=at
    )
    entry.receipts.append(made)
    entry.sequence, entry.submitted_at = number, at
    db.session.flush()
    letters.remind(RECEIVED, of=made.id, at=at)
    return made


def latest(entry: Entry) -> Receipt | None:
    if entry.sequence is None:  # what was never sent has none, and nobody need look
        return None
    return entry.receipts[-1] if entry.receipts else None


def is_current(entry: Entry) -> bool:
    """Whether what the entry holds now is what the last receipt speaks of."""
    last = latest(entry)
    return last is not None and _handed_in(last) == contents(entry)


def find(number: int) -> Receipt | None:
    return db.session.get(Receipt, number)


def sum_of_text(text: str) -> str:
    """The sum of a text as it was received, so that its author can compare it."""
    return hashlib.sha256(text.encode()).hexdigest()


def restore(entry: Entry, *, at: datetime) -> None:
    """What was changed after the last receipt and not sent gives way to what was received; the words are kept aside."""
    last = latest(entry)
    if last is None or is_current(entry):
        return
    unsent = {name: getattr(entry, name) for name in TEXTS if getattr(entry, name) != last.contents["texts"][name]}
    if unsent:
        entry.typed = {**entry.typed, "unsent": unsent}
    for name, text in last.contents["texts"].items():
        setattr(entry, name, text)
    files.restore(entry, [(one["slot"], one["sha256"]) for one in last.contents["files"]], at=at)
    for row, said in zip(files.standing(entry), last.contents["files"], strict=False):
        row.alt_vi, row.alt_en = said["alt_vi"], said["alt_en"]
    key = last.contents["class"]
    entry.category = next((one for one in entry.competition.categories if one.key == key), entry.category)
    entry.agreed_brief, entry.changed_at = last.contents["brief"], at
    db.session.flush()


def _handed_in(receipt: Receipt) -> dict[str, Any]:
    apart = {"sequence", "received_at", "postmark_at"}
    return {name: value for name, value in receipt.contents.items() if name not in apart}
