"""What is sent and wrong: each has its sentence at its place, what was typed is kept, and nothing changes."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.contributions.models import Ticket, TicketState
from portal.db import db
from portal.listings.models import Listing
from portal.media import previews
from portal.media.models import Upload
from portal.media.storage import storage_for
from tests import make
from tests.filling import filled
from tests.looking import LookingClient
from tests.media import samples

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class Wrong(NamedTuple):
    """A field, what was sent in it, and a piece of the sentence that stands at it."""

    what: str
    field: str
    sent: Any
    says: str


WRONG = [
    Wrong("a name of 10,000 letters", "name_vi", "Rằm" * 3_333 + "!", "80"),
    Wrong("a sentence that is too long", "summary_vi", "a" * 251, "250"),
    Wrong("a phone number of nine digits", "phone", "090512345", "10 digits"),
    Wrong("a Zalo number in words", "zalo", "không có", "10 digits"),
    Wrong("a sender's number that is a sentence", "sender_phone", "' OR 1=1 --", "10 digits"),
    Wrong("a price that is no price", "price_from", "-180.000", "amount"),
    Wrong("days beyond counting", "made_in_days", "99999999999999999999", "whole number"),
    Wrong("a page that is a script", "page", "javascript:alert(1)", "web address"),
    Wrong("a ward that is not ours", "ward_new", "' OR 1=1 --", "valid choice"),
    Wrong("an area that is not ours", "area", "hue", "valid choice"),
    Wrong("a way of showing that is not ours", "location_mode", "everywhere", "valid choice"),
]
WRONG_PHOTOS = [
    Wrong("a drawing named as a photo", "photo", (SVG, "anh.jpg"), "SVG drawing"),
    Wrong(
        "a picture of 200 million pixels",
        "photo",
        (samples.bomb(20_000, 10_000), "to.png"),
        "more than 40 million pixels",
    ),
    Wrong(
        "a page named as a photo", "photo", (b"<html><script>alert(1)</script></html>", "anh.jpg"), "JPEG, PNG or WebP"
    ),
    Wrong("half a photo", "photo", (samples.jpeg()[:900], "anh.jpg"), "damaged or incomplete"),
    Wrong("an empty file", "photo", (b"", "anh.jpg"), "empty"),
    Wrong("a photo of six million bytes", "photo", (samples.jpeg() + b"\0" * 6_000_000, "anh.jpg"), "5 MB"),
]


def typed(client: LookingClient, **changes: Any) -> dict[str, Any]:
    there = "/en/map/new"
    good = {"name_vi": "Nón lá", "summary_vi": "Nón lá khâu tay.", "act": "preview"}
    return {**filled(client.get(f"{there}?group=products").text, there), **good, **changes}


def said_at(page: str, field: str) -> str:
    found = re.search(rf'id="{field}_error">([^<]+)<', page)
    return unescape(found[1]) if found else ""


def only_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.what)
def test_what_is_wrong_has_its_sentence_at_its_field_and_is_kept(client: LookingClient, wrong: Wrong):
    answer = client.post("/en/map/new", data=typed(client, **{wrong.field: wrong.sent}))
    assert answer.status_code == 422
    assert wrong.says in said_at(answer.text, wrong.field)
    assert filled(answer.text, "/en/map/new")["name_vi"] == [wrong.sent if wrong.field == "name_vi" else "Nón lá"]
    assert only_ticket().typed[wrong.field] == wrong.sent
    assert (only_ticket().state, db.session.scalar(select(func.count(Listing.id)))) == (TicketState.DRAFT, 0)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.what)
def test_what_is_wrong_cannot_be_sent(client: LookingClient, wrong: Wrong):
    client.post("/en/map/new", data=typed(client, **{wrong.field: wrong.sent}))
    answer = client.post(f"/en/map/new/{only_ticket().id}/sending")
    assert (answer.status_code, only_ticket().listing) == (422, None)
    assert wrong.says in said_at(answer.text, wrong.field)


@pytest.mark.parametrize("wrong", WRONG_PHOTOS, ids=lambda wrong: wrong.what)
def test_a_bad_photo_is_refused_at_its_place_and_the_words_are_kept(client: LookingClient, wrong: Wrong):
    body, name = wrong.sent
    answer = client.post("/en/map/new", data=typed(client, photo=(BytesIO(body), name)))
    assert answer.status_code == 422
    assert wrong.says in said_at(answer.text, "photo")
    assert filled(answer.text, "/en/map/new")["summary_vi"] == ["Nón lá khâu tay."]
    assert only_ticket().typed["summary_vi"] == "Nón lá khâu tay."
    assert db.session.scalar(select(Upload)) is None


def test_a_photo_of_40_mb_is_told_the_limit_and_nothing_of_it_is_read(client: LookingClient):
    answer = client.post(
        "/en/map/new", data=typed(client, photo=(BytesIO(b"\xff\xd8\xff" + bytes(40_000_000)), "a.jpg"))
    )
    assert answer.status_code == 413
    assert "The limit is 8,000" in answer.text or "The limit is 8" in answer.text
    assert db.session.scalar(select(Ticket)) is None


def test_of_a_photo_from_a_phone_nothing_is_shown_that_it_tells(app: Flask, client: LookingClient):
    words = {"alt_vi": "Nón", "credit": "Hoa", "people_agreed": "y"}
    answer = client.post(
        "/en/map/new", data=typed(client, photo=(BytesIO(samples.from_a_phone()), "IMG_2231.jpg"), **words)
    )
    assert answer.status_code == 303
    upload = db.session.scalars(select(Upload)).one()
    made = previews.make(storage_for(app.config["SETTINGS"]).open(upload.digest), 320)
    assert not [secret for secret in samples.SECRETS if secret in made.body]


@pytest.mark.parametrize("name", ["Nhà\x00 Tơ", "Nhà\u202e Tơ", "\u200bNhà  Tơ\ufeff", "Nha\u0300 Tơ"])
def test_what_cannot_be_seen_in_a_name_is_not_kept(client: LookingClient, name: str):
    assert client.post("/en/map/new", data=typed(client, name_vi=name)).status_code == 303
    assert only_ticket().typed["name_vi"] == "Nhà Tơ"


def test_the_name_of_a_file_is_only_a_harmless_label(client: LookingClient):
    sent = typed(client, photo=(BytesIO(samples.jpeg()), "../../\u202egpj.exe\x00.jpg"))
    assert client.post("/en/map/new/photos", data=sent).status_code == 200
    assert db.session.scalars(select(Upload.name)).one() == "gpj.exe.jpg"


@pytest.mark.parametrize("group", ["", "' OR 1=1 --", "castles", "\x00"])
def test_a_group_that_is_not_ours_begins_nothing(client: LookingClient, group: str):
    assert client.post("/map/new", data=typed(client, group=group)).status_code == 422
    assert db.session.scalar(select(Ticket)) is None


def test_fields_that_are_not_of_the_form_are_not_kept(client: LookingClient):
    more = {f"field_{number}": "x" for number in range(200)} | {"state": "published", "id": "1", "demo": "y"}
    client.post("/en/map/new", data=typed(client, **more, act="keep"))
    assert set(only_ticket().typed) == {"name_vi", "summary_vi", "area", "location_mode"}


def test_a_field_sent_twice_counts_once(client: LookingClient):
    client.post("/en/map/new", data=typed(client, name_vi=["Một", "Hai"], act="keep"))
    assert only_ticket().typed["name_vi"] == "Một"


@pytest.mark.parametrize("once", ["", "x" * 10_000, "' OR 1=1 --", "\x00"])
def test_any_once_is_taken_as_it_is(client: LookingClient, once: str):
    assert client.post("/en/map/new", data=typed(client, once=once)).status_code == 303
    assert only_ticket().state == TicketState.DRAFT
    assert client.post(f"/code/{only_ticket().id}/answer", data={"once": once, "text": "Vâng"}).status_code == 422
    slug = make.listing().slug
    assert client.post(f"/map/{slug}/report", data={"once": once, "reason": "gone"}).status_code == 303


@pytest.mark.parametrize("address", ["/map/%00", "/map/%00/report", "/map/%C0%80/report", "/map/a%00b/report"])
def test_slugs_that_are_none_lead_nowhere(client: LookingClient, address: str):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "1 OR 1=1", "%00"])
@pytest.mark.parametrize("address", ["/map/new/{}", "/map/new/{}/preview", "/code/{}"])
def test_numbers_that_are_none_lead_nowhere(client: LookingClient, address: str, number: str):
    assert client.get(address.format(number)).status_code == 404


@pytest.mark.parametrize(
    ("question", "status"),
    [("page=-1", 422), ("bbox=108.55,15.99,108.26,15.83", 422), ("q=%27+OR+1%3D1+--", 200), ("q=%00", 200)],
)
def test_questions_to_the_map_that_are_none_find_no_more_than_there_is(
    client: LookingClient, question: str, status: int
):
    make.draft("Nhà Kín")
    answer = client.get(f"/map?{question}")
    assert (answer.status_code, "Nhà Kín" in answer.text) == (status, False)
