"""Passing a listing on: message, code, poster, frames, oEmbed, and the picture beside a link."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from portal.db import db
from portal.kit import qr
from portal.listings import rules
from portal.listings.share_views import message
from tests import make
from tests.looking import LookingClient

ADDRESS = "https://hoian.example/map/gom-son"


@pytest.fixture
def gom_son(session: object) -> None:
    make.listing("Gốm Son", group="products", name_en="Red pottery", summary_en="Bowls of red clay.")


def text(client: LookingClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


# A message


def test_a_message_says_name_line_place_and_link() -> None:
    said = message("Gốm Son", "Bát đĩa gốm đỏ.", "Sản phẩm, Thanh Hà", ADDRESS)
    assert said == f"Gốm Son\nBát đĩa gốm đỏ.\nSản phẩm, Thanh Hà\n{ADDRESS}"


def test_a_long_line_gives_way_at_a_word_and_the_link_stays_whole() -> None:
    said = message("Gốm Son", "nung củi " * 40, "Sản phẩm, Thanh Hà", ADDRESS)
    assert len(said) < 300
    assert re.search(r"\nnung củi .* (nung|củi)…\nSản phẩm", said)
    assert said.endswith(f"\n{ADDRESS}")


def test_where_there_is_no_room_for_a_line_it_is_left_out() -> None:
    far = f"{ADDRESS}/{'x' * 180}"
    assert message("Gốm Son " * 8, "Bát đĩa gốm đỏ.", "Thanh Hà", far) == f"{'Gốm Son ' * 8}\nThanh Hà\n{far}"


@pytest.mark.parametrize(("prefix", "name"), [("", "Gốm Son"), ("/en", "Red pottery")])
def test_the_share_page_offers_message_link_and_frame(
    client: LookingClient, gom_son: None, prefix: str, name: str
) -> None:
    page = text(client, f"{prefix}/map/gom-son/share")
    said = unescape(re.findall(r'<textarea id="message"[^>]*>(.*?)</textarea>', page, re.S)[0])
    assert said.splitlines()[0] == name
    assert said.splitlines()[-1] == f"http://localhost{prefix}/map/gom-son"
    assert len(said) < 300
    assert f'value="http://localhost{prefix}/map/gom-son"' in page
    frame = unescape(re.findall(r'<textarea id="frame"[^>]*>(.*?)</textarea>', page, re.S)[0])
    assert f'src="http://localhost{prefix}/map/gom-son/embed"' in frame
    assert qr.svg(f"http://localhost{prefix}/map/gom-son") in page


def test_the_poster_carries_code_address_and_place_on_two_sheets(client: LookingClient, gom_son: None) -> None:
    page = text(client, "/map/gom-son/poster")
    sheets = re.findall(r'<article class="paper stack (a\d)".*?</article>', page, re.S)
    assert sheets == ["a4", "a6"]
    assert page.count(qr.svg("http://localhost/map/gom-son", margin=0)) == 2
    assert page.count("localhost/map/gom-son</p>") == 2


@pytest.mark.parametrize("page", ["share", "poster", "embed", "card.png"])
def test_what_a_stranger_may_not_know_of_cannot_be_passed_on(client: LookingClient, page: str) -> None:
    make.draft("Chưa xong")
    answer = client.get(f"/map/chua-xong/{page}")
    assert answer.status_code == 404
    assert "Chưa xong" not in answer.get_data(as_text=True)


# Frames


@pytest.mark.parametrize("path", ["/map/embed", "/map/embed?view=map", "/map/gom-son/embed"])
def test_a_frame_needs_neither_script_nor_cookie_and_may_stand_anywhere(
    client: LookingClient, gom_son: None, path: str
) -> None:
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert "<script" not in page and "hx-" not in page
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.vary
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert '<base target="_blank">' in page, "other pages refuse to stand in a frame"
    assert re.search(r'<a class="btn" href="http://localhost/map[^"]*" target="_blank" rel="noopener">', page)


@pytest.mark.parametrize("path", ["/map", "/map/gom-son", "/map/gom-son/share", "/map/gom-son/poster"])
def test_other_pages_refuse_frames(client: LookingClient, gom_son: None, path: str) -> None:
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("view", "drawn", "written"), [("", True, True), ("both", True, True), ("list", False, True), ("map", True, False)]
)
def test_a_frame_shows_list_map_or_both(
    client: LookingClient, gom_son: None, view: str, drawn: bool, written: bool
) -> None:
    page = text(client, f"/map/embed?view={view}")
    assert ('class="sea"' in page, "<h3>" in page) == (drawn, written)


def test_a_frame_answers_its_question_and_leads_to_the_same_on_the_map(client: LookingClient, gom_son: None) -> None:
    make.listing("Nhà Tơ", group="places")
    page = text(client, "/en/map/embed?group=products&view=list")
    assert "Red pottery" in page and "Nhà Tơ" not in page
    assert 'href="http://localhost/en/map?group=products"' in page


def test_a_frame_with_a_bad_filter_says_so_and_keeps_the_rest(client: LookingClient, gom_son: None) -> None:
    answer = client.get("/map/embed?area=nowhere&group=products")
    assert answer.status_code == 422
    assert 'class="note red"' in answer.get_data(as_text=True)
    assert "Gốm Son" in answer.get_data(as_text=True)


def test_a_frame_has_no_parts_to_ask_for(app: Flask, gom_son: None) -> None:
    browser = FlaskClient(app, app.response_class)
    answer = browser.get("/map/embed", headers={"HX-Request": "true", "HX-Target": "results"})
    assert "<html" in answer.get_data(as_text=True)


# oEmbed


def oembed(client: LookingClient, address: str, more: str = "") -> dict[str, object]:
    answer = client.get(f"/oembed?url={quote(address, safe='')}{more}")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return dict(answer.get_json())


def test_oembed_of_the_map_is_a_frame_with_the_same_question(client: LookingClient) -> None:
    said = oembed(client, "http://localhost/en/map?group=places&area=tam-ky")
    assert (said["type"], said["version"]) == ("rich", "1.0")
    src = unescape(re.findall(r'src="([^"]*)"', str(said["html"]))[0])
    assert src == "http://localhost/en/map/embed?group=places&area=tam-ky"
    assert client.get(src).status_code == 200


def test_oembed_of_a_listing_has_its_name_and_picture(client: LookingClient, gom_son: None) -> None:
    said = oembed(client, "http://localhost/en/map/gom-son", "&format=json&maxwidth=320")
    assert (said["title"], said["width"]) == ("Red pottery", 320)
    assert 'src="http://localhost/en/map/gom-son/embed"' in str(said["html"])
    assert said["thumbnail_url"] == "http://localhost/en/map/gom-son/card.png"


def test_a_question_cannot_break_out_of_the_frame_s_markup(client: LookingClient) -> None:
    said = oembed(client, 'http://localhost/map?q="><script>')
    assert "<script" not in str(said["html"])
    assert str(said["html"]).count("<iframe") == 1


@pytest.mark.parametrize(
    "address",
    [
        "", "http://elsewhere.example/map", "http://localhost.elsewhere.example/map", "http://localhost/about",
        "http://localhost/map/unknown", "http://localhost/map/chua-xong", "http://localhost/map/gom-son/share",
        "http://localhost", "/map",
    ],
)  # fmt: skip
def test_oembed_knows_only_public_pages_that_have_a_frame(client: LookingClient, gom_son: None, address: str) -> None:
    make.draft("Chưa xong")
    answer = client.get(f"/oembed?url={quote(address, safe='')}")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_oembed_in_xml_is_not_spoken(client: LookingClient) -> None:
    assert client.get("/oembed?url=http://localhost/map&format=xml").status_code == 501


# The picture beside a link


def test_the_picture_is_a_png_for_everybody_and_kept_for_a_day(client: LookingClient, gom_son: None) -> None:
    answer = client.get("/map/gom-son/card.png")
    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)


def test_an_unchanged_picture_is_304_and_a_changed_listing_has_another(client: LookingClient, gom_son: None) -> None:
    tag = client.get("/map/gom-son/card.png").headers["ETag"]
    assert client.get("/map/gom-son/card.png", headers={"If-None-Match": tag}).status_code == 304
    listing = rules.find("gom-son", reader=None)
    assert listing is not None
    rules.revise(listing, {"summary_vi": "Nhận đặt từ sáu chiếc."}, by=None, at=make.AT)
    db.session.flush()
    assert client.get("/map/gom-son/card.png", headers={"If-None-Match": tag}).status_code == 200


def test_each_language_has_its_own_picture(client: LookingClient, gom_son: None) -> None:
    tags = {client.get(f"{prefix}/map/gom-son/card.png").headers["ETag"] for prefix in ("", "/en", "/fr")}
    tags |= {client.get(f"{prefix}/card.png").headers["ETag"] for prefix in ("", "/en", "/fr")}
    assert len(tags) == 6


def test_a_picture_writes_nothing_into_the_database(client: LookingClient, gom_son: None, queries: list[str]) -> None:
    client.get("/map/gom-son/card.png")
    assert [one for one in queries if not one.lstrip().startswith("SELECT")] == []


def test_a_listing_s_page_names_its_picture(client: LookingClient, gom_son: None) -> None:
    page = text(client, "/en/map/gom-son")
    (picture,) = re.findall(r'<meta property="og:image" content="([^"]*)"', page)
    assert picture == "http://localhost/en/map/gom-son/card.png"
