"""A request is one transaction. These five tests guard that design; each fails when its rule is taken out."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response, abort, request
from sqlalchemy import func, select, text
from werkzeug.serving import make_server

from portal.db import Mode, db, transactions
from portal.letters.models import Letter
from portal.listings.models import Listing
from portal.people.models import SignInTrial
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.settle import survives
from tests import make
from tests.conftest import ENGINE

COUNTER = select(Listing.price_from).where(Listing.slug == "counter")


@pytest.fixture
def served(real_app: Flask) -> Iterator[tuple[Flask, int]]:
    """The portal with a few writing addresses of the test's own, answering on a real socket."""
    add_addresses(real_app)
    with real_app.app_context(), transactions(Mode.WRITE):
        make.listing("Counter", price_from=0)
        db.session.commit()
    server = make_server("127.0.0.1", 0, real_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield real_app, server.server_port
    server.shutdown()


def add_addresses(app: Flask) -> None:
    @app.post("/test/increment")
    @guard(anyone)
    def increment() -> Response:
        count = db.session.scalar(COUNTER) or 0
        time.sleep(0.001)
        db.session.execute(text("UPDATE listing SET price_from = :n WHERE slug = :s"), {"n": count + 1, "s": "counter"})
        request.form.get("a")  # whoever reads the form only now holds the lock while a slow phone sends
        return Response("done")

    @app.post("/test/refused")
    @guard(anyone)
    def refused() -> Response:
        db.session.execute(text("UPDATE listing SET price_from = 1000 WHERE slug = 'counter'"))
        trial = {"who_digest": "someone", "address": "127.0.0.1", "at": now()}
        survives(lambda: db.session.add(SignInTrial(**trial)))
        abort(422)

    @app.post("/test/place")
    @guard(anyone)
    def place() -> Response:
        taken = db.session.scalar(COUNTER) or 0
        if taken >= 10:
            abort(409)
        time.sleep(0.001)
        db.session.execute(text("UPDATE listing SET price_from = :n WHERE slug = :s"), {"n": taken + 1, "s": "counter"})
        db.session.add(SignInTrial(who_digest=request.form["who"], address="", at=now()))
        return Response("yours")


def count(app: Flask) -> int:
    with app.app_context(), transactions(Mode.READ):
        return db.session.scalar(COUNTER) or 0


def post(port: int, path: str, body: str = "a=1", timeout: float = 60) -> int:
    """One POST on a connection of its own; the status of its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as line:
        line.sendall(_head(path, len(body)) + body.encode())
        answer = line.makefile("rb").readline()
    return int(answer.split()[1])


def _head(path: str, length: int) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def test_half_a_form_sent_slowly_holds_nobody_up(served: tuple[Flask, int]) -> None:
    app, port = served
    with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
        slow.sendall(_head("/test/increment", 100) + b"a=")
        time.sleep(0.3)
        began = time.monotonic()
        assert post(port, "/test/increment") == 200
        assert time.monotonic() - began < 3
        slow.sendall(b"b" * 98)
        assert b" 200 " in slow.makefile("rb").readline()
    assert count(app) == 2


def test_four_hundred_increments_at_once_count_four_hundred(served: tuple[Flask, int]) -> None:
    app, port = served
    turned_away = []

    def until_done(_number: int) -> int:
        while (status := post(port, "/test/increment")) != 200:  # 503 under load is an answer: the client comes again
            turned_away.append(status)
            time.sleep(0.05)
        return 1

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(until_done, range(400)))
    assert (done, count(app)) == (400, 400)
    assert ENGINE == "postgresql" or turned_away == []  # on SQLite writers queue from their first statement on


def test_a_refused_request_leaves_only_what_survives(served: tuple[Flask, int]) -> None:
    app, port = served
    assert post(port, "/test/refused") == 422
    assert count(app) == 0
    with app.app_context(), transactions(Mode.READ):
        assert db.session.scalars(select(SignInTrial.who_digest)).all() == ["someone"]


def test_fifty_people_at_once_get_ten_places(served: tuple[Flask, int]) -> None:
    app, port = served

    def ask(number: int) -> int:
        while (status := post(port, "/test/place", f"who={number}")) == 503:
            time.sleep(0.05)
        return status

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(ask, range(50)))
    assert (answers.count(200), answers.count(409)) == (10, 40)
    with app.app_context(), transactions(Mode.READ):
        assert db.session.scalar(select(func.count()).select_from(SignInTrial)) == 10
    assert count(app) == 10


OWES_AND_DIES = """
import os, signal, sys
from pathlib import Path
from portal import create_app
from portal.config import Settings
from portal.db import db
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.clock import now
from portal.web.guard import anyone, guard
from flask import Response

app = create_app(Settings(home=Path(sys.argv[1]), database_url=sys.argv[2], limits=False, testing=True,
                          base_url="http://localhost"))

@app.post("/test/owe")
@guard(anyone)
def owe():
    person = Person(full_name="Lê Văn An", email="an@example.org", language="vi", created_at=now())
    db.session.add(person)
    db.session.flush()
    letters.write(person, kind="test", subject="Chào anh An", body="Thư này không được mất.", at=now())
    return Response("owed")

assert app.test_client().post("/test/owe").status_code == 200
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_letter_owed_by_an_answer_is_sent_once_although_the_process_died(real_app: Flask, tmp_path: Path) -> None:
    settings = real_app.config["SETTINGS"]
    died = subprocess.run([sys.executable, "-c", OWES_AND_DIES, str(settings.home), settings.database_url], check=False)
    assert died.returncode == -signal.SIGKILL
    from portal.worker import sweep_once

    for _ in range(2):
        sweep_once(real_app, now())
    sent = sorted((settings.home / "outbox").glob("*.eml"))
    assert len(sent) == 1
    with real_app.app_context(), transactions(Mode.READ):
        assert db.session.scalars(select(Letter.done_at)).one() is not None


def test_a_read_cannot_write(real_app: Flask) -> None:
    @real_app.get("/test/forgetful")
    @guard(anyone)
    def forgetful() -> Response:
        db.session.execute(text("UPDATE listing SET price_from = 1"))
        return Response("written")

    real_app.config["PROPAGATE_EXCEPTIONS"] = False
    real_app.testing = False
    assert real_app.test_client().get("/test/forgetful").status_code == 500


def test_a_lock_not_had_in_time_is_503_with_retry_after(
    served: tuple[Flask, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, port = served
    with app.app_context():
        held = db.engine.connect()
        with transactions(Mode.WRITE):
            held.execute(text("UPDATE listing SET price_from = 7 WHERE slug = 'counter'"))
    began = time.monotonic()
    status = post(port, "/test/increment")
    assert (status, time.monotonic() - began > 4) == (503, True)
    held.rollback()
    held.close()
    assert post(port, "/test/increment") == 200


def test_a_form_beyond_the_limit_is_413_and_is_not_read(served: tuple[Flask, int]) -> None:
    app, port = served
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(_head("/test/increment", app.config["MAX_CONTENT_LENGTH"] + 1))
        assert b" 413 " in line.makefile("rb").readline()


def test_what_must_be_recorded_and_cannot_be_is_not_answered(served: tuple[Flask, int]) -> None:
    app, port = served

    @app.post("/test/vault")
    @guard(anyone)
    def vault() -> Response:
        survives(lambda: db.session.execute(text("INSERT INTO nowhere VALUES (1)")), required=True)
        return Response("a minor's name")

    assert post(port, "/test/vault") == 503
