"""The rush before a deadline: a hundred entrants send at once, each twice, on the server as it runs."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import create_engine, text

from portal import create_app
from portal.competitions.models import PhaseKind
from portal.config import Settings, secret_key
from portal.db import Mode, db, transactions
from portal.people import rules as people
from portal.web.clock import now
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.conftest import Databases
from tests.faults.server import Server

pytestmark = pytest.mark.faults
ENTRANTS = 100
ALONE = 10
AS_LONG = 4
"""In the rush a sending may take so many times what it takes when nobody else sends, whatever the machine."""


class Entrant(NamedTuple):
    code: str
    cookie: str


class Scene(NamedTuple):
    server: Server
    entrants: list[Entrant]
    competition: int


@pytest.fixture
def scene(databases: Databases, tmp_path: Path) -> Scene:
    settings = databases.settings(tmp_path, base_url="http://localhost")
    app = create_app(settings)
    signer = Flask("signer")
    signer.secret_key = secret_key(Settings(home=tmp_path))
    signed = SecureCookieSessionInterface().get_signing_serializer(signer)
    assert signed is not None
    with app.app_context(), transactions(Mode.WRITE):
        people.plant_demo_people(now())  # a server without limits is for a demo only
        deadline = now() + timedelta(minutes=10)
        span = (planting.PUBLISHED, deadline)
        phases = {**planting.PHASES, PhaseKind.REGISTER: span, PhaseKind.SUBMIT: span}
        competition, entrants = planting.competition(phases=phases), []
        for _ in range(ENTRANTS):
            entry = entering.whole(competition, at=now())
            for file in entry.files:
                file.checked_at = now()  # their bytes are nowhere: the worker must not look for them
            token = people.sign_in(entry.identity.person, device="test", at=now())
            entrants.append(Entrant(entry.code, signed.dumps({"_user_id": token})))
        number = competition.id
        db.session.commit()
        for engine in db.engines.values():
            engine.dispose()
    made = Server(tmp_path, settings.database_url)
    made.start()
    return Scene(made, entrants, number)


def send(port: int, entrant: Entrant) -> int:
    """Presses the button until it is answered: a busy portal asks to come again."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"portal={entrant.cookie}"}
    while True:
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("POST", f"/entries/{entrant.code}/sending", urlencode({"agreed": "y"}), headers)
        status = line.getresponse().status
        line.close()
        if status != 503:
            return status
        time.sleep(0.5)


def test_a_hundred_entrants_in_the_last_minute_are_received_once_each(scene: Scene) -> None:
    server, entrants, competition = scene
    began = time.monotonic()
    for one in entrants[:ALONE]:
        send(server.port, one)
    alone, began = (time.monotonic() - began) / ALONE, time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(partial(send, server.port), [*entrants, *entrants]))
    took = time.monotonic() - began
    print(f"{len(answers)} sendings of {ENTRANTS} entrants: {took:.1f} s; one alone: {alone:.3f} s")
    server.stop()
    address = server.database_url or f"sqlite:///{server.home / 'portal.db'}"
    with create_engine(address).connect() as connection:
        ours = f"competition_id = {competition}"
        rows = connection.execute(text(f"SELECT sequence, state FROM entry WHERE {ours} ORDER BY 1")).all()
        given = text(f"SELECT sequence FROM entry_receipt WHERE {ours} ORDER BY 1")
        receipts = connection.execute(given).scalars().all()
        steps = connection.execute(
            text(f"SELECT count(*) FROM entry_step JOIN entry ON entry.id = entry_id WHERE {ours}"
                 " AND entry_step.state = 'submitted'")
        ).scalar_one()  # fmt: skip
    assert answers == [303] * (2 * ENTRANTS)
    assert [(one.sequence, one.state) for one in rows] == [(n, "submitted") for n in range(1, ENTRANTS + 1)]
    assert took / len(answers) < AS_LONG * alone
    assert receipts == list(range(1, ENTRANTS + 1)) and steps == ENTRANTS
    said = server.log.read_text()
    assert not re.search(r'"status": 500|"traceback"', said)
    assert not [one.code for one in entrants if one.code in said], "no entry stands in the log"
