"""Everyone can use it: axe finds nothing (WCAG 2.2 A and AA) on any template, on a phone and a desk, by day and night.

One browser and one page for all: each address is opened once, then looked at in four ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from portal.people.rules import DEMO_PASSWORD
from tests.journeys import entering
from tests.media import samples

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (360, 1280)
PUBLIC = (
    "/", "/map", "/map?q=khong-co-gi-nhu-the", "/map?area=nowhere&page=x", "/map/embed",
    "/map/lang-gom-thanh-ha", "/map/lang-gom-thanh-ha?photos=1", "/map/lang-gom-thanh-ha/share",
    "/people/sign-in", "/people/welcome", "/people/sign-up", "/people/forgotten", "/about", "/privacy", "/terms",
    "/accessibility", "/contact", "/no/such/page", "/map/new", "/map/new?group=people", "/map/new?group=products",
    "/code", "/map/lang-gom-thanh-ha/report",
    "/map/numbers", "/claim",
    "/events", "/events?view=month", "/events?view=map", "/events?when=past", "/events?month=x&kind=y",
    "/events?q&ward=cu-tan-hiep&kind=market", "/events/print", "/events/nguoi-tre-mo-cua", "/events/ky-hoa-lang-gom",
    "/events/dem-tho-ben-cau", "/fr/events/dat-va-lua", "/events/new", "/events/feeds",
    "/competitions", "/competitions/mai-hien-xom-toi", "/competitions/san-nho-ben-song/brief",
    "/competitions/san-nho-ben-song/questions", "/competitions/san-nho-ben-song/results",
    "/competitions/san-nho-ben-song/gallery", "/competitions/san-nho-ben-song/minutes",
    "/events/lop-dan-thung/registration", "/events/ky-hoa-lang-gom/report",
    "/businesses", "/businesses/self-check?makes=yes&phone=no", "/en/businesses/stories",
    "/businesses/gom-son/catalogue", "/businesses/badges", "/map/gom-sen-ben-song",
)  # fmt: skip
DESK = (
    "/desk/moderation", "/desk/moderation?why=decided", "/desk/moderation/1", "/desk/moderation/5",
    "/desk/moderation/33",
    "/desk/wards", "/desk/wards?ward=hoi-an&ward=cu-cam-nam",
    "/map/lang-cui-lu/claim", "/desk/cards", "/desk/cards/new", "/map/lang-gom-thanh-ha/needs",
    "/desk", "/desk/listings", "/desk/listings?tab=draft", "/desk/listings?q=khong-co-gi", "/desk/imports",
    "/desk/letters", "/people/me", "/map/new/desk", "/map/new/desk?group=processes", "/map/lang-gom-thanh-ha/edit",
    "/map/lang-gom-thanh-ha/history", "/people/sign-ins", "/people/password", "/people/proof", "/people/authenticator",
    "/people/notices", "/desk/people", "/desk/people?q=khong-co-ai", "/desk/people/1", "/desk/codes",
    "/people/me/data", "/people/me/reach", "/people/me/consents", "/desk/requests", "/desk/requests/new", "/desk/audit",
    "/desk/businesses", "/desk/businesses/applications/3", "/desk/businesses/shops", "/desk/businesses/shops/gom-son",
    "/desk/businesses/rounds", "/desk/businesses/rounds/new", "/desk/businesses/packages",
    "/desk/businesses/packages/1",
    "/desk/businesses/steps/1.8", "/desk/businesses/self-check", "/desk/businesses/self-check/makes",
    "/desk/businesses/measures", "/desk/businesses/stories", "/businesses/apply",
    "/businesses/gom-sen-ben-song/badges", "/businesses/gom-sen-ben-song/badges/1/revocation",
    "/desk/competitions", "/desk/competitions/new", "/desk/competitions/mai-hien-xom-toi",
    *(f"/desk/competitions/mai-hien-xom-toi/{one}" for one in ("extension", "addenda", "questions", "site-pack")),
    "/desk/competitions/thiet-ke-khong-gian-sang-tao/jury",
    "/desk/competitions/thiet-ke-khong-gian-sang-tao/board", "/desk/competitions/san-nho-ben-song/ranking",
    *(f"/desk/competitions/thiet-ke-khong-gian-sang-tao/{one}" for one in ("sittings", "paper", "paper/J2/TR1537")),
    "/desk/competitions/san-nho-ben-song/result", "/desk/competitions/san-nho-ben-song/vote-codes",
    "/desk/events", "/desk/events/new", "/desk/events/24", "/desk/events/24/history", "/desk/events/24/admission",
    "/desk/events/24/registrations", "/desk/events/24/check-in", "/desk/events/24/changes/cancelled",
    "/desk/events/24/sessions/new", "/desk/events/series", "/desk/events/series/new", "/desk/events/series/1",
    "/desk/events/series/1/rule", "/desk/events/series/1/words", "/desk/events/sources", "/desk/events/sources/1",
)  # fmt: skip


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all addresses, by the name of somebody signed in where the address needs it."""
    opened = browser.new_context(locale="vi-VN", reduced_motion="reduce").new_page()
    opened.set_default_timeout(10_000)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def signed_in(page: Page, served: str) -> Page:
    page.goto(f"{served}/people/sign-in")
    page.locator("#who").fill("organiser@hoian.example")
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/desk")
    return page


