"""A jury at work, for tests: entries that were cleared, a round that is open, ballots that are filled in."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from portal.competitions.entries.models import Anonymity, Entry, EntryFile, EntryMember, EntryState, Identity
from portal.competitions.jury import ballots, locks, queries, rounds
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import Ballot, Round, RoundKind
from portal.competitions.models import Competition, JuryMember, Stage
from portal.db import db
from portal.media.models import CleanCopy, Pyramid, Upload
from portal.media.storage import Storage
from portal.people.models import Person
from tests import make
from tests.competitions.planting import DEADLINE, PUBLISHED, category, draft, slot

OPENED = DEADLINE + timedelta(days=7)
DUE = OPENED + timedelta(days=12)
_codes = itertools.count()
NAMES = ("Trịnh Công Khanh", "Mai Thị Ngọc Diễm", "Lương Hoàng Phúc")


def judged(
    *, entries: int = 3, chair: Person | None = None, stage: Stage = Stage.SUBMISSION_CLOSED, **given: Any
) -> Competition:
    """A competition whose entries are cleared for the jury; `chair` sits in its chair."""
    made = draft(**given)
    if chair is not None:
        made.jury[0].person = chair
        db.session.flush()
    made.published_at, made.stage = PUBLISHED, stage
    db.session.flush()
    for number in range(entries):
        entry(made, number)
    return made


def entry(of: Competition, number: int, **given: Any) -> Entry:
    """An entry that was cleared, with its vault."""
    name = NAMES[number % len(NAMES)]
    person = make.person(name=name)
    values: dict[str, Any] = {
        "code": f"{'BCDGHKLMNPRSTVX'[next(_codes) % 15]}{'TVHKN'[number % 5]}{1037 + next(_codes) * 379 % 8963:04}",
        "title": f"Mái hiên chung {number + 1}", "statement_vi": "Giữ lại hai hàng cây và khung mái cũ.",
        "state": EntryState.CLEARED, "anonymity": Anonymity.CLEARED, "category_id": category(of, "professional").id,
        "begun_at": make.AT, "changed_at": make.AT, "submitted_at": make.AT, "sequence": number + 1,
    }  # fmt: skip
    made = Entry(competition_id=of.id, **(values | given))
    person.email = f"{made.code.lower()}@gmail.com"  # anybody may have one there: it is no match
    made.identity = Identity(
        person_id=person.id, phone="+84905777123", email="khanh@xuong.example", studio="Xưởng Mộc Khanh"
    )
    made.members = [EntryMember(person_id=person.id, name=name, is_leader=True, joined_at=make.AT)]
    db.session.add(made)
    db.session.flush()
    return made


def panel(of: Entry, storage: Storage, *, name: str = "ban-ve-khanh.pdf") -> EntryFile:
    """A panel whose clean copy and light pictures are made: the smallest of each."""
    kept = storage.put(b"%PDF-1.4 the original, by Khanh")
    upload = Upload(digest=kept.digest, size=kept.size, media_type="application/pdf", name=name, at=make.AT)
    file = EntryFile(
        entry_id=of.id, slot_id=slot(of.competition).id, digest=kept.digest, size=kept.size, upload=upload,
        alt_vi="Mặt bằng tổng thể", arrived_at=make.AT, announced_at=make.AT,
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    clean, light = storage.put(b"%PDF-1.4 pixels alone"), storage.put(b"RIFF\0\0\0\0WEBP")
    db.session.add(CleanCopy(upload_id=upload.id, due_at=make.AT, done_at=make.AT, digest=clean.digest, size=clean.size,
                             media_type="application/pdf"))  # fmt: skip
    level = {"width": 300, "height": 420, "columns": 1, "rows": 1, "digests": [light.digest]}
    picture = {"width": 300, "height": 420, "digest": light.digest, "size": light.size}
    manifest = {"tile": 512, "pictures": [picture], "levels": [level]}
    db.session.add(Pyramid(upload_id=upload.id, page=0, due_at=make.AT, done_at=make.AT, manifest=manifest))
    db.session.flush()
    return file


def opened(of: Competition, kind: RoundKind = RoundKind.SCORING, **given: Any) -> Round:
    values: dict[str, Any] = {"by": None, "at": OPENED, "due_at": DUE, "seed": 17}
    made = rounds.open_round(of, kind, **(values | given))
    db.session.flush()
    return made


def fill(ballot: Ballot, *points: int, at: datetime = OPENED) -> None:
    """Gives the tenths in turn to the criteria; 70 to those that are left."""
    given = [*points, *[70] * 9]
    for criterion, tenths in zip(ballot.round.competition.criteria, given, strict=False):
        ballots.score(ballot, criterion, Points(tenths), by=ballot.member.person, at=at)


def fill_all(member: JuryMember, round_: Round, *points: int) -> None:
    for ballot in queries.ballots_of(member, round_):
        fill(ballot, *points)


def lock_all(round_: Round) -> None:
    """Everybody fills in and locks: the round is unsealed."""
    for member in round_.competition.jury[:5]:
        fill_all(member, round_)
        locks.lock(member, round_, by=member.person, at=OPENED + timedelta(days=1))
