"""An account, as its person makes and secures it on a phone, with script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.kit import totp
from portal.web.clock import now

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
PASSWORD = "ba con cá sấu"


@pytest.mark.parametrize(
    ("script", "number"), [(True, "0905 333 111"), (False, "0905 333 222")], ids=["with script", "without script"]
)
def test_somebody_signs_up_by_phone_turns_the_second_step_on_and_comes_back_with_a_code_from_paper(
    served: str, visit: Visit, script: bool, number: str
) -> None:
    page = visit(f"{served}/en/people/sign-in", java_script_enabled=script)
    page.get_by_role("link", name="Create an account").click()
    page.locator("#full_name").fill("Nguyễn Văn Ổn")
    page.locator("#who").fill(number)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**/en/desk")

    page.goto(f"{served}/en/people/authenticator")
    page.get_by_role("button", name="Turn it on").click()
    secret = page.locator("#secret").input_value()
    page.locator("#code").fill(totp.code(secret, totp.step_at(now())))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator("main code")).to_have_count(8)
    paper = page.locator("main code").first.inner_text()

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{served}/en/people/sign-in")
    page.locator("#who").fill(number)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/en/people/second-step")
    page.locator("#code").fill(paper.lower())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/en/desk")

    page.goto(f"{served}/en/people/sign-ins")
    expect(page.locator("#results li")).to_have_count(1)
    expect(page.locator("#results li")).to_contain_text("This device")
