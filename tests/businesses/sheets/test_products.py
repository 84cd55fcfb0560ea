"""The list of products over the web: added once, moved, taken out, taken in from a file that is looked at first."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from portal.businesses.models import Shop
from portal.businesses.sheets import products, queries
from portal.kit.clock import iso
from portal.people.models import Person
from tests import cast, make
from tests.looking import LookingClient
from tests.make import AT

GIVEN = {"code": "LC-04", "name_vi": "Lọ cao", "size": "cao 24 cm", "to_order": "1", "made_in_days": "12"}


@pytest.fixture
def owner(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh")


@pytest.fixture
def shop(owner: Person, client: LookingClient) -> Shop:
    cast.sign_in(client, owner)
    return make.shop(owner=owner)


def codes(shop: Shop) -> list[str]:
    return [one.code for one in queries.products(shop)]


def test_a_product_sent_twice_is_added_once_and_a_taken_code_is_refused(client: LookingClient, shop: Shop) -> None:
    address = f"/businesses/{shop.slug}/sheets/products"
    first, again = (client.post(address, data={**GIVEN, "once": "abc"}) for _ in range(2))

    assert (first.status_code, first.headers["Location"]) == (303, again.headers["Location"])
    refused = client.post(address, data={**GIVEN, "code": "lc-04", "name_vi": "Khác", "once": "xyz"})
    assert refused.status_code == 422 and 'value="Khác"' in refused.get_data(as_text=True)
    assert [(one.code, one.to_order, one.made_in_days) for one in queries.products(shop)] == [("LC-04", True, 12)]


def test_products_change_places_and_leave_the_list(client: LookingClient, shop: Shop) -> None:
    made = {code: products.add(shop, {"code": code, "name_vi": code}, at=AT) for code in ("A", "B", "C")}
    address = f"/businesses/{shop.slug}/sheets/products"

    client.post(f"{address}/{made['C'].id}/place", data={"way": "up"})
    assert codes(shop) == ["A", "C", "B"]
    client.post(f"{address}/{made['A'].id}/place", data={"way": "up"})
    client.post(f"{address}/{made['C'].id}/removal")
    assert codes(shop) == ["A", "B"]
    assert client.get(f"{address}/{made['C'].id}").status_code == 404
    products.add(shop, {"code": "C", "name_vi": "Mới"}, at=AT)
    assert codes(shop) == ["A", "B", "C"], "a code is free again"


def test_the_later_of_two_reads_what_the_other_wrote_and_may_send_again(client: LookingClient, shop: Shop) -> None:
    pot = products.add(shop, {"code": "LC-04", "name_vi": "Lọ"}, at=AT)
    seen = iso(pot.changed_at)
    address = f"/businesses/{shop.slug}/sheets/products/{pot.id}"
    assert client.post(address, data={**GIVEN, "seen": seen}).status_code == 303

    late = client.post(address, data={**GIVEN, "seen": seen, "name_vi": "Lọ nhỏ"})

    page = late.get_data(as_text=True)
    assert late.status_code == 422 and "Lọ cao" in page and 'value="Lọ nhỏ"' in page
    now = iso(queries.products(shop)[0].changed_at)
    assert client.post(address, data={**GIVEN, "seen": now, "name_vi": "Lọ nhỏ"}).status_code == 303
    assert queries.products(shop)[0].name_vi == "Lọ nhỏ"


def test_what_is_said_abroad_is_folded_away_and_shown_to_whom_it_speaks(client: LookingClient, shop: Shop) -> None:
    address = f"/businesses/{shop.slug}/sheets/products"
    blank = client.get(f"{address}/new").get_data(as_text=True)
    assert blank.index('name="made_in_days"') < blank.index("<details") < blank.index('name="name_en"')
    assert "<details open" not in blank.replace(' class="card"', "")
    abroad = {"material": "Đất sét", "name_en": "Tall vase", "name_fr": "Grand vase", "material_fr": "Argile"}

    wrong = client.post(address, data={**GIVEN, **abroad, "size_fr": "x" * 81, "once": "1"})
    assert wrong.status_code == 422
    opened = re.findall(r"<details[^>]* open>.*?</details>", wrong.get_data(as_text=True), re.S)
    assert ['name="size_fr"' in one for one in opened] == [True]
    client.post(address, data={**GIVEN, **abroad, "once": "2"})

    shown = {lang: client.get(f"{lang}{address}").get_data(as_text=True) for lang in ("", "/en", "/fr")}
    assert [re.search(r"LC-04</span> (.*?)</a>", html)[1] for html in shown.values()] == [  # type: ignore[index]
        "Lọ cao", "Tall vase", "Grand vase",
    ]  # fmt: skip
    assert '<p><span lang="vi">cao 24 cm</span>, Argile</p>' in shown["/fr"]
    paper = client.get(f"/en{address}/print").get_data(as_text=True)
    assert '<td data-h="Name">Tall vase</td><td data-h="Size"><span lang="vi">cao 24 cm</span></td>' in paper


LIST = """Mã;Tên;Kích thước;Đặt làm;Số ngày;Giá lẻ;Giá sỉ;Sỉ từ
BC-01;Bát cơm;12 cm;không;;60k;48.000;20
LC-04;Lọ cao;24 cm;có;12;-5;;
;Không mã;;;;;;
BC-01;Bát khác;;;;;;
TN-05;Tượng;9 cm;chắc là;7;1tr5;;
LC-05;Lọ thấp;15 cm;có;12;220.000;;
CT-06;Chén;7 cm;không;;1,5;;
DI-03;Đĩa;22 cm;không;;1000000000000;;
HT-09;Hũ;12 cm;có;{many};;;""".replace("{many}", "9" * 5_000)


def test_a_list_is_looked_at_row_by_row_before_it_is_taken_in(client: LookingClient, shop: Shop) -> None:
    products.add(shop, {"code": "BC-01", "name_vi": "Bát cũ", "care": "Rửa tay"}, at=AT)
    address = f"/en/businesses/{shop.slug}/sheets/products/list"
    file = {"file": (BytesIO(("\ufeff" + LIST).encode()), "ds.csv"), "once": "1", "act": "look"}

    looked = client.post(address, data=file, content_type="multipart/form-data").get_data(as_text=True)

    assert codes(shop) == ["BC-01"], "looking changes nothing"
    for sentence in (
        "An amount of money cannot be below zero.", "The code is missing.", "This code stands in an earlier row too.",
        "Write an amount in đồng, for example", "This is more than 100 billion đồng. Check the zeros.",
        "“99999999999999999999” is no whole number.", "“chắc là”: write yes or no for made to order.",
        "Take in 2 products",
    ):  # fmt: skip
        assert sentence in looked
    taken = client.post(address, data={"text": LIST, "once": "2", "act": "take"})
    assert taken.status_code == 303
    bowl, vase = queries.products(shop)
    assert (bowl.name_vi, bowl.care, bowl.retail, bowl.wholesale_from) == ("Bát cơm", "Rửa tay", 60_000, 20)
    assert (vase.code, vase.to_order, vase.made_in_days, vase.retail) == ("LC-05", True, 12, 220_000)


def test_what_was_exported_comes_in_again_without_a_change(client: LookingClient, shop: Shop) -> None:
    for number in range(3):
        given = {"code": f"=P{number}", "name_vi": "Bát; đĩa", "care": "Rửa tay", "to_order": number == 1}
        given |= {"name_fr": "Bol; assiette", "size_en": "12 cm wide", "care_fr": "Laver à la main"}
        products.add(shop, {**given, "made_in_days": 7 if number == 1 else None}, at=AT)
    for lang in ("", "/en", "/fr"):
        address = f"{lang}/businesses/{shop.slug}/sheets/products"
        text = client.get(f"{address}.csv").data.decode("utf-8-sig")
        assert [text.count(one) for one in ("Bol; assiette", "12 cm wide", "Laver à la main")] == [3, 3, 3]
        page = client.post(f"{address}/list", data={"text": text, "once": lang}).get_data(as_text=True)
        assert 'class="tag ok"' not in page and 'class="tag red"' not in page and page.count('class="tag"') == 3, lang


@pytest.mark.parametrize("file", [b"PK\x03\x04\x00\xff\xfe", b"\x00" * 50, b"a,b\n1,2\n", b"x" * 500_001, b""])
def test_what_is_no_list_is_refused_in_words(client: LookingClient, shop: Shop, file: bytes) -> None:
    sent = {"file": (BytesIO(file), "ds.csv"), "once": "1"}
    answer = client.post(f"/businesses/{shop.slug}/sheets/products/list", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422 and 'class="err"' in answer.get_data(as_text=True)
