"""A visitor with an old phone on a poor line: finds, reads, comes back, in each language, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
POTTERS = "/map/lang-gom-thanh-ha"
LANGUAGES = {"vi": "", "en": "/en", "fr": "/fr"}
PAGES = (
    "/", "/map", "/map?q=khong-co-gi-nhu-the", "/map?area=nowhere", "/map?q=lua&group=products&group=people&open=1",
    "/map/lang-gom-thanh-ha", "/map/lang-gom-thanh-ha/share", "/people/sign-in", "/people/welcome", "/about",
    "/privacy", "/terms", "/accessibility", "/contact", "/no/such/page",
)  # fmt: skip


def question(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def names(page: Page) -> list[str]:
    return page.locator("#results ol.list h3").all_inner_texts()


def count(page: Page) -> int:
    return int(page.locator("#count").get_attribute("value") or 0)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_search_filter_turn_the_page_read_and_come_back(crowded: str, visit: Visit, prefix: str, script: bool) -> None:
    page = visit(f"{crowded}{prefix}/map", java_script_enabled=script)
    everything = count(page)

    page.locator("#q").fill("hoi an")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=hoi*")
    expect(page.locator("#count")).not_to_have_attribute("value", str(everything))
    found = count(page)

    page.locator("label[data-l=places]").click()
    if not script:
        page.locator("form[role=search] button[type=submit]").click()
    page.wait_for_url("**group=places*")
    expect(page.locator("#count")).not_to_have_attribute("value", str(found))
    of_a_kind, first_page = count(page), names(page)
    assert 20 < of_a_kind < found < everything
    assert len(first_page) == 20

    page.locator("#results a[rel=next]").click()
    page.wait_for_url("**page=2*")
    expect(page.locator("#results ol.list h3").first).not_to_have_text(first_page[0])
    asked, second_page = question(page), names(page)
    assert (asked["q"], asked["group"], asked["page"]) == (["hoi an"], ["places"], ["2"])
    assert count(page) == of_a_kind
    assert not set(first_page) & set(second_page)

    page.locator("#results ol.list h3 a").nth(2).click()
    page.wait_for_url(f"**{prefix}/map/*")
    expect(page.locator("h1")).to_have_text(second_page[2])

    page.go_back()
    page.wait_for_url("**page=2*")
    assert (question(page), names(page)) == (asked, second_page)
    assert page.locator("#q").input_value() == "hoi an"
    assert page.locator("label[data-l=places] input").is_checked()

    page.go_back()
    page.wait_for_url("**group=places*")
    expect(page.locator("#results ol.list h3").first).to_have_text(first_page[0])
    assert names(page) == first_page


def test_one_change_is_one_light_request(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map")
    asked: list[str] = []
    page.on("request", lambda request: request.resource_type == "xhr" and asked.append(request.url))
    page.locator("label[data-l=people]").click()
    page.wait_for_url("**group=people*")
    page.locator("#q").fill("den long")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=den*")
    page.wait_for_timeout(700)
    assert [urlsplit(address).path for address in asked] == ["/map", "/map"]


def test_a_tick_made_while_an_answer_is_on_its_way_is_not_lost(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map")
    page.route("**/map?*", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.locator("#q").fill("hoi an")
    page.locator("#q").press("Enter")
    page.wait_for_timeout(100)
    page.locator("label[data-l=places]").click()
    page.wait_for_url("**group=places*")
    page.wait_for_timeout(700)
    expect(page.locator("label[data-l=places] input")).to_be_checked()
    assert question(page)["q"] == ["hoi an"]


def test_the_counts_of_the_groups_follow_the_search_and_the_ticks_stay(crowded: str, visit: Visit) -> None:
    page = visit(f"{crowded}/map")
    page.locator("label[data-l=people]").click()
    page.wait_for_url("**group=people*")
    before = page.locator("label[data-l=places] .num").inner_text()
    page.locator("#q").fill("den long")
    page.wait_for_url("**q=den*")
    expect(page.locator("label[data-l=places] .num")).not_to_have_text(before)
    assert page.locator("label[data-l=people] input").is_checked()
    assert page.locator("#q").input_value() == "den long"


def test_the_whole_way_by_keyboard(served: str, visit: Visit) -> None:
    page = visit(f"{served}/en/map")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("To the main content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "#q")
    page.keyboard.type("gom")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=gom*")
    tab_to(page, "#group_places")
    page.keyboard.press("Space")
    page.wait_for_url("**group=places*")
    expect(page.locator("#group_places")).to_be_focused()
    tab_to(page, "#results ol.list h3 a")
    name = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/*")
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    page.wait_for_url("**group=places*")


def tab_to(page: Page, aim: str) -> None:
    """Presses Tab until the focus is there. Every stop on the way must be seen."""
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("aim => document.activeElement.matches(aim)", aim):
            return
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"the keyboard never reaches {aim}")


IS_SEEN = """
() => {
  const focused = document.activeElement;
  const box = (focused.closest("label") ?? focused).getBoundingClientRect();
  return focused === document.body || (box.width > 4 && box.height > 4 && focused.checkVisibility());
}
"""


def test_no_page_asks_another_host_or_complains(served: str, visit: Visit) -> None:
    """`visit` itself fails on any request to another host and on whatever the browser says on its console."""
    page = visit(served, line_breaks=True)
    seen = set()
    page.on("request", lambda request: seen.add(urlsplit(request.url).netloc))
    for path in PAGES:
        page.goto(served + path, wait_until="networkidle")
    assert seen == {urlsplit(served).netloc}


def test_who_saves_data_is_sent_no_picture(served: str, visit: Visit) -> None:
    page = visit("about:blank", extra_http_headers={"Save-Data": "on"})
    pictures = asked_for(page)
    for path in ("/", "/map", POTTERS, "/en" + POTTERS, POTTERS + "/share"):
        page.goto(served + path, wait_until="networkidle")
        assert page.locator("main img").count() == 0, path
    assert pictures == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_picture_comes_when_it_is_asked_for_and_weighs_what_was_said(served: str, visit: Visit, script: bool) -> None:
    page = visit(f"{served}/en{POTTERS}", java_script_enabled=script)
    pictures = asked_for(page)
    [said] = re.findall(r"Load 1 picture \(([\d.]+)\s+KB\)", page.locator("#photos a").inner_text())
    with page.expect_response("**/pictures/*/*") as answer:
        page.locator("#photos a").click()
    expect(page.locator("#photos img")).to_be_visible()
    assert len(answer.value.body()) == pytest.approx(float(said) * 1000, rel=0.1)
    assert [urlsplit(address).path for address in pictures] == [urlsplit(answer.value.url).path]


def asked_for(page: Page) -> list[str]:
    """The addresses of pictures that the page asks for from here on; the sign of the portal is none."""
    found: list[str] = []
    page.on("request", lambda one: one.resource_type == "image" and "favicon" not in one.url and found.append(one.url))
    return found


def test_the_language_changes_and_the_question_stays(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map?q=gom&group=products")
    found = count(page)
    for code, prefix in (("en", "/en"), ("fr", "/fr"), ("vi", "")):
        page.locator(f".lang a[hreflang={code}]").click()
        page.wait_for_url(f"{served}{prefix}/map?q=gom&group=products")
        assert (page.locator("html").get_attribute("lang"), count(page)) == (code, found)


def test_signing_in_leads_to_the_desk_and_out_again(served: str, visit: Visit) -> None:
    page = visit(f"{served}/en/desk/listings", java_script_enabled=False, line_breaks=True)
    assert urlsplit(page.url).path == "/en/people/sign-in"
    page.locator("#who").fill("moderator@hoian.example")
    page.locator("#password").fill("not the one")
    page.locator("main button").click()
    assert page.locator("#who").input_value() == "moderator@hoian.example"
    page.locator("#password").fill("den-long-hoi-an")
    page.locator("main button").click()
    page.wait_for_url("**/en/desk/listings")
    page.locator("footer form button").click()
    page.goto(f"{served}/en/desk")
    assert urlsplit(page.url).path == "/en/people/sign-in"
