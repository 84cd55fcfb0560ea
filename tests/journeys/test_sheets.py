"""The price list on a phone: an amount is read back, a loss is said at once, a line that breaks loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.people.rules import DEMO_PASSWORD
from tests.journeys.line import Line
from tests.journeys.test_axe import looked_at

pytestmark = pytest.mark.journey
PRICES = "/en/businesses/gom-son/sheets/prices"


@pytest.fixture
def artisan(visit: Callable[..., Page], served: str) -> Page:
    page = visit(f"{served}/people/sign-in?next={PRICES}", line_breaks=True)
    page.locator("#who").fill("artisan@hoian.example")
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"**{PRICES}")
    return page


def test_a_price_is_read_back_and_a_loss_is_said_while_one_writes(artisan: Page) -> None:
    card = artisan.locator("main li").filter(has_text="Small guardian figure")
    retail = card.get_by_label("Retail price")
    before = retail.input_value()

    retail.fill("50k")
    retail.blur()
    expect(artisan.locator("#saved")).to_contain_text("₫50,000")
    expect(card).to_contain_text("is below the cost of ₫60,833: each piece loses ₫10,833.")
    retail.fill("-5")
    retail.blur()
    expect(card.locator(".field .err")).to_have_text("An amount of money cannot be below zero.")
    artisan.context.set_offline(True)
    retail.fill("1tr5")
    retail.blur()
    expect(artisan.locator("#saved")).to_have_text("No connection: kept on this device, sent when it is back.")
    artisan.context.set_offline(False)
    expect(artisan.locator("#saved")).to_contain_text("₫1,500,000", timeout=30_000)
    artisan.reload()
    expect(retail).to_have_value("1.500.000")
    retail.fill(before)
    retail.blur()
    expect(artisan.locator("#saved")).to_contain_text("₫70,000")


def test_the_pages_of_sheets_are_light_and_open_to_everyone(
    artisan: Page, visit: Callable[..., Page], served: str
) -> None:
    state = artisan.context.storage_state()
    for kind in ("prices", "products", "account", "calendar"):
        page = visit("about:blank", storage_state=state, reduced_motion="reduce")
        wire, address = Line(page), f"{served}/businesses/gom-son/sheets/{kind}"
        page.goto(address)
        page.wait_for_load_state("networkidle")
        measured = (wire.sizes[address], wire.total, wire.requests)
        assert all(has <= may for has, may in zip(measured, (10_000, 42_000, 7), strict=True)), (kind, measured)
        assert looked_at(page) == {}, kind
