"""The customer book on one phone: its weight, its taps with and without scripts, a lost line, everybody's eyes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.people.rules import DEMO_PASSWORD
from tests.journeys.line import Line
from tests.journeys.test_axe import looked_at

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
BOOK = "/businesses/gom-son/customers"
PAGES = (
    "", "/all?q=ch", "/lists/silent", "/new", "/1", "/1/edit", "/1/replies", "/1/joining?other=2", "/1/deletion",
    "/orders", "/orders/new", "/orders/2", "/replies", "/replies/1", "/reminders", "/book", "/report",
)  # fmt: skip


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


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_order_takes_three_taps(served: str, visit: Visit, scripts: bool) -> None:
    page = artisan(visit, served, java_script_enabled=scripts)
    page.get_by_role("link", name="Đơn mới").click()  # 1: the name has the focus
    page.wait_for_url("**/orders/new")
    page.keyboard.type(f"Cô Hai {scripts}")
    page.locator("#what").click()  # 2
    page.keyboard.type("Hai cặp lọ")
    page.locator("#order_form button[type=submit]").first.click()  # 3
    page.wait_for_url("**/orders/*[0-9]")
    assert page.locator("h1").inner_text().endswith("Hai cặp lọ")
    assert page.locator(".note.ok").is_visible()


def test_a_line_that_is_lost_loses_nothing(served: str, visit: Visit) -> None:
    page = artisan(visit, served, line_breaks=True)
    page.goto(f"{served}{BOOK}/2")
    page.context.set_offline(True)
    page.locator("#says").fill("Khách hỏi lọ cao")
    page.locator("#touch_form button[value=in]").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.go_back()
    page.wait_for_url(f"**{BOOK}/2")
    assert page.locator("#says").input_value() == "Khách hỏi lọ cao"
    page.locator("#note").fill("Thích men tro.")
    page.locator("#note_state output", has_text=":").wait_for()  # kept by itself, with the time
    page.reload()
    assert page.locator("#note").input_value() == "Thích men tro."


def test_the_book_is_open_to_everyone(served: str, visit: Visit) -> None:
    page = artisan(visit, served, bypass_csp=True)
    wrong = {}
    for path in PAGES:
        page.goto(served + BOOK + path)
        if found := looked_at(page):
            wrong[path] = found
    assert wrong == {}
