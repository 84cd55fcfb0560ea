"""The customer book on one phone: what its pages weigh."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.people.rules import DEMO_PASSWORD
from tests.journeys.line import Line

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
BOOK = "/businesses/gom-son/customers"


def artisan(visit: Visit, served: str, **given: object) -> Page:
    page = visit(f"{served}/people/sign-in?next={BOOK}", **given)
    page.locator("[name=who]").fill("artisan@hoian.example")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("form[action*=sign-in] button[type=submit]").click()
    page.wait_for_url(f"**{BOOK}")
    return page


def test_the_book_is_light(served: str, visit: Visit) -> None:
    state = artisan(visit, served).context.storage_state()
    over = {}
    for path in ("", "/1", "/all", "/orders/new", "/reminders"):
        page = visit("about:blank", storage_state=state)
        wire = Line(page)
        page.goto(served + BOOK + path)
        page.wait_for_load_state("networkidle")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        measured = (wire.sizes[served + BOOK + path] / 1000, wire.total / 1000, wire.requests, nodes)
        if any(has > may for has, may in zip(measured, (12, 40, 6, 700), strict=True)):
            over[path] = measured
    assert over == {}
