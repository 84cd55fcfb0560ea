"""The files of an entry: announced by their sums, arrived, described, taken out. What was part of a receipt stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.competitions.entries import timing
from portal.competitions.entries.models import Entry, EntryFile
from portal.competitions.terms_models import Slot, SlotKind
from portal.db import db
from portal.kit.say import N_, Refused
from portal.media.models import Upload
from portal.media.panels import inspection
from portal.media.panels import rules as panels

OF_FILES = frozenset({SlotKind.PANEL, SlotKind.PHOTO})
LONGEST_ALT = 300
NONE = N_("Choose a file first.")
TWICE = N_("This file is here already. Choose another one.")
FULL = N_("There is room for %(most)s files here. Take one out first.")
LATE = N_("The deadline has passed, and this file was not announced before it. Your draft is kept.")
TOO_LATE = N_("The time in which files may still arrive is over. Your draft is kept.")
NO_ROOM = N_("The files of one entry may have %(megabytes)s MB together. Remove one first, or send smaller ones.")
LARGE = N_("This file is larger than %(megabytes)s MB. Save it smaller and send that.")
FORMAT = N_("This kind of file is not taken here. Save it as %(formats)s.")
NAMES = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WebP"}
MEGABYTE = 1_000_000
LARGEST = 200 * MEGABYTE
"""Of a file for a slot that says nothing itself."""
ROOM = 600 * MEGABYTE
"""For all files of one entry, those that were replaced and those on their way among them."""


class Sum(NamedTuple):
    """What a manifest says of a file: the key of its slot, its SHA-256, its size in bytes. Never its name."""

    slot: str
    sha256: str
    size: int


def standing(entry: Entry, slot: Slot | None = None) -> list[EntryFile]:
    """The files that the entry holds now, in their order; of one slot, if it is named."""
    found = [one for one in entry.files if one.removed_at is None and (slot is None or one.slot_id == slot.id)]
    return sorted(found, key=lambda one: (one.slot.position, one.position, one.id or 0))


def sums(entry: Entry) -> list[Sum]:
    return [Sum(one.slot.key, one.digest, one.size) for one in standing(entry)]


def missing(entry: Entry) -> list[EntryFile]:
    """What was announced and has not arrived yet."""
    return [one for one in standing(entry) if one.arrived_at is None]


def slots(entry: Entry) -> list[Slot]:
    """The slots that take files."""
    return [one for one in entry.competition.slots if one.kind in OF_FILES]


def slot_of(entry: Entry, key: str) -> Slot | None:
    return next((one for one in slots(entry) if one.key == key), None)


def find(entry: Entry, number: int) -> EntryFile | None:
    return next((one for one in standing(entry) if one.id == number), None)


def check(entry: Entry, slot: Slot, *, digest: str, size: int, at: datetime) -> EntryFile | None:
    """Whether such a file may come now; returns its row if it was announced. Raises `Refused` in words."""
    here = next((one for one in standing(entry) if one.digest == digest), None) if digest else None
    awaited = here if here is not None and here.arrived_at is None and here.slot_id == slot.id else None
    if here is not None and awaited is None:
        raise Refused(TWICE, field="file")
    if size > (most := slot.most_bytes or LARGEST):
        raise Refused(LARGE, field="file", values={"megabytes": most // MEGABYTE})
    if not timing.may_write(entry, at=at):
        _check_late(entry, awaited, at=at)
    if awaited is None and len(standing(entry, slot)) >= slot.most:
        raise Refused(FULL, field="file", values={"most": slot.most})
    return awaited


def _check_late(entry: Entry, awaited: EntryFile | None, *, at: datetime) -> None:
    """After the deadline only what was announced before it, and only within the window."""
    ends, until = timing.closes_at(entry), timing.arrives_until(entry)
    if awaited is None or ends is None or awaited.announced_at is None or awaited.announced_at >= ends:
        raise Refused(LATE, field="file")
    if until is None or at >= until:
        raise Refused(TOO_LATE, field="file")


def check_format(slot: Slot, media_type: str) -> None:
    """Refused for a kind that the slot does not take; the kind is that of the bytes, never the sender's word."""
    if slot.formats and media_type not in slot.formats:
        names = ", ".join(NAMES.get(one, one) for one in slot.formats)
        raise Refused(FORMAT, field="file", values={"formats": names})


