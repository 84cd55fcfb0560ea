"""The papers of a shop: on one page what it asks for, small, with codes that an independent reader reads back."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from portal.businesses.models import Shop
from portal.businesses.sheets import rules as sheets
from portal.businesses.sheets.models import BankAccount, CostCard, Product, Sheet
from portal.businesses.showcase import rules
from portal.businesses.showcase.models import Becomes
from portal.db import db
from portal.listings import photos
from portal.listings import rules as listings
from portal.media.models import Preview, Upload
from portal.media.storage import storage_for
from tests import cast, make
from tests.businesses.showcase.handing import accept
from tests.looking import LookingClient
from tests.make import AT

STORY_VI = " ".join(["Ỗ Ữ ẵ Đ: ba đời nung gốm đỏ bằng củi bạch đàn bên sông Thu Bồn, mỗi mẻ ba ngày hai đêm."] * 8)
STORY_EN = " ".join(["Three generations have fired red clay with eucalyptus wood by the river."] * 14)
PROFILE = {
    "headline_vi": "Gốm đỏ nung củi cho bàn ăn và sân vườn", "headline_en": "Wood-fired red clay for table and garden",
    "makes_vi": "Bát, đĩa, bình, chậu", "makes_en": "Bowls, plates, vases, pots", "since_year": 1978, "hands": 6,
    "a_month": 800, "least_order": 20, "lead_days": 21, "abroad": True, "ocop": "3", "contact": "Chị Hạnh",
}  # fmt: skip
NUMBER = "0123456789012"


def full_shop() -> Shop:
    shop = make.shop("Gốm Son")
    listings.revise(
        shop.listing,
        {"contacts": {"phone": ["+84905123456", True], "zalo": ["+84905123456", True]}, "hours": "Mo-Su 07:30-17:00",
         "village": "Làng gốm Thanh Hà", "summary_en": "Red earthenware fired with wood."},
        by=None, at=AT,
    )  # fmt: skip
    for number in range(14):
        one = Product(
            shop=shop, code=f"GS-{number:02}", position=number, name_vi=f"Bình gốm nắp đậy số {number}",
            name_en=f"Lidded jar no. {number}", size="cao 24 cm", material="Đất sét Thanh Hà",
            material_en="Thanh Hà clay", to_order=True,
            made_in_days=14, retail=150_000 + 10_000 * number, wholesale=99_111, added_at=AT, changed_at=AT,
        )  # fmt: skip
        one.cost = CostCard(material=77_333, changed_at=AT)
        db.session.add(one)
    story = {"text_vi": STORY_VI, "text_en": STORY_EN, "people_agreed": True}
    for kind, given in (("story", story), ("profile", PROFILE)):
        db.session.add(Sheet(shop=shop, kind=kind, data={"given": given}, changed_at=AT))
    db.session.add(
        BankAccount(
            shop_id=shop.id, bank="970436", number=NUMBER, holder="HTX NGHE GOM TRUYEN THONG TRAN THI HANH", at=AT
        )
    )
    db.session.flush()
    return shop


def hang_photo(shop: Shop, app: Flask) -> None:
    body = BytesIO()
    Image.radial_gradient("L").resize((800, 600)).convert("RGB").save(body, "WEBP")
    stored = storage_for(app.config["SETTINGS"]).put(body.getvalue())
    upload = Upload(digest=stored.digest, size=stored.size, media_type="image/webp", name="a.webp", at=AT)
    made = {"digest": stored.digest, "size": stored.size, "done_at": AT}
    upload.previews = [Preview(width=800, height=600, due_at=AT, **made)]
    photos.add(shop.listing, upload, alt_vi="Lò", alt_en="", credit="Lò", people_agreed=True, by=None, at=AT)
    db.session.flush()


def opened(body: bytes) -> tuple[list[str], Image.Image]:
    """The words of each page, and the first page as a picture at 200 dots an inch."""
    with pypdfium2.PdfDocument(body) as document:
        words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
        return words, document[0].render(scale=200 / 72).to_pil()


def codes(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def lower(page: pypdfium2.PdfPage, words: str, *, than: str) -> bool:
    """Whether these words stand below the others on a page."""
    text = page.get_textpage()
    boxes = [text.get_charbox(text.search(one).get_next()[0]) for one in (words, than)]
    (_left, _bottom, _right, top), (_left, bottom, _right, _top) = boxes
    return bool(top < bottom)


def missing(said: tuple[str, ...], words: str) -> list[str]:
    return [one for one in said if one not in words]


@pytest.fixture
def mine(client: LookingClient, app: Flask) -> tuple[Shop, LookingClient]:
    shop = full_shop()
    hang_photo(shop, app)
    return shop, cast.sign_in(client, shop.members[0].person)  # type: ignore[return-value]


def test_the_profile_is_one_light_page_in_two_languages(mine: tuple[Shop, LookingClient]) -> None:
    shop, browser = mine
    answer = browser.get(f"/businesses/{shop.slug}/papers/profile")
    [words], picture = opened(answer.get_data())
    assert (answer.mimetype, len(answer.get_data()) < 2_000_000) == ("application/pdf", True)
    said = (
        "Gốm Son", "Ỗ Ữ ẵ Đ", "Gốm đỏ nung củi cho bàn ăn", "Wood-fired red clay for table", "Three generations",
        "1978", "Thanh Hà / Thanh Hà clay",
        "Bình gốm nắp đậy số 11 / Lidded jar no. 11", "260.000 ₫", "Chị Hạnh", "0905 123 456", "Thanh Hà",
    )  # fmt: skip
    assert missing(said, words.replace("\xa0", " ")) == []
    assert [secret for secret in ("99.111", "77.333", NUMBER, "?") if secret in words] == []
    assert codes(picture) == {f"http://localhost/map/{shop.listing.slug}"}


def test_posters_carry_the_maps_code_and_the_shops_own(mine: tuple[Shop, LookingClient]) -> None:
    shop, browser = mine
    shop.listing.name_vi = "Hợp tác xã Nghề gốm truyền thống và Mỹ nghệ xuất khẩu Gốm Son – Thanh Hà"
    shop.listing.summary_vi = shop.listing.summary_en = "Gốm đỏ nung củi ba ngày ba đêm cho bàn ăn và sân vườn. " * 4
    address, pay = f"http://localhost/map/{shop.listing.slug}", sheets.vietqr_of(shop)
    assert pay is not None and NUMBER in pay
    for size, paper in (("a4", (210, 297)), ("a6", (105, 148))):
        answer = browser.get(f"/businesses/{shop.slug}/papers/poster-{size}")
        with pypdfium2.PdfDocument(answer.get_data()) as document:
            assert [round(side / 72 * 25.4) for side in document[0].get_size()] == list(paper)
            assert lower(document[0], "Làng gốm Thanh Hà", than=NUMBER), "the account runs into what stands below it"
        [words], picture = opened(answer.get_data())
        assert codes(picture) == {address, pay}
        assert missing(("Gốm Son", "TRAN THI HANH", "Vietcombank", "Làng gốm Thanh Hà", "7:30"), words) == []
    assert browser.get(f"/businesses/{shop.slug}/papers/poster-a3").status_code == 404


def test_the_paper_catalogue_says_what_its_page_says(mine: tuple[Shop, LookingClient]) -> None:
    shop, browser = mine
    address = f"/businesses/{shop.slug}/papers/catalogue"
    assert browser.get(address).status_code == 404
    owner = shop.members[0].person
    rules.wish(shop, Becomes.PRICES, by=owner, at=AT)
    accept(shop, "1.8", by=cast.advisor(), data=sheets.values_of(shop, "prices"))
    pages, picture = opened(browser.get(address).get_data())
    words = " ".join(pages).replace("\xa0", " ")
    assert missing(("Bình gốm nắp đậy số 13", "GS-00", "280.000 ₫", "0905 123 456", "cao 24 cm"), words) == []
    assert [secret for secret in ("99.111", "77.333", NUMBER) if secret in words] == []
    with pypdfium2.PdfDocument(browser.get(address).get_data()) as document:
        last = document[len(document) - 1].render(scale=3).to_pil()
    assert codes(last) == {f"http://localhost/businesses/{shop.slug}/catalogue"}
    assert picture.size[0] > 1_000
