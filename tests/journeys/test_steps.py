"""The work of an artisan with one phone, whole: three steps with photos over a line that breaks, an advisor's sentence,
the mending without a script, and a price list that stands in public within one request and is gone within one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect
from sqlalchemy import select

from portal import create_app
from portal.businesses.sheets import seed as sheets
from portal.businesses.sheets.models import Product
from portal.db import Mode, db, transactions
from portal.people import rules as people
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests import make
from tests.businesses.steps import planting
from tests.businesses.steps.test_hints import jpeg, textured
from tests.conftest import Databases
from tests.faults.server import Server
from tests.uploads.cut_line import CutLine

pytestmark = pytest.mark.journey
EVERY = 400_000
SENTENCE = "Ảnh chụp bị bóng, chị chụp lại gần cửa sổ giúp em nhé."
STEPS = ("1.1", "1.5", "1.10")


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal as it runs, with the artisan's shop: its sheets are filled, its list of products is accepted."""
    home = tmp_path_factory.mktemp("steps")
    settings = databases.settings(home, base_url="http://localhost")
    app = create_app(settings)
    with app.app_context(), transactions(Mode.WRITE):
        people.plant_demo_people(now())
        artisan, advisor = (people.find(who) for who in ("artisan@hoian.example", "advisor@hoian.example"))
        assert artisan and advisor
        shop = make.shop(owner=artisan, advisor_id=advisor.id)
        sheets.plant([shop], at=now())
        for product in db.session.scalars(select(Product)):
            product.reason = product.reason or "Giữ giá cho khách quen"
        planting.accepted(shop, "1.7", by=advisor, at=now())
        db.session.commit()
        for engine in db.engines.values():
            engine.dispose()
    made = Server(home, settings.database_url)
    made.start()
    yield made
    made.stop()


