"""Cards at the desk: listings are chosen, the codes leave in one file, and a card is called back by hand."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from portal.contributions import cards
from portal.contributions.cards import CardState
from portal.contributions.models import Card
from portal.db import db
from portal.listings import ownership
from portal.listings.models import Listing
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient


@pytest.fixture
def editor(client: LookingClient) -> LookingClient:
    return sign_in(client, make.person(Role.MODERATOR, name="Trần Văn Tuấn"))


def handed_out(listing: Listing, by: Person | None = None) -> Card:
    [symbols] = cards.codes(1)
    return cards.make(listing, symbols, by=by or make.person(Role.MODERATOR), at=now())


def names(page: str) -> list[str]:
    return re.findall(r'name="listing"[^>]*><span><b[^>]*>([^<]+)</b>', page)


def printed(answer: Any) -> list[str]:
    """What the codes of the first sheet open."""
    document = pypdfium2.PdfDocument(answer.get_data())
    found = sorted(one.text for one in zxingcpp.read_barcodes(document[0].render(scale=3).to_pil()))
    document.close()
    return found


def test_listings_without_an_owner_are_offered_first(editor: LookingClient):
    make.listing("Gốm Son", ward_old="cu-cam-ha")
    make.listing("Trà", group="products")
    ownership.give(make.listing("Có chủ"), make.person(), how="desk", by=None, at=make.AT)
    make.draft("Nháp")
    assert names(editor.get("/en/desk/cards/new").text) == ["Gốm Son", "Trà"]
    assert names(editor.get("/en/desk/cards/new?owner=any").text) == ["Có chủ", "Gốm Son", "Trà"]
    assert names(editor.get("/en/desk/cards/new?ward=cu-cam-ha").text) == ["Gốm Son"]
    assert names(editor.get("/en/desk/cards/new?group=products").text) == ["Trà"]
    assert names(editor.get("/en/desk/cards/new?q=gom+son").text) == ["Gốm Son"]
    assert editor.get("/en/desk/cards/new?ward=khong-co").status_code == 422


def test_the_file_holds_a_code_for_each_listing_that_opens_its_page(editor: LookingClient):
    listings = [make.listing("Gốm Son"), make.listing("Nhà Tơ")]
    answer = editor.post("/en/desk/cards", data={"listing": [one.id for one in listings]})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r'attachment; filename="the-giay-[0-9-]+\.pdf"', answer.headers["Content-Disposition"])
    addresses = printed(answer)
    assert all(re.fullmatch(r"http://localhost/claim/[0-9A-Z]{8}", one) for one in addresses)
    opened = {cards.find(one.rpartition("/")[2]).listing.name_vi for one in addresses}
    assert opened == {"Gốm Son", "Nhà Tơ"}


def test_printing_again_ends_the_first_sheet(editor: LookingClient):
    listing = make.listing("Gốm Son")
    first, second = (printed(editor.post("/desk/cards", data={"listing": listing.id})) for _ in range(2))
    stands = [cards.state_of(cards.find(one.rpartition("/")[2]), at=now()) for one in (*first, *second)]
    assert stands == [CardState.REVOKED, CardState.OPEN]


@pytest.mark.parametrize("sent", [[], ["x"], list(range(1, 42))])
def test_no_listing_or_too_many_are_refused_in_words(editor: LookingClient, sent: list[Any]):
    page = editor.post("/en/desk/cards", data={"listing": sent})
    assert page.status_code == 422
    assert 'id="errors"' in page.text
    assert db.session.scalars(select(Card)).all() == []


def test_what_is_not_public_gets_no_card(editor: LookingClient):
    assert editor.post("/en/desk/cards", data={"listing": make.draft().id}).status_code == 422


def test_the_list_says_what_became_of_each_card(editor: LookingClient):
    used, back, old, good = (handed_out(make.listing(f"Gốm {n}")) for n in "ABCD")
    cards.confirm(used, by=None, at=now())
    cards.revoke(back, by=make.person(), at=now())
    old.expires_at = now() - timedelta(days=1)
    page = editor.get("/en/desk/cards").text
    assert re.findall(r'<span class="tag[^"]*">([^<]+)</span>', page) == [
        "Handed out", "Run out", "Called back", "Used",
    ]  # fmt: skip
    assert page.count("Call back the card for") == 1
    assert re.findall(r"<b[^>]*>(Gốm .)</b>", editor.get("/en/desk/cards?state=used").text) == ["Gốm A"]
    assert good.listing.name_vi in page


def test_a_card_is_called_back_by_hand(editor: LookingClient):
    card = handed_out(make.listing("Gốm Son"))
    assert editor.post(f"/en/desk/cards/{card.id}/revocation").location == "/en/desk/cards"
    assert "is called back" in editor.get("/en/desk/cards").text
    assert cards.state_of(db.session.get(Card, card.id), at=now()) is CardState.REVOKED


def test_a_listing_that_has_a_card_is_marked_and_not_ticked(editor: LookingClient):
    handed_out(make.listing("Gốm Son"))
    page = editor.get("/en/desk/cards/new").text
    assert "has a card: a new one ends it" in page
    assert not re.search(r'name="listing"[^>]* checked', page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_as_often_however_long_they_are(editor: LookingClient, queries: list[str], count: int):
    for number in range(count):
        handed_out(make.listing(f"Gốm {number}"))
    db.session.flush()
    asked = []
    for address in ("/desk/cards", "/desk/cards/new"):
        queries.clear()
        assert editor.get(address).status_code == 200
        asked.append(len(queries))
    assert asked == [6, 5]
