"""A paper card from the desk's printer into the hand of somebody with one old phone and no mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, Response, expect

from portal.kit import code as codes
from portal.people.rules import DEMO_PASSWORD

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
MOST_PAGES = 4
PASSWORD = "ba con cá sấu"


@pytest.fixture
def scanned(served: str, visit: Visit, tmp_path: Path) -> str:
    """What a phone's camera reads on a card that the desk has just printed."""
    desk = visit(f"{served}/en/people/sign-in")
    desk.locator("#who").fill("moderator@hoian.example")
    desk.locator("#password").fill(DEMO_PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/en/desk")
    desk.goto(f"{served}/en/desk/cards/new")
    desk.locator("input[name=listing]").evaluate_all("boxes => boxes.forEach((box, n) => { box.checked = n === 0 })")
    with desk.expect_download() as sheet:
        desk.get_by_role("button", name="Make the cards").click()
    sheet.value.save_as(tmp_path / "cards.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "cards.pdf")
    [found] = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    document.close()
    return found.text.replace("/claim/", "/en/claim/")


def counted(page: Page) -> list[str]:
    """The pages that the browser shows from here on."""
    seen: list[str] = []

    def note(response: Response) -> None:
        if response.request.resource_type == "document" and response.status < 300:
            seen.append(response.url)

    page.on("response", note)
    return seen


def own(page: Page, number: str) -> None:
    page.locator("summary").click()
    page.locator("#who").fill(number)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/en/people/me")


@pytest.mark.parametrize(
    ("script", "number"), [(True, "0905 444 111"), (False, "0905 444 222")], ids=["with script", "without script"]
)
def test_scan_correct_and_keep_the_page_in_four_pages(
    served: str, visit: Visit, scanned: str, script: bool, number: str
) -> None:
    page = visit(f"{served}/robots.txt", java_script_enabled=script, line_breaks=True)  # a used card answers 410
    seen = counted(page)
    page.goto(scanned)
    page.get_by_role("button", name="Mine, but to be corrected").click()
    page.locator("#street").fill("Ngõ 3, sau chợ")
    page.get_by_role("button", name="Send the correction").click()
    expect(page.locator("h1")).to_have_text("Thank you")
    assert codes.read(page.locator("p.code").inner_text())
    own(page, number)
    assert len(seen) <= MOST_PAGES, seen
    page.goto(scanned)
    expect(page.get_by_text("This card has been used.")).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "words"),
    [("All right, keep it so", "is confirmed"), ("Please take it off the map", "within two working days")],
)
def test_type_the_code_and_answer_in_four_pages_without_script(
    served: str, visit: Visit, scanned: str, answer: str, words: str
) -> None:
    page = visit(f"{served}/robots.txt", java_script_enabled=False)
    seen = counted(page)
    page.goto(f"{served}/en/claim")
    page.locator("#code").fill(codes.show(scanned.rpartition("/")[2]).lower())
    page.get_by_role("button", name="Open").click()
    page.get_by_role("button", name=answer).click()
    expect(page.locator("p.note.ok")).to_contain_text(words)
    own(page, "0905 444 333" if words == "is confirmed" else "0905 444 444")
    assert len(seen) <= MOST_PAGES, seen


def test_no_page_of_a_card_is_wider_than_a_small_phone(served: str, visit: Visit, scanned: str) -> None:
    page = visit(scanned, viewport={"width": 320, "height": 640})
    for address in (f"{served}/en/claim", scanned, f"{scanned}/edit"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
