"""The map to read, as pages: list, parts, a listing by its group, and what a stranger may not see."""

from __future__ import annotations

import json
import re

import pytest

from portal.db import db
from portal.listings import rules
from portal.listings.models import FormerSlug, LinkKind
from tests import make
from tests.looking import LookingClient

PART = {"HX-Request": "true", "HX-Target": "results"}


def slugs(html: str) -> list[str]:
    return re.findall(r'<article[^>]*>.*?<h3><a href="/map/([^"]+)"', html, re.S)


def test_the_map_shows_its_listings_with_their_count(client: LookingClient) -> None:
    for name in ("Gốm Son", "Nhà Tơ"):
        make.listing(name)
    make.draft("Chưa xong")
    page = client.get("/map").get_data(as_text=True)
    assert slugs(page) == ["nha-to", "gom-son"]
    assert '<data id="count" value="2">2</data>' in page
    assert "Chưa xong" not in page


def test_a_part_is_the_results_and_the_counts_beside_them_alone(client: LookingClient) -> None:
    make.listing("Gốm Son")
    answer = client.get("/map?q=gom", headers=PART)
    part = answer.get_data(as_text=True)
    assert part.lstrip().startswith("<div") and "<html" not in part
    assert re.findall(r'id="(results|group)"', part) == ["results", "group"]
    assert 'hx-swap-oob="true"' in part
    assert {"HX-Request", "HX-Target"} <= set(answer.vary)


def test_a_part_nobody_listed_is_the_whole_page(client: LookingClient) -> None:
    page = client.get("/map", headers={"HX-Request": "true", "HX-Target": "main"}).get_data(as_text=True)
    assert page.startswith("<!doctype html>")


def test_a_restored_page_is_whole(client: LookingClient) -> None:
    headers = {**PART, "HX-History-Restore-Request": "true"}
    assert client.get("/map", headers=headers).get_data(as_text=True).startswith("<!doctype html>")


@pytest.mark.parametrize(
    "bad",
    [
        "group=nobody",
        "area=hue",
        "ward=nowhere",
        "stage=x",
        "offer=x",
        "bbox=1,2,3",
        "near=here",
        "page=0",
        "open=maybe",
        "sort=x",
        "field=x",
    ],
)
def test_a_bad_value_is_said_and_the_other_filters_are_kept(client: LookingClient, bad: str) -> None:
    make.listing("Gốm Son")
    make.listing("Nhà Tơ")
    answer = client.get(f"/map?q=gom&{bad}")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, slugs(page)) == (422, ["gom-son"])
    assert 'role="alert"' in page and 'value="gom"' in page


def test_a_page_past_the_end_is_404(client: LookingClient) -> None:
    make.listing("Gốm Son")
    assert [client.get(f"/map?page={page}").status_code for page in (1, 2)] == [200, 404]


def test_twenty_a_page_and_the_filters_stay_in_the_links(client: LookingClient) -> None:
    with rules.in_bulk(at=make.AT):
        for number in range(23):
            make.listing(f"Gốm {number}")
    first = client.get("/map?q=gom&group=places").get_data(as_text=True)
    assert len(slugs(first)) == 20
    assert 'href="/map?q=gom&amp;group=places&amp;page=2"' in first
    assert len(slugs(client.get("/map?q=gom&group=places&page=2").get_data(as_text=True))) == 3


def test_what_has_no_place_is_counted_and_reachable(client: LookingClient) -> None:
    make.listing("Có chỗ", lat=15.88, lon=108.33)
    make.listing("Không chỗ")
    assert 'href="/map?bbox=none"' in client.get("/map").get_data(as_text=True)
    assert slugs(client.get("/map?bbox=none").get_data(as_text=True)) == ["khong-cho"]


