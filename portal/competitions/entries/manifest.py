"""The digital postmark: sums and sizes of the files are registered before the deadline, the bytes may follow.

As with a letter, the stamp counts and not the arrival: within the published hours those bytes are taken that match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select

from portal.competitions.entries import files, timing
from portal.competitions.entries.files import Sum
from portal.competitions.entries.models import Entry, Manifest
from portal.competitions.entries.policy import IN_HAND
from portal.db import db
from portal.kit import canonical
from portal.kit.say import N_, Refused

SHA = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
SIZE = re.compile(r"(?<!\S)[0-9][0-9.,]{0,15}(?!\S)")
MOST_LINES = 40


def read(typed: str, slot: str) -> Iterator[Sum]:
    """Sums as people paste them: a line each, with the SHA-256 and the size in bytes anywhere in it.

    The rest of the line, such as a file's name, is not read. Refused at "sums" for what is no such line.
    """
    lines = [line for line in typed.splitlines() if line.strip()][:MOST_LINES]
    if not lines:
        raise Refused(N_("Write the sum and the size of at least one file."), field="sums")
    for line in lines:
        sha = SHA.search(line)
        size = SIZE.search(SHA.sub(" ", line))
        digits = re.sub(r"\D", "", size[0]) if size else ""
        if sha is None or not digits or not int(digits):
            raise Refused(
                N_("Each line needs the SHA-256 sum of a file, 64 letters and digits, and its size in bytes."),
                field="sums",
            )
        yield Sum(slot, sha[0].lower(), int(digits))


def register(entry: Entry, announced: Iterable[Sum], *, at: datetime) -> Manifest:
    """Registers files by their sums, before the deadline only. Refused for a slot that is not there or is full.

    What is registered already stays so at any time: a page that goes on after the deadline says it once more.
    """
    known = files.sums(entry)
    fresh = [one for one in announced if one not in known]
    if not fresh and (last := latest(entry)) is not None:
        return last
    timing.check_writing(entry, at=at)
    for one in fresh:
        slot = files.slot_of(entry, one.slot)
        if slot is None:
            raise Refused(N_("There is no such slot."), field="slot")
        files.announce(entry, slot, digest=one.sha256, size=one.size, at=at)
    return stamp(entry, at=at)


def give_up(entry: Entry, announced: Iterable[Sum], *, at: datetime) -> None:
    """Takes announced files back that have not come. After the deadline what was announced stands."""
    for one in announced:
        if entry.state in IN_HAND and (slot := files.slot_of(entry, one.slot)) is not None:
            files.give_up(entry, slot, one.sha256, at=at)
    renew(entry, at=at)


def stamp(entry: Entry, *, at: datetime) -> Manifest:
    """The postmark of what the entry holds now. The same files again keep the stamp that they have."""
    listed = [one._asdict() for one in sorted(files.sums(entry))]
    digest = canonical.sha256(listed)
    last = latest(entry)
    if last is not None and last.digest == digest:
        return last
    made = Manifest(entry_id=entry.id, digest=digest, files=listed, at=at)
    db.session.add(made)
    db.session.flush()
    return made


def renew(entry: Entry, *, at: datetime) -> None:
    """What the entry holds has changed: until the deadline its postmark follows."""
    if latest(entry) is not None and timing.may_write(entry, at=at):
        stamp(entry, at=at)


def latest(entry: Entry) -> Manifest | None:
    mine = select(Manifest).where(Manifest.entry_id == entry.id)
    return db.session.scalar(mine.order_by(Manifest.id.desc()).limit(1))


def in_time(entry: Entry) -> Manifest | None:
    """The postmark by which the files that the entry holds now were registered before its deadline."""
    ends, last = timing.closes_at(entry), latest(entry)
    if ends is None or last is None or last.at >= ends:
        return None
    return last if last.digest == canonical.sha256([one._asdict() for one in sorted(files.sums(entry))]) else None
