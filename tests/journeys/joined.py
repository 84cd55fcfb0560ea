"""A portal with one event for which people register, and the browsers that do."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from portal import create_app
from portal.db import Mode, db, transactions
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests.conftest import Databases, let_go
from tests.events.registrations.joining import event, join

Visit = Callable[..., Page]
PREFIX = "/en"


@dataclass
class Served:
    """The portal, and what a journey finds there."""

    address: str
    app: Flask

    def plant(self, title: str, *, capacity: int, names: tuple[str, ...] = ()) -> tuple[int, str]:
        """An event of this evening or the next days, with those who have registered; its number and its slug."""
        starts_at = now() + timedelta(hours=30)
        with self.app.app_context(), transactions(Mode.WRITE):
            of = event(title, capacity=capacity, given={"starts_at": starts_at, "ends_at": None})
            for name in names:
                join(of, name=name, at=now())
            found = of.id, of.slug
            db.session.commit()
        return found


@contextmanager
def serving(planted: Databases, home: Path) -> Iterator[Served]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as port:
        address = f"http://127.0.0.1:{port.getsockname()[1]}"
        app = create_app(planted.settings(home, base_url=address))
        server = make_server("127.0.0.1", 0, app, threaded=True, fd=port.fileno())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(address, app)
        server.shutdown()
        let_go(app)


def signed_in(served: Served, visit: Visit, path: str, **given: object) -> Page:
    """The moderator's phone, at a page of the desk."""
    page = visit(f"{served.address}{PREFIX}/people/sign-in?next={PREFIX}{path}", **given)
    page.locator("[name=who]").fill("moderator@hoian.example")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("main button").last.click()
    page.wait_for_url(f"**{path}")
    return page
