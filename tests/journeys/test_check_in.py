"""The door on a phone: one tap for each, also while the line is cut; each is sent once, and nothing stays behind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from portal.db import Mode, db, transactions
from portal.events.registrations.models import Registration, Seat, SeatAct
from tests.conftest import Databases
from tests.journeys.joined import Served, Visit, serving, signed_in

pytestmark = pytest.mark.journey
NAMES = ("Nguyễn Hoàng Anh", "Trần Gia Bảo", "Lê Thị Cúc", "Phan Minh Đức")


@pytest.fixture(scope="module")
def portal(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(planted, tmp_path_factory.mktemp("door")) as served:
        yield served


def ready(page: Page) -> None:
    """The scripts have come, and the helper for lost lines, which would complain of a line that is lost."""
    page.wait_for_function("() => Boolean(customElements.get('check-in'))")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def present(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Present: {name}").click()


def row(page: Page, name: str) -> object:
    return page.locator("#guests > li", has_text=name)


def counts(page: Page) -> list[int]:
    return [int(one) for one in page.locator("#counts dd").all_inner_texts()]


def kept(page: Page) -> list[dict[str, str]]:
    """What waits on this phone."""
    found = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('ticks:')).map(([, at]) => at)"
    )
    return [tick for one in found for tick in json.loads(one)]


def acts(portal: Served, number: int) -> list[tuple[str, str]]:
    """What the portal knows: whose, and what."""
    with portal.app.app_context(), transactions(Mode.READ):
        found = (
            select(Registration.name, SeatAct.act).join(Seat, Seat.registration_id == Registration.id)
            .join(SeatAct, SeatAct.seat_id == Seat.id)
            .where(Seat.event_id == number, SeatAct.act.in_(["present", "gone"])).order_by(SeatAct.id)
        )  # fmt: skip
        return [tuple(one) for one in db.session.execute(found)]


def test_the_door_without_script(portal: Served, visit: Visit) -> None:
    number, _slug = portal.plant("Không có script", capacity=20, names=NAMES)
    page = signed_in(portal, visit, f"/desk/events/{number}/check-in", java_script_enabled=False)
    present(page, "Lê Thị Cúc")
    expect(row(page, "Lê Thị Cúc")).to_contain_text("Present")  # type: ignore[arg-type]
    assert counts(page) == [4, 1, 0]
    page.locator("#q").fill("tran gia")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#guests > li")).to_have_count(1)
    present(page, "Trần Gia Bảo")
    expect(page.locator("#guests > li")).to_have_count(1)  # the search stays
    page.get_by_role("button", name="Untick: Trần Gia Bảo").click()
    page.locator("summary").click()
    page.locator("#walk_ins [name=people]").fill("3")
    page.locator("#walk_ins button").click()
    assert counts(page) == [4, 1, 3]
    assert acts(portal, number)[:3] == [
        ("Lê Thị Cúc", "present"), ("Trần Gia Bảo", "present"), ("Trần Gia Bảo", "gone"),
    ]  # fmt: skip


def test_the_line_is_cut_and_comes_back(portal: Served, visit: Visit) -> None:
    number, _slug = portal.plant("Mất mạng", capacity=20, names=NAMES)
    page = signed_in(portal, visit, f"/desk/events/{number}/check-in", line_breaks=True)
    ready(page)
    present(page, "Nguyễn Hoàng Anh")
    expect(row(page, "Nguyễn Hoàng Anh").locator(".tag.ok")).to_contain_text("Present")  # type: ignore[attr-defined]
    expect(page.locator("#counts dd").nth(1)).to_have_text("1")

    page.context.set_offline(True)
    present(page, "Trần Gia Bảo")
    present(page, "Lê Thị Cúc")
    present(page, "Phan Minh Đức")
    page.get_by_role("button", name="Untick: Phan Minh Đức").click()
    expect(page.locator("#saved")).to_contain_text("kept on this phone: 4.")
    expect(row(page, "Lê Thị Cúc")).to_contain_text("To be sent")  # type: ignore[arg-type]
    waiting = kept(page)
    assert [one["act"] for one in waiting] == ["present", "present", "present", "gone"]
    assert {frozenset(one) for one in waiting} == {frozenset({"seat", "act", "once", "at"})}  # no name, no number
    page.locator("#q").fill("le thi")
    expect(page.locator("#guests > li:visible")).to_have_count(1)
    page.locator("#q").fill("")

    page.context.set_offline(False)
    expect(page.locator("#saved")).to_be_hidden()
    assert kept(page) == []
    expect(page.locator("#counts dd").nth(1)).to_have_text("3")
    assert acts(portal, number) == [
        ("Nguyễn Hoàng Anh", "present"), ("Trần Gia Bảo", "present"), ("Lê Thị Cúc", "present"),
        ("Phan Minh Đức", "present"), ("Phan Minh Đức", "gone"),
    ]  # fmt: skip
    page.reload()
    expect(row(page, "Lê Thị Cúc")).to_contain_text("Present")  # type: ignore[arg-type]


def test_an_answer_that_was_lost_is_asked_for_again_and_counts_once(portal: Served, visit: Visit) -> None:
    number, _slug = portal.plant("Trả lời mất", capacity=20, names=NAMES)
    page = signed_in(portal, visit, f"/desk/events/{number}/check-in", line_breaks=True)
    ready(page)
    sent: list[int] = []

    def lose_two(route: Route) -> None:
        if route.request.method != "POST" or len(sent) >= 2:
            return route.continue_()
        sent.append(route.fetch().status)
        return route.abort()

    page.route("**/check-in", lose_two)
    present(page, "Trần Gia Bảo")
    expect(page.locator("#saved")).to_contain_text("kept on this phone: 1.")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#saved")).to_be_hidden()
    assert sent == [200, 200]
    assert Counter(acts(portal, number)) == {("Trần Gia Bảo", "present"): 1}


def test_a_page_that_was_closed_sends_what_waited_when_it_is_opened_again(portal: Served, visit: Visit) -> None:
    number, _slug = portal.plant("Đóng trang", capacity=20, names=NAMES)
    page = signed_in(portal, visit, f"/desk/events/{number}/check-in", line_breaks=True)
    ready(page)
    here = page.url
    page.context.set_offline(True)
    present(page, "Trần Gia Bảo")
    expect(page.locator("#saved")).to_be_visible()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(here)
    expect(row(page, "Trần Gia Bảo").locator(".tag.ok")).to_contain_text("Present")  # type: ignore[attr-defined]
    assert acts(portal, number) == [("Trần Gia Bảo", "present")]


def test_after_signing_out_nothing_is_left_on_the_phone(portal: Served, visit: Visit) -> None:
    number, _slug = portal.plant("Thoát", capacity=20, names=NAMES)
    page = signed_in(portal, visit, f"/desk/events/{number}/check-in", line_breaks=True)
    ready(page)
    page.route("**/check-in", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    present(page, "Trần Gia Bảo")
    expect(page.locator("#saved")).to_be_visible()
    assert len(kept(page)) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    expect(page.locator("body")).not_to_contain_text("Trần Gia Bảo")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('ticks:'))")