def violations(page: Page, only: dict[str, object] | None = None) -> list[str]:
    """What axe finds, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": only or {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def looked_at(page: Page) -> dict[str, list[str]]:
    """The same page in every width and scheme; empty when there is nothing to say. Night changes colours only."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, only in (("light", None), ("dark", {"type": "rule", "values": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme)
            if wrong := violations(page, only):
                found[f"{width} {scheme}"] = wrong
    return found


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_open_to_everyone(page: Page, served: str, path: str) -> None:
    page.goto(served + path)
    assert looked_at(page) == {}


@pytest.mark.parametrize("path", DESK)
def test_a_page_of_the_desk_is_open_to_everyone(signed_in: Page, served: str, path: str) -> None:
    signed_in.goto(served + path)
    assert signed_in.url == served + path
    assert looked_at(signed_in) == {}


def test_the_rules_of_a_competition_are_open_to_everyone(signed_in: Page, served: str) -> None:
    signed_in.set_viewport_size({"width": 360, "height": 800})
    for part in ("texts", "phases", "classes", "slots", "criteria", "anchors", "prizes", "method", "terms"):
        signed_in.goto(f"{served}/en/desk/competitions/mai-hien-xom-toi/{part}")
        signed_in.evaluate("for (const one of document.querySelectorAll('fieldset, details')) {"
                           " one.disabled = false; one.open = true }")  # fmt: skip
        assert violations(signed_in) == [], part


