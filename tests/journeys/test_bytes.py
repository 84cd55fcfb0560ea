"""The budgets of the pages, typed by hand: a cold visit at 360 × 740 with scripts, brotli and headers, 1 kB = 1000.

The movable map has its own in `test_map_opened.py`, the shell in `tests/tree/test_bytes_of_assets.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from portal.people.rules import DEMO_PASSWORD
from tests.journeys import entering
from tests.journeys.line import Line

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
kB = 1000
FIRST_WINDOW = 14 * kB


class Budget(NamedTuple):
    html: float
    cold: float
    requests: int
    nodes: int


BUDGETS = {
    "/":                            Budget(10, 38, 6, 700),
    "/map":                         Budget(12, 40, 6, 800),
    "/en/map?q=nghe&group=people":  Budget(12, 40, 6, 800),
    "/map?page=3":                  Budget(12, 40, 6, 800),
    "/map/lang-gom-thanh-ha":       Budget(8, 36, 6, 400),
    "/map/new":                     Budget(8, 36, 6, 400),
    "/map/new?group=products":      Budget(10, 40, 6, 450),
    "/events":                      Budget(12, 40, 6, 800),
    "/events?view=month":           Budget(14, 42, 5, 900),
    "/events?view=map":             Budget(12, 40, 6, 800),
    "/events/ky-hoa-lang-gom":      Budget(8, 36, 6, 450),
    "/events/lop-dan-thung/registration": Budget(8, 36, 6, 400),
    "/competitions":                Budget(10, 38, 6, 400),
    "/businesses":                  Budget(10, 38, 6, 600),
    "/businesses/gom-son/catalogue": Budget(8, 36, 6, 400),
    "/map/gom-son":                 Budget(8, 36, 6, 400),
    "/code":                        Budget(4, 32, 6, 200),
    "/people/sign-in":              Budget(4, 32, 5, 150),
    "/about":                       Budget(8, 36, 6, 400),
    "/no/such/page":                Budget(4, 32, 6, 150),
}  # fmt: skip


@pytest.fixture
def line(visit: Visit) -> tuple[Page, Line]:
    page = visit("about:blank", line_breaks=True)
    return page, Line(page)


@pytest.mark.parametrize("path", BUDGETS)
def test_a_page_stays_within_its_budget(crowded: str, line: tuple[Page, Line], path: str) -> None:
    page, wire = line
    page.goto(crowded + path)
    page.wait_for_load_state("networkidle")
    html, nodes = wire.sizes[crowded + path], page.evaluate("document.querySelectorAll('*').length")
    budget = BUDGETS[path]
    measured = Budget(html / kB, wire.total / kB, wire.requests, nodes)
    over = {name: (has, may) for name, has, may in zip(Budget._fields, measured, budget, strict=True) if has > may}
    assert over == {}
    assert html <= FIRST_WINDOW


ENTRY_FORM = {
    "":         Budget(10, 38, 7, 450),
    "/steps/1": Budget(10, 38, 7, 450),
    "/steps/2": Budget(10, 38, 7, 450),
    "/steps/3": Budget(10, 58, 7, 450),  # with the uploader, and two panels
    "/steps/4": Budget(10, 38, 7, 450),
    "/steps/5": Budget(10, 38, 7, 450),
}  # fmt: skip


def test_the_entry_form_stays_within_its_budget(crowded: str, visit: Visit, tmp_path: Path) -> None:
    entrant = visit(f"{crowded}/people/sign-in?next=/entries")
    there = entering.open_draft(entrant)
    entering.send_panels(entrant, there, tmp_path)
    over = {}
    for step, budget in ENTRY_FORM.items():
        page = visit("about:blank", storage_state=entrant.context.storage_state())
        wire = Line(page)
        page.goto(there + step)
        page.wait_for_load_state("networkidle")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        pictures = wire.of("/picture")  # of what was sent: lazy, and not on a first visit of an empty page
        measured = Budget(wire.sizes[there + step] / kB, (wire.total - pictures) / kB, wire.requests, nodes)
        over |= {(step, name): (has, may) for name, has, may in zip(Budget._fields, measured, budget, strict=True)
                 if has > may}  # fmt: skip
    assert over == {}


CHECKLIST = {
    "/businesses/gom-son/packages/1": Budget(12, 40, 6, 700),
    "/businesses/gom-son/packages/2": Budget(12, 40, 6, 700),
}


def test_the_checklist_of_a_package_stays_within_its_budget(crowded: str, visit: Visit) -> None:
    artisan = visit(f"{crowded}/people/sign-in")
    artisan.fill("[name=who]", "artisan@hoian.example")
    artisan.fill("[name=password]", DEMO_PASSWORD)
    artisan.click("main form button[type=submit], main form button:not([type])")
    artisan.wait_for_url(lambda address: "sign-in" not in address)
    over = {}
    for path, budget in CHECKLIST.items():
        page = visit("about:blank", storage_state=artisan.context.storage_state())
        wire = Line(page)
        page.goto(crowded + path)
        page.wait_for_load_state("networkidle")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        measured = Budget(wire.sizes[crowded + path] / kB, wire.total / kB, wire.requests, nodes)
        over |= {(path, name): (has, may) for name, has, may in zip(Budget._fields, measured, budget, strict=True)
                 if has > may}  # fmt: skip
    assert over == {}


def test_the_next_page_is_one_request_within_the_first_window(crowded: str, line: tuple[Page, Line]) -> None:
    page, wire = line
    page.goto(f"{crowded}/")
    page.wait_for_load_state("networkidle")
    wire.sizes.clear()
    page.goto(f"{crowded}/map")
    page.wait_for_load_state("networkidle")
    over_the_line = {address: size for address, size in wire.sizes.items() if size}
    assert list(over_the_line) == [f"{crowded}/map"]
    assert wire.total <= FIRST_WINDOW


def test_a_page_that_has_not_changed_is_not_sent_again(crowded: str, line: tuple[Page, Line]) -> None:
    page, wire = line
    page.goto(f"{crowded}/map")
    page.wait_for_load_state("networkidle")
    wire.sizes.clear()
    page.goto(f"{crowded}/map")
    page.wait_for_load_state("networkidle")
    assert wire.total <= 1 * kB


def test_a_swap_of_list_and_sketch_is_one_light_body(crowded: str, line: tuple[Page, Line]) -> None:
    page, wire = line
    page.goto(f"{crowded}/map")
    page.wait_for_load_state("networkidle")
    wire.sizes.clear()
    with page.expect_response("**/map?*") as answer:
        page.locator("label[data-l=people]").click()
    page.wait_for_timeout(300)
    assert [address for address in wire.sizes if "favicon" not in address] == [answer.value.url]
    assert int(answer.value.headers["content-length"]) <= 5 * kB


@pytest.mark.parametrize("path", ["/", "/map", "/map/lang-gom-thanh-ha", "/people/sign-in"])
def test_the_footer_says_what_the_page_weighed(crowded: str, line: tuple[Page, Line], path: str) -> None:
    page, wire = line
    page.goto(f"{crowded}/en{path}".rstrip("/"))
    page.wait_for_load_state("networkidle")
    words = page.locator(".meta", has_text="This page:").inner_text().replace("\u00a0", " ").split()
    this, first = (float(words[number - 1]) * kB for number, word in enumerate(words) if word.startswith("KB"))
    assert this == pytest.approx(wire.sizes[page.url], rel=0.05)
    assert first == pytest.approx(wire.total - wire.of("favicon"), rel=0.05)


def test_nothing_jumps_while_a_page_is_drawn(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map", viewport={"width": 360, "height": 740})
    page.wait_for_load_state("networkidle")
    assert page.evaluate(JUMPED) <= 0.02


JUMPED = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})
"""
