"""The server as people start it: real processes, killed in every way."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from portal.config import ROOT
from tests.letters.sinks import free_port

pytestmark = pytest.mark.faults
PATIENCE = 60.0


class Server:
    """`python -m portal.serve` in a home of its own."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.port = int(environment.get("PORT") or free_port())
        self.said = home.parent / f"{home.name}-{self.port}.log"
        given = {"PORTAL_HOME": str(home), "PORT": str(self.port), "PORTAL_DATABASE_URL": "", **environment}
        with self.said.open("wb") as log:
            self.process = psutil.Popen(
                [sys.executable, "-m", "portal.serve"], cwd=ROOT, env=surroundings(given), stdout=log, stderr=log
            )

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def until_it_answers(self) -> Server:
        wait_for(lambda: self.process.poll() is not None or self.answers())
        assert self.process.poll() is None, self.said.read_text()
        return self

    @property
    def children(self) -> list[psutil.Process]:
        """The web's own parent and the worker, in the order of their birth."""
        return sorted(self.process.children(), key=lambda child: child.pid)

    @property
    def web(self) -> psutil.Process:
        return next(child for child in self.children if _has_forked(child))

    @property
    def worker(self) -> psutil.Process:
        return next(child for child in self.children if not _has_forked(child))

    @property
    def web_processes(self) -> set[int]:
        """Those that answer, by number: the grandchildren."""
        near = {child.pid for child in self.process.children()}
        return {child.pid for child in self.process.children(recursive=True)} - near

    def whole_family(self) -> bool:
        try:
            return len(self.children) == 2 and self.web.is_running() and self.worker.is_running()
        except (StopIteration, psutil.NoSuchProcess):
            return False

    def has_a_worker_after(self, killed: int) -> bool:
        """Another one; between two looks the killed one may vanish from the list of children."""
        with suppress(StopIteration, psutil.NoSuchProcess):
            return self.whole_family() and self.worker.pid != killed
        return False

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def _has_forked(process: psutil.Process) -> bool:
    """The web's parent has; the worker's children are other programs, such as the one that opens a picture."""
    for child in process.children():
        with suppress(psutil.NoSuchProcess):
            if child.cmdline() == process.cmdline():
                return True
    return False


def surroundings(given: dict[str, str]) -> dict[str, str]:
    """As `bin/run` makes them: what was compiled by one start is there for the next."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | given


def wait_for(what: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_free(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the demo city has been planted by a first start."""
    made = tmp_path_factory.mktemp("serve") / "home"
    server = Server(made)
    try:
        server.until_it_answers()
        wait_for(lambda: "Demo people" in server.said.read_text())
        said = server.said.read_text()
        assert f"The portal answers on http://127.0.0.1:{server.port}\n" in said
        assert "Demo people, password den-long-hoi-an:\n  organiser@hoian.example\n" in said
        assert server.get("/map")[0] == 200
    finally:
        server.end()
    # The worker draws the panels of the demo in processes of its own: later ones start without that in hand.
    with closing(sqlite3.connect(made / "portal.db")) as database, database:
        for owed in ("clean_copy", "pyramid", "preview"):
            database.execute(f"UPDATE {owed} SET due_at = '2999-01-01 00:00:00'")  # nosec B608  our own names
    return made


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    running = Server(home).until_it_answers()
    wait_for(running.whole_family)
    yield running
    running.end()


def test_a_second_start_answers_within_three_seconds_of_work(home: Path) -> None:
    began = time.monotonic()
    server = Server(home).until_it_answers()
    waited = time.monotonic() - began
    spent = server.process.cpu_times()
    worked = spent.user + spent.system
    server.end()
    assert min(waited, worked) < 3, f"{waited:.1f} s on the clock, {worked:.1f} s of work"
    assert "Planting" not in server.said.read_text()


def test_a_killed_web_is_mended_and_nobody_is_refused_meanwhile(server: Server) -> None:
    before = {server.web.pid, *server.web_processes}
    server.web.kill()
    wait_for(lambda: not any(lives(pid) for pid in before))
    assert server.get("/healthz")[0] == 200  # it waits at the open port
    wait_for(server.whole_family)
    assert before.isdisjoint({server.web.pid, *server.web_processes})


def test_a_killed_web_process_is_mended(server: Server) -> None:
    (before,) = server.web_processes
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: server.web_processes not in (set(), {before}))
    assert server.answers()


def test_a_killed_worker_is_mended(server: Server) -> None:
    before = server.worker.pid
    server.worker.kill()
    wait_for(lambda: server.has_a_worker_after(before))
    wait_for(lambda: server.get("/readyz")[0] == 200)