@pytest.mark.parametrize(
    "group", ["people", "organisations", "places", "events", "ideas", "products", "processes", "experiences"]
)
def test_a_listing_of_every_group_is_open_to_everyone(page: Page, served: str, group: str) -> None:
    page.goto(f"{served}/en/map?group={group}")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/en/map/*")
    assert looked_at(page) == {}


def test_everything_unfolded_is_open_to_everyone(page: Page, served: str) -> None:
    page.goto(f"{served}/en/map")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert looked_at(page) == {}


def test_a_swapped_list_is_open_to_everyone(page: Page, served: str) -> None:
    page.goto(f"{served}/map")
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator("label[data-l=places]").click()
    page.wait_for_url("**group=places*")
    expect(page.locator("label[data-l=places] input")).to_be_checked()
    assert looked_at(page) == {}


def test_pictures_that_were_asked_for_are_open_to_everyone(page: Page, served: str) -> None:
    page.goto(f"{served}/map/lang-gom-thanh-ha")
    page.locator("#photos a").click()
    page.locator("#photos img").wait_for()
    assert looked_at(page) == {}


def test_a_refused_form_is_open_to_everyone(page: Page, served: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{served}/people/sign-in")
    page.locator("#who").fill("nobody@example.org")
    page.locator("#password").fill("not this one")
    page.locator("main button").click()
    page.locator("[aria-invalid=true]").wait_for()
    assert looked_at(page) == {}


def test_a_proposal_and_its_ticket_are_open_to_everyone(page: Page, served: str, tmp_path: Path) -> None:
    (tmp_path / "non.jpg").write_bytes(samples.jpeg())
    page.goto(f"{served}/map/new?group=products")
    page.locator("#name_vi").fill("Nón lá có đèn")
    page.locator("#photo").set_input_files(tmp_path / "non.jpg")
    page.locator("#photos fieldset.card").wait_for()
    page.locator(".dock button[value=preview]").click()
    page.locator("#summary_vi_error").wait_for()
    assert looked_at(page) == {}
    page.locator("#summary_vi").fill("Nón lá khâu tay.")
    page.locator("input[id^=alt_vi_]").fill("Nón sáng")
    page.locator("input[id^=credit_]").fill("Võ Thị Hoa")
    page.locator("input[id^=people_agreed_]").check()
    page.locator(".dock button[value=preview]").click()
    page.wait_for_url("**/preview")
    assert looked_at(page) == {}
    page.locator(".dock button").click()
    page.locator("#code_card").wait_for()
    assert looked_at(page) == {}


def test_an_entry_is_open_to_everyone_from_the_first_page_to_the_receipt(
    page: Page, served: str, tmp_path: Path
) -> None:
    page.context.clear_cookies()
    page.goto(f"{served}/people/sign-in?next=/entries")
    there = entering.open_draft(page)
    entering.send_panels(page, there, tmp_path)
    for path in (
        "/entries", f"{there}/steps/1", f"{there}/steps/2", f"{there}/steps/3", there, f"{there}/withdrawal",
        "/entries/new?competition=mai-hien-xom-toi",
    ):  # fmt: skip
        page.goto(path if path.startswith(served) else served + path)
        assert looked_at(page) == {}, path
    for path, form in ((f"{there}/steps/3", "token"), (f"{there}/steps/1", "members"), ("/entries", "joining")):
        page.goto(path if path.startswith(served) else served + path)
        sent = page.locator(f"form[action$='/{form}']").first
        if form == "joining":
            sent.locator("input").fill("ABCD-EFGH")
        sent.locator("button").first.click()
        page.wait_for_url(f"**/{form}")
        assert looked_at(page) == {}, form
    page.goto(f"{there}/steps/5")
    page.locator(".dock button").click()
    page.locator("#missing").wait_for()
    assert looked_at(page) == {}
    page.goto(f"{there}/steps/4")
    page.locator("[name=statement_vi]").fill("Mái hiên uốn theo hàng cây cũ.")
    assert looked_at(page) == {}
    page.locator(".dock button").click()
    page.locator("[name=agreed]").check()
    page.locator(".dock button").click()
    page.wait_for_url("**/receipt")
    assert looked_at(page) == {}


def test_the_desk_of_the_registrar_is_open_to_everyone(page: Page, served: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{served}/people/sign-in?next=/desk/competitions/thiet-ke-khong-gian-sang-tao/entries")
    page.locator("#who").fill("registrar@hoian.example")
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("main button").last.click()
    page.wait_for_url("**/entries")
    desk = page.url
    assert looked_at(page) == {}
    page.goto(served + (page.locator("main .task a").first.get_attribute("href") or ""))
    assert looked_at(page) == {}
    page.locator("form[action$='/vault'] input").first.fill("Kiểm tra trang")
    page.locator("form[action$='/vault'] button").click()
    page.wait_for_url("**/vault")
    assert looked_at(page) == {}
    page.goto(desk.replace("/entries", "/vault"))
    assert looked_at(page) == {}


def test_axe_sees_what_is_wrong(page: Page, served: str) -> None:
    page.goto(f"{served}/about")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/favicon.ico\"><input>'")
    assert sorted({line.split(":")[0] for line in violations(page)}) == ["image-alt", "label"]
