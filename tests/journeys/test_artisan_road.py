"""The whole road of an artisan at 360 pixels, with script and without: applied, asked, accepted, three photos over a
line that breaks, an advisor's sentence, the mending, and a price list public and gone within one request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal import create_app
from portal.businesses import queries as campaign
from portal.businesses.sheets import products
from portal.db import Mode, db, transactions
from portal.listings import ownership
from portal.people import rules as people
from portal.web.clock import now
from tests import make
from tests.businesses import applying
from tests.businesses.steps import planting
from tests.businesses.steps.test_hints import jpeg, textured
from tests.conftest import Databases, let_go
from tests.faults.server import Server
from tests.journeys.artisan import Visit, answer, bring, hand_in, reach, sign_in
from tests.uploads.cut_line import CutLine

pytestmark = pytest.mark.journey
QUESTION, REPLY = "Chị đã có giấy đăng ký chưa?", "Có từ năm 2019, đứng tên tôi."
SENTENCE = "Ảnh chụp bị bóng, chị chụp lại gần cửa sổ giúp em nhé."
STEPS = ("1.1", "1.5", "1.10")
COSTS = (9_000, 20, 35_000, 8_000, 2_833)
"""Of one bowl: material, minutes, wage of an hour, share of fixed cost, waste."""


@dataclass
class Road:
    """Who walks it, and how: their phone number, their business, what they send and where the line breaks."""

    phone: str
    name: str
    slug: str
    script: bool
    pixels: tuple[int, int]
    every: int


WITH = Road("0905 123 456", "Gốm Son", "gom-son", True, (2800, 2100), 300_000)
WITHOUT = Road("0905 222 444", "Gốm Sen", "gom-sen", False, (1400, 1050), 700_000)
"""Without a script nothing makes a photo lighter, and a cut one is sent from its beginning: it is one of half a MB."""
ROADS = pytest.mark.parametrize("road", [WITH, WITHOUT], ids=["with script", "without script"])


@dataclass
class Served:
    app: Flask
    server: Server

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The portal as it runs: the two businesses are on the map, a round takes applications; another shop is at work."""
    home = tmp_path_factory.mktemp("road")
    settings = databases.settings(home, base_url="http://localhost")
    app = create_app(settings)
    with app.app_context(), transactions(Mode.WRITE):
        people.plant_demo_people(now())
        people.find("potter@hoian.example").phone = "+84905222444"
        for road in (WITH, WITHOUT):
            owner = people.find(road.phone)
            ownership.give(make.listing(road.name, group="organisations"), owner, how="desk", by=None, at=now())
        make.shop("Đèn lồng Ba", owner=people.find("member@hoian.example"))
        applying.cohort()
        db.session.commit()
    let_go(app)
    made = Server(home, settings.database_url)
    made.start()
    yield Served(app, made)
    made.stop()
    let_go(app)


@ROADS
def test_an_artisan_applies_works_and_is_seen(visit: Visit, served: Served, tmp_path: Path, road: Road) -> None:
    host, line = served.host, CutLine(served.server.port, every=road.every)
    poor = f"http://127.0.0.1:{line.port}"
    desk = sign_in(visit(f"{host}/people/sign-in", java_script_enabled=road.script), "organiser@hoian.example")
    advisor = sign_in(visit(f"{host}/people/sign-in", java_script_enabled=road.script), "advisor@hoian.example")
    phone = visit(f"{poor}/people/sign-in", java_script_enabled=road.script, line_breaks=True)
    sign_in(phone, road.phone)

    code = apply(phone, poor, road)
    ask(desk, host, road)
    reply(visit(f"{host}/code", java_script_enabled=road.script), code)
    accept(desk, host, road)
    reach(phone, phone.url)
    phone.locator("main a.btn", has_text="cơ sở").click()
    phone.locator("a[href$='/packages/1']").first.click()
    expect(phone.locator("[aria-current=page] progress")).to_have_attribute("value", "0")

    here = f"{poor}/businesses/{road.slug}/packages/1"
    photos = [tmp_path / f"anh-{number}.jpg" for number in range(len(STEPS) + 1)]
    for number, path in enumerate(photos):
        path.write_bytes(jpeg(textured(number + road.every, *road.pixels)))
    for key, path in zip(STEPS, photos, strict=False):
        bring(phone, f"{here}/{key}", path, script=road.script)
        hand_in(phone, f"{here}/{key}")
    weight = sum(path.stat().st_size for path in photos[: len(STEPS)])
    print(f"{road.name}: {weight:,} bytes of photos, {line.cuts} cuts, {line.sent:,} bytes sent")
    assert line.cuts >= 2
    assert line.sent < weight * (0.5 if road.script else 2.5)

    answer(advisor, host, road.name, "1.1", "accept")
    answer(advisor, host, road.name, "1.5", "back", SENTENCE)
    answer(advisor, host, road.name, "1.10", "accept")
    reach(phone, here)
    expect(phone.locator("main")).to_contain_text(SENTENCE)
    expect(phone.locator("[aria-current=page] progress")).to_have_attribute("value", "2")
    bring(phone, f"{here}/1.5", photos[-1], script=road.script)
    expect(phone.locator("#files li")).to_have_count(2)
    expect(phone.locator("main")).to_contain_text(SENTENCE)
    hand_in(phone, f"{here}/1.5")
    line.close()
    answer(advisor, host, road.name, "1.5", "accept")
    at_home = visit(f"{host}/people/sign-in", java_script_enabled=road.script)
    the_price_list(sign_in(at_home, road.phone), advisor, visit, served, road)


