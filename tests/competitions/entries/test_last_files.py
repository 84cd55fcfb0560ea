"""The last files of many entries arrive in the same minute: each has its receipt, and no number stands twice."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from portal.competitions.entries import manifest, receiving, rules
from portal.competitions.entries.files import Sum
from portal.competitions.entries.models import EntryState, Receipt
from portal.db import Mode, db, transactions
from portal.media.storage import Stored
from portal.uploads import rules as uploads
from portal.uploads.receivers import Sender
from portal.web.settle import apart
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.competitions.planting import DEADLINE

ENTRIES = 40
SIZE = 1_000
LATER = DEADLINE + timedelta(hours=1)
pytestmark = pytest.mark.faults


def _announced() -> list[str]:
    """Entries that are sent on the word of their sums; the name of the transfer that brings the file of each."""
    of, names = planting.competition(), []
    for number in range(ENTRIES):
        person, digest = entering.entrant(), entering.sum_of(f"panel {number}")
        entry = entering.whole(of, person, panels=1)
        manifest.register(entry, [Sum("panels", digest, SIZE)], at=DEADLINE - timedelta(minutes=5))
        given = {"slot": "panels", "size": SIZE, "digest": digest, "label": "a.pdf", "media_type": "application/pdf"}
        names.append(
            uploads.begin(Sender(person), "entry", entry.code, at=DEADLINE - timedelta(minutes=4), **given).name
        )
        rules.send(entry, at=DEADLINE - timedelta(minutes=3))
        assert entry.state is EntryState.MANIFESTED
    return names


def test_the_last_files_of_many_entries_at_once(real_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        names = _announced()
        db.session.commit()
    went: list[str] = []

    def bring(number: int, name: str) -> None:
        with real_app.app_context():
            stored = Stored(entering.sum_of(f"panel {number}"), SIZE, DEADLINE)
            try:
                apart(partial(uploads.hand_over, name, stored, entering.A1, at=LATER), turn=receiving.TURN)
                went.append("ok")
            except Exception as error:
                went.append(type(error).__name__)

    threads = [threading.Thread(target=bring, args=one) for one in enumerate(names)]
    began = time.monotonic()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.monotonic() - began
    with real_app.app_context(), transactions(Mode.READ):
        numbers = sorted(db.session.scalars(select(Receipt.sequence)))
    with capsys.disabled():
        print(f"\n{ENTRIES} entries completed at once in {took:.1f} s")
    assert went == ["ok"] * ENTRIES and numbers == list(range(1, ENTRIES + 1))
