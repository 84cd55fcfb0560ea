"""Axe over the work pages of the campaign, as those see them who work there: an artisan, an applicant, an advisor."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.artisan import Visit, sign_in
from tests.journeys.test_axe import looked_at

pytestmark = pytest.mark.journey
SHOP = "/businesses/gom-son"
ARTISAN = (
    SHOP, f"{SHOP}/packages/1", f"{SHOP}/packages/1/1.1", f"{SHOP}/packages/1/1.2", f"{SHOP}/packages/1/1.4",
    f"{SHOP}/packages/1/1.12", f"{SHOP}/packages/2/2.1", f"{SHOP}/packages/2/2.3", f"{SHOP}/packages/2/2.4",
    f"{SHOP}/people", f"{SHOP}/measures", f"{SHOP}/story",
)  # fmt: skip
"""Not begun, one that waits for another, accepted by a sheet, with the advisor, expiring, sent back, by a check."""
SHEETS = (
    f"{SHOP}/sheets", f"{SHOP}/sheets/products", f"{SHOP}/sheets/products/list", f"{SHOP}/sheets/prices",
    f"{SHOP}/sheets/prices/print", f"{SHOP}/sheets/account", f"{SHOP}/sheets/account/edit", f"{SHOP}/sheets/story",
    f"{SHOP}/sheets/calendar", f"{SHOP}/sheets/ledger", f"{SHOP}/publications", f"{SHOP}/badges",
)  # fmt: skip
"""A table with costs, a code, texts, rows of every kind of control, what is public."""
ADVISOR = (
    "/desk/advice", "/desk/advice?all=1", "/desk/advice/shops", "/desk/advice/expiring", "/desk/advice/visits",
    "/desk/advice/visits/new", f"{SHOP}/packages/1/1.6",
)  # fmt: skip


def entered(visit: Visit, served: str, who: str) -> Page:
    page = visit(f"{served}/people/sign-in", reduced_motion="reduce", line_breaks=True)
    return sign_in(page, f"{who}@hoian.example")


def all_looked_at(page: Page, served: str, paths: tuple[str, ...]) -> dict[str, object]:
    found = {}
    for path in paths:
        page.goto(served + path)
        assert page.url == served + path
        found[path] = looked_at(page)
    return {path: wrong for path, wrong in found.items() if wrong}


def test_the_pages_of_a_shop_are_open_to_everyone(visit: Visit, served: str) -> None:
    page = entered(visit, served, "artisan")
    assert all_looked_at(page, served, ARTISAN) == {}
    page.goto(f"{served}{SHOP}/packages/1/1.1")
    page.locator(".dock button[value=submit]").click()  # nothing is there to be handed in
    page.locator("#errors").wait_for()
    assert looked_at(page) == {}


def test_the_sheets_of_a_shop_are_open_to_everyone(visit: Visit, served: str) -> None:
    page = entered(visit, served, "artisan")
    assert all_looked_at(page, served, SHEETS) == {}
    page.goto(f"{served}{SHOP}/sheets/products/new")
    page.locator(".dock button[value=keep]").click()  # nothing was typed
    page.locator("#errors").wait_for()
    assert looked_at(page) == {}


def test_an_application_is_open_to_everyone(visit: Visit, served: str) -> None:
    for who, button in (("member", "Tiếp tục"), ("student", "")):
        page = entered(visit, served, who)
        page.goto(f"{served}/businesses/apply")
        link = page.locator("main a.btn", has_text=button) if button else page.locator(".task a").first
        link.first.click()
        page.locator("main h1").wait_for()
        assert looked_at(page) == {}


def test_the_desk_of_an_advisor_is_open_to_everyone(visit: Visit, served: str) -> None:
    page = entered(visit, served, "advisor")
    assert all_looked_at(page, served, ADVISOR) == {}
    for board, row in (("/desk/advice", "main .cust a"), ("/desk/advice/visits", "main .cust a")):
        page.goto(served + board)
        page.locator(row).first.click()
        page.locator("main h1").wait_for()
        assert looked_at(page) == {}
