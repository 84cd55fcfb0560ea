"""Somebody without an account proposes a listing on a small phone: with a photo, by a code, and takes it back again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def press(page: Page, act: str) -> None:
    page.locator(f".dock button[value={act}]").click()


def write(page: Page, name: str) -> None:
    page.locator("#name_vi").fill(name)
    page.locator("#summary_vi").fill("Nón lá khâu tay, trong vành có dải đèn.")
    page.locator("#price_from").fill("180.000")
    page.locator("#ward_new").select_option("cu-cam-kim")
    page.locator("#sender_phone").fill("0905 123 45")


@SCRIPT
def test_propose_with_a_photo_look_it_up_and_take_it_back(served: str, visit: Visit, photo: Path, script: bool) -> None:
    page = visit(f"{served}/map/new", java_script_enabled=script, line_breaks=True)  # it speaks of the 422 as well
    page.locator("main a[href$='group=products']").click()
    write(page, f"Nón lá thắp sáng {script}")
    page.locator("#photo").set_input_files(photo)
    if script:
        expect(page.locator("#photos fieldset.card")).to_have_count(1)
    press(page, "preview")

    # One figure of the phone number is missing, and the photo needs its words: nothing that was typed is lost.
    expect(page.locator("#sender_phone_error")).to_be_visible()
    expect(page.locator("#name_vi")).to_have_value(f"Nón lá thắp sáng {script}")
    expect(page.locator("#photos fieldset.card")).to_have_count(1)
    code = page.locator("#draft_code").inner_text()
    page.locator("#sender_phone").fill("0905 123 456")
    page.locator("#photos input[id^=alt_vi_]").fill("Chiếc nón phát sáng trên nền tối")
    page.locator("#photos input[id^=credit_]").fill("Võ Thị Hoa")
    page.locator("#photos input[id^=people_agreed_]").check()
    press(page, "preview")

    page.wait_for_url("**/preview")
    expect(page.locator("main article")).to_contain_text("dải đèn")
    page.locator(".dock button").click()
    page.wait_for_url(re.compile(r"/code/\d+$"))
    expect(page.locator("#code_card b")).to_have_text(code)
    assert code not in page.url

    # On another phone, years older and without script, the code is all there is.
    elsewhere = visit(f"{served}/code", java_script_enabled=False)
    elsewhere.locator("#code").fill(code.lower().replace("-", " "))
    elsewhere.locator("main button").click()
    elsewhere.wait_for_url(re.compile(r"/code/\d+$"))
    expect(elsewhere.locator("h1")).to_have_text(f"Nón lá thắp sáng {script}")
    elsewhere.locator("details summary").click()
    elsewhere.locator("#withdrawal button").click()
    expect(elsewhere.locator("#withdrawal")).to_have_count(0)
    page.reload()
    expect(page.locator("#withdrawal")).to_have_count(0)


@pytest.mark.parametrize(
    "address",
    ["/map/new", "/map/new?group=people", "/map/new?group=products", "/code", "/map/lang-gom-thanh-ha/report"],
)
def test_no_page_of_proposing_is_wider_than_a_small_phone(served: str, visit: Visit, address: str) -> None:
    page = visit(f"{served}/fr{address}", viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_neighbour_reports_what_is_wrong_without_script(served: str, visit: Visit) -> None:
    page = visit(f"{served}/map/lang-gom-thanh-ha", java_script_enabled=False, line_breaks=True)
    page.locator("main a[href$='/report']").click()
    page.locator("#report input[value=facts]").check()
    page.locator("#report button").click()
    expect(page.locator("#words_error")).to_be_visible()
    page.locator("#words").fill("Lò nung nghỉ thứ Hai.")
    page.locator("#report button").click()
    page.wait_for_url(re.compile(r"/code/\d+$"))
    expect(page.locator("#code_card b")).to_have_text(re.compile(r"^[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}$"))