def test_a_missing_translation_is_shown_in_vietnamese_and_says_so(client: LookingClient) -> None:
    make.listing("Nhà Tơ", summary_en="An open weaving house.")
    page = client.get("/fr/map").get_data(as_text=True)
    assert '<a href="/fr/map/nha-to" lang="vi">Nhà Tơ</a>' in page
    assert '<p lang="en">An open weaving house.</p>' in page


def test_a_process_shows_its_steps_with_time_and_hands(client: LookingClient) -> None:
    steps = [
        {"vi": "Hái lá bàng", "en": "Pick the leaves", "minutes": 90, "who_vi": "Thợ nhuộm", "who_en": "The dyer"},
        {"vi": "Phơi nắng", "en": "Dry in the sun", "minutes": 2880, "who_vi": "", "who_en": ""},
    ]
    make.listing("Nhuộm lá bàng", group="processes", steps=steps, materials_vi="Lá bàng, phèn")
    page = client.get("/map/nhuom-la-bang").get_data(as_text=True)
    assert re.findall(r"<li>\s*<b>([^<]+)</b>", page) == ["Hái lá bàng", "Phơi nắng"]
    assert "Thợ nhuộm" in page and "Lá bàng, phèn" in page


def test_a_product_shows_price_and_making_time_and_its_maker(client: LookingClient) -> None:
    pot = make.listing("Bình gốm", group="products", price_from=350_000, made_in_days=14)
    potter = make.listing("Lê Văn Nhật", group="people")
    rules.link(potter, LinkKind.MAKES, pot)
    db.session.flush()
    page = client.get("/map/binh-gom").get_data(as_text=True)
    assert "350.000\u00a0₫" in page
    assert 'href="/map/le-van-nhat"' in page
    assert 'href="/map/binh-gom"' in client.get("/map/le-van-nhat").get_data(as_text=True)


def test_an_idea_shows_problem_proposal_and_what_comes_next(client: LookingClient) -> None:
    make.listing(
        "Neo Chòi",
        group="ideas",
        problem_vi="Ít người hô bài chòi.",
        proposal_vi="Thư viện số.",
        next_vi="Một nơi thu âm.",
    )
    page = client.get("/map/neo-choi").get_data(as_text=True)
    assert all(text in page for text in ("Ít người hô bài chòi.", "Thư viện số.", "Một nơi thu âm."))


def test_a_link_to_what_is_not_public_is_invisible_on_both_sides(client: LookingClient) -> None:
    house, secret = make.listing("Nhà Tơ"), make.draft("Bí mật")
    rules.link(secret, LinkKind.RUNS, house)
    db.session.flush()
    assert "Bí mật" not in client.get("/map/nha-to").get_data(as_text=True)
    assert client.get("/map/bi-mat").status_code == 404


def test_contacts_are_hidden_until_their_switch_is_on_and_zalo_goes_first(client: LookingClient) -> None:
    contacts = {"phone": ("+84905123456", True), "email": ("to@example.org", False), "zalo": ("+84905123456", True)}
    make.listing("Nhà Tơ", contacts=contacts)
    page = client.get("/map/nha-to").get_data(as_text=True)
    assert re.findall(r'href="(https://zalo\.me/[^"]+|tel:[^"]+|mailto:[^"]+)"', page) == [
        "https://zalo.me/84905123456",
        "tel:+84905123456",
    ]
    assert "to@example.org" not in page


def test_a_pause_is_said_instead_of_open_until_it_is_over(client: LookingClient) -> None:
    make.listing("Nhà Tơ", hours="24/7", paused_until="2099-02-17")
    make.listing("Gốm Son", hours="24/7", paused_until="2020-02-17")
    paused, open_again = (client.get(f"/en/map/{slug}").get_data(as_text=True) for slug in ("nha-to", "gom-son"))
    assert "Closed for now until 17 February 2099" in paused and "Open now" not in paused
    assert "Open now" in open_again and "Closed for now" not in open_again


