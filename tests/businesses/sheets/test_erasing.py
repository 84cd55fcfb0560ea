"""Erasing somebody takes them out of the sheets of their shop; what is the shop's stays with its others."""

from __future__ import annotations

from portal.businesses.models import ShopMember
from portal.businesses.sheets import accounts, erasing, keeping, products, rules
from portal.businesses.sheets.keeping import Change
from portal.db import db
from tests import make
from tests.make import AT

NAME, PHONE = "Đặng Quỳnh Xuyzq", "+84905777123"


def test_a_person_goes_out_of_texts_history_and_account(session: object) -> None:
    person, other = make.person(name=NAME, phone=PHONE), make.person(name="Trần Bảo")
    shop = make.shop(owner=person)
    shop.members.append(ShopMember(person=other, joined_at=AT))
    pot = products.add(shop, {"code": "A", "name_vi": f"Bình {NAME}", "care_fr": f"de {NAME}", "retail": 5}, at=AT)
    story = {"text_vi": Change(f"Tôi là {NAME}, gọi 0905 777 123."), "text_en": Change("We make bowls.")}
    sheet = keeping.keep(shop, "story", story, seen=0, by=person, at=AT).sheet
    account = accounts.write_down(shop, bank="970436", number="0071000", holder="DANG QUYNH XUYZQ", by=person, at=AT)

    erasing.erase(person, at=AT)

    assert "Xuyzq" not in str(sheet.data) and "777" not in str(sheet.data)
    assert rules.values_of(shop, "story")["text_en"] == "We make bowls."
    db.session.refresh(account)
    assert (account.number, account.holder, rules.vietqr_of(shop)) == ("", "", None)
    assert "Xuyzq" not in pot.name_vi + pot.care_fr and pot.retail == 5


def test_an_account_of_the_shop_stays_with_who_is_left(session: object) -> None:
    person = make.person(name=NAME)
    shop = make.shop(owner=person)
    shop.members.append(ShopMember(person=make.person(name="Trần Bảo"), joined_at=AT))
    account = accounts.write_down(shop, bank="970436", number="0071000", holder="HKD GOM SON", by=person, at=AT)

    erasing.erase(person, at=AT)

    assert (account.number, account.ended_at) == ("0071000", None)
