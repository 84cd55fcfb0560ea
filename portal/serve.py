"""The server: makes the home ready, then keeps the web and the worker running under one parent.

The parent holds the port, so that a visitor who comes while the web restarts waits a moment instead of being refused.
"""

from __future__ import annotations

import errno
import gc
import http.client
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from sqlalchemy import select

from portal import cli, create_app, doctor
from portal.city.chosen import here
from portal.config import Settings
from portal.db import Mode, db, forget_connections, transactions
from portal.listings.models import Listing
from portal.listings.seed import demo as seed
from portal.parent import Parent, die_with
from portal.people.models import Person
from portal.people.rules import DEMO_PASSWORD, is_demo_database
from portal.web.log import AsJson
from portal.worker import run_until_told

BACKLOG = 2048
PORT_SECONDS = 3.0  # a server that was killed lets go of its port after a moment
GRACEFUL_SECONDS = 10
KEEP_ALIVE_SECONDS = 15
Found = TypeVar("Found")


def main() -> None:
    settings = Settings.from_environment()
    port = listen(settings)
    count_together(settings)
    app = create_app(settings)
    prepare(app, settings)
    gc.freeze()  # what is loaded by now is shared by all processes
    parent = Parent(before_fork=lambda: _in(app, forget_connections))
    parent.add("web", lambda: Web(app, settings, port).run())
    parent.add("worker", lambda: work(app, port))
    how = parent.watch(Announcement(app, settings))
    port.close()
    parent.end(how)


def listen(settings: Settings) -> socket.socket:
    """The listening socket; a port that stays taken stops the start with a sentence."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    last = time.monotonic() + PORT_SECONDS
    while True:
        try:
            return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > last:
                where = f"{settings.host} port {settings.port}"
                raise SystemExit(f"Cannot listen on {where}: {error.strerror}. PORT chooses another port.") from error
            time.sleep(0.1)


def count_together(settings: Settings) -> None:
    """A fresh folder in which the web processes count for /metrics; set before the counters are made."""
    folder = settings.home / "metrics" / str(settings.port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def prepare(app: Flask, settings: Settings) -> None:
    """Runs `setup`, which migrates a database that is behind, and plants the demo city into an empty one."""
    cli.run(app, "setup")
    empty = _read(app, is_empty)
    refuse_public_demo(settings, empty=empty, demo_people=_read(app, doctor.has_demo_people))
    if empty and settings.demo is not False and here().key == seed.CITY:
        say("Planting the demo city (PORTAL_DEMO=0 starts without it)…")
        cli.run(app, "demo")
    if not settings.limits and not _read(app, is_demo_database):
        raise SystemExit("PORTAL_LIMITS=off is for a demo database only: in this one there may be real people.")


def is_empty() -> bool:
    """Whether neither people nor listings are here yet."""
    return not any(db.session.scalar(select(kind.id).limit(1)) for kind in (Person, Listing))


def refuse_public_demo(settings: Settings, *, empty: bool, demo_people: bool) -> None:
    """Demo people have a public password: on an address that others reach they must be asked for."""
    if not doctor.is_public(settings.host) or settings.demo is True:
        return
    if empty and settings.demo is None:
        raise SystemExit(
            f"HOST={settings.host} can be reached by others and the database is empty. "
            "PORTAL_DEMO=0 starts without demo people, PORTAL_DEMO=1 shows them to everybody."
        )
    if demo_people:
        raise SystemExit(
            f"HOST={settings.host} can be reached by others and this database holds demo people, whose password is "
            "public. Use another PORTAL_HOME or database, or show them to everybody with PORTAL_DEMO=1."
        )


class Web(BaseApplication):  # type: ignore[misc]
    """The web processes: gunicorn with the app that is made already, on the socket that is open already."""

    def __init__(self, app: Flask, settings: Settings, port: socket.socket) -> None:
        self.app = app
        self.settings = settings
        self.port = port
        super().__init__()

    def load(self) -> Flask:
        return self.app

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{self.port.fileno()}",
            "workers": self.settings.processes,
            "worker_class": "gthread",
            "threads": self.settings.threads,
            "preload_app": True,
            "graceful_timeout": GRACEFUL_SECONDS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "forwarded_allow_ips": "",  # PORTAL_PROXIES says whom to believe
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": JsonLogger,
            "post_fork": _end_with_the_arbiter,
            "post_worker_init": _leave_ctrl_c_to_the_arbiter,
            "child_exit": _forget_numbers,
        }.items():
            self.cfg.set(name, value)


class JsonLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own words in the form of our log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(AsJson())


def work(app: Flask, port: socket.socket) -> None:
    """The worker process."""
    port.close()
    run_until_told(app)


class Announcement:
    """Says the address once the portal answers there, and who can sign in to look around."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.made = False

    def __call__(self) -> bool:
        if not self.made and self._answers():
            self.made = True
            say(f"The portal answers on {self.settings.public_url}")
            if people := _read(self.app, demo_people):
                say(f"Demo people, password {DEMO_PASSWORD}:", *(f"  {name}" for name in people))
        return self.made

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.settings.host, self.settings.host)  # nosec B104
        connection = http.client.HTTPConnection(host, self.settings.port, timeout=1)
        try:
            connection.request("GET", "/healthz", headers={"Host": urlsplit(self.settings.public_url).netloc})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def demo_people() -> list[str]:
    """Those who can sign in; authors of the demo's designs never do."""
    cast = select(Person.email).where(Person.demo, Person.password_hash.is_not(None)).order_by(Person.id)
    return [str(name) for name in db.session.scalars(cast)]


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def _in(app: Flask, act: Callable[[], None]) -> None:
    with app.app_context():
        act()


def _read(app: Flask, look: Callable[[], Found]) -> Found:
    with app.app_context(), transactions(Mode.READ):
        try:
            return look()
        finally:
            db.session.rollback()


def _end_with_the_arbiter(server: Any, _worker: Any) -> None:
    die_with(server.pid)


def _leave_ctrl_c_to_the_arbiter(_worker: Any) -> None:
    """Ctrl-C reaches every process of a terminal: a worker told to end twice at once may wait for itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _forget_numbers(_server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
