"""Entering from a phone, whole: 30 MB and two pictures over a line that breaks, with two reloads, to the receipt."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route, expect

from portal import create_app
from portal.competitions.models import PhaseKind
from portal.db import Mode, db, transactions
from portal.media.storage import DiskStorage
from portal.people import rules as people
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests.competitions import planting
from tests.competitions.entries.entering import STATEMENT, TITLE
from tests.conftest import Databases
from tests.faults.server import Server
from tests.uploads.cut_line import CutLine
from tests.uploads.entered import Panel, panel, photo

pytestmark = pytest.mark.journey
LARGE = 30_000_000
EVERY = 5_000_000
WHO, NAME = "architect@hoian.example", "NGO HOANG VU"
RELOADS = (8_000_000, 18_000_000)
"""After so many bytes the page is loaded anew."""


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal as it runs, worker and all, with a competition that is open by the real clock."""
    home = tmp_path_factory.mktemp("entering")
    settings = databases.settings(home, base_url="http://localhost")
    app = create_app(settings)
    with app.app_context(), transactions(Mode.WRITE):
        people.plant_demo_people(now())
        span = (now() - timedelta(days=20), now() + timedelta(days=20))
        planting.competition(phases=planting.PHASES | {PhaseKind.REGISTER: span, PhaseKind.SUBMIT: span})
        db.session.commit()
        for engine in db.engines.values():
            engine.dispose()
    made = Server(home, settings.database_url)
    made.start()
    yield made
    made.stop()


def test_an_entry_is_handed_in_from_a_phone_over_a_line_that_breaks(
    visit: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    began = time.monotonic()
    files = [panel(LARGE, tmp_path / "01-mặt bằng.pdf", says=f"KTS {NAME}"),
             *(photo(tmp_path / f"0{number}.jpg") for number in (2, 3))]  # fmt: skip
    line = CutLine(server.port, every=EVERY)
    page = visit(f"http://127.0.0.1:{line.port}/people/sign-in", line_breaks=True)
    sign_in(page)
    begin(page)
    cancel_before_the_first_byte(page, files[1])
    begun = line.sent
    send_panels(page, files, lambda: line.sent - begun)
    carried, all_of_them = line.sent - begun, sum(one.size for one in files)
    # beyond what clients send: a browser repeats by itself a piece whose line is reset under it
    assert (line.cuts >= 6, carried <= 1.15 * all_of_them) == (True, True), (line.cuts, carried / all_of_them)
    expect_the_name(page)
    hand_in(page)
    received = page.locator("code.sum").all_inner_texts()
    assert set(received) > {one.digest for one in files}
    for one in files:
        with DiskStorage(server.home / "files").open(one.digest) as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == one.digest
    assert list((server.home / "uploads").glob("*")) == []
    line.close()
    print(
        f"\n{len(files)} files of {all_of_them:,} bytes, {line.cuts} cuts, {len(RELOADS)} reloads: sent"
        f" {carried / all_of_them:.3f} x, the name found, {len(files)} sums equal,"
        f" the receipt after {time.monotonic() - began:.0f} s"
    )


def sign_in(page: Page) -> None:
    page.fill("[name=who]", WHO)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_url(lambda address: "sign-in" not in address)


def begin(page: Page) -> None:
    """From the desk to the third step, by what stands there to be pressed."""
    page.locator('main nav a[href="/entries"]').click()
    page.locator('main a[href^="/entries/new"]').click()
    page.locator("main form button").click()
    page.wait_for_url("**/steps/2")  # how to reach them is known from their account
    page.fill("[name=title]", TITLE)
    page.locator("[name=category]").first.check()
    onward(page)
    page.wait_for_url("**/steps/3")


def onward(page: Page) -> None:
    page.locator(".dock button[name=act]").click()


def cancel_before_the_first_byte(page: Page, file: Panel) -> None:
    """Announced, and cancelled while the portal still makes room for it: nothing of it stays in the entry."""
    waiting: list[Route] = []
    page.route("**/uploads", lambda route: waiting.append(route))
    page.set_input_files("#plain_panels [type=file]", [file.path])
    while not waiting:
        page.wait_for_timeout(50)
    page.locator("file-drop [name=cancel]").first.click()
    waiting[0].continue_()
    page.unroute("**/uploads")
    expect(page.locator("file-drop li.file")).to_have_count(0)
    page.wait_for_timeout(500)
    reach(page, page.url)
    expect(page.locator("#files form[action*=removal]")).to_have_count(0)


def send_panels(page: Page, files: list[Panel], carried: Callable[[], int]) -> None:
    reach(page, where := page.url)
    page.set_input_files("#plain_panels [type=file]", [one.path for one in files])
    for gone in RELOADS:
        until = time.monotonic() + 60
        while carried() < gone:
            assert time.monotonic() < until, page.locator("file-drop").first.inner_text()
            page.wait_for_timeout(50)
        reach(page, where)  # as a reload, and it goes on by itself
    for one in files:
        held = page.locator("#files li", has=page.get_by_text(one.path.name, exact=True))
        expect(held.locator("progress")).to_have_count(0, timeout=120_000)
        expect(held).to_have_count(1)


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


def expect_the_name(page: Page) -> None:
    """The worker looks through the panels; what it finds is told, with a picture of where."""
    until = time.monotonic() + 90
    while not page.locator("#findings").count():
        assert time.monotonic() < until, "no name was found"
        page.wait_for_timeout(1_000)
        reach(page, page.url)
    expect(page.locator("#findings")).to_contain_text(NAME)
    expect(page.locator("#findings svg.found").first).to_be_visible()


def hand_in(page: Page) -> None:
    onward(page)
    page.fill("[name=statement_vi]", STATEMENT)
    expect(page.locator("count-words").first).to_contain_text(f" {len(STATEMENT.split())} ")
    onward(page)
    page.locator("[name=agreed]").check()
    page.locator(".dock button").click()
    page.wait_for_url("**/receipt")