def test_nothing_is_left_of_a_killed_server(server: Server) -> None:
    family = server.process.children(recursive=True)
    assert len(family) == 3
    server.process.kill()
    server.process.wait()
    _gone, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    assert is_free(server.port)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_end_leaves_nothing(server: Server, how: signal.Signals) -> None:
    family = server.process.children(recursive=True)
    server.process.send_signal(how)
    assert server.process.wait(timeout=20) == 0
    assert [child for child in family if child.is_running()] == []
    assert is_free(server.port)
    assert "Traceback" not in server.said.read_text()


def test_ctrl_c_in_a_terminal_reaches_everybody_and_ends_all(home: Path) -> None:
    """A terminal sends the signal to the whole group at once."""
    port = free_port()
    given = {**os.environ, "PORTAL_HOME": str(home), "PORT": str(port), "PORTAL_DATABASE_URL": ""}
    with (home.parent / "ctrl-c.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.serve"], cwd=ROOT, env=given, stdout=log, stderr=log, start_new_session=True
        )
    wait_for(lambda: not is_free(port))
    wait_for(lambda: b"answers on" in (home.parent / "ctrl-c.log").read_bytes())
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert is_free(port)
    assert b"Traceback" not in (home.parent / "ctrl-c.log").read_bytes()


def test_a_web_process_leaves_ctrl_c_to_its_parent(server: Server) -> None:
    """Told twice at once, by the terminal and by its parent, it could wait for itself until it was killed."""
    before = server.web_processes
    for number in before:
        os.kill(number, signal.SIGINT)
    assert all(server.answers() for _ in range(20))
    assert server.web_processes == before


def test_a_taken_port_is_said_in_words(home: Path, server: Server) -> None:
    second = Server(home, PORT=str(server.port))
    assert second.process.wait(timeout=PATIENCE) == 1
    assert f"Cannot listen on 127.0.0.1 port {server.port}" in second.said.read_text()
    assert server.answers()


def test_demo_people_are_not_shown_to_the_world_unasked(home: Path, tmp_path: Path) -> None:
    with_demo = Server(home, HOST="0.0.0.0")
    assert with_demo.process.wait(timeout=PATIENCE) == 1
    assert "this database holds demo people" in with_demo.said.read_text()
    empty = Server(tmp_path / "home", HOST="0.0.0.0")
    assert empty.process.wait(timeout=PATIENCE) == 1
    assert "PORTAL_DEMO=0 starts without demo people" in empty.said.read_text()
    asked_for = Server(home, HOST="0.0.0.0", PORTAL_DEMO="1")
    asked_for.until_it_answers().end()


def test_a_portal_without_the_demo_starts_empty(tmp_path: Path) -> None:
    server = Server(tmp_path / "home", PORTAL_DEMO="0").until_it_answers()
    try:
        wait_for(lambda: "answers on" in server.said.read_text())
        assert "Demo people" not in server.said.read_text()
        assert json.loads(server.get("/map.geojson")[1])["features"] == []
    finally:
        server.end()


def test_limits_stay_on_where_real_people_may_be(home: Path, tmp_path: Path) -> None:
    real = Server(tmp_path / "home", PORTAL_DEMO="0", PORTAL_LIMITS="off")
    assert real.process.wait(timeout=PATIENCE) == 1
    assert "PORTAL_LIMITS=off is for a demo database only" in real.said.read_text()
    Server(home, PORTAL_LIMITS="off").until_it_answers().end()


def test_a_worker_runs_alone_and_ends_when_told(home: Path) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi"]
    given = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_DATABASE_URL": ""}
    time.sleep(1)
    before = time.time()
    worker = subprocess.Popen([*command, "work"], cwd=ROOT, env=given)
    try:
        wait_for(lambda: last_beat(home) > before)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
    finally:
        worker.kill()
        worker.wait()


def last_beat(home: Path) -> float:
    """When a worker was last at work in this home, in seconds since 1970."""
    with closing(sqlite3.connect(home / "portal.db")) as database:
        (text,) = database.execute("SELECT ran_at FROM scheduled_task WHERE name = 'heartbeat'").fetchone()
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_several_web_processes_count_together(home: Path) -> None:
    server = Server(home, PORTAL_PROCESSES="2").until_it_answers()
    try:
        wait_for(lambda: len(server.web_processes) == 2)
        for _ in range(20):
            assert server.get("/about")[0] == 200
        wait_for(lambda: 'portal_answers_total{endpoint="site.about",status="200"} 20.0' in server.get("/metrics")[1])
        assert "portal_worker_heartbeat_age_seconds" in server.get("/metrics")[1]
        wait_for(lambda: server.get("/readyz")[0] == 200)
    finally:
        server.end()
