"""60 MB over a line that breaks every 5 MB, to a server that is killed midway: on the disk and in an object store.

Two clients send: a plain one that asks how much has arrived and sends the rest, and tuspy, which others wrote.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine, text
from tusclient.client import TusClient

from portal import create_app
from portal.competitions.entries import receiving
from portal.db import Mode, db, transactions
from portal.media.storage import DiskStorage, Storage, storage_at
from portal.people import rules as people
from portal.web.clock import now
from tests.conftest import Databases
from tests.faults.server import Server
from tests.media.object_store import object_store
from tests.uploads.cut_line import CutLine
from tests.uploads.entered import Panel, panel, plant

pytestmark = pytest.mark.faults
SIZE = 60_000_000
EVERY = 5_000_000
KILLED_AT = 25_000_000


class Running(NamedTuple):
    server: Server
    storage: Storage
    code: str
    token: str


@pytest.fixture(params=["on the disk", "in an object store"])
def running(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    home = tmp_path / "home"
    with object_store(tmp_path) as store:
        where = store.address() if request.param == "in an object store" else str(home / "files")
        monkeypatch.setenv("PORTAL_STORAGE_URL", where)
        settings = databases.settings(home, base_url="http://localhost")
        app = create_app(settings)
        with app.app_context(), transactions(Mode.WRITE):
            people.plant_demo_people(now())
            entry = plant(people.find("architect@hoian.example"))
            code, token = entry.code, receiving.give_token(entry)
            db.session.commit()
            for engine in db.engines.values():
                engine.dispose()
        server = Server(home, settings.database_url)
        server.start()
        yield Running(server, storage_at(where), code, token)
        server.stop()


def test_sixty_megabytes_arrive_whole_through_cuts_and_kills(running: Running, tmp_path: Path) -> None:
    for number, send in enumerate((send_plainly, send_with_tuspy)):
        sent = panel(SIZE, tmp_path / f"bản vẽ {number}.pdf")
        line = CutLine(running.server.port, every=EVERY)
        killed = isinstance(running.storage, DiskStorage) == (send is send_plainly)  # once each, a start takes seconds
        with killed_midway(running.server, line) if killed else nullcontext():
            send(line.port, running, sent)
        line.close()
        assert (line.cuts >= 10, line.sent <= 1.15 * sent.size) == (True, True), (line.cuts, line.sent / sent.size)
        with running.storage.open(sent.digest) as stored:
            assert hashlib.file_digest(stored, "sha256").hexdigest() == sent.digest
        assert kept(running, sent) == (sent.size, "application/pdf", sent.path.name)
    assert list((running.server.home / "uploads").glob("*")) == []
    assert '"traceback"' not in running.server.log.read_text()


def kept(running: Running, sent: Panel) -> tuple[int, str, str]:
    address = running.server.database_url or f"sqlite:///{running.server.home / 'portal.db'}"
    question = (
        "SELECT f.size, u.media_type, u.name FROM entry_file f JOIN upload u ON u.id = f.upload_id"
        " WHERE f.digest = :digest AND f.arrived_at IS NOT NULL"
    )
    with create_engine(address).connect() as connection:
        (row,) = connection.execute(text(question), {"digest": sent.digest}).all()
    return row[0], row[1], row[2]


@contextmanager
def killed_midway(server: Server, line: CutLine) -> Iterator[None]:
    def kill() -> None:
        while line.sent < KILLED_AT:
            time.sleep(0.005)
        server.kill_all()
        server.start()

    killer = Thread(target=kill, daemon=True)
    killer.start()
    yield
    killer.join(timeout=60)
    assert not killer.is_alive()


def send_with_tuspy(port: int, running: Running, sent: Panel) -> None:
    client = TusClient(f"http://127.0.0.1:{port}/uploads", headers={"Authorization": f"Bearer {running.token}"})
    uploader = client.uploader(
        str(sent.path), chunk_size=8 * 1024 * 1024, retries=200, retry_delay=0.1, upload_checksum=True,
        metadata={"entry": running.code, **sent.metadata},
    )  # fmt: skip
    uploader.upload()


def send_plainly(port: int, running: Running, sent: Panel) -> None:
    """Asks how much has arrived, sends the rest in one piece, and begins again whenever the line breaks."""
    about = {"entry": running.code, **sent.metadata}
    encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
    announced = {"Upload-Length": str(sent.size), "Upload-Metadata": encoded}
    where = insist(lambda: ask(port, running, "POST", "/uploads", announced))["Location"]
    body = sent.path.read_bytes()
    offset = 0
    while offset < sent.size:
        offset = int(insist(lambda: ask(port, running, "HEAD", where, {}))["Upload-Offset"])
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        if offset < sent.size:
            ask(port, running, "PATCH", where, headers, body[offset:])


def insist(act: Callable[[], dict[str, str] | None]) -> dict[str, str]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if answer := act():
            return answer
        time.sleep(0.05)
    raise AssertionError("no answer for a minute")


def ask(
    port: int, running: Running, method: str, where: str, headers: dict[str, str], body: bytes = b""
) -> dict[str, str] | None:
    """The headers of a good answer; None when the line broke, or it is to be asked again."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    own = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {running.token}"}
    try:
        line.request(method, where, body or None, own | headers)
        answer = line.getresponse()
        said = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()
    assert answer.status in {200, 201, 204, 409, 423, 503}, (answer.status, said)
    return dict(answer.headers) if answer.status < 300 else None