def test_an_artisan_finishes_three_steps_and_a_price_list(
    visit: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    photos = [tmp_path / f"anh-{number}.jpg" for number in range(len(STEPS))]
    for number, path in enumerate(photos):
        path.write_bytes(jpeg(textured(number, 3600, 2700)))
    line = CutLine(server.port, every=EVERY)
    artisan = visit(f"http://127.0.0.1:{line.port}/people/sign-in", line_breaks=True)
    sign_in(artisan, "0905 123 456")
    for key, path in zip(STEPS, photos, strict=True):
        hand_in_with_a_photo(artisan, key, path, f"http://127.0.0.1:{line.port}")
    weight = sum(path.stat().st_size for path in photos)
    assert (line.cuts >= 2, line.sent < weight / 2) == (True, True), (line.cuts, line.sent, weight)
    line.close()

    here = f"http://127.0.0.1:{server.port}"
    advisor = visit(f"{here}/people/sign-in")
    sign_in(advisor, "advisor@hoian.example")
    answer(advisor, here, "1.1", "accept")
    answer(advisor, here, "1.5", "back", SENTENCE)
    answer(advisor, here, "1.10", "accept")

    bare = visit(f"{here}/people/sign-in", java_script_enabled=False)
    sign_in(bare, "0905 123 456")
    bare.goto(f"{here}/businesses/gom-son/packages/1")
    expect(bare.locator("main")).to_contain_text(SENTENCE)
    bare.get_by_role("link", name="1.5 ").click()
    bare.set_input_files("#file", photos[0])
    bare.locator("#add_files button").click()
    expect(bare.locator("#files li")).to_have_count(2)
    bare.locator(".dock button[value=submit]").click()
    bare.wait_for_url("**/packages/1")
    answer(advisor, here, "1.5", "accept")

    the_price_list(bare, advisor, visit, here)


def sign_in(page: Page, who: str) -> None:
    page.fill("[name=who]", who)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_url(lambda address: "sign-in" not in address)


def reach(page: Page, where: str) -> None:
    """Opens a page, again when the line breaks just then."""
    for _try in range(6):
        try:
            page.goto(where)
            page.locator("file-drop:defined").first.wait_for(timeout=5_000)
            return
        except Error:
            continue
    raise AssertionError("the page could not be reached")


def hand_in_with_a_photo(page: Page, key: str, photo: Path, host: str) -> None:
    reach(page, f"{host}/businesses/gom-son/packages/1/{key}")
    page.set_input_files("#file", photo)
    held = page.locator("#files li", has=page.get_by_text(photo.name, exact=True))
    expect(held.locator("progress")).to_have_count(0, timeout=90_000)
    expect(page.locator("#files .file a")).to_have_text(photo.name, timeout=90_000)
    for _try in range(6):
        try:
            page.locator(".dock button[value=submit]").click()
            page.wait_for_url("**/packages/1", timeout=5_000)
            return
        except Error:
            reach(page, f"{host}/businesses/gom-son/packages/1/{key}")
            if not page.locator(".dock button[value=submit]").count():
                return  # it was handed in, and the answer was lost


def answer(page: Page, host: str, key: str, decision: str, says: str = "") -> None:
    page.goto(f"{host}/desk/advice")
    page.locator(".cust", has_text=f"{key} ").first.locator("a").click()
    for tick in page.locator("#answer [name=tick]").all():
        tick.check()
    page.fill("#says", says)
    page.click(f"#answer [value={decision}]")
    page.wait_for_url("**/desk/advice")


def the_price_list(artisan: Page, advisor: Page, visit: Callable[..., Page], host: str) -> None:
    """Ticked by its owner, accepted: public within one request. Withdrawn: gone within one."""
    artisan.goto(f"{host}/businesses/gom-son/packages/1/1.8")
    artisan.locator("#wish_prices form button").click()
    artisan.goto(f"{host}/businesses/gom-son/packages/1/1.8")
    artisan.locator(".dock button[value=submit]").click()
    artisan.wait_for_url("**/packages/1")
    stranger = visit(f"{host}/map/gom-son", line_breaks=True)  # it will be told that there is no catalogue
    assert "60.000" not in stranger.content()
    answer(advisor, host, "1.8", "accept")
    catalogue = f"{host}/businesses/gom-son/catalogue"
    stranger.goto(catalogue)
    expect(stranger.locator("main")).to_contain_text("60.000")
    artisan.goto(f"{host}/businesses/gom-son/packages/1/1.8")
    artisan.locator("#wish_prices form button").click()
    assert stranger.goto(catalogue).status == 404
    artisan.goto(f"{host}/businesses/gom-son/packages/1")
    expect(artisan.locator("[aria-current=page] progress")).to_have_attribute("value", "5")


def test_what_is_typed_without_a_line_is_there_when_it_is_back(visit: Callable[..., Page], server: Server) -> None:
    """The page is closed meanwhile; and somebody else of the shop never loses what they wrote."""
    here = f"http://127.0.0.1:{server.port}"
    page = visit(f"{here}/people/sign-in", line_breaks=True)
    sign_in(page, "0905 123 456")
    step = f"{here}/businesses/gom-son/packages/2/2.1"
    page.goto(step)
    page.context.set_offline(True)
    page.fill("[name=links]", "https://facebook.com/gomson")
    page.locator("[name=note]").focus()
    expect(page.locator("#saved")).not_to_be_empty()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(step)
    expect(page.locator("#saved")).to_contain_text(":")
    other = visit(f"{here}/people/sign-in", java_script_enabled=False)
    sign_in(other, "0905 123 456")
    other.goto(step)
    expect(other.locator("[name=links]")).to_have_value("https://facebook.com/gomson")
    other.fill("[name=links]", "https://facebook.com/gomson.hoian")
    other.locator(".dock button[value=keep]").click()
    page.fill("[name=links]", "https://facebook.com/mine")
    page.locator("[name=note]").focus()
    expect(page.locator("#links_error")).to_contain_text("https://facebook.com/gomson.hoian")
