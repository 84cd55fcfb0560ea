"""The river rises: on a phone, with and without script, wards rest and events stop; everybody reads it; taken back."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from portal.people.rules import DEMO_PASSWORD
from tests.conftest import Databases
from tests.journeys.conftest import serving

pytestmark = pytest.mark.journey
Visit = Callable[..., Page]
REASON = "The river is rising fast."


@pytest.fixture(scope="module")
def city(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal of its own: what is stopped here must not be missed in other journeys."""
    with serving(planted, tmp_path_factory.mktemp("flood")) as address:
        yield address


def at_the_desk(visit: Visit, city: str, **how: object) -> Page:
    page = visit(f"{city}/en/people/sign-in?next=/en/desk/wards", **how)
    page.locator("#who").fill("moderator@hoian.example")
    page.locator("#password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Flood and season")
    return page


def says(city: str, slug: str) -> dict[str, str]:
    """STATUS, SEQUENCE and UID of an event's file for calendars."""
    with urllib.request.urlopen(f"{city}/events/{slug}.ics") as answer:  # nosec B310  our own server
        lines = [line.partition(":") for line in answer.read().decode().split("\r\n")]
    return {name: value for name, _, value in lines if name in {"STATUS", "SEQUENCE", "UID"}}


@pytest.mark.parametrize("script", [True, False])
def test_a_flood_stops_what_was_chosen_and_is_taken_back_with_one_button(visit: Visit, city: str, script: bool) -> None:
    visitor = visit(f"{city}/en/about", java_script_enabled=script)
    expect(visitor.locator(".rests")).to_have_count(0)
    before = says(city, "bai-choi-ben-song")
    desk = at_the_desk(visit, city, java_script_enabled=script)
    desk.get_by_role("checkbox", name="Hội An", exact=True).check()
    desk.get_by_text("Former wards and communes").click()
    desk.get_by_role("checkbox", name="Cẩm Nam (former)").check()
    desk.get_by_role("button", name="See what is planned there").click()
    desk.get_by_role("group", name="Bai choi by the river").get_by_label("Postpone").check()
    desk.get_by_role("group", name="Lantern class for pupils").get_by_label("Cancel it").check()
    desk.get_by_label("Why, for everybody to read").fill("Nước sông lên nhanh.")
    desk.get_by_label("The same in English").fill(REASON)
    desk.get_by_label("Decided together with").select_option(label="Nguyễn Thị Mai")
    desk.get_by_role("button", name="Let them rest").click()
    expect(desk.get_by_role("status").first).to_contain_text("rests now")

    visitor.reload()
    expect(visitor.locator(".rests")).to_contain_text(REASON)
    visitor.goto(f"{city}/en/events/bai-choi-ben-song")
    expect(visitor.locator("main [role=status]").first).to_contain_text("Postponed")
    visitor.goto(f"{city}/en/events/lop-long-den-nho")
    expect(visitor.locator("main [role=status]").first).to_contain_text("Cancelled")
    stopped = says(city, "bai-choi-ben-song")
    assert (stopped["UID"], stopped["STATUS"]) == (before["UID"], "TENTATIVE")
    assert int(stopped["SEQUENCE"]) == int(before["SEQUENCE"]) + 1

    desk.get_by_role("button", name="Take back the whole act: 2 wards").first.click()
    expect(desk.get_by_role("status").first).to_contain_text("2 wards are as usual again.")
    visitor.goto(f"{city}/en/events/bai-choi-ben-song")
    expect(visitor.locator(".rests")).to_have_count(0)
    expect(visitor.locator("main [role=status]")).to_have_count(0)
    after = says(city, "bai-choi-ben-song")
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CONFIRMED")
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 2
