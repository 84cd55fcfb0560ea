"""Journeys: the portal on a real port with the demo city in it, and a real browser that visits it.

Every page of a journey is watched: whatever the browser complains of, and any request to another host, fails the test.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

from portal import cli, create_app
from portal.db import Mode, db, transactions
from portal.listings import photos, rules
from portal.media import rules as media
from portal.media.storage import storage_for
from portal.people import rules as people
from portal.web.clock import now
from portal.worker import sweep_once
from tests.conftest import Databases, let_go
from tests.media import samples

MISSING = "The journeys need Chromium: apt-get install -y chromium (or CHROMIUM=/path/to/it)"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 360, "height": 740}


@contextmanager
def serving(planted: Databases, home: Path, *, size: int = 0) -> Iterator[str]:
    """The address of a portal with the demo city, and `size` made-up listings more."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as port:
        address = f"http://127.0.0.1:{port.getsockname()[1]}"
        app = create_app(planted.settings(home, base_url=address))
        if size:
            cli.run(app, "demo", "--size", str(size))
        hang_a_picture(app, "lang-gom-thanh-ha")
        server = make_server("127.0.0.1", 0, app, threaded=True, fd=port.fileno())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()
        let_go(app)


def hang_a_picture(app: Flask, slug: str) -> None:
    """One listing has a photo whose light pictures are made, so that there is something not to be sent unasked."""
    with app.app_context(), transactions(Mode.WRITE):
        listing, moderator = rules.find(slug, reader=None), people.find("moderator@hoian.example")
        assert listing and moderator
        storage = storage_for(app.config["SETTINGS"])
        photo = media.receive(BytesIO(samples.jpeg(1200, 800)), name="lo.jpg", by=moderator, at=now(), storage=storage)
        words = {"alt_vi": "Lò gốm", "alt_en": "", "credit": "Lê Thị Hoa", "people_agreed": True}
        photos.add(listing, photo, **words, by=moderator, at=now())
        db.session.commit()
    sweep_once(app, now())


PATIENCE = 20_000  # milliseconds: a loaded machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def served(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(planted, tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="session")
def crowded(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with so many listings that the map shows clusters."""
    with serving(planted, tmp_path_factory.mktemp("crowded"), size=1500) as address:
        yield address


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """As a phone takes it: with the place where it was taken."""
    taken = tmp_path / "IMG_2231.jpg"
    taken.write_bytes(samples.from_a_phone())
    return taken


def chromium() -> str:
    """The browser of this machine. Without one the journeys fail: they are never passed over."""
    wished = os.environ.get("CHROMIUM")
    found = [shutil.which(name) for name in ([wished] if wished else ["chromium", "chromium-browser", "google-chrome"])]
    return next(filter(None, found), None) or pytest.fail(MISSING, pytrace=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address on a phone, in a browser without a past. Further names are Playwright's own for a context.

    `line_breaks` says that the journey itself makes requests fail, so the browser may say so.
    """
    opened: list[tuple[Page, list[str]]] = []

    def visited(address: str, *, line_breaks: bool = False, **given: object) -> Page:
        context = browser.new_context(**({"viewport": PHONE, "locale": "vi-VN"} | given))  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(10_000)
        opened.append((page, _watched(page, line_breaks)))
        page.goto(address)
        return page

    yield visited
    for page, complaints in opened:
        page.context.close()
        assert not complaints


WITHOUT_A_LINE = (
    "Failed to load resource", "htmx:sendError",
    "error occurred when fetching the script",  # the browser looks now and then whether the worker of the pages is new
)  # fmt: skip
"""What a browser says of itself when a journey has taken its line away."""


def _watched(page: Page, line_breaks: bool) -> list[str]:
    """What the browser complains of, and what it asks of another host than the first."""
    complaints: list[str] = []
    hosts: list[str] = []

    def asked(request: Request) -> None:
        hosts.append(urlsplit(request.url).netloc)
        if hosts[-1] != hosts[0]:
            complaints.append(f"asked {request.url}")

    def complained(said: ConsoleMessage) -> None:
        # htmx itself says on the console when a newer question takes the place of one that was under way.
        expected = "htmx:sendAbort" in said.text or "htmx:afterRequest" in said.text
        expected |= line_breaks and any(one in said.text for one in WITHOUT_A_LINE)
        if said.type in {"error", "warning"} and not expected:
            complaints.append(said.text)

    def failed(error: Error) -> None:
        # The browser gives up the fade between two pages when it is late, or when its own page about a lost line comes:
        # the page stands there all the same, and no script of ours has asked for the fade.
        if "Transition was " not in str(error):
            complaints.append(str(error))

    page.on("pageerror", failed)
    page.on("console", complained)
    page.on("request", asked)
    return complaints
