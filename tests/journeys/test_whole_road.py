"""The whole road on a small phone and a poor line: proposed with a photo, asked, answered by code, public everywhere.

The line is cut twice on the way, and what was sent is sent again: there is one record all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Route, expect

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def lose_the_answer(page: Page, address: str) -> None:
    """The next answer of this address is lost on the way: the portal has done the act, the phone does not know."""

    def lost(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route(address, lost, times=1)


def send(page: Page) -> None:
    """Presses the button; the answer is lost, so the person comes back and finds it sent, or sends it again."""
    preview = page.url
    lose_the_answer(page, "**/sending")
    page.locator(".dock button").click(no_wait_after=True)
    page.wait_for_timeout(1_000)
    for _ in range(2):  # the first may meet the page of the browser that speaks of the lost line
        with suppress(Error):
            page.goto(preview)
    page.wait_for_url(re.compile(r"/code/\d+$"))
    again = page.request.post(preview.replace("/preview", "/sending"), max_redirects=0)
    assert (again.status, again.headers["location"]) == (303, urlsplit(page.url).path)


@SCRIPT
def test_from_a_phone_to_the_public_map(served: str, visit: Visit, photo: Path, script: bool) -> None:
    name = f"Đèn trời giấy dó {'có' if script else 'không'} script"
    page = visit(f"{served}/map/new?group=products", java_script_enabled=script, line_breaks=True)

    # The line goes while somebody types; with script what was typed goes later, without it the page is still there.
    page.locator("#name_vi").fill(name)
    if script:
        page.context.set_offline(True)
        page.locator("#summary_vi").fill("Đèn dán tay từ giấy dó, gấp lại được.")
        page.locator("#price_from").click()
        page.context.set_offline(False)
    else:
        page.locator("#summary_vi").fill("Đèn dán tay từ giấy dó, gấp lại được.")
    page.locator("#ward_new").select_option("cu-cam-ha")
    page.locator("#photo").set_input_files(photo)
    if script:
        expect(page.locator("#photos fieldset.card")).to_have_count(1)
    else:
        page.locator("#alt_vi").fill("Đèn trời")
        page.locator("#credit").fill("Võ Thị Hoa")
        page.locator("#people_agreed").check()
        page.locator(".dock button[value=keep]").click()
        page.wait_for_url(re.compile(r"/map/new/\d+$"))
    if script:
        page.locator("#photos input[id^=alt_vi_]").fill("Đèn trời")
        page.locator("#photos input[id^=credit_]").fill("Võ Thị Hoa")
        page.locator("#photos input[id^=people_agreed_]").check()
    page.locator(".dock button[value=preview]").click()
    page.wait_for_url("**/preview")

    # The answer to the sending is lost: it is sent again.
    send(page)
    code = page.locator("#code_card b").inner_text()

    desk = visit(f"{served}/people/sign-in", java_script_enabled=script)
    desk.locator("#who").fill("moderator@hoian.example")
    desk.locator("#password").fill("den-long-hoi-an")
    desk.locator("main button[type=submit], main form button").first.click()
    number = page.url.rsplit("/", 1)[1]
    desk.goto(f"{served}/desk/moderation/{number}")
    desk.locator("#reason").select_option("unclear")
    desk.locator("#note").fill("Đèn này làm ở đâu trong phường?")
    desk.locator(".dock button[value=asked]").click()

    elsewhere = visit(f"{served}/code", java_script_enabled=False)
    elsewhere.locator("#code").fill(code.lower().replace("-", " "))
    elsewhere.locator("main button").click()
    elsewhere.wait_for_url(re.compile(r"/code/\d+$"))
    expect(elsewhere.locator("main")).to_contain_text("Đèn này làm ở đâu trong phường?")
    elsewhere.locator("main textarea").fill("Ở cuối đường Lê Lợi, gần bến.")
    elsewhere.locator("main form:has(textarea) button").click()

    desk.goto(f"{served}/desk/moderation/{number}")
    expect(desk.locator("main")).to_contain_text("Ở cuối đường Lê Lợi, gần bến.")
    for box in desk.locator("input[name=checks]").all():
        box.check()
    desk.locator(".dock button[value=published]").click()
    expect(desk.locator("h1").first).to_be_visible()

    public = visit(f"{served}/map?q=den troi giay do&sort=newest", java_script_enabled=script)
    expect(public.locator("#results article h3 a, #results article a").filter(has_text=name)).to_have_count(1)
    for kind in ("geojson", "csv", "atom"):
        answer = public.request.get(f"{served}/map.{kind}?q=den troi giay do")
        assert answer.text().count(f"{name}") >= 1, kind
    rows = public.request.get(f"{served}/map.csv?q=den troi giay do").text().splitlines()
    assert len([row for row in rows if name in row]) == 1
