"""The customer book on one phone: an order in four taps, a line that drops meanwhile, its weight, everybody's eyes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from portal.people.rules import DEMO_PASSWORD
from tests.journeys.conftest import PATIENCE
from tests.journeys.line import Line
from tests.journeys.test_axe import looked_at

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
HUB = "/businesses/gom-son"
BOOK = f"{HUB}/customers"
AN_ORDER = re.compile(r"/orders/[0-9]+$")
NO_LINE = re.compile("^chrome-error:")
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


class Thumb:
    """Taps, and counts how often. What is typed goes where the page itself has put the focus, or where was tapped."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def types(self, where: Locator, text: str) -> None:
        expect(where).to_be_focused()
        self.page.keyboard.type(text)


def artisan(visit: Visit, served: str, there: str = BOOK, **given: object) -> Page:
    page = visit(f"{served}/people/sign-in?next={there}", has_touch=True, **given)
    page.set_default_timeout(PATIENCE)
    page.locator("[name=who]").fill("0905 123 456")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("form[action*=sign-in] button[type=submit]").click()
    expect(page).to_have_url(served + there)
    return page


def into_the_book(page: Page) -> Locator:
    return page.locator("#order_form button[type=submit]").first


def orders_of(page: Page, served: str, name: str) -> Locator:
    page.goto(f"{served}{BOOK}/orders?which=all")
    return page.locator("main .cust", has_text=name)


@with_and_without_scripts
def test_a_new_order_takes_four_taps_from_the_hub_of_the_shop(served: str, visit: Visit, scripts: bool) -> None:
    page = artisan(visit, served, HUB, java_script_enabled=scripts)
    thumb = Thumb(page)
    thumb.tap(page.locator(f'main a[href="{BOOK}"]').first)
    thumb.tap(page.locator(f'main a[href="{BOOK}/orders/new"]').first)
    thumb.types(page.locator("#name"), f"Cô Hai {scripts}")
    thumb.tap(page.locator("#what"))
    thumb.types(page.locator("#what"), "Hai cặp lọ")
    thumb.tap(into_the_book(page))
    expect(page).to_have_url(AN_ORDER)
    expect(page.locator("h1")).to_contain_text("Hai cặp lọ")
    expect(page.locator("main .note.ok")).to_be_visible()
    assert thumb.taps == 4
    expect(orders_of(page, served, f"Cô Hai {scripts}")).to_have_count(1)


@with_and_without_scripts
def test_a_line_that_drops_while_an_order_is_written_loses_nothing_and_sends_it_once(
    served: str, visit: Visit, scripts: bool
) -> None:
    """First the order does not get out at all; then it arrives, and the answer is lost on its way back."""
    page = artisan(visit, served, f"{BOOK}/orders/new", line_breaks=True, java_script_enabled=scripts)
    name = f"Bác Năm {scripts}"
    page.locator("#name").fill(name)
    page.locator("#what").fill("60 bộ bát, giao trước Tết")

    page.context.set_offline(True)
    into_the_book(page).tap()
    if scripts:  # the form stays where it is, and says what became of it
        expect(page.locator("send-state")).not_to_be_empty()
    else:
        expect(page).to_have_url(NO_LINE)
    page.context.set_offline(False)
    if not scripts:
        page.go_back()
    stands(page, name)

    def arrives_without_an_answer(route: Route) -> None:
        assert route.fetch(max_redirects=0).status == 303
        route.abort("connectionreset")

    page.route(f"**{BOOK}/orders", arrives_without_an_answer, times=1)
    into_the_book(page).tap()
    expect(page).to_have_url(NO_LINE)
    page.go_back()
    stands(page, name)
    into_the_book(page).tap()
    expect(page).to_have_url(AN_ORDER)
    expect(page.locator("h1")).to_contain_text("60 bộ bát, giao trước Tết")
    expect(orders_of(page, served, name)).to_have_count(1)
    page.goto(f"{served}{BOOK}/all?q={name}")
    expect(page.locator("main .cust", has_text=name)).to_have_count(1)


def stands(page: Page, name: str) -> None:
    """The order as it was typed."""
    expect(page.locator("#name")).to_have_value(name)
    expect(page.locator("#what")).to_have_value("60 bộ bát, giao trước Tết")


def test_a_talk_and_a_note_outlive_a_lost_line(served: str, visit: Visit) -> None:
    page = artisan(visit, served, f"{BOOK}/2", line_breaks=True)
    page.locator("#says").fill("Khách hỏi lọ cao")
    page.context.set_offline(True)
    page.locator("#touch_form button[value=in]").tap()
    expect(page.locator("send-state")).not_to_be_empty()
    page.context.set_offline(False)
    expect(page.locator("#says")).to_have_value("Khách hỏi lọ cao")
    page.locator("#touch_form button[value=in]").tap()
    expect(page.locator(".talk li", has_text="Khách hỏi lọ cao")).to_have_count(1)
    page.locator("#note").fill("Thích men tro.")
    expect(page.locator("#note_state output")).to_contain_text(":")  # kept by itself, with the time
    page.reload()
    expect(page.locator("#note")).to_have_value("Thích men tro.")


def test_the_book_is_light(served: str, visit: Visit) -> None:
    state = artisan(visit, served).context.storage_state()
    over = {}
    for path in ("", "/1", "/orders/new"):
        page = visit("about:blank", storage_state=state)
        wire = Line(page)
        page.goto(served + BOOK + path)
        page.wait_for_load_state("networkidle")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        measured = (wire.sizes[served + BOOK + path] / 1000, wire.total / 1000, wire.requests, nodes)
        if any(has > may for has, may in zip(measured, (12, 40, 6, 700), strict=True)):
            over[path] = measured
    assert over == {}


PAGES = (
    "", "/all?q=ch", "/lists/silent", "/new", "/1", "/1/edit", "/1/replies", "/1/joining", "/1/joining?other=2",
    "/1/deletion", "/orders", "/orders/new", "/orders/2", "/replies", "/replies/1", "/reminders", "/book", "/report",
)  # fmt: skip


def test_the_book_is_open_to_everyone(served: str, visit: Visit) -> None:
    page = artisan(visit, served, bypass_csp=True, reduced_motion="reduce")
    wrong = {}
    for path in PAGES:
        page.goto(served + BOOK + path)
        if found := looked_at(page):
            wrong[path] = found
    assert wrong == {}
