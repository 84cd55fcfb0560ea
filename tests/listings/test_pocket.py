"""The city in one file: what is in it, how large it may be, and that it asks nothing of anybody."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

import html5lib
import pytest
from flask import Flask

from portal.db import db
from portal.kit import numbers
from portal.listings import plant, pocket, rules
from portal.listings.models import Channel, Contact, Listing
from portal.listings.pocket_views import LIMIT
from portal.listings.seed import demo
from tests import make
from tests.looking import OwnRequests


@pytest.fixture
def browser(app: Flask, session: object) -> OwnRequests:
    return OwnRequests(app, app.response_class)


def text(browser: OwnRequests, path: str = "/pocket.html") -> str:
    return browser.get(path).get_data(as_text=True)


def names(file: str) -> list[str]:
    return re.findall(r"<li><h3><a[^>]*>(.*?)</a>", file)


def test_a_listing_says_name_line_place_hours_and_public_contacts(browser: OwnRequests) -> None:
    listing = make.listing(
        "Gốm Son", group="products", village="Nam Diêu", ward_old="cu-thanh-ha", hours="Mo-Sa 08:00-17:00"
    )
    listing.contacts += [
        Contact(channel=Channel.PHONE, value="+84905123456", shown=True),
        Contact(channel=Channel.EMAIL, value="son@example.org", shown=False),
    ]
    file = text(browser)
    [row] = re.findall(r"<li><h3>.*?</li>", file, re.S)
    assert re.sub(r"(<[^>]+>)+", "|", row).strip("|").split("|") == [
        "Gốm Son", "Một dòng về Gốm Son.", "Nam Diêu, Thanh Hà", "8:00 đến 17:00, nghỉ Chủ nhật", "Gọi 0905 123 456",
    ]  # fmt: skip
    assert 'href="tel:+84905123456"' in row
    assert "son@example.org" not in file


def test_what_is_not_public_is_not_in_it(browser: OwnRequests) -> None:
    make.listing("Nhà Tơ")
    make.draft("Chưa xong")
    rules.hide(make.listing("Đã ẩn"), by=make.person(), at=make.AT, reason="closed")
    file = text(browser)
    assert names(file) == ["Nhà Tơ"]
    assert "Chưa xong" not in file and "Đã ẩn" not in file


def test_it_speaks_the_language_of_its_address(browser: OwnRequests) -> None:
    make.listing("Nhà Tơ", name_en="House of Silk")
    vietnamese, english = text(browser), text(browser, "/en/pocket.html")
    assert (names(vietnamese), names(english)) == (["Nhà Tơ"], ["House of Silk"])
    assert '<html lang="en">' in english and '<base href="http://localhost/en/map/">' in english
    assert 'lang="vi">Một dòng về Nhà Tơ.' in english


def test_markup_in_a_name_is_text(browser: OwnRequests) -> None:
    make.listing("<script>alert(1)</script>")
    file = text(browser)
    assert names(file) == ["&lt;script&gt;alert(1)&lt;/script&gt;"]
    assert file.count("<script>") == 1


def test_the_file_is_sound_markup(browser: OwnRequests) -> None:
    demo.plant(at=make.AT)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text(browser))
    assert [code for _, code, _ in parser.errors] == []
    ids = [one.attrib["id"] for one in tree.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    assert len(list(tree.iter("h1"))) == 1


def test_its_policy_lets_run_exactly_what_stands_in_it(browser: OwnRequests) -> None:
    make.listing()
    answer = browser.get("/pocket.html")
    file = answer.get_data(as_text=True)
    [style], [script] = (
        re.findall(r"<style>(.*?)</style>", file, re.S),
        re.findall(r"<script>(.*?)</script>", file, re.S),
    )
    digests = [f"'sha256-{b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in (style, script)]
    [within] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', file)
    policy = (
        f"default-src 'none'; style-src {digests[0]}; script-src {digests[1]}; img-src data:; "
        "base-uri http://localhost; form-action 'none'"
    )
    assert within.replace("&#39;", "'") == policy
    assert answer.headers["Content-Security-Policy"] == f"{policy}; frame-ancestors 'none'"


def test_nothing_in_it_is_fetched_from_anywhere(browser: OwnRequests) -> None:
    demo.plant(at=make.AT)
    file = text(browser)
    assert re.findall(r"\ssrc=|url\(|@import|<(?:img|iframe|object|embed|source)\b", file) == []
    assert re.findall(r'<link rel="icon" href="data:,">', file) == re.findall(r"<link\b[^>]*>", file)


def test_it_is_handed_over_as_a_file_with_its_day_and_language(browser: OwnRequests) -> None:
    answer = browser.get("/fr/pocket.html")
    named = re.fullmatch(
        r'attachment; filename="hoi-an-\d{4}-\d\d-\d\d-fr\.html"', answer.headers["Content-Disposition"]
    )
    assert named and answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_the_same_map_is_the_same_file_and_a_new_listing_another(browser: OwnRequests) -> None:
    make.listing("Nhà Tơ")
    first = browser.get("/pocket.html").headers["ETag"]
    assert browser.get("/pocket.html", headers={"If-None-Match": first}).status_code == 304
    make.listing("Gốm Son")
    again = browser.get("/pocket.html", headers={"If-None-Match": first})
    assert again.status_code == 200
    assert sorted(names(again.get_data(as_text=True))) == ["Gốm Son", "Nhà Tơ"]


def test_of_five_thousand_those_confirmed_last_are_in_it_and_it_says_so(browser: OwnRequests) -> None:
    plant.plant(5_000, at=make.AT)
    freshest = [one.slug for one in pocket.freshest()]
    assert len(freshest) < db.session.query(Listing).count() == pocket.count() == 5_000
    for lang, prefix in {"vi": "", "en": "/en", "fr": "/fr"}.items():
        answer = browser.get(f"{prefix}/pocket.html")
        file = answer.get_data(as_text=True)
        assert LIMIT * 0.97 < len(answer.get_data()) <= LIMIT
        kept = re.findall(r'<li><h3><a href="([^"]+)"', file)
        assert len(kept) == len(set(kept)) < len(freshest)
        assert set(kept) == set(freshest[: len(kept)])
        [said] = re.findall(r'<p class="m">[^<]*', file)[:1]
        assert numbers.show(len(kept), lang) in said and numbers.show(5_000, lang) in said


def test_it_is_made_once_whatever_is_asked_behind_its_address(browser: OwnRequests, queries: list[str]) -> None:
    make.listing("Nhà Tơ")
    first = text(browser)
    queries.clear()
    assert text(browser, "/pocket.html?again=1") == first
    assert len(queries) == 1  # the version of the map


def test_the_weight_told_beforehand_is_about_right(browser: OwnRequests) -> None:
    demo.plant(at=make.AT)
    for prefix in ("", "/en", "/fr"):
        sent = browser.get(f"{prefix}/pocket.html", headers={"Accept-Encoding": "br"}).get_data()
        assert pocket.weight(pocket.count()) == pytest.approx(len(sent), rel=0.15)
    assert pocket.weight(100_000) == pocket.weight(50_000) < LIMIT
