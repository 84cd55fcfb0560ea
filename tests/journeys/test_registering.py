"""On a small phone: register, be on the waiting list, get the place that falls free, cancel by code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import Databases
from tests.journeys.joined import PREFIX, Served, Visit, serving

pytestmark = pytest.mark.journey
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
CODE = re.compile(r"[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}")


@pytest.fixture(scope="module")
def portal(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(planted, tmp_path_factory.mktemp("joined")) as served:
        yield served


def register(page: Page, slug: str, *, name: str, phone: str, script: bool) -> str:
    """From the page of the event to the code."""
    page.locator(".wall a[href='#register']").click()
    if not script:
        page.locator("#register a.btn").click()
        page.wait_for_url(f"**/events/{slug}/registration")
    page.locator("#register [name=name]").fill(name)
    page.locator("#register [name=phone]").fill(phone)
    assert not page.locator("#register [name=photo_consent]").is_checked()
    page.locator("#register button").click()
    page.wait_for_url(re.compile(r"/events/registrations/\d+$"))
    code = page.locator("p.code").inner_text()
    assert CODE.fullmatch(code) and code not in page.url
    return code


def sound(page: Page) -> None:
    """Nothing that axe finds, and nothing wider than the phone."""
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@SCRIPT
def test_from_the_calendar_to_a_place_that_falls_free(portal: Served, visit: Visit, script: bool) -> None:
    title = f"Xưởng lồng đèn {'một' if script else 'hai'}"
    _number, slug = portal.plant(title, capacity=1)
    first = visit(f"{portal.address}{PREFIX}/events", java_script_enabled=script)
    first.get_by_role("link", name=title).first.click()
    first.wait_for_url(f"**/events/{slug}")
    expect(first.locator(".facts").first).to_contain_text(re.compile(r"month|tháng"))  # by the moon as well
    code = register(first, slug, name="Trần Gia Bảo", phone="0905 123 456", script=script)
    expect(first.locator("main")).to_contain_text("You have a place")

    second = visit(f"{portal.address}{PREFIX}/events/{slug}", java_script_enabled=script)
    expect(second.locator("main")).to_contain_text("Join the waiting list")
    register(second, slug, name="Lê Thị Cúc", phone="0905 123 457", script=script)
    expect(second.locator("main")).to_contain_text("Number 1 in line")

    # On another phone the code is all there is.
    elsewhere = visit(f"{portal.address}{PREFIX}/code", java_script_enabled=script)
    elsewhere.locator("#code").fill(code.lower().replace("-", " "))
    elsewhere.locator("main button").click()
    elsewhere.wait_for_url(re.compile(r"/events/registrations/\d+$"))
    elsewhere.get_by_role("button", name="Give up the place").click()
    expect(elsewhere.locator("main")).to_contain_text("It is cancelled.")

    second.reload()
    expect(second.locator("main")).to_contain_text("It is your turn")
    second.get_by_role("button", name="Take the place").click()
    expect(second.locator("main")).to_contain_text("You have a place")
    if script:
        sound(second)


def test_a_slip_in_the_form_is_said_where_it_stands_and_nothing_is_lost(portal: Served, visit: Visit) -> None:
    _number, slug = portal.plant("Bàn tròn", capacity=30)
    page = visit(f"{portal.address}{PREFIX}/events/{slug}", line_breaks=True)  # the browser speaks of the 422
    page.locator(".wall a[href='#register']").click()
    page.locator("#register [name=name]").fill("Trần Gia Bảo")
    page.locator("#register [name=phone]").fill("0905 12")
    page.locator("#register [name=access_needs]").fill("một xe lăn")
    page.locator("#register button").click()
    expect(page.locator("#phone_error")).to_be_visible()
    expect(page.locator("#register [name=access_needs]")).to_have_value("một xe lăn")
    assert page.url.partition("#")[0].endswith(f"/events/{slug}")
    sound(page)
    page.locator("#register [name=phone]").fill("0905 123 458")
    page.locator("#register button").dblclick()
    page.wait_for_url(re.compile(r"/events/registrations/\d+$"))
    expect(page.locator("main")).to_contain_text("You have a place")


def test_the_link_in_the_qr_code_opens_the_page_on_any_phone(portal: Served, visit: Visit) -> None:
    _number, slug = portal.plant("Chợ đêm", capacity=30)
    page = visit(f"{portal.address}{PREFIX}/events/{slug}")
    register(page, slug, name="Trần Gia Bảo", phone="0905 123 456", script=True)
    address = page.locator("#code_text").input_value()
    other = visit(address, java_script_enabled=False)
    other.get_by_role("button", name="Give up the place").click()
    expect(other.locator("main")).to_contain_text("It is cancelled.")
    assert other.url == address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_form_and_desk_are_sound_for_everybody(portal: Served, visit: Visit, scheme: str, width: int) -> None:
    from tests.journeys.joined import signed_in

    number, slug = portal.plant(f"Nghe nhạc {scheme} {width}", capacity=2, names=("Ngô Văn Lộc", "Đỗ Thu Hằng", "Ba"))
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    sound(visit(f"{portal.address}{PREFIX}/events/{slug}/registration", **look))
    desk = signed_in(portal, visit, f"/desk/events/{number}/registrations", **look)
    for path in ("registrations", "check-in", "admission", "registrations/paper"):
        desk.goto(f"{portal.address}{PREFIX}/desk/events/{number}/{path}")
        sound(desk)
