"""The works of a demo competition: drawn by the project, handed in and checked by the rules that all entries pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from portal.competitions import rules
from portal.competitions.entries import checking, files
from portal.competitions.entries import rules as entering
from portal.competitions.entries.models import Anonymity, Entry
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.seed import drawings, texts
from portal.competitions.seed.terms import end, person
from portal.competitions.terms_models import Slot, SlotKind
from portal.db import db
from portal.media.models import Upload
from portal.media.panels.inspection import Facts
from portal.media.storage import Storage
from portal.people import rules as people
from portal.people.models import Person

HERE = Path(__file__).parent


class Work(NamedTuple):
    """An entry of the demo; `points` are what each juror gives on average."""

    code: str
    title: str
    category: str
    shown_as: str
    leader: str
    points: Sequence[float] = ()


def read(name: str) -> list[Work]:
    return [Work(*row) for row in json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))]


def hand_in(competition: Competition, work: Work, number: int, storage: Storage, *, late: bool = False) -> Entry:
    """Begun, written, drawn and handed in; when `late`, with its bytes two hours after the deadline."""
    begun_at = end(competition, PhaseKind.SUBMIT) - timedelta(days=9, minutes=11 * number)
    sent_at = end(competition, PhaseKind.SUBMIT) - timedelta(minutes=20 + 13 * number)
    entry = entering.begin(competition, by=_leader(work, number), language="vi", at=begun_at)
    entry.code = work.code
    category = next(one for one in competition.categories if one.key == work.category)
    entering.keep(entry, {"title": work.title, "category": category, "shown_as": work.shown_as,
                          "statement_vi": texts.statement(number)}, at=begun_at)  # fmt: skip
    entering.agree(entry, at=begun_at)
    slot = next(one for one in competition.slots if one.kind is SlotKind.PANEL)
    panels = list(_panels(entry, work, number, storage, begun_at))
    if late:
        for upload, _facts in panels:
            files.announce(entry, slot, digest=upload.digest, size=upload.size, at=sent_at)
        entering.send(entry, at=sent_at)
    for upload, facts in panels:
        arrived_at = end(competition, PhaseKind.SUBMIT) + timedelta(hours=2) if late else sent_at
        _lay_in(entry, slot, upload, facts, at=arrived_at)
    if late:
        entering.complete(entry, at=arrived_at)
    else:
        entering.send(entry, at=sent_at)
    return entry


def _panels(
    entry: Entry, work: Work, number: int, storage: Storage, at: datetime
) -> Iterator[tuple[Upload, Facts]]:  # fmt: skip
    for drawn in drawings.panels(number, code=work.code, title=work.title, maker=work.leader):
        stored = storage.put(BytesIO(drawn.body))
        upload = Upload(digest=stored.digest, size=stored.size, media_type=drawn.media_type, name=drawn.name,
                        by_id=entry.identity.person_id, at=at)  # fmt: skip
        db.session.add(upload)
        db.session.flush()
        yield upload, _facts(drawn, number)


def _facts(drawn: drawings.Panel, number: int) -> Facts:
    """What looking at the drawing would find."""
    if drawn.media_type == drawings.PDF:
        return Facts(media_type=drawn.media_type, pages=1, sheets=(drawings.SIZES[drawings.paper_of(number)],))
    with Image.open(BytesIO(drawn.body)) as photo:
        return Facts(media_type=drawn.media_type, pages=1, pixels=photo.size)


def _lay_in(entry: Entry, slot: Slot, upload: Upload, facts: Facts, *, at: datetime) -> None:
    row = files.take_in(entry, slot, upload, seen=facts, at=at)
    row.checked_at = at
    files.describe(row, alt_vi="Mặt bằng, phối cảnh và mặt cắt của công trình.", at=at)


def clear(entries: Sequence[Entry], *, at: datetime) -> None:
    """Checked by two, and cleared for the jury."""
    registrar, second = person("registrar"), person("auditor")
    rules.step(entries[0].competition, Stage.SUBMISSION_CLOSED, by=registrar, at=at)
    for entry in entries:
        for finding in checking.unsettled(entry):
            checking.settle(finding, "Tên chung của một nơi, không chỉ ai.", by=registrar, at=at)
        for one in (registrar, second):
            checking.clear(entry, by=one, at=at)
        checking.judge_anonymity(entry, Anonymity.CLEARED, by=registrar, at=at)


def coded(entries: Sequence[Entry], code: str) -> Entry:
    return next(entry for entry in entries if entry.code == code)


def _leader(work: Work, number: int) -> Person:
    """The architect and the designer of the cast, else somebody made up who never signs in."""
    if known := {"KV3916": "architect", "MH2619": "designer"}.get(work.code):
        return person(known)
    email = f"entrant{number + 1}@hoian.example"
    made_up = people.find(email)
    if made_up is None:
        made_up = Person(full_name=work.leader, email=email, demo=True, created_at=datetime.fromisoformat(texts.BEGUN))
        db.session.add(made_up)
        db.session.flush()
    return made_up
