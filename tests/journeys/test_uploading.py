"""Sending the panels of an entry from a phone: 30 MB and two pictures over a line that breaks, with two reloads."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Error, Page, expect

from portal import create_app
from portal.db import Mode, db, transactions
from portal.media.storage import DiskStorage
from portal.people import rules as people
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests.conftest import Databases
from tests.faults.server import Server
from tests.uploads.cut_line import CutLine
from tests.uploads.entered import panel, photo, plant

pytestmark = pytest.mark.journey
LARGE = 30_000_000
EVERY = 5_000_000
WHO = "architect@hoian.example"


class Running(NamedTuple):
    server: Server
    code: str


@pytest.fixture(scope="module")
def running(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("uploading")
    settings = databases.settings(home, base_url="http://localhost")
    app = create_app(settings)
    with app.app_context(), transactions(Mode.WRITE):
        people.plant_demo_people(now())
        leader = people.find(WHO)
        assert leader is not None
        code = plant(leader).code
        db.session.commit()
        for engine in db.engines.values():
            engine.dispose()
    server = Server(home, settings.database_url)
    server.start()
    yield Running(server, code)
    server.stop()


def test_three_panels_arrive_over_a_line_that_breaks(
    visit: Callable[..., Page], running: Running, tmp_path: Path
) -> None:
    files = [panel(LARGE, tmp_path / "01-mặt bằng.pdf"), *(photo(tmp_path / f"0{n}.jpg") for n in (2, 3))]
    line = CutLine(running.server.port, every=EVERY)
    where = f"http://127.0.0.1:{line.port}/entries/{running.code}/steps/3"
    page = visit(f"http://127.0.0.1:{line.port}/people/sign-in", line_breaks=True)
    page.fill("[name=who]", WHO)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_url(lambda address: "sign-in" not in address)
    begun = line.sent
    reach(page, where)
    page.set_input_files("#plain_panels [type=file]", [one.path for one in files])
    for gone in (8_000_000, 18_000_000):
        until = time.monotonic() + 60
        while line.sent - begun < gone:
            assert time.monotonic() < until, page.locator("file-drop").first.inner_text()
            page.wait_for_timeout(50)
        reach(page, where)  # as a reload, and it goes on by itself
    for one in files:
        held = page.locator("#files li", has=page.get_by_text(one.path.name, exact=True))
        expect(held.locator("progress")).to_have_count(0, timeout=120_000)
        expect(held).to_have_count(1)
        with DiskStorage(running.server.home / "files").open(one.digest) as stored:
            assert hashlib.file_digest(stored, "sha256").hexdigest() == one.digest
    sent, all_of_them = line.sent - begun, sum(one.size for one in files)
    # beyond what clients send: a browser repeats by itself a piece whose line is reset under it
    assert (line.cuts >= 6, sent <= 1.2 * all_of_them) == (True, True), (line.cuts, sent / all_of_them)
    assert list((running.server.home / "uploads").glob("*")) == []
    line.close()


def reach(page: Page, where: str) -> None:
    """Opens a page, again when the line breaks just then."""
    for _try in range(5):
        try:
            page.goto(where)
            page.locator("file-drop:defined").first.wait_for(timeout=5_000)
            return
        except Error:
            continue
    raise AssertionError("the page could not be reached")
