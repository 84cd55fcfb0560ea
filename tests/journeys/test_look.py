"""The look: every width, at night, on paper, in forced colours, at rest, for fingers and for large letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
WIDTHS = (320, 360, 768, 1280, 1600)
PAGES = (
    "/", "/map", "/map?q=khong-co-gi-nhu-the", "/map?area=nowhere", "/map?q=lua&group=products&group=people&open=1",
    "/map/lang-gom-thanh-ha", "/map/lang-gom-thanh-ha/share", "/people/sign-in", "/people/welcome",
    "/people/sign-up", "/people/forgotten", "/about", "/privacy", "/terms", "/accessibility", "/contact",
    "/no/such/page",
)  # fmt: skip
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BRIGHTNESS = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
"""
MOVING = """
() => [...document.querySelectorAll("*")].filter((one) => {
  const { animationName, transitionDuration, transitionProperty } = getComputedStyle(one);
  const slow = transitionDuration.split(",").some((time) => parseFloat(time) > 0.01);
  return animationName !== "none" || (slow && transitionProperty !== "none");
}).map((one) => one.outerHTML.slice(0, 80))
"""
SMALL = """
() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, label:has(input)")]
.filter((one) => {
  const { width, height } = one.getBoundingClientRect();
  const inText = getComputedStyle(one).display === "inline";
  const inLabel = one.matches("input") && one.closest("label");
  return one.checkVisibility() && !one.matches(".skip, .vh") && !inText && !inLabel && (width < 24 || height < 24);
}).map((one) => one.outerHTML.slice(0, 80))
"""
UNSEEN_FOCUS = """
() => [...document.querySelectorAll("a, button, summary, input, select, [tabindex='0']")].filter((one) => {
  if (!one.checkVisibility() || one.disabled || one.closest("[hidden]")) return false;
  one.focus({ focusVisible: true });
  if (document.activeElement !== one) return false;
  const shown = [one, one.closest("label"), one.parentElement, one.closest(".cover")].filter(Boolean);
  return shown.map((each) => getComputedStyle(each))
    .every(({ outlineStyle, boxShadow }) => outlineStyle === "none" && boxShadow === "none");
}).map((one) => one.outerHTML.slice(0, 80))
"""


def each(page: Page, address: str, look: str, paths: tuple[str, ...] = PAGES) -> dict[str, object]:
    """What a look finds wrong on each page; empty when there is nothing to say."""
    found = {}
    for path in paths:
        page.goto(address + path)
        if wrong := page.evaluate(look):
            found[path] = wrong
    return found


def test_no_page_is_wider_than_the_window(served: str, visit: Visit) -> None:
    page = visit(served, line_breaks=True)
    wider = {}
    for path in PAGES:
        page.goto(served + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            if (over := page.evaluate(TOO_WIDE)) > 0:
                wider[path, width] = over
    assert wider == {}


def test_a_long_foreign_word_does_not_widen_the_page(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map/lang-gom-thanh-ha", viewport={"width": 320, "height": 740})
    page.evaluate(
        "for (const one of document.querySelectorAll('h1, h2, h3, p, dd')) one.append('Dampfschiff'.repeat(8))"
    )
    assert page.evaluate(TOO_WIDE) <= 0


def test_letters_at_twice_their_size_fit_the_window(served: str, visit: Visit) -> None:
    page = visit(served, viewport={"width": 640, "height": 740}, line_breaks=True)
    look = f"document.documentElement.style.setProperty('font-size', '200%'), {TOO_WIDE}"
    assert {path: over for path, over in each(page, served, look).items() if over > 0} == {}


def test_by_day_the_page_is_bright_and_by_night_dark(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map")
    seen = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        seen[scheme] = page.evaluate(BRIGHTNESS)
    assert seen["light"] > 0.85 and seen["dark"] < 0.15, seen


def test_on_paper_there_is_the_listing_and_no_menu(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map/lang-gom-thanh-ha")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    for gone in (".nav", ".lang", ".me", "footer.foot nav"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate(BRIGHTNESS) > 0.95


def test_nothing_moves_for_who_asked_for_rest(served: str, visit: Visit) -> None:
    page = visit(served, reduced_motion="reduce", line_breaks=True)
    assert each(page, served, MOVING) == {}


def test_fingers_hit_what_they_aim_at(served: str, visit: Visit) -> None:
    """24 pixels each way (WCAG 2.2, 2.5.8); links within a line of text are excepted there."""
    page = visit(served, has_touch=True, line_breaks=True)
    assert each(page, served, SMALL) == {}


@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_focus_is_seen_on_everything_that_takes_it(served: str, visit: Visit, colours: str) -> None:
    page = visit(served, forced_colors=colours, line_breaks=True)
    assert each(page, served, UNSEEN_FOCUS, ("/", "/map", "/map/lang-gom-thanh-ha", "/people/sign-in")) == {}


def test_in_forced_colours_groups_and_dots_are_told_apart_by_shape(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map", forced_colors="active", viewport={"width": 1280, "height": 900})
    shapes = page.locator("#group .tile use").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert len(set(shapes)) == page.locator("#group input").count()
