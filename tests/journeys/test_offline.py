"""The line is gone: what was seen opens with its age, nothing private is kept, and the one file asks nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, expect

from portal.kit.fold import fold
from tests.journeys.line import Line

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
PASSWORD = "den-long-hoi-an"
SEEN = "/map/lang-gom-thanh-ha"
PUBLIC = re.compile(r"^/$|^/map/[a-z-]+$|^/offline$|^/static/")

# Every cache and what is in it: addresses, and the words of all answers.
CACHED = """
async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found[new URL(request.url).pathname] = await (await cache.match(request, { ignoreVary: true })).text();
    }
  }
  return found;
}
"""


def cached(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(CACHED)
    return found


def come_again(page: Page, address: str) -> None:
    """A second visit: the worker comes, and has kept the page that was open."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until_kept(page, address)


def wait_until_kept(page: Page, address: str) -> None:
    page.wait_for_function(f"() => caches.match('{address}', {{ ignoreVary: true }}).then(Boolean)")


@pytest.fixture
def kept(served: str, visit: Visit) -> Page:
    """A phone that has been here twice and has seen a listing."""
    page = visit(f"{served}/", line_breaks=True)
    come_again(page, f"{served}/")
    page.goto(f"{served}{SEEN}")
    wait_until_kept(page, f"{served}{SEEN}")
    return page


def test_the_first_visit_takes_no_worker_and_the_second_takes_it_late(served: str, visit: Visit) -> None:
    page = visit("about:blank")
    line = Line(page)
    page.goto(f"{served}/")
    page.wait_for_timeout(3_000)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert line.of("sw.js", "offline") == 0
    assert cached(page) == {}
    come_again(page, f"{served}/")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 1


def test_a_page_that_was_seen_opens_with_its_age(served: str, kept: Page) -> None:
    heading = kept.locator("h1").inner_text()
    kept.goto(f"{served}/map")
    wait_until_kept(kept, f"{served}/map")
    kept.context.set_offline(True)
    kept.goto(f"{served}{SEEN}")
    expect(kept.locator("h1")).to_have_text(heading)
    expect(kept.locator("#seen")).to_have_text(
        re.compile(r"^Bạn đang không có mạng\. Đây là trang như lúc bạn xem [12] phút trước\.$")  # two if all is slow
    )
    assert kept.evaluate("getComputedStyle(document.querySelector('.roof')).backgroundColor") != "rgba(0, 0, 0, 0)"
    kept.go_back()
    expect(kept.locator("#results li").first).to_be_visible()


def test_back_on_the_line_the_page_is_the_newest_and_says_nothing_of_an_age(served: str, kept: Page) -> None:
    kept.context.set_offline(True)
    kept.reload()
    expect(kept.locator("#seen")).to_be_visible()
    kept.context.set_offline(False)
    kept.reload()
    expect(kept.locator("h1")).to_be_visible()
    expect(kept.locator("#seen")).to_have_count(0)


def test_a_page_that_was_not_seen_says_so_and_names_those_that_were(served: str, kept: Page) -> None:
    heading = kept.locator("h1").inner_text()
    kept.context.set_offline(True)
    kept.goto(f"{served}/map/khong-co")
    expect(kept.locator("h1")).to_have_text("Không có mạng")
    expect(kept.locator("#kept a").first).to_have_text(heading)
    violations = Axe().run(kept).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    kept.locator("#kept a").first.click()
    expect(kept.locator("h1")).to_have_text(heading)
    expect(kept.locator("#seen")).to_be_visible()


def test_each_language_has_its_own_page_about_the_line(served: str, kept: Page) -> None:
    kept.goto(f"{served}/en/accessibility")
    wait_until_kept(kept, f"{served}/en/offline")
    kept.context.set_offline(True)
    kept.goto(f"{served}/en/terms")
    expect(kept.locator("h1")).to_have_text("You are offline")
    kept.goto(f"{served}/en/accessibility")
    expect(kept.locator("#seen")).to_have_text(
        re.compile(r"^You are offline\. This is the page as it was (1 minute|2 minutes) ago\.$")
    )


def test_of_many_pages_the_newest_forty_are_kept(served: str, kept: Page) -> None:
    for number in range(45):
        kept.goto(f"{served}/contact?{number}")
        wait_until_kept(kept, f"{served}/contact?{number}")
    pages = kept.evaluate("caches.open('pages').then((pages) => pages.keys()).then((all) => all.map((one) => one.url))")
    assert pages == [f"{served}/contact?{number}" for number in range(5, 45)]


