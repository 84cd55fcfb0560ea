"""What a juror is shown of an entry: clean copies under neutral names, and words in which the authors are not named.

To hide a name one has to know it: this module looks into the vault for that alone, and nobody learns what it read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from portal.competitions.entries.models import Entry, EntryFile, EntryMember, Identity
from portal.competitions.terms_models import SlotKind
from portal.db import db, statement
from portal.kit.fold import nfc
from portal.kit.names_found import Known, find
from portal.media.models import CleanCopy, Pyramid
from portal.media.panels import pyramid
from portal.media.panels import rules as panels
from portal.people.models import Person

HIDDEN = "▇▇▇"
_Place = tuple[int, ...]
KINDS = {"application/pdf": "pdf", "image/jpeg": "jpg"}
_FILE = re.compile(
    r"(?P<code>[A-Z]{2}[0-9]{4})-(?P<number>[1-9][0-9]?)(?P<part>(-[0-9]{1,5}){0,3})\.(?P<ending>pdf|jpg|webp)"
)


class Sheet(NamedTuple):
    """One page of a panel, by its number in the entry."""

    number: int
    alt_vi: str
    alt_en: str
    pyramid: Pyramid

    def alt(self, lang: str) -> str:
        return (self.alt_vi if lang == "vi" else self.alt_en or self.alt_vi) or ""


class Copy(NamedTuple):
    """The clean copy of a file, as a juror may carry it away."""

    name: str
    size: int
    digest: str
    media_type: str


class Shown(NamedTuple):
    """The panels of an entry: sheets to look at, copies to carry away, and whether more of it is still being made."""

    sheets: Sequence[Sheet]
    copies: Sequence[Copy]
    owed: bool


class Part(NamedTuple):
    """What stands in the storage for an address, and under which name it leaves."""

    digest: str
    media_type: str
    name: str
    is_copy: bool


class Hider:
    """Covers the names of an entry; they are looked up once, and only where there is a text at all."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def __call__(self, text: str) -> str:
        return hidden(text, self.known) if text else ""

    @cached_property
    def known(self) -> Known:
        return _names([self.entry.id]).get(self.entry.id, Known())


def of(entry: Entry, hide: Callable[[str], str]) -> Shown:
    files = _files(entry)
    uploads = [file.upload_id for file, _ in files if file.upload_id is not None]
    if not uploads:
        return Shown((), (), bool(files))
    pages = panels.of_many(uploads)
    sheets: list[Sheet] = []
    carried: list[Copy] = []
    for at, (file, copy) in enumerate(files, 1):
        for row in pages.get(file.upload_id or 0, []):
            sheets.append(Sheet(len(sheets) + 1, hide(file.alt_vi), hide(file.alt_en), row))
        if copy is not None and copy.digest is not None:
            ending = KINDS[copy.media_type or ""]
            name = f"{entry.code}-{at}.{ending}"
            carried.append(Copy(name, copy.size or 0, copy.digest, copy.media_type or ""))
    made = [sheet for sheet in sheets if sheet.pyramid.manifest is not None]
    return Shown(made, carried, len(made) < len(sheets) or not sheets)


def first_sheets(entries: Sequence[Entry]) -> dict[int, Pyramid]:
    """The first sheet that is made of each of these entries, by its number: a picture alone, and not a word."""
    found: dict[int, tuple[_Place, Pyramid]] = {}
    for file, row in db.session.execute(*_sheets_of([entry.id for entry in entries])):
        place = (*_place(file), row.page)
        if row.manifest is not None and (file.entry_id not in found or place < found[file.entry_id][0]):
            found[file.entry_id] = place, row
    return {entry: row for entry, (_, row) in found.items()}


@statement
def _sheets_of(entries: Sequence[int]) -> Select[EntryFile, Pyramid]:
    found = select(EntryFile, Pyramid).join(EntryFile.slot).join(Pyramid, Pyramid.upload_id == EntryFile.upload_id)
    found = found.where(EntryFile.entry_id.in_(entries), EntryFile.removed_at.is_(None))
    return found.options(contains_eager(EntryFile.slot), lazyload(EntryFile.upload))