def announce(entry: Entry, slot: Slot, *, digest: str, size: int, at: datetime) -> EntryFile:
    """A row for a file whose sum is known and whose bytes are still to come; announced twice it is one."""
    if (known := next((one for one in standing(entry, slot) if one.digest == digest), None)) is not None:
        return known
    check(entry, slot, digest=digest, size=size, at=at)
    check_room(entry, size + sum(one.size for one in missing(entry)))
    return _add(entry, slot, digest=digest, size=size, announced_at=at, at=at)


def check_room(entry: Entry, size: int) -> None:
    """Refused when so many bytes more are too many for one entry; what was replaced takes room as well."""
    if sum(one.size for one in entry.files if one.arrived_at is not None) + size > ROOM:
        raise Refused(NO_ROOM, field="file", values={"megabytes": ROOM // MEGABYTE})


def give_up(entry: Entry, slot: Slot, digest: str, *, at: datetime) -> None:
    """An announced file will not come: it was cancelled, or refused. After the deadline what was announced stands."""
    for one in standing(entry, slot):
        if one.digest == digest and one.arrived_at is None and timing.may_write(entry, at=at):
            one.removed_at = entry.changed_at = at


def take_in(
    entry: Entry, slot: Slot, upload: Upload, *, seen: inspection.Facts | None = None, at: datetime
) -> EntryFile:  # fmt: skip
    """The bytes are here: fills the announced row, or makes one. `at` is when the last byte came.

    What was `seen` of it makes the worker owe its copies; without that the worker looks first.
    """
    row = check(entry, slot, digest=upload.digest, size=upload.size, at=at)
    check_format(slot, upload.media_type)
    if row is None:
        row = _add(entry, slot, digest=upload.digest, size=upload.size, announced_at=None, at=at)
    row.upload, row.arrived_at, row.checked_at = upload, at, None
    if seen is not None:
        inspected(row, seen, at=at)
    entry.changed_at = at
    db.session.flush()
    return row


def inspected(file: EntryFile, seen: inspection.Facts, *, at: datetime) -> None:
    """What was read of its bytes; from here on the juror's copy and the light pictures are owed."""
    file.facts = seen.as_json()
    if file.upload is not None:
        panels.owe(file.upload, seen, at=at)


def describe(file: EntryFile, *, alt_vi: str | None = None, alt_en: str | None = None, at: datetime) -> None:
    """What a panel shows, for those who cannot see it."""
    if alt_vi is not None:
        file.alt_vi = alt_vi[:LONGEST_ALT]
    if alt_en is not None:
        file.alt_en = alt_en[:LONGEST_ALT]
    file.entry.changed_at = at


def remove(entry: Entry, file: EntryFile, *, at: datetime) -> None:
    """Takes a file out. Its row and its bytes stay as long as a receipt speaks of it."""
    timing.check_writing(entry, at=at)
    file.removed_at = entry.changed_at = at
    db.session.flush()


def move(entry: Entry, file: EntryFile, *, by: int, at: datetime) -> None:
    """One place up or down among the files of its slot."""
    timing.check_writing(entry, at=at)
    row = standing(entry, file.slot)
    here = row.index(file)
    row.insert(max(0, min(len(row) - 1, here + by)), row.pop(here))
    for number, one in enumerate(row):
        one.position = number
    entry.changed_at = at


def restore(entry: Entry, kept: Iterable[Sequence[str]], *, at: datetime) -> None:
    """Brings the files back to those of a receipt: pairs of a slot's key and a sum."""
    wanted = [(one[0], one[1]) for one in kept]
    for one in sorted(entry.files, key=lambda one: -one.id):
        key = (one.slot.key, one.digest)
        if key in wanted and one.arrived_at is not None:
            one.position, one.removed_at = wanted.index(key), None
            wanted[wanted.index(key)] = ("", "")
        elif one.removed_at is None:
            one.removed_at = at


def _add(
    entry: Entry, slot: Slot, *, digest: str, size: int, announced_at: datetime | None, at: datetime
) -> EntryFile:  # fmt: skip
    position = max((one.position for one in standing(entry, slot)), default=-1) + 1
    row = EntryFile(slot=slot, position=position, digest=digest, size=size, announced_at=announced_at)
    entry.files.append(row)
    entry.changed_at = at
    db.session.flush()
    return row
