"""The movable map: fetched on a tap and not before, light, agreeing with the list, usable without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.line import Line

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
MARKS = "movable-map .spot"


def open_map(page: Page, area: int = 0) -> None:
    """As on a phone: unfold the sketches, tap the button under one. On a wide screen they are unfolded."""
    if page.viewport_size == PHONE:
        page.locator("details.map summary").click()
    page.locator("details.map button").nth(area).click()
    page.locator(MARKS).first.wait_for()


def number(text: str | None) -> int:
    return int(re.sub(r"\D", "", text or "") or 1)


def marked(page: Page) -> int:
    """How many listings the marks of the map stand for, once it has come to rest."""
    page.wait_for_timeout(700)
    return sum(number(text) for text in page.locator(MARKS).all_text_contents())


def said(page: Page) -> int:
    return number(page.locator("movable-map output").inner_text())


def listed(page: Page) -> int:
    return number(page.locator("#count").get_attribute("value"))


def placed(page: Page) -> int:
    """The listings of the answer that have a place, as the sketches count them."""
    return number(page.locator("details.map summary small").text_content())


def see_all(page: Page) -> None:
    """So far out that every area is in view."""
    while not page.locator(".leaflet-control-zoom-out.leaflet-disabled").count():
        page.locator(".leaflet-control-zoom-out").click()
        page.wait_for_timeout(300)


def stands(page: Page) -> list[float]:
    """Where the map stands: its view as the tab remembers it."""
    page.wait_for_timeout(700)
    return [float(side) for side in page.evaluate("sessionStorage.getItem('map')").split(",")]


JUMPED = """
() => new Promise((done) => new PerformanceObserver((list) => done(
  list.getEntries().filter((one) => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0)
)).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => done(0), 300))
"""


def test_a_cold_visit_with_the_map_opened_stays_within_its_budget(served: str, visit: Visit) -> None:
    page = visit("about:blank")
    line = Line(page)
    page.goto(f"{served}/map")
    assert line.of("leaflet", "outline", "map.js") == 0
    open_map(page)
    page.wait_for_timeout(700)
    assert len(line.sizes) <= 12
    assert sum(line.sizes.values()) <= 92_000
    assert 0 < line.of("map.json") <= 4_000
    assert page.evaluate("document.querySelectorAll('*').length") <= 900
    assert page.evaluate(JUMPED) <= 0.02


def test_the_label_of_the_button_says_how_much_will_be_fetched(served: str, visit: Visit) -> None:
    page = visit("about:blank")
    line = Line(page)
    page.goto(f"{served}/en/map")
    label = page.locator("details.map button").first.text_content() or ""
    open_map(page)
    page.wait_for_timeout(700)
    fetched = line.of("leaflet", "outline", "/static/map.") / 1000
    assert number(label) == pytest.approx(fetched, abs=3)


def test_without_script_the_sketch_is_there_and_no_button_that_does_nothing(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", java_script_enabled=False)
    page.locator("details.map summary").click()
    expect(page.locator("details.map svg[role=group]").first).to_be_visible()
    expect(page.locator("details.map button").first).to_be_hidden()


def test_on_a_phone_the_first_listing_is_whole_on_the_first_screen(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=PHONE)
    assert page.locator("details.map").count() == 1
    words, bar = page.locator("#results .list small").first.bounding_box(), page.locator(".nav").bounding_box()
    assert words and bar
    assert words["y"] + words["height"] <= bar["y"]


def test_the_marks_add_up_to_what_is_listed_with_a_place(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map")
    open_map(page)
    see_all(page)
    assert marked(page) == said(page) == placed(page)


def test_the_map_opens_on_what_was_found_in_the_area_of_the_sketch(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map?group=places&area=tam-ky")
    in_tam_ky = placed(page)
    page.goto(f"{served}/map?group=places")
    assert placed(page) > in_tam_ky
    open_map(page, area=1)
    assert marked(page) == in_tam_ky


def test_many_in_one_place_are_a_list_of_links(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map?group=people&ward=cu-thanh-ha", reduced_motion="reduce")
    open_map(page)
    page.locator(f"{MARKS}.heap").click()
    links = page.locator(".leaflet-popup a[href^='/map/']")
    expect(links).to_have_count(2)
    assert listed(page) == 2
    name = links.first.text_content() or "?"
    links.first.click()
    expect(page.locator("h1")).to_have_text(name)


def test_a_filter_leaves_the_map_open_and_asks_its_question(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK)
    open_map(page)
    page.locator("#group label").nth(2).click()
    page.wait_for_url("**group=places**")
    expect(page.locator("#results movable-map")).to_be_visible()
    see_all(page)
    assert marked(page) == placed(page) < 20
    assert page.locator(f"{MARKS} svg:not([data-l=places])").count() == 0


def test_searching_in_the_view_changes_list_count_map_and_address_together(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK)
    open_map(page)
    everything, before = listed(page), page.url
    page.locator(".leaflet-control-zoom-in").click()
    seen = marked(page)
    assert (listed(page), page.url) == (everything, before), "a map that is only moved changes nothing else"
    page.locator("movable-map [name=search]").click()
    page.wait_for_url("**bbox=**")
    assert marked(page) == said(page) == listed(page) == placed(page) == seen < everything
    west, south, east, north = map(float, parse_qs(urlsplit(page.url).query)["bbox"][0].split(","))
    assert west < east and south < north
    expect(page.locator("movable-map .asked")).to_be_visible()


def test_back_from_a_searched_view_brings_the_old_list_and_the_map_where_it_stood(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK)
    open_map(page)
    everything = listed(page)
    page.locator(".leaflet-control-zoom-in").click()
    seen, stood = marked(page), stands(page)
    page.locator("movable-map [name=search]").click()
    page.wait_for_url("**bbox=**")
    page.go_back()
    page.locator(MARKS).first.wait_for()
    assert (listed(page), marked(page)) == (everything, seen)
    assert stands(page) == pytest.approx(stood, abs=0.01)
    assert page.locator("movable-map").count() == 1


def test_back_from_a_listing_finds_the_map_open(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK)
    open_map(page)
    seen = marked(page)
    page.locator(".list a").first.click()
    page.wait_for_url("**/map/*")
    page.go_back()
    page.locator(MARKS).first.wait_for()
    assert marked(page) == seen


def test_a_fresh_visit_fetches_nothing_although_the_map_was_open_before(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK)
    open_map(page)
    page.goto(f"{served}/about")
    page.goto(f"{served}/map")
    page.wait_for_timeout(500)
    assert page.locator("movable-map").count() == 0


def test_the_keyboard_opens_moves_asks_and_closes(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK)
    button = page.locator("details.map button").first
    button.focus()
    page.keyboard.press("Enter")
    page.locator(MARKS).first.wait_for()
    ground = page.locator("movable-map .ground")
    expect(ground).to_be_focused()
    start = stands(page)
    page.keyboard.press("ArrowRight")
    moved = stands(page)
    assert moved != start
    page.keyboard.press("+")
    assert stands(page) != moved
    page.keyboard.press("-")
    mark = page.locator(f"{MARKS}:not(.heap)").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup a[href^='/map/']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("movable-map")).to_have_count(0)
    expect(button).to_be_focused()


def test_only_marks_in_view_can_be_reached_and_each_has_a_name(served: str, visit: Visit) -> None:
    page = visit(f"{served}/en/map", viewport=DESK)
    open_map(page)
    page.locator(".leaflet-control-zoom-in").click()
    marked(page)
    frame = page.locator("movable-map .ground").bounding_box() or {}
    for mark in page.locator(MARKS).all():
        box = mark.bounding_box() or {}
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert frame["x"] <= middle[0] <= frame["x"] + frame["width"]
        assert frame["y"] <= middle[1] <= frame["y"] + frame["height"]
        assert mark.get_attribute("role") == "button" and mark.get_attribute("aria-label")
    heap = page.locator(f"{MARKS}.heap").first
    assert heap.get_attribute("aria-label") == f"{heap.text_content()} listings here"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_opened_map(served: str, visit: Visit, scheme: str) -> None:
    page = visit(f"{served}/map", viewport=DESK, color_scheme=scheme)
    open_map(page)
    assert Axe().run(page).violations_count == 0
    page.locator(f"{MARKS}:not(.heap)").first.click()
    page.locator(".leaflet-popup").wait_for()
    answer = Axe().run(page)
    assert not answer.response["violations"], answer.generate_report()


def test_who_asks_for_less_motion_sees_none(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", viewport=DESK, reduced_motion="reduce")
    open_map(page)
    page.locator("movable-map .ground").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".leaflet-control-zoom-in").click()
    assert page.locator(".leaflet-pan-anim, .leaflet-zoom-anim").count() == 0
    assert marked(page) > 0


def test_a_line_that_breaks_is_said_and_the_next_tap_tries_again(served: str, visit: Visit) -> None:
    page = visit(f"{served}/en/map", viewport=DESK, line_breaks=True)
    page.route("**/leaflet-*.js", lambda route: route.fulfill(status=503, body=""))
    page.locator("details.map button").first.click()
    expect(page.locator("movable-map output")).to_contain_text("could not be fetched")
    page.locator("movable-map [name=close]").click()
    expect(page.locator("details.map svg[role=group]").first).to_be_visible()
    page.unroute("**/leaflet-*.js")
    open_map(page)
    assert marked(page) > 0


def test_the_island_far_out_can_be_reached(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map?q=ngô+đồng", viewport=DESK)
    open_map(page)
    assert marked(page) == listed(page) == 1


def test_a_crowd_comes_as_clusters_that_add_up(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map", viewport=DESK)
    open_map(page)
    see_all(page)
    assert marked(page) == said(page) == placed(page) > 1_000


def test_a_cluster_counts_what_going_nearer_opens(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map?ward=tan-hiep", viewport=DESK)
    open_map(page)
    see_all(page)
    heap = page.locator(f"{MARKS}.heap").first
    count = number(heap.text_content())
    heap.click()
    assert marked(page) == count


def test_a_crowded_view_that_is_searched_has_one_count(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map", viewport=DESK)
    open_map(page)
    page.locator("movable-map [name=search]").click()
    page.wait_for_url("**bbox=**")
    assert marked(page) == listed(page) == placed(page)
