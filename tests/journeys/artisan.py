"""What the people of the campaign do in a browser: sign in, bring a photo over a line that breaks, hand in, answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page, expect

from portal.people.rules import DEMO_PASSWORD

Visit = Callable[..., Page]
TRIES = 8
PATIENCE = 30_000  # milliseconds


def sign_in(page: Page, who: str) -> Page:
    page.set_default_timeout(PATIENCE)
    page.fill("[name=who]", who)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def reach(page: Page, where: str) -> None:
    """Opens a page, again when the line breaks just then."""
    for _try in range(TRIES):
        with suppress(Error):
            page.goto(where)
            page.locator("main h1").wait_for(timeout=5_000)
            return
    raise AssertionError("the page could not be reached")


def bring(page: Page, step: str, photo: Path, *, script: bool) -> None:
    """A photo for a step: with script it is sent on by itself after a cut, without it the person sends it again."""
    held = page.locator("#files .file a", has_text=photo.name)
    reach(page, step)
    if script:
        page.locator("file-drop:defined").first.wait_for()
        page.set_input_files("#file", photo)
        expect(held).to_have_count(1, timeout=90_000)
        return
    for _try in range(TRIES):
        if held.count():
            return
        page.set_input_files("#file", photo)
        page.locator("#add_files button").click(no_wait_after=True)
        with suppress(Error):
            page.wait_for_url("**/" + step.rpartition("/")[2] + "#files", timeout=15_000)
        reach(page, step)
    raise AssertionError("the photo did not arrive")


def hand_in(page: Page, step: str) -> None:
    """By the button of the dock; when the answer was lost, it is seen that it was handed in."""
    button = page.locator(".dock button[value=submit]")
    for _try in range(TRIES):
        reach(page, step)
        if not button.count():
            return
        with suppress(Error):
            button.click()
            page.wait_for_url("**/packages/1", timeout=15_000)
            return
    raise AssertionError("the step could not be handed in")


def answer(advisor: Page, host: str, shop: str, key: str, decision: str, says: str = "") -> None:
    """The advisor opens it from the board, ticks what is met, and decides."""
    advisor.goto(f"{host}/desk/advice")
    row = advisor.locator(".cust", has_text=shop).filter(has_text=f"{key} ")
    row.first.locator("a").click()
    expect(advisor.locator("#answer")).to_be_visible()
    for tick in advisor.locator("#answer [name=tick]").all():
        tick.check()
    advisor.fill("#says", says)
    advisor.click(f"#answer [value={decision}]")
    advisor.wait_for_url("**/desk/advice")