def test_a_page_that_is_gone_is_forgotten(served: str, kept: Page) -> None:
    kept.evaluate("caches.open('pages').then((pages) => pages.put('/map/khong-co', new Response('gone')))")
    kept.goto(f"{served}/map/khong-co")
    kept.wait_for_function("() => caches.match('/map/khong-co').then((found) => !found)")


def sign_in(page: Page, served: str, who: str) -> None:
    page.goto(f"{served}/people/sign-in")
    page.fill("[name=who]", f"{who}@hoian.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk*")


def test_nothing_private_is_ever_kept_and_signing_out_leaves_nothing(served: str, kept: Page) -> None:
    sign_in(kept, served, "moderator")
    [name] = re.findall(r": (.+?)\. ", kept.locator("footer").inner_text())[:1]
    for path in ("/desk", "/people/me", "/desk/listings", "/map/new", "/code", "/claim", f"{SEEN}/edit", SEEN):
        kept.goto(f"{served}{path}")
        kept.wait_for_load_state("networkidle")
    kept.wait_for_timeout(500)
    found = cached(kept)
    assert SEEN in found
    assert [path for path in found if not PUBLIC.search(path)] == []
    assert [path for path, words in found.items() if name in words or "moderator@hoian.example" in words] == []
    kept.evaluate("localStorage.setItem('unsent:x', '{\"fields\": {}}')")
    kept.goto(f"{served}/desk")
    kept.get_by_role("button", name="Đăng xuất").click()
    kept.wait_for_url(f"{served}/")
    kept.wait_for_timeout(500)
    assert cached(kept) == {}
    assert kept.evaluate("localStorage.getItem('unsent:x')") is None
    kept.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        kept.goto(f"{served}{SEEN}")


# The city in one file


def saved(page: Page, address: str, folder: Path) -> Path:
    """The file as a phone keeps it."""
    page.goto(address)
    with page.expect_download() as download:
        page.locator("a[href$='/pocket.html']").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def opened(page: Page, path: Path, **given: Any) -> tuple[Page, list[str]]:
    """The file opened from the disk in another browser whose line is gone, and what that asked for."""
    assert page.context.browser
    context = page.context.browser.new_context(viewport={"width": 360, "height": 740}, offline=True, **given)
    other = context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.on("console", lambda said: asked.append(said.text))
    other.goto(path.as_uri())
    return other, asked


def test_the_file_is_fetched_on_the_tap_only_and_opens_without_a_line(
    served: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit("about:blank")
    line = Line(page)
    page.goto(f"{served}/")
    page.wait_for_load_state("networkidle")
    assert line.of("pocket") == 0
    path = saved(page, f"{served}/", tmp_path)
    assert path.stat().st_size <= 300_000
    other, asked = opened(page, path)
    expect(other.locator("h1")).to_contain_text("Hội An")
    other.locator("details").first.locator("summary").click()
    expect(other.locator("details").first.locator("li").first).to_be_visible()
    other.locator("details.map summary").first.click()
    expect(other.locator("details.map svg[role=img]").first).to_be_visible()
    violations = Axe().run(other).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert asked == [path.as_uri()]
    other.context.close()


def test_fetched_once_the_file_is_handed_out_again_without_a_line(served: str, kept: Page, tmp_path: Path) -> None:
    first = saved(kept, f"{served}/", tmp_path).read_bytes()
    wait_until_kept(kept, f"{served}/pocket.html")
    kept.context.set_offline(True)
    assert saved(kept, f"{served}/", tmp_path).read_bytes() == first


def test_the_file_finds_words_without_their_marks(served: str, visit: Visit, tmp_path: Path) -> None:
    page = visit("about:blank")
    other, _asked = opened(page, saved(page, f"{served}/", tmp_path))
    other.get_by_label("Tìm trong tệp này").fill("LANG gom")
    shown = other.locator(".group li:visible").all_inner_texts()  # events too: on some days one speaks of pottery
    assert "Làng gốm Thanh Hà" in "\n".join(shown)
    assert [words for words in shown if not ("lang" in fold(words) and "gom" in fold(words))] == []
    expect(other.locator("output")).to_have_text(f"Tìm thấy: {len(shown)}")
    other.get_by_label("Tìm trong tệp này").fill("")
    expect(other.locator(".group:visible")).to_have_count(9)  # the eight groups, and what is on
    expect(other.locator("output")).to_have_text("")
    other.context.close()


def test_the_file_is_whole_with_script_off(served: str, visit: Visit, tmp_path: Path) -> None:
    page = visit("about:blank")
    other, _asked = opened(page, saved(page, f"{served}/en", tmp_path), java_script_enabled=False)
    expect(other.locator("form")).to_be_hidden()
    other.locator("summary").first.click()
    expect(other.locator("details").first.locator("li").first).to_be_visible()
    other.context.close()
