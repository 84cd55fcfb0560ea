"""From a proposal that waits to the map: asked, answered, published, and then on every road that visitors have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.contributions import proposals, tickets
from portal.contributions.models import Ticket
from portal.db import Mode, db, transactions
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests.conftest import Databases
from tests.journeys.joined import serving

pytestmark = pytest.mark.journey
Visit = Callable[..., Page]
PREFIX = "/en"
NAME = "Đèn thúng bãi Ngang"


@pytest.fixture
def portal_and_app(planted: Databases, tmp_path: Path) -> Iterator[tuple[str, Flask]]:
    """A portal of its own: what is published here must not be counted in other journeys."""
    with serving(planted, tmp_path / "home") as served:
        yield served.address, served.app


@contextmanager
def writing(app: Flask) -> Iterator[None]:
    with app.app_context(), transactions(Mode.WRITE):
        yield
        db.session.commit()


def propose(app: Flask) -> int:
    """The oldest thing that waits."""
    at = now() - timedelta(days=365)
    given = {
        "group": "products", "area": "tam-ky", "name_vi": NAME, "name_en": "Basket boat lamp",
        "summary_vi": "Đèn đan bằng nan thúng cũ.", "summary_en": "A lamp woven of old basket boats.",
        "ward_old": "cu-tam-thanh",
    }  # fmt: skip
    with writing(app):
        ticket = proposals.begin("products", once="journey", key="", by=None, at=at, language="vi").ticket
        proposals.send(ticket, given, {}, at=at)
        return int(ticket.id)


def sign_in(page: Page) -> None:
    page.locator("[name=who]").fill("moderator@hoian.example")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/desk/moderation")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_asked_answered_published_and_on_every_road(
    portal_and_app: tuple[str, Flask], visit: Visit, script: bool
) -> None:
    address, app = portal_and_app
    number = propose(app)
    page = visit(f"{address}{PREFIX}/desk/moderation", java_script_enabled=script, line_breaks=True)
    sign_in(page)

    # the oldest stands first; taking it opens it
    first = page.locator("#results ol.list > li").first
    expect(first.locator("h3")).to_have_text(NAME)
    first.get_by_role("button").click()
    page.wait_for_url(f"**/desk/moderation/{number}")
    expect(page.locator("main")).to_contain_text("You hold it until")

    # a question without its reason is not sent, and nothing typed is lost
    page.locator("#note").fill("Ai làm đèn này ạ?")
    page.get_by_role("button", name="Ask back").click()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("#note")).to_have_value("Ai làm đèn này ạ?")
    page.locator("#reason").select_option("unclear")
    page.get_by_role("button", name="Ask back").click()
    page.wait_for_url(lambda url: "/desk/moderation/" in url and not url.endswith(f"/{number}"))

    with writing(app):
        ticket = db.session.get_one(Ticket, number)
        assert [one.text for one in ticket.messages] == ["Ai làm đèn này ạ?"]
        tickets.answer(ticket, "Nhóm thợ thúng Tam Thanh.", by=None, at=now())

    page.goto(f"{address}{PREFIX}/desk/moderation/{number}")
    expect(page.locator("main")).to_contain_text("Nhóm thợ thúng Tam Thanh.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#errors")).to_contain_text("Not looked at yet")
    for box in page.locator("input[name=checks]").all():
        box.check()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(lambda url: "/desk/moderation/" in url and not url.endswith(f"/{number}"))

    on_every_road(page, address)


def on_every_road(page: Page, address: str) -> None:
    slug = "den-thung-bai-ngang"
    page.goto(f"{address}/map?q=den+thung")
    expect(page.locator("#results h3").first).to_have_text(NAME)
    page.goto(f"{address}/map/{slug}")
    expect(page.locator("h1")).to_have_text(NAME)
    features = json.loads(page.request.get(f"{address}/map.geojson?ward=cu-tam-thanh").text())["features"]
    assert slug in [one["properties"]["slug"] for one in features]
    assert f"\n{slug}," in page.request.get(f"{address}/map.csv").text()
    assert NAME in page.request.get(f"{address}/map.atom").text()


def test_the_desk_by_keyboard_alone(portal_and_app: tuple[str, Flask], visit: Visit) -> None:
    """From the queue to a decision without a pointer: every control is reached and seen."""
    from tests.journeys.test_visitor import tab_to

    address, app = portal_and_app
    number = propose(app)
    page = visit(f"{address}{PREFIX}/desk/moderation")
    sign_in(page)
    tab_to(page, f"#ticket_{number} button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/moderation/{number}")
    tab_to(page, "#reason")
    page.keyboard.type("Only")
    tab_to(page, "#note")
    page.keyboard.type("Bản đồ không ghi quảng cáo.")
    tab_to(page, "button[value=refused]")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith(f"/{number}"))
    with app.app_context(), transactions(Mode.READ):
        ticket = db.session.scalars(select(Ticket).where(Ticket.id == number)).one()
        assert (ticket.state, ticket.decisions[-1].reason) == ("refused", "advert")
        db.session.rollback()
