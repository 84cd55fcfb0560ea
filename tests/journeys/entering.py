"""An entrant in the browser: the architect of the demo city, whose draft stands in the competition that is open."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from portal.people.rules import DEMO_PASSWORD
from tests.uploads.entered import photo

WHO = "architect@hoian.example"


def open_draft(page: Page) -> str:
    """Signs in on a page that leads to `/entries`, and opens the draft; its address."""
    page.locator("#who").fill(WHO)
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("main button").last.click()
    page.wait_for_url("**/entries")
    page.locator("main .task a").first.click()
    page.wait_for_url("**/entries/*")
    return page.url


def send_panels(page: Page, there: str, folder: Path) -> None:
    """Two panels by the page's own script."""
    page.goto(f"{there}/steps/3")
    page.locator("file-drop:defined").first.wait_for()
    sent = [photo(folder / f"0{number}.jpg").path for number in (1, 2)]
    page.set_input_files("#plain_panels [type=file]", sent)
    for one in sent:
        held = page.locator("#files li", has=page.get_by_text(one.name, exact=True))
        expect(held.locator("progress")).to_have_count(0)
        expect(held.locator("form")).to_have_count(1)
