"""Entries for tests, as plain functions: begun, written, with files as they arrive, sent."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from portal.competitions.entries import files, rules
from portal.competitions.entries.check_models import Finding
from portal.competitions.entries.models import Entry, EntryFile
from portal.competitions.models import Competition, PhaseKind
from portal.db import db
from portal.media.models import Upload
from portal.media.panels import rules as panels
from portal.media.panels.inspection import Facts
from portal.media.paper import blank
from portal.people.models import Person
from tests import make
from tests.competitions import planting
from tests.competitions.planting import PUBLISHED
from tests.make import AT

TITLE = "Mái hiên chung"
STATEMENT = "Mái hiên uốn theo hàng cây cũ, nối cổng phía đông với sân chơi."
A1 = Facts(media_type="application/pdf", pages=1, sheets=((594, 841),), dpi=300)


def entrant(**given: Any) -> Person:
    return make.person(**{"name": "Nguyễn Văn Khải", "phone": f"+8490{next(make._numbers):07}", **given})


def draft(competition: Competition, by: Person | None = None, *, at: datetime = AT) -> Entry:
    return rules.begin(competition, by=by or entrant(), language="vi", at=at)


def whole(
    competition: Competition, by: Person | None = None, *, category: str = "professional", panels: int = 2,
    at: datetime = AT,
) -> Entry:  # fmt: skip
    """A draft of which nothing is missing but the sending."""
    entry = draft(competition, by, at=at)
    given = {"title": TITLE, "statement_vi": STATEMENT, "category": planting.category(competition, category)}
    rules.keep(entry, given, at=at)
    rules.agree(entry, at=at)
    for number in range(panels):
        panel(entry, f"{entry.code} {number}", at=at)
    return entry


def panel(entry: Entry, words: str, *, at: datetime = AT, seen: Facts | None = A1, name: str = "bang.pdf") -> EntryFile:
    """A panel whose bytes have come; its sum is that of `words`."""
    slot = planting.slot(entry.competition)
    upload = Upload(
        digest=sum_of(words), size=len(words), media_type="application/pdf", name=name,
        by_id=entry.identity.person_id, at=at,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    made = files.take_in(entry, slot, upload, seen=seen, at=at)
    made.alt_vi = "Mặt bằng tầng trệt"
    rules.complete(entry, at=at)
    return made


def pdf(words: str) -> bytes:
    """A sheet of A1 that says something."""
    drawn = blank((594.0, 841.0), lang="vi", made_at=AT)
    drawn.add_page()
    drawn.set_font("portal", "B", 40)
    drawn.text(60, 200, words)
    return bytes(drawn.output())


def sum_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def open_for_long() -> Competition:
    """A competition that is open whatever the clock says: for tests that ask the real one."""
    long = {kind: (PUBLISHED, datetime(2099, 1, 1, tzinfo=UTC)) for kind in (PhaseKind.REGISTER, PhaseKind.SUBMIT)}
    return planting.competition(phases=planting.PHASES | long)


def received(competition: Competition, by: Person | None = None) -> Entry:
    """One that was sent. Whoever it is for, also staff: the rule that refuses them is tested elsewhere."""
    entry = whole(competition)
    if by is not None:
        entry.identity.person_id = entry.members[0].person_id = by.id
    db.session.flush()
    rules.send(entry, at=AT)
    return entry


def pictured(entry: Entry, digest: str) -> EntryFile:
    """The first panel with a light picture, and a finding; file, member and finding have the same number."""
    file = entry.files[0]
    assert file.upload is not None
    file.upload.digest = digest
    [made] = panels.pyramids_of(file.upload)
    made.done_at = AT
    made.manifest = {
        "tile": 512, "levels": [], "pictures": [{"width": 100, "height": 141, "digest": digest, "size": 26}],
    }  # fmt: skip
    entry.members[0].id = file.id
    entry.findings.append(Finding(id=file.id, file=file, kind="text", words="Khải", at=AT))
    db.session.flush()
    return file
