"""The form to propose with, on a phone whose line breaks: fields kept and sent once, photos made small, a pin put."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import PATIENCE
from tests.media import samples

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
FORM = "/en/map/new?group=products"
HOI_AN = {"latitude": 15.8801, "longitude": 108.338}


def sent_fields(page: Page) -> list[tuple[str, str]]:
    """Grows as fields travel: the name of each and what it said. Only what came through is counted."""
    sent: list[tuple[str, str]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/map/new/fields"):
            said = parse_qs(request.post_data or "", keep_blank_values=True)
            sent.append((said["field"][0], said.get(said["field"][0], ["-"])[0]))

    page.on("requestfinished", note)
    return sent


def all_of(sent: list[tuple[str, str]], count: int, page: Page) -> list[tuple[str, str]]:
    """What has travelled, once so much has: the browser may tell of it a little after its own scripts know."""
    for _ in range(PATIENCE // 50):
        if len(sent) >= count:
            break
        page.wait_for_timeout(50)
    return sent


def leave(page: Page, name: str, value: str) -> None:
    """Types into a field and leaves it."""
    page.locator(f"[name={name}]").fill(value)
    page.locator(f"[name={name}]").blur()


@pytest.fixture
def form(served: str, visit: Visit) -> Page:
    page = visit(f"{served}{FORM}", line_breaks=True)
    page.wait_for_function("() => Boolean(customElements.get('saved-form'))")
    return page


def unsent(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent:'))")
    return keys


def wait_until_sent(page: Page) -> None:
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('unsent:'))")


# <saved-form>


def test_a_field_is_saved_when_it_is_left_and_the_code_appears(form: Page) -> None:
    sent = sent_fields(form)
    leave(form, "name_vi", "Nón lá có đèn")
    expect(form.locator("#saved")).to_have_text(re.compile(r"^Saved \d\d?:\d\d$"))
    expect(form.locator("#draft_code")).to_have_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$"))
    expect(form.locator("[data-code]")).to_be_visible()
    assert all_of(sent, 1, form) == [("name_vi", "Nón lá có đèn")]
    assert unsent(form) == []


def test_through_a_line_cut_twice_nothing_is_lost_and_each_field_is_sent_once(form: Page) -> None:
    sent = sent_fields(form)
    leave(form, "name_vi", "Nón lá có đèn")
    expect(form.locator("#saved")).to_have_text(re.compile("^Saved"))
    form.context.set_offline(True)
    leave(form, "summary_vi", "Nón lá khâu tay")
    expect(form.locator("#saved")).to_contain_text("There is no connection")
    leave(form, "price_from", "180000")
    form.context.set_offline(False)
    expect(form.locator("#saved")).to_have_text(re.compile("^Saved"))
    wait_until_sent(form)
    form.context.set_offline(True)
    leave(form, "summary_vi", "Nón lá khâu tay, trong vành có đèn")
    form.locator("[name=phone_shown]").check()
    form.context.set_offline(False)
    wait_until_sent(form)
    assert all_of(sent, 5, form) == [
        ("name_vi", "Nón lá có đèn"),
        ("summary_vi", "Nón lá khâu tay"),
        ("price_from", "180000"),
        ("summary_vi", "Nón lá khâu tay, trong vành có đèn"),
        ("phone_shown", "y"),
    ]


def test_what_waits_when_the_page_is_closed_is_sent_from_any_other_page(
    served: str, form: Page, caplog: pytest.LogCaptureFixture
) -> None:
    leave(form, "name_vi", "Nón lá có đèn")
    expect(form.locator("#saved")).to_have_text(re.compile("^Saved"))
    form.context.set_offline(True)
    leave(form, "summary_vi", "Viết khi không có mạng")
    form.locator("[name=directions_vi]").press_sequentially("dở dang")  # never left
    other = form.context.new_page()
    form.close()
    other.context.set_offline(False)
    sent = sent_fields(other)
    other.goto(f"{served}/")
    wait_until_sent(other)
    assert all_of(sent, 2, other) == [("summary_vi", "Viết khi không có mạng"), ("directions_vi", "dở dang")]
    assert [record.getMessage() for record in caplog.records].count("POST /en/map/new/fields 200") == 3
    other.goto(f"{served}/en/map/new")
    other.get_by_role("link", name="Nón lá có đèn").click()
    expect(other.locator("[name=summary_vi]")).to_have_value("Viết khi không có mạng")
    expect(other.locator("[name=directions_vi]")).to_have_value("dở dang")


def test_what_waits_is_back_in_its_form(served: str, form: Page) -> None:
    leave(form, "name_vi", "Nón lá có đèn")
    expect(form.locator("#saved")).to_have_text(re.compile("^Saved"))
    form.goto(f"{served}/en/map/new")
    form.get_by_role("link", name="Nón lá có đèn").last.click()
    form.wait_for_function("() => Boolean(customElements.get('saved-form'))")
    form.route("**/map/new/fields", lambda route: route.abort())
    leave(form, "summary_vi", "Còn trên máy")
    expect(form.locator("#saved")).to_contain_text("could not be saved yet")
    form.reload()
    expect(form.locator("[name=summary_vi]")).to_have_value("Còn trên máy")


def test_what_is_wrong_with_a_field_is_said_below_it_and_taken_away_again(form: Page) -> None:
    leave(form, "price_from", "rẻ")
    error = form.locator("#price_from_error")
    expect(error).to_be_visible()
    field = form.locator("[name=price_from]")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "price_from_error" in (field.get_attribute("aria-describedby") or "")
    leave(form, "price_from", "180000")
    expect(error).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_busy_portal_is_asked_again_after_the_time_it_named(form: Page) -> None:
    asked = []

    def busy_once(route: object) -> None:
        asked.append(1)
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"}, body="")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    form.route("**/map/new/fields", busy_once)
    leave(form, "name_vi", "Nón lá có đèn")
    expect(form.locator("#saved")).to_contain_text("could not be saved yet")
    expect(form.locator("#saved")).to_have_text(re.compile("^Saved"))
    assert len(asked) == 2 and unsent(form) == []


# <small-photo>


def large_photo(folder: Path) -> Path:
    """Twelve megabytes with a place in it, as a phone takes them."""
    path = folder / "IMG_2231.jpg"
    noise = Image.effect_noise((4400, 3300), 90).convert("RGB")
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (15.0, 52.0, 48.0), 3: "E", 4: (108.0, 20.0, 17.0)})
    noise.save(path, quality=92, exif=exif)
    assert path.stat().st_size > 11_000_000
    return path


class Body(NamedTuple):
    photo: bytes
    words: dict[str, str]


TOLD = """
async () => {
  const words = Object.fromEntries([...window.body].filter(([name]) => name !== "photo"));
  return [Array.from(new Uint8Array(await window.body.get("photo").arrayBuffer())), words];
}
"""


def sent_photo(page: Page, path: Path) -> Body:
    """Chooses a photo; what then left the browser, which no protocol tells of a file."""
    page.evaluate(
        "() => { window.body = null; const send = window.fetch; window.fetch = (where, given) => "
        "{ if (given.body.get('photo')) window.body = given.body; return send(where, given); }; }"
    )
    with page.expect_response("**/map/new/photos", timeout=60_000) as answer:
        page.locator("[name=photo]").set_input_files(path)
    assert answer.value.status == 200
    photo, words = page.evaluate(TOLD)
    return Body(bytes(photo), words)


def test_a_photo_of_twelve_megabytes_is_made_small_before_it_travels(form: Page, tmp_path: Path) -> None:
    form.locator("[name=alt_vi]").fill("Chiếc nón phát sáng")
    form.locator("[name=credit]").fill("Võ Thị Hoa")
    body = sent_photo(form, large_photo(tmp_path))
    picture = Image.open(BytesIO(body.photo))
    assert picture.format == "JPEG" and picture.size == (1600, 1200)
    assert len(body.photo) < 1_500_000
    assert not picture.getexif()
    assert body.words["alt_vi"] == "Chiếc nón phát sáng" and body.words["group"] == "products"
    assert not {"name_vi", "lat"} & set(body.words)
    expect(form.locator("#photos legend").first).to_have_text("Photo 1")
    expect(form.locator("#photos small-photo output")).to_have_text(re.compile(r"^1\d MB, sent as \d+ kB$"))
    expect(form.locator("[name^=alt_vi_]")).to_have_value("Chiếc nón phát sáng")
    assert form.locator("[name=photo]").evaluate("(field) => field.files.length") == 0


def test_a_small_photo_travels_as_it_is(form: Page, tmp_path: Path) -> None:
    path = tmp_path / "nho.jpg"
    path.write_bytes(samples.jpeg(60, 40))
    assert sent_photo(form, path).photo == path.read_bytes()


def test_whoever_looks_after_a_listing_sends_a_small_photo_too(served: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{served}/en/people/sign-in?next=/en/map/lang-gom-thanh-ha/edit")
    page.locator("[name=who]").fill("moderator@hoian.example")
    page.locator("[name=password]").fill("den-long-hoi-an")
    page.locator("main button").last.click()
    page.get_by_text("Add a photo", exact=True).click()
    page.locator("[name=photo]").set_input_files(large_photo(tmp_path))
    expect(page.locator("small-photo output")).to_have_text(re.compile(r"^1\d MB, sent as \d+ kB$"))
    assert page.locator("[name=photo]").evaluate("(field) => field.files[0].size") < 1_500_000


def test_a_photo_that_cannot_be_sent_stays_in_the_field(form: Page, tmp_path: Path) -> None:
    path = tmp_path / "lo.jpg"
    path.write_bytes(samples.jpeg(2400, 1800))
    form.context.set_offline(True)
    form.locator("[name=photo]").set_input_files(path)
    expect(form.locator("small-photo output")).to_contain_text("was not sent yet")
    assert form.locator("[name=photo]").evaluate("(field) => field.files.length") == 1


def test_what_is_no_photo_is_refused_at_its_place(form: Page, tmp_path: Path) -> None:
    path = tmp_path / "khong.jpg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    form.locator("[name=photo]").set_input_files(path)
    expect(form.locator("#photos .err")).to_be_visible()


def test_the_form_is_sound_for_everybody_after_all_of_this(form: Page, tmp_path: Path) -> None:
    leave(form, "price_from", "rẻ")
    expect(form.locator("#price_from_error")).to_be_visible()
    path = tmp_path / "lo.jpg"
    path.write_bytes(samples.jpeg(2400, 1800))
    form.locator("[name=photo]").set_input_files(path)
    expect(form.locator("#photos legend").first).to_have_text("Photo 1")
    form.locator("svg[data-area=hoi-an]").click(position={"x": 200, "y": 200})
    expect(form.locator("pick-place output")).to_have_text("The dot is set.")
    violations = Axe().run(form).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []


# <pick-place>


def at(page: Page) -> tuple[float, float]:
    return float(page.locator("[name=lat]").input_value()), float(page.locator("[name=lon]").input_value())


def test_a_tap_puts_the_pin_and_writes_the_place(form: Page) -> None:
    sent = sent_fields(form)
    svg = form.locator("svg[data-area=hoi-an]")
    svg.scroll_into_view_if_needed()
    svg.click(position={"x": 200, "y": 200})
    south, west, north, east = (float(side) for side in (svg.get_attribute("data-frame") or "").split(","))
    box = svg.bounding_box()
    assert box
    lat, lon = at(form)
    assert lon == pytest.approx(west + 200 / box["width"] * (east - west), abs=0.0005)
    assert lat == pytest.approx(north - 200 / box["height"] * (north - south), abs=0.0005)
    expect(form.locator("[name=location_mode]:checked")).to_have_value("approximate")
    expect(form.locator("[name=area]")).to_have_value("hoi-an")
    expect(form.locator("pick-place output")).to_have_text("The dot is set.")
    pin = svg.locator(".pin").bounding_box()
    assert pin
    assert pin["x"] + pin["width"] / 2 == pytest.approx(box["x"] + 200, abs=2)
    assert pin["y"] + pin["height"] / 2 == pytest.approx(box["y"] + 200, abs=2)
    expect(form.locator("#saved")).to_have_text(re.compile("^Saved"))
    wait_until_sent(form)
    assert sorted(name for name, _value in all_of(sent, 4, form)) == ["area", "lat", "location_mode", "lon"]


def test_the_arrow_keys_move_the_pin_by_fifty_metres(form: Page) -> None:
    svg = form.locator("svg[data-area=hoi-an]")
    svg.focus()
    form.keyboard.press("ArrowUp")
    before = at(form)
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        form.keyboard.press(key)
    after = at(form)
    assert (after[0] - before[0]) * 111_320 == pytest.approx(100, abs=2)
    assert (after[1] - before[1]) * 107_070 == pytest.approx(50, abs=2)


def test_the_phone_says_where_it_is_when_it_is_asked_to(served: str, visit: Visit) -> None:
    page = visit(f"{served}{FORM}", geolocation=HOI_AN, permissions=["geolocation"])
    page.locator("[data-here]").click()
    expect(page.locator("[name=lat]")).to_have_value("15.88010")
    expect(page.locator("[name=lon]")).to_have_value("108.33800")


def test_a_phone_that_does_not_say_or_is_elsewhere_gets_its_sentence(served: str, visit: Visit) -> None:
    page = visit(f"{served}{FORM}")
    page.locator("[data-here]").click()
    expect(page.locator("pick-place output")).to_contain_text("did not say")
    expect(page.locator("[name=lat]")).to_have_value("")
    far = visit(f"{served}{FORM}", geolocation={"latitude": 21.03, "longitude": 105.85}, permissions=["geolocation"])
    far.locator("[data-here]").click()
    expect(far.locator("pick-place output")).to_contain_text("outside the area")
    expect(far.locator("[name=lat]")).to_have_value("")