def test_pages_elsewhere_are_links_that_lend_no_weight(client: LookingClient) -> None:
    make.listing("Nhà Tơ", web_links=["https://bao.example/?a=1&b=2", "http://cu.example/"])
    make.listing("Gốm Son")
    page, other = (client.get(f"/en/map/{slug}").get_data(as_text=True) for slug in ("nha-to", "gom-son"))
    assert re.findall(r'<a href="(http[^"]*example[^"]*)" rel="([^"]*)"', page) == [
        ("https://bao.example/?a=1&amp;b=2", "nofollow noopener"),
        ("http://cu.example/", "nofollow noopener"),
    ]
    assert "Pages elsewhere about this" in page and "Pages elsewhere" not in other


def test_a_name_to_be_confirmed_is_said_in_the_readers_language(client: LookingClient) -> None:
    make.listing("Nhà Tơ", source="vrviet.vn; qrt.vn; name to be confirmed")
    make.listing("Gốm Son", source="name to be confirmed")
    page, bare = (client.get(f"/map/{slug}").get_data(as_text=True) for slug in ("nha-to", "gom-son"))
    assert "Nguồn: vrviet.vn; qrt.vn. " in page and "Tên còn chờ xác nhận." in page
    assert "Nguồn:" not in bare and "Tên còn chờ xác nhận." in bare
    assert "to be confirmed" not in page + bare


def test_an_old_address_leads_on_only_to_what_may_be_seen(client: LookingClient) -> None:
    seen, hidden = make.listing("Nhà Tơ"), make.draft("Ẩn")
    db.session.add_all([FormerSlug(slug="nha-cu", listing_id=seen.id), FormerSlug(slug="an-cu", listing_id=hidden.id)])
    db.session.flush()
    moved = client.get("/map/nha-cu")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/map/nha-to")
    assert client.get("/map/an-cu").status_code == 404


def test_the_page_tells_machines_what_it_is(client: LookingClient) -> None:
    make.listing("Nhà </script><script>alert(1)</script>", lat=15.88, lon=108.33)
    page = client.get("/map/nha-script-script-alert-1-script").get_data(as_text=True)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert json.loads(blocks[0])["name"] == "Nhà </script><script>alert(1)</script>"
    assert page.count("<script>") == 0


def test_public_pages_are_the_same_for_all_and_may_be_asked_for_again(client: LookingClient) -> None:
    make.listing("Nhà Tơ")
    for path in ("/", "/map", "/map/nha-to"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/map", "/map?q=gom", "/map/gom-0", "/"])
def test_a_page_asks_as_many_questions_for_three_rows_as_for_one(
    client: LookingClient, queries: list[str], path: str
) -> None:
    counts = []
    for number in range(3):
        made = make.listing(f"Gốm {number}", lat=15.88, lon=108.33, offers=["space"], needs=["money"])
        db.session.expire_all()
        queries.clear()
        client.get(path)
        counts.append(len(queries))
        assert made.id
    assert counts[1] == counts[2] <= 16


def test_a_change_is_seen_on_the_next_visit(client: LookingClient) -> None:
    listing = make.listing("Nhà Tơ")
    assert "Dệt lụa mỗi sáng." not in client.get("/map").get_data(as_text=True)
    rules.revise(listing, {"summary_vi": "Dệt lụa mỗi sáng."}, by=None, at=make.AT)
    assert "Dệt lụa mỗi sáng." in client.get("/map").get_data(as_text=True)
    rules.hide(listing, by=make.person(), at=make.AT, reason="Chủ nhà muốn vậy")
    assert slugs(client.get("/map").get_data(as_text=True)) == []


def test_an_empty_map_invites_and_only_a_question_is_told_to_ask_for_less(client: LookingClient) -> None:
    empty, asked = (client.get(f"/en/map{question}").text for question in ("", "?group=places"))
    assert "Nothing is on the map yet." in empty and "take away a filter" not in empty and "/en/map/new" in empty
    assert "Nothing was found." in asked and "take away a filter" in asked
