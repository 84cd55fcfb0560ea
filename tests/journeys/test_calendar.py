"""A visitor finds what is on: tonight, this month, at one place; with and without scripts, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from portal.web.clock import now
from tests.journeys.test_axe import violations

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
WIDE = {"width": 1280, "height": 900}
BRANCHES = "Tý|Sửu|Dần|Mão|Thìn|Tỵ|Ngọ|Mùi|Thân|Dậu|Tuất|Hợi"
with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def titles(page: Page) -> list[str]:
    return page.locator("#results ol.list h3").all_inner_texts()


def question(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@with_and_without_script
def test_tonight_is_found_from_the_front_page_and_has_both_dates(served: str, visit: Visit, script: bool) -> None:
    page = visit(served, java_script_enabled=script)
    page.locator("header a[href='/events']").click()
    page.wait_for_url("**/events")
    row = page.locator("#results li").filter(has_text="Bài chòi bên sông").first
    title = row.locator("h3").inner_text()
    said = re.search(r"(\d\d/\d\d/\d{4}) \(.+ âm lịch\)", row.inner_text())
    today = f"{now().astimezone(ZoneInfo('Asia/Ho_Chi_Minh')):%d/%m/%Y}"  # late at night "tonight" is tomorrow's
    heading = page.locator("#results section", has_text="Bài chòi bên sông").first.locator("h2")
    assert said and (heading.inner_text() == "Hôm nay") == (said[1] == today)
    row.locator("h3 a").click()
    page.wait_for_url("**/events/*")
    expect(page.locator("h1")).to_have_text(title)
    assert re.search(rf"năm \w+ ({BRANCHES})", page.locator(".wall .facts").inner_text())


@with_and_without_script
def test_a_kind_leaves_what_is_of_it_in_the_list_and_in_the_month(served: str, visit: Visit, script: bool) -> None:
    page = visit(f"{served}/events", java_script_enabled=script)
    everything = titles(page)
    page.locator("form[role=search] summary").click()
    page.locator("input[name=kind][value=workshop]").check()
    if not script:
        page.locator("form[role=search] button[type=submit]").click()
    page.wait_for_url("**kind=workshop*")
    expect(page.locator("#results ol.list h3")).not_to_have_count(len(everything))
    assert 0 < len(titles(page)) < len(everything) and set(titles(page)) <= set(everything)
    page.locator("#turning a").click()
    page.wait_for_url("**view=month*")
    assert question(page)["kind"] == ["workshop"]
    page.locator("#turning a[rel=next]").click()
    page.wait_for_url("**month=*")
    assert question(page)["kind"] == ["workshop"] and page.locator(".month > li").count() >= 28


def test_a_month_is_an_agenda_on_a_phone_and_a_grid_on_a_desk(served: str, visit: Visit) -> None:
    page = visit(f"{served}/events?view=month")
    assert page.locator(".month > li:visible").count() == page.locator(".month > li:has(a)").count()
    assert not page.locator(".dow").is_visible()
    page.set_viewport_size(WIDE)
    assert page.locator(".month > li:visible").count() == page.locator(".month > li").count() >= 28
    row = page.locator(".month > li").nth(0).bounding_box(), page.locator(".month > li").nth(6).bounding_box()
    assert row[0] and row[1] and row[0]["y"] == row[1]["y"]


def test_a_swap_keeps_the_form_and_is_open_to_everyone(served: str, visit: Visit) -> None:
    page = visit(f"{served}/events?view=month", viewport=WIDE)
    page.locator("form[role=search] summary").click()
    with page.expect_response("**/events?*") as answer:
        page.locator("input[name=free]").check()
    page.wait_for_url("**free=1*")
    assert int(answer.value.headers["content-length"]) <= 5_000
    assert page.locator("input[name=free]").is_checked()
    assert "free=1" in (page.locator("#turning a[rel=next]").get_attribute("href") or "")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert violations(page) == []


def test_by_keyboard_alone(served: str, visit: Visit) -> None:
    page = visit(f"{served}/events", viewport=WIDE)
    page.locator("form[role=search] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**kind=festival*")
    expect(page.locator("#results ol.list h3").first).to_be_visible()
    page.locator("#results ol.list h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*")


def test_the_sketch_leads_to_what_is_on_at_a_place(served: str, visit: Visit) -> None:
    page = visit(f"{served}/events?view=map", viewport=WIDE)
    pin = page.locator(".pin").first
    name = pin.get_attribute("aria-label")
    page.goto(served + (pin.get_attribute("href") or ""))
    assert name and name in page.locator("#results .note.info").inner_text()
    assert titles(page)


def test_a_month_is_one_sheet_of_paper(served: str, visit: Visit) -> None:
    page = visit(f"{served}/events/print?month=2026-12", viewport=WIDE)
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    [box] = {tuple(float(one) for one in found.split()) for found in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", sheet)}
    assert box[2] > box[3]
