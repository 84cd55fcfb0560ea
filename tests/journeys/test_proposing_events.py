"""A neighbour proposes an event on a small phone while the line is cut; the desk asks; it is on the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.events import when
from portal.web.clock import now
from tests.journeys import test_moderating
from tests.journeys.test_moderating import sign_in

pytestmark = pytest.mark.journey
Visit = Callable[..., Page]
portal_and_app = test_moderating.portal_and_app  # the same portal of its own
TITLE = "Hô bài chòi sân đình"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def press(page: Page, act: str) -> None:
    page.locator(f".dock button[value={act}]").click()


@SCRIPT
def test_proposed_with_the_line_cut_asked_answered_and_on_the_calendar(
    portal_and_app: tuple[str, Flask],
    visit: Visit,
    script: bool,
) -> None:
    address, _app = portal_and_app
    page = visit(f"{address}/en/events/new", java_script_enabled=script, line_breaks=True)
    page.locator("#title_vi").fill(TITLE)
    page.locator("#kind").select_option("performance")
    day = when.day_of(now()) + timedelta(days=9)
    page.locator("#starts_on").fill(day.isoformat())
    if script:
        expect(page.locator("#draft_code")).to_have_text(re.compile(r"^[2-9A-HJ-NP-Y]{4}-"))
        page.context.set_offline(True)  # the line breaks; what is typed waits on the phone
    page.locator("#starts_time").fill("19:30")
    page.locator("#summary_vi").fill("Anh hiệu hô thai, bà con ngồi chòi.")
    page.locator("#summary_vi").blur()
    if script:
        page.context.set_offline(False)
        expect(page.locator("#saved")).to_contain_text("Saved")

    # Where it is was left open: it is said at its field, and all that was typed is still there.
    press(page, "preview")
    expect(page.locator("#area_error")).to_be_visible()
    expect(page.locator("#starts_on")).to_have_value(day.isoformat())
    expect(page.locator("#moon")).to_contain_text("By the moon")
    code = page.locator("#draft_code").inner_text()
    page.locator("#venue").fill("Sân đình Cẩm Phô")
    page.locator("#ward").select_option("cu-cam-pho")
    press(page, "preview")
    page.wait_for_url("**/preview")
    expect(page.locator("main article")).to_contain_text("lunar month")
    page.locator(".dock button").click()
    page.wait_for_url(re.compile(r"/code/\d+$"))
    expect(page.locator("#code_card b")).to_have_text(code)
    number = page.url.rpartition("/")[2]

    # The desk asks.
    desk = visit(f"{address}/en/desk/moderation", java_script_enabled=script, line_breaks=True)
    sign_in(desk)
    desk.goto(f"{address}/en/desk/moderation/{number}")
    expect(desk.locator("main")).to_contain_text("lunar month")
    desk.locator("#reason").select_option("unclear")
    desk.locator("#note").fill("Ai hô thai ạ?")
    desk.get_by_role("button", name="Ask back").click()
    desk.wait_for_url(lambda url: not url.endswith(f"/{number}"))

    # On another phone the code is all there is.
    elsewhere = visit(f"{address}/en/code", java_script_enabled=script)
    elsewhere.locator("#code").fill(code.lower().replace("-", " "))
    elsewhere.locator("main button").first.click()
    elsewhere.wait_for_url(re.compile(r"/code/\d+$"))
    expect(elsewhere.locator("main")).to_contain_text("Ai hô thai ạ?")
    elsewhere.locator("#answer textarea").fill("Anh Tám Hiệu.")
    elsewhere.locator("#answer button").first.click()
    expect(elsewhere.locator("#answer")).to_have_count(0)

    # The desk publishes, and everybody finds it.
    desk.goto(f"{address}/en/desk/moderation/{number}")
    expect(desk.locator("main")).to_contain_text("Anh Tám Hiệu.")
    for box in desk.locator("input[name=checks]").all():
        box.check()
    desk.get_by_role("button", name="Publish").click()
    desk.wait_for_url(lambda url: not url.endswith(f"/{number}"))
    elsewhere.reload()
    elsewhere.locator("main a.btn[href*='/events/']").click()
    expect(elsewhere.locator("h1")).to_have_text(TITLE)
    page.goto(f"{address}/events?view=list")
    expect(page.locator("main")).to_contain_text(TITLE)


def test_the_form_is_no_wider_than_a_small_phone(served: str, visit: Visit) -> None:
    page = visit(f"{served}/fr/events/new", viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