def apply(phone: Page, host: str, road: Road) -> str:
    """From the public page to the code of the application."""
    reach(phone, f"{host}/businesses")
    phone.locator("main a[href$='/businesses/apply']").first.click()
    phone.locator(f"[name=listing][value={road.slug}]").check()
    phone.locator("#begin button").click()
    phone.locator("#package_1").check()
    phone.fill("#makes", "Gốm đỏ nung củi")
    phone.fill("#holder", "Trần Thị Hạnh")
    phone.fill("#phone", road.phone)
    phone.locator("#agreed").check()
    phone.locator(".dock button[value=send]").click()
    phone.wait_for_url(lambda address: "/applications/" in address and not address.endswith("/draft"))
    return phone.locator(".code b").inner_text()


def ask(desk: Page, host: str, road: Road) -> None:
    desk.goto(f"{host}/desk/businesses")
    desk.locator("#results a", has_text=road.name).click()
    desk.fill("#says", QUESTION)
    desk.locator("#decision [value=ask]").click()
    expect(desk.locator("main")).to_contain_text(QUESTION)


def reply(anybody: Page, code: str) -> None:
    """With nothing but the code, as it is dictated."""
    anybody.fill("#code", code.lower().replace("-", " "))
    anybody.locator("main button").first.click()
    expect(anybody.locator("main")).to_contain_text(QUESTION)
    anybody.fill("#text", REPLY)
    anybody.locator("#answer button").click()
    expect(anybody.locator("main")).to_contain_text(REPLY)


def accept(desk: Page, host: str, road: Road) -> None:
    desk.goto(f"{host}/desk/businesses")
    desk.locator("#results a", has_text=road.name).click()
    expect(desk.locator("main")).to_contain_text(REPLY)
    desk.select_option("#advisor", label="Lý Thanh Tùng")
    desk.locator("#decision [value=accept]").click()
    desk.locator("#decision").wait_for(state="detached")


def the_price_list(artisan: Page, advisor: Page, visit: Visit, served: Served, road: Road) -> None:
    """Ticked by its owner, accepted: on the listing within one request. Withdrawn: gone within one."""
    fill_the_sheets(served.app, road)
    step = f"{served.host}/businesses/{road.slug}/packages/1/1.8"
    artisan.goto(step)
    artisan.locator("#wish_prices form button").click()
    expect(artisan.locator("#wish_prices")).to_contain_text("1.8")
    hand_in(artisan, step)
    listing, catalogue = f"{served.host}/map/{road.slug}", f"{served.host}/businesses/{road.slug}/catalogue"
    stranger = visit(listing, java_script_enabled=road.script, line_breaks=True)  # it is told: there is no catalogue
    way = stranger.locator("main a[href$='/catalogue']")
    assert (way.count(), stranger.goto(catalogue).status) == (0, 404)
    answer(advisor, served.host, road.name, "1.8", "accept")
    stranger.goto(listing)
    assert way.count() == 1
    way.click()
    expect(stranger.locator("main")).to_contain_text("60.000")
    artisan.goto(step)
    artisan.locator("#wish_prices form button").click()
    expect(artisan.locator("#wish_prices form")).to_have_attribute(
        "action", f"/businesses/{road.slug}/publications/prices"
    )
    assert stranger.goto(catalogue).status == 404
    stranger.goto(listing)
    assert way.count() == 0
    artisan.goto(step.removesuffix("/1.8"))
    expect(artisan.locator("[aria-current=page] progress")).to_have_attribute("value", "5")


def fill_the_sheets(app: Flask, road: Road) -> None:
    """Ten products with prices, three with costs, and the list of products accepted: 1.8 waits for nothing else."""
    with app.app_context(), transactions(Mode.WRITE):
        shop, advisor = campaign.of_slug(road.slug), people.find("advisor@hoian.example")
        for number in range(10):
            bowl = {"code": f"BC-{number}", "name_vi": f"Bát số {number}", "size": "Ø 12 cm", "material": "Đất",
                    "care": "Rửa tay", "to_order": False, "retail": 60_000, "wholesale": 48_000}  # fmt: skip
            made = products.add(shop, bowl, at=now())
            if number < 3:
                products.price(made, dict(zip(products.COSTED, COSTS, strict=True)), at=now())
        planting.accepted(shop, "1.7", by=advisor, at=now())
        db.session.commit()
    let_go(app)


def test_what_is_typed_without_a_line_is_there_when_it_is_back(visit: Visit, served: Served) -> None:
    """The page is closed meanwhile; and somebody else of the shop never loses what they wrote."""
    page = sign_in(visit(f"{served.host}/people/sign-in", line_breaks=True), "member@hoian.example")
    step = f"{served.host}/businesses/den-long-ba/packages/2/2.1"
    page.goto(step)
    page.context.set_offline(True)
    page.fill("[name=links]", "https://facebook.com/gomson")
    page.locator("[name=note]").focus()
    expect(page.locator("#saved")).to_contain_text("đã giữ trên máy này, sẽ gửi khi có mạng lại")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(step)
    expect(page.locator("#saved")).to_contain_text(":")
    other = sign_in(visit(f"{served.host}/people/sign-in", java_script_enabled=False), "member@hoian.example")
    other.goto(step)
    expect(other.locator("[name=links]")).to_have_value("https://facebook.com/gomson")
    other.fill("[name=links]", "https://facebook.com/gomson.hoian")
    other.locator(".dock button[value=keep]").click()
    page.fill("[name=links]", "https://facebook.com/mine")
    page.locator("[name=note]").focus()
    expect(page.locator("#links_error")).to_contain_text("https://facebook.com/gomson.hoian")
