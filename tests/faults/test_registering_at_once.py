"""Fifty people at once for ten places, twenty times, on the server as it runs; and the worker, a thousand times."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from portal import create_app
from portal.db import Mode, db, transactions
from portal.web.clock import now
from tests.conftest import Databases
from tests.events.registrations.joining import event
from tests.events.registrations.test_at_once import PEOPLE, PLACES, form, post, sweep_and_look
from tests.faults.server import Server

pytestmark = pytest.mark.faults
ROUNDS = 20


@pytest.fixture
def server(planted: Databases, tmp_path: Path) -> Server:
    settings = planted.settings(tmp_path, base_url="http://localhost")
    app = create_app(settings)
    with app.app_context(), transactions(Mode.WRITE):
        for number in range(ROUNDS):
            starts_at = now() + timedelta(days=5)
            event(f"Lượt {number}", capacity=PLACES, given={"starts_at": starts_at, "ends_at": None})
        db.session.commit()
        for engine in db.engines.values():
            engine.dispose()
    made = Server(tmp_path, settings.database_url)
    made.start()
    return made


def test_fifty_people_at_once_for_ten_places_twenty_times(server: Server) -> None:
    for number in range(ROUNDS):
        with ThreadPoolExecutor(PEOPLE) as pool:
            forms = [form(who, once=f"{number} {who}") for who in range(PEOPLE)]
            answers = list(pool.map(partial(post, server.port, f"luot-{number}"), forms))
        assert answers == [303] * PEOPLE
    server.stop()
    address = server.database_url or f"sqlite:///{server.home / 'portal.db'}"
    with create_engine(address).connect() as connection:
        ours = "JOIN event ON event.id = event_id WHERE event.slug LIKE 'luot-%'"  # the demo city has events of its own
        rows = connection.execute(
            text(f"SELECT event_id, seat.state, seat.id FROM seat {ours} ORDER BY event_id, seat.id")
        ).all()
        taken = connection.execute(text(f"SELECT taken FROM event_admission {ours}")).scalars().all()
    found = [[state for event_id, state, _ in rows if event_id == one] for one in sorted({row[0] for row in rows})]
    assert found == [["confirmed"] * PLACES + ["waiting"] * (PEOPLE - PLACES)] * ROUNDS
    assert taken == [PLACES] * ROUNDS
    assert not re.search(r'"status": 500|"traceback"', server.log.read_text())


def test_a_thousand_sweeps_do_nothing_twice(real_app: Flask) -> None:
    sweep_and_look(real_app, 1000)
