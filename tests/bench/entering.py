"""Times the entering on a stage: `python -m tests.bench.entering STAGE [small]` prints its figures as JSON.

The step with the panels as its team opens it, one field saved, 60 MB sent in pieces of 5 MB by tus until they are
handed over, and the deadline minute: a hundred entrants who send at once, each twice.
"""

from __future__ import annotations

import base64
import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import create_app
from portal.competitions.entries import files
from portal.competitions.entries.models import Entry
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.terms_models import SlotKind
from portal.db import Mode, db, transactions
from portal.people import rules as people
from portal.web.clock import now
from tests import cast
from tests.bench.asking import page, statements, weight
from tests.bench.beside import BesideBare
from tests.bench.figures import Clock, Figures, timed
from tests.bench.stages import Stage
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.uploads.entered import Panel, panel

FORM, FIELD, SENT, RUSH = "entry form: page", "entry: field saved", "upload of 60 MB", "deadline minute: sent"
SIZE, PIECE, UPLOADS = 60_000_000, 5 * 1024 * 1024, 3
ENTRANTS, AT_ONCE = 100, 4
TARGETS = {FORM: (100, 10_000), FIELD: (40, 1_000)}
"""Milliseconds (p95) and bytes that may not be exceeded (QUALITY.md §1 and §2)."""


def main() -> None:
    stage = Stage.from_json(sys.argv[1])
    for name in ("portal", "portal.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    print(json.dumps([row.as_dict() for row in figures(stage, 100 if "small" in sys.argv[2:] else 1)]))


def figures(stage: Stage, part: int) -> list[Figures]:
    """The rows of one stage; their size is that of what is sent or of who sends, both but a `part` of it."""
    app = create_app(replace(stage.app().config["SETTINGS"], second_factor=False))
    with app.app_context(), transactions(Mode.WRITE):
        stamp = time.time_ns()  # a stage that is kept has those of the last time
        competition = _open_now(stamp)
        them = [
            people.add(f"{stamp}-{number}@entrants.example", name="Nguyễn Văn Khải", at=now())
            for number in range(ENTRANTS // part + 1)
        ]
        whole, *senders = [entering.whole(competition, one, at=now()) for one in them]
        client = cast.sign_in(app.test_client(), whole.identity.person)
        entrants = [(one.code, cast.sign_in(app.test_client(), one.identity.person)) for one in senders]
        code = whole.code
        db.session.commit()
    form, field = Clock(page(client, [f"/entries/{code}/steps/3"])), Clock(_saving(client, code))
    bare = BesideBare(app, stage)
    bare.timed([form])
    timed([field])
    asked = statements(app, form.work)
    rows = [bare.told(form, form.figures(FORM, 1, stage.engine, statements=asked))]
    rows.append(field.figures(FIELD, 1, stage.engine))
    rows.append(_uploaded(app, client, code, SIZE // part).figures(SENT, SIZE // part, stage.engine))
    rows.append(_rush(entrants).figures(RUSH, len(entrants), stage.engine))
    return rows


def _open_now(stamp: int) -> Competition:
    """Open by the real clock, with slots for a large file."""
    span = (now() - timedelta(days=1), now() + timedelta(days=1))
    phases = planting.PHASES | {PhaseKind.REGISTER: span, PhaseKind.SUBMIT: span}
    made = planting.draft(phases=phases, jury=False, slug=f"do-nop-bai-{stamp}")
    planting.slot(made, SlotKind.PANEL).most_bytes = 100_000_000
    db.session.flush()
    made.published_at = planting.PUBLISHED
    db.session.flush()
    return made


def _saving(client: FlaskClient, code: str) -> Callable[[], int]:
    number = count()

    def once() -> int:
        typed = {"once": f"{code}-2", "field": "title", "title": f"Mái hiên chung {next(number)}"}
        answer = client.post(f"/entries/{code}/fields", data=typed)
        assert answer.status_code == 200, answer.text
        return weight(answer)

    return once


def _uploaded(app: Flask, client: FlaskClient, code: str, size: int) -> Clock:
    """A few times only: each writes as much twice, to its part and to the storage."""
    with tempfile.TemporaryDirectory(prefix="bench-panel-") as folder:
        sent = panel(size, Path(folder) / "bang.pdf")
        clock = Clock(partial(_send, client, code, sent, sent.path.read_bytes()), partial(_take_out, app, code, sent))
        for _ in range(UPLOADS):
            clock.run()
    return clock


def _send(client: FlaskClient, code: str, sent: Panel, body: bytes) -> int:
    about = {"entry": code, **sent.metadata}
    said = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
    spoken = {"Tus-Resumable": "1.0.0"}
    begun = client.post("/uploads", headers=spoken | {"Upload-Length": str(sent.size), "Upload-Metadata": said})
    assert begun.status_code == 201, begun.text
    for offset in range(0, sent.size, PIECE):
        headers = spoken | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        answer = client.patch(begun.headers["Location"], data=body[offset : offset + PIECE], headers=headers)
        assert answer.status_code == 204, answer.text
    return sent.size


def _take_out(app: Flask, code: str, sent: Panel) -> None:
    with app.app_context(), transactions(Mode.WRITE):
        entry = _entry(code)
        for one in files.standing(entry):
            if one.digest == sent.digest:
                files.remove(entry, one, at=now())
        db.session.commit()


def _entry(code: str) -> Entry:
    return db.session.scalars(select(Entry).where(Entry.code == code)).one()


def _rush(entrants: list[tuple[str, FlaskClient]]) -> Clock:
    """All of them and all of them again, as many at once as the process has threads."""
    clock = Clock(lambda: None)
    began = time.process_time()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        clock.wall = list(pool.map(_sending, *zip(*[*entrants, *entrants], strict=True)))
    clock.cpu = [(time.process_time() - began) / len(clock.wall)] * len(clock.wall)
    return clock


def _sending(code: str, client: FlaskClient) -> float:
    """Seconds until it is received; a busy portal asks to come again."""
    began = time.perf_counter()
    while (answer := client.post(f"/entries/{code}/sending", data={"agreed": "y"})).status_code == 503:
        time.sleep(0.5)
    assert answer.status_code == 303, answer.text
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