def part(entry: Entry, name: str) -> Part | None:
    """What is meant by a name such as "HT4827-1.pdf" (a copy), "HT4827-1-1200.webp" (a sheet so wide) or
    "HT4827-1-2-0-3.webp" (its tile at level, column, row)."""
    said = _FILE.fullmatch(name)
    if said is None or said["code"] != entry.code:
        return None
    shown, numbers = of(entry, _unsaid), [int(one) for one in said["part"].split("-") if one]
    if said["ending"] != "webp":
        copy = next((one for one in shown.copies if one.name == name and not numbers), None)
        return copy and Part(copy.digest, copy.media_type, name, is_copy=True)
    sheet = next((one for one in shown.sheets if one.number == int(said["number"])), None)
    if sheet is None or sheet.pyramid.manifest is None:
        return None
    digest = _digest(sheet.pyramid.manifest, numbers)
    return Part(digest, pyramid.MEDIA_TYPE, name, is_copy=False) if digest else None


class Words(NamedTuple):
    title: str
    statement_vi: str
    statement_en: str


def words(entry: Entry, hide: Hider) -> Words:
    """Title and statement, without the names of who entered, however these came to stand there."""
    return Words(hide(entry.title), hide(entry.statement_vi), hide(entry.statement_en))


def titles(entries: Sequence[Entry]) -> dict[int, str]:
    """The titles of many entries, without names."""
    known = _names([entry.id for entry in entries])
    return {entry.id: hidden(entry.title, known[entry.id]) if entry.id in known else entry.title for entry in entries}


def hidden(text: str, known: Known) -> str:
    """The text with every name in it covered, line by line, also where the finder is not sure."""
    return "\n".join(_covered(line, known) for line in text.split("\n"))


def _covered(line: str, known: Known) -> str:
    line, shown, stands = nfc(line), "", 0
    for match in find(line, known):
        shown += line[stands : match.start] + HIDDEN
        stands = match.end
    return shown + line[stands:]


def _unsaid(text: str) -> str:
    """Where pictures alone are shown nobody asks for the names that words would have to hide."""
    return ""


def _names(entries: Sequence[int]) -> dict[int, Known]:
    """What would give somebody away, by entry."""
    people: dict[int, list[str]] = {}
    for member in db.session.scalars(*_members_of(entries)):
        people.setdefault(member.entry_id, []).extend((member.name, member.guardian_name))
    return {
        one.entry_id: Known(
            people=[*people.get(one.entry_id, []), one.person.full_name, one.teacher, one.shown_as],
            houses=[one.studio, one.school],
            mails=[mail for mail in (one.email, one.person.email) if mail],
            phones=[phone for phone in (one.phone, one.person.phone) if phone],
        )
        for one in db.session.scalars(*_identities_of(entries))
    }


@statement
def _members_of(entries: Sequence[int]) -> Select[EntryMember]:
    return select(EntryMember).where(EntryMember.entry_id.in_(entries))


@statement
def _identities_of(entries: Sequence[int]) -> Select[Identity]:
    found = select(Identity).where(Identity.entry_id.in_(entries))
    return found.options(joinedload(Identity.person).lazyload(Person.grants))


def _files(entry: Entry) -> list[tuple[EntryFile, CleanCopy | None]]:
    """The files that stand with their clean copies, panels first, each where the entrant put it."""
    rows = db.session.execute(*_files_of(entry.id))
    return sorted(((file, copy) for file, copy in rows), key=lambda row: _place(row[0]))


@statement
def _files_of(entry: int) -> Select[EntryFile, CleanCopy]:
    found = select(EntryFile, CleanCopy).join(EntryFile.slot)
    found = found.outerjoin(CleanCopy, CleanCopy.upload_id == EntryFile.upload_id)
    found = found.where(EntryFile.entry_id == entry, EntryFile.removed_at.is_(None))
    return found.options(contains_eager(EntryFile.slot), lazyload(EntryFile.upload))


def _place(file: EntryFile) -> _Place:
    """Where a file stands among those of its entry."""
    return file.slot.kind != SlotKind.PANEL, file.slot.position, file.position, file.id


def _digest(manifest: pyramid.Manifest, numbers: Sequence[int]) -> str | None:
    if len(numbers) == 1:
        return str(pyramid.picture(manifest, numbers[0])["digest"])
    return pyramid.tile(manifest, *numbers) if len(numbers) == 3 else None
