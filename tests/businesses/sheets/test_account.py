"""The shop's account: asked for a proof, drawn as a code that another reader reads, and shown to nobody else."""

from __future__ import annotations

import json
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select
from vietnam_qr_pay import QRPay

from portal.audit.models import AuditEntry
from portal.businesses.models import Shop
from portal.businesses.sheets import accounts, rules
from portal.businesses.sheets.models import BankAccount
from portal.db import db
from portal.people import sign_ins
from portal.people.models import Person, PersonSession, Role
from portal.web.clock import now
from tests import cast, make
from tests.looking import LookingClient
from tests.make import AT

NUMBER = "0071000123456"
GIVEN = {"bank": "970436", "number": "0071 000 123 456", "holder": "HO KINH DOANH GOM SON"}


@pytest.fixture
def owner(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh")


@pytest.fixture
def shop(owner: Person) -> Shop:
    return make.shop(owner=owner)


def prove(client: LookingClient) -> None:
    with client.session_transaction() as cookie:
        sign_ins.prove(cookie["_user_id"], at=now())


def an_hour_passes(owner: Person) -> None:
    """Since the password was typed."""
    for one in db.session.scalars(select(PersonSession).where(PersonSession.person_id == owner.id)):
        one.proved_at = AT


def test_changing_the_account_asks_for_the_password_first(client: LookingClient, shop: Shop, owner: Person) -> None:
    cast.sign_in(client, owner)
    an_hour_passes(owner)
    address = f"/businesses/{shop.slug}/sheets/account"

    asked = client.post(address, data=GIVEN)
    assert asked.headers["Location"].startswith("/people/proof?next=") and rules.vietqr_of(shop) is None
    prove(client)
    for wrong in ({"number": "12 a/b"}, {"bank": ""}, {"bank": "123456"}, {"holder": ""}):
        assert client.post(address, data=GIVEN | wrong).status_code == 422
    assert client.post(address, data=GIVEN).status_code == 303
    prove(client)
    client.post(address, data=GIVEN | {"number": "999"})
    assert [(one.number, one.ended_at is None) for one in db.session.scalars(select(BankAccount))] == [
        (NUMBER, False), ("999", True),
    ]  # fmt: skip
    notes = list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == "shop_account_written")))
    assert len(notes) == 2 and NUMBER not in json.dumps([one.details for one in notes])


def test_every_form_of_the_code_says_the_account_to_another_reader(
    client: LookingClient, shop: Shop, owner: Person
) -> None:
    accounts.write_down(shop, bank="970436", number=NUMBER, holder="GOM SON", by=owner, at=AT)
    cast.sign_in(client, owner)
    address = f"/businesses/{shop.slug}/sheets/account"
    text = QRPay.init_viet_qr("970436", NUMBER).build()

    page = client.get(f"/en{address}").get_data(as_text=True)
    assert "Read back by another reader: the code says this account." in page
    assert "The holder of the account is the shop or its owner." in page
    png = Image.open(BytesIO(client.get(f"{address}/vietqr.png").data))
    with pypdfium2.PdfDocument(client.get(f"{address}/vietqr.pdf").data) as paper:
        drawn, words = paper[0].render(scale=2).to_pil(), paper[0].get_textpage().get_text_range()
    assert min(png.size) >= 240
    for picture in (png, drawn):
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]
    assert NUMBER in words
    assert client.get(f"{address}/vietqr.svg").data.startswith(b"<?xml")


def test_the_number_leaves_the_shop_only_inside_its_code(client: LookingClient, shop: Shop, owner: Person) -> None:
    accounts.write_down(shop, bank="970436", number=NUMBER, holder="NGUYEN VAN LA", by=owner, at=AT)
    at = f"/businesses/{shop.slug}/sheets/account"

    frozen = rules.snapshot(shop, "account", at=AT)
    assert NUMBER not in json.dumps(frozen) and frozen["values"]["end"] == "3456"
    assert [one[0] for one in frozen["said"]] == ["look"], "a holder who is neither the shop nor its owner"
    for reader in (owner, make.person(Role.ADVISOR), make.person(Role.ORGANISER)):
        cast.sign_in(client, reader)
        for more in ("/print", ".csv"):
            body = client.get(f"{at}{more}").get_data(as_text=True)
            assert "3456" in body and NUMBER not in body
    for more in ("", "/edit", "/vietqr.png", "/vietqr.svg", "/vietqr.pdf"):
        assert client.get(f"{at}{more}").status_code == 404, "an organiser is none of the shop's people"


def test_a_holder_is_the_shop_or_its_owner_whatever_stands_before_the_name(shop: Shop) -> None:
    from portal.businesses.sheets.kinds.account import belongs

    assert all(belongs(shop, one) for one in ("GOM SON", "HKD GOM SON", "Tran Thi Hanh", "Cơ sở Gốm Son"))
    assert not any(belongs(shop, one) for one in ("GOM SON 2", "TRAN THI HOA", ""))
