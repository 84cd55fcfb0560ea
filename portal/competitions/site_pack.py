"""The site pack: plans, photos and models of the place for those who enter, each with its size, version and date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from portal.audit import rules as audit
from portal.competitions import mirroring
from portal.competitions.brief_models import SiteFile
from portal.competitions.models import Competition
from portal.config import MEGABYTE
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.media import rules as media
from portal.media.models import Upload
from portal.media.storage import Storage, Stored
from portal.people.models import Person

LARGEST = 100 * MEGABYTE
MOST = 30
TYPES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG": ("image/png", ".png"),
    b"PK\x03\x04": ("application/zip", ".zip"),
    b"AC10": ("image/vnd.dwg", ".dwg"),
}
"""What may be in it, by its first bytes: sheets, pictures, archives and drawings of AutoCAD."""


def keep(stream: IO[bytes], *, storage: Storage) -> tuple[Stored, str]:
    """Stores a file and reads its kind from its bytes. Writes no row: before the transaction, then `add` in it."""
    head = stream.read(5)
    stream.seek(0)
    kind = next((kind for start, (kind, _ending) in TYPES.items() if head.startswith(start)), None)
    if kind is None:
        raise Refused(N_("Bring a PDF, JPG, PNG, ZIP or DWG file."), field="file")
    stream.seek(0, 2)
    if stream.tell() > LARGEST:
        raise Refused(
            N_("This file is larger than %(megabytes)s MB. Divide it."), field="file",
            values={"megabytes": LARGEST // MEGABYTE},
        )  # fmt: skip
    stream.seek(0)
    return storage.put(stream), kind


def add(
    competition: Competition, kept: tuple[Stored, str], given: Mapping[str, str], *, name: str,
    replaces: SiteFile | None, by: Person | None, at: datetime,
) -> SiteFile:  # fmt: skip
    """Puts a file into the pack, or a newer version in the place of one; the earlier version stays in the record."""
    if not clean(given.get("label_vi", "")):
        raise Refused(N_("Say in Vietnamese what is in the file."), field="label_vi")
    if replaces is None and len(current(competition)) >= MOST:
        raise Refused(N_("The pack is full: at most %(most)s files."), field="file", values={"most": MOST})
    stored, kind = kept
    upload = Upload(
        digest=stored.digest, size=stored.size, media_type=kind, name=media.label(name), by_id=by and by.id, at=at
    )
    db.session.add(upload)
    db.session.flush()
    made = SiteFile(
        competition_id=competition.id, upload_id=upload.id, label_vi=clean(given["label_vi"]),
        label_en=clean(given.get("label_en", "")), version=replaces.version + 1 if replaces else 1, at=at,
    )  # fmt: skip
    db.session.add(made)
    if replaces is not None:
        replaces.replaced_at = at
    _changed(competition, by=by, at=at)
    return made


def remove(competition: Competition, file: SiteFile, *, by: Person | None, at: datetime) -> None:
    """Takes a file out of the pack; the row stays."""
    file.replaced_at = at
    _changed(competition, by=by, at=at)


def current(competition: Competition) -> list[SiteFile]:
    """The files that are offered now."""
    return [one for one in competition.site_files if one.replaced_at is None]


def find(competition: Competition, number: int) -> SiteFile | None:
    return next((one for one in competition.site_files if one.id == number), None)


def file_name(competition: Competition, file: SiteFile) -> str:
    """A name for the download: "thiet-ke-2026-3-v2.pdf"."""
    ending = next(ending for kind, ending in TYPES.values() if kind == file.upload.media_type)
    return f"{competition.slug[:60]}-{file.id}-v{file.version}{ending}"


def _changed(competition: Competition, *, by: Person | None, at: datetime) -> None:
    competition.changed_at = at
    db.session.flush()
    db.session.refresh(competition, ["site_files"])
    if competition.is_public():
        mirroring.touch(at=at)
    audit.note("site_pack_changed", "competition", competition.id, by=by, at=at)
