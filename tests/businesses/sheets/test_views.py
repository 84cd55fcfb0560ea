"""The pages of the sheets: each opens, keeps what is typed, says what it reckoned, and loses nobody's text."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from portal.businesses.models import Shop, ShopMember
from portal.businesses.sheets import products, queries, rules
from portal.businesses.sheets.kinds import KINDS
from portal.businesses.sheets.models import Product
from portal.db import db
from portal.people.models import Person, Role
from tests import cast, make
from tests.looking import LookingClient
from tests.make import AT

CARD = {"material": 46_000, "minutes": 150, "hourly": 35_000, "share": 29_500, "waste": 8_000}


@pytest.fixture
def owner(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh")


@pytest.fixture
def shop(owner: Person) -> Shop:
    return make.shop(owner=owner)


def product(shop: Shop, code: str = "LC-04", **given: object) -> Product:
    return products.add(shop, {"code": code, "name_vi": "Lọ cao", "retail": 220_000, **given}, at=AT)


def left(client: LookingClient, shop: Shop, kind: str, name: str, value: str, *, seen: int = 99) -> dict[str, str]:
    """A field as it is left with scripts: what is answered."""
    sent = {"once": "x", "group": "", "begun": str(seen), "field": name, name: value}
    return client.post(f"/businesses/{shop.slug}/sheets/{kind}/fields", data=sent).get_json()


def test_every_sheet_opens_prints_and_goes_into_files(client: LookingClient, shop: Shop, owner: Person) -> None:
    product(shop)
    cast.sign_in(client, owner)
    at = f"/businesses/{shop.slug}/sheets"
    assert client.get(at).status_code == 200
    for kind in KINDS:
        answers = [client.get(f"{at}/{kind}{more}") for more in ("", "/print", ".csv", ".xlsx")]
        assert [one.status_code for one in answers] == [200] * 4, kind
        load_workbook(BytesIO(answers[3].data))
        json.dumps(rules.snapshot(shop, kind, at=AT))


def test_a_sheet_names_its_step_only_where_the_shop_has_a_place(
    client: LookingClient, shop: Shop, owner: Person
) -> None:
    for one in shop.enrolments[1:]:
        db.session.delete(one)
    db.session.flush()
    cast.sign_in(client, owner)
    steps = {
        kind: f"/businesses/{shop.slug}/packages/" in client.get(f"/businesses/{shop.slug}/sheets/{kind}").text
        for kind in ("account", "products", "prices", "story", "calendar", "fees")
    }
    assert steps == {"account": True, "products": True, "prices": True, "story": True, "calendar": False, "fees": False}


TYPED = (
    ("1tr5", 1_500_000, "1.500.000 ₫ (một triệu năm trăm nghìn đồng)", ""),
    ("1.500", 1_500, "1.500 ₫ (một nghìn năm trăm đồng)", ""),
    ("-5", 1_500, "", "Số tiền không được âm."),
    ("1,5", 1_500, "", "Viết số tiền bằng đồng, ví dụ 1.500.000, 500k hoặc 1,5 triệu."),
    ("1000000000000", 1_500, "", "Số này hơn 100 tỷ đồng. Xem lại các số 0."),
)


def test_a_typed_price_is_read_back_in_words_or_says_what_is_wrong(
    client: LookingClient, shop: Shop, owner: Person
) -> None:
    pot = product(shop)
    cast.sign_in(client, owner)
    for typed, stands, says, wrong in TYPED:
        for field in ("retail", "material"):  # the price, and a line of the cost card
            answer = left(client, shop, "prices", f"{field}_{pot.id}", typed)
            assert (says in answer["saved"].replace("\xa0", " "), answer["wrong"]) == (True, wrong), typed
        row = db.session.get_one(Product, pot.id)
        assert row.cost is not None and (row.retail, row.cost.material) == (stands, stands)
        page = client.get(f"/businesses/{shop.slug}/sheets/prices?card={pot.id}").get_data(as_text=True)
        assert not wrong or page.count(f'value="{typed}"') == 2, "what cannot be read stands as it was typed"


def test_a_price_below_cost_is_pointed_out_until_it_has_a_reason(
    client: LookingClient, shop: Shop, owner: Person
) -> None:
    pot = product(shop, wholesale=160_000, wholesale_from=20)
    cast.sign_in(client, owner)
    form = {f"{name}_{pot.id}": str(of) for name, of in CARD.items()} | {"begun": "0", "act": "keep"}

    assert client.post(f"/businesses/{shop.slug}/sheets/prices", data=form).status_code == 303
    page = client.get(f"/en/businesses/{shop.slug}/sheets/prices").get_data(as_text=True)
    assert "the wholesale price of ₫160,000 is below the cost of ₫171,000: each piece loses ₫11,000." in page
    assert "The retail price leaves ₫49,000 a piece, 22.27 % of it." in page.replace("\xa0", " ")
    gap = "A price below cost needs a reason, or a change."
    assert gap in rules.state_of(shop, "prices").missing
    left(client, shop, "prices", f"reason_{pot.id}", "Giữ giá cho học sinh")
    assert gap not in rules.state_of(shop, "prices").missing


def test_without_scripts_a_whole_form_keeps_all_and_says_what_is_wrong(
    client: LookingClient, shop: Shop, owner: Person
) -> None:
    cast.sign_in(client, owner)
    address = f"/businesses/{shop.slug}/sheets/advert"
    sent = {"begun": "0", "goal": "orders", "spent": "350k", "clicks": "nhiều", "ends_on": "31/02/2026", "act": "keep"}

    page = client.post(address, data=sent, follow_redirects=True).get_data(as_text=True)

    assert rules.values_of(shop, "advert")["spent"] == 350_000
    assert 'value="nhiều"' in page and 'value="31/02/2026"' in page and page.count('class="err"') >= 3
    assert client.post(address, data=sent | {"clicks": "120", "ends_on": ""}).status_code == 303
    values = rules.values_of(shop, "advert")
    assert (values["goal"], values["clicks"], values["ends_on"]) == ("orders", 120, None)


def test_the_later_of_two_people_reads_both_texts_and_chooses(client: LookingClient, shop: Shop, owner: Person) -> None:
    other = make.person(name="Trần Văn Bảo")
    shop.members.append(ShopMember(person=other, joined_at=AT))
    address = f"/en/businesses/{shop.slug}/sheets/policy"
    cast.sign_in(client, owner)
    left(client, shop, "policy", "returns_vi", "Đổi trong 7 ngày", seen=0)
    cast.sign_in(client, other)

    answer = left(client, shop, "policy", "returns_vi", "Không đổi hàng", seen=0)

    assert "Đổi trong 7 ngày" in answer["wrong"]
    page = client.get(address).get_data(as_text=True)
    assert "Đổi trong 7 ngày</textarea>" in page and "Không đổi hàng" in page
    client.post(address, data={"act": "take:returns_vi"})
    page = client.get(address).get_data(as_text=True)
    assert "Không đổi hàng</textarea>" in page and "Đổi trong 7 ngày" not in page


def test_no_cell_of_a_file_is_computed(client: LookingClient, shop: Shop, owner: Person) -> None:
    product(shop, code="=1+1", name_vi="@SUM(A1)", material="-2+3")
    cast.sign_in(client, owner)
    address = f"/businesses/{shop.slug}/sheets/products"

    rows = list(csv.reader(StringIO(client.get(f"{address}.csv").data.decode("utf-8-sig"))))
    book = load_workbook(BytesIO(client.get(f"{address}.xlsx").data))

    assert (rows[1][0], rows[1][1], rows[1][7]) == ("'=1+1", "'@SUM(A1)", "'-2+3")
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_an_advisor_reads_costs_an_organiser_only_prices(client: LookingClient, shop: Shop) -> None:
    pot = product(shop)
    products.price(pot, CARD, at=AT)
    address = f"/en/businesses/{shop.slug}/sheets/prices/print"

    cast.sign_in(client, make.person(Role.ADVISOR))
    assert "₫171,000" in client.get(address).get_data(as_text=True)
    cast.sign_in(client, make.person(Role.ORGANISER))
    page = client.get(address).get_data(as_text=True)
    assert "₫220,000" in page and "₫171,000" not in page and "Minutes" not in page


def test_the_list_of_sheets_asks_no_more_for_thirty_products(
    client: LookingClient, shop: Shop, owner: Person, queries: list[str]
) -> None:
    product(shop)
    cast.sign_in(client, owner)
    client.get(f"/businesses/{shop.slug}/sheets")
    queries.clear()
    client.get(f"/businesses/{shop.slug}/sheets")
    few = len(queries)
    for number in range(30):
        products.price(product(shop, f"P-{number}"), CARD, at=AT)
    queries.clear()
    client.get(f"/businesses/{shop.slug}/sheets")
    once = len(queries)
    client.get(f"/businesses/{shop.slug}/sheets/prices")
    assert once <= few <= 12 and len(queries) - once <= 12


def test_one_read_of_the_shelf_answers_for_all_kinds(shop: Shop) -> None:
    assert set(rules.states(shop)) == set(KINDS) and queries.products(shop) == []
