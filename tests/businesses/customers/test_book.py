"""The verbs of the book: what was said, labels, joining two, being forgotten, taking in and taking out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.businesses.customers import (
    care,
    checks,
    erasing,
    exporting,
    finding,
    importing,
    merging,
    orders,
    quick,
    reminder_rules,
    reminders,
    resent,
    rules,
)
from portal.businesses.customers.models import (
    Customer,
    CustomerTag,
    CustomerWord,
    Order,
    OrderState,
    Tombstone,
    Touch,
    TouchKind,
)
from portal.businesses.customers.reminder_models import CustomerReminder, RuleKind
from portal.db import db
from portal.kit.say import Refused
from portal.people.models import Person
from tests import make
from tests.businesses.customers import planting
from tests.businesses.customers.planting import AT, DAY

HOUR = timedelta(hours=1)


def names(shop: rules.Shop, typed: str, tag: str = "") -> list[str]:
    return [one.name for one in finding.found(shop, typed, tag, start=0, count=20).rows]


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_message_opens_the_window_and_the_first_reply_closes_the_waiting(session: object) -> None:
    shop, owner = planting.book()
    customer = planting.customer(shop)
    for hours, kind in ((1, TouchKind.CALL), (2, TouchKind.ZALO)):
        rules.hear(customer, kind, "Còn không?", by=owner, at=AT + hours * HOUR)
    assert (customer.unanswered_since, customer.window_until) == (AT + HOUR, AT + 2 * HOUR + 7 * DAY)
    rules.say(customer, TouchKind.NOTE, "Khách quen của mẹ", by=owner, at=AT + 3 * HOUR)
    assert customer.unanswered_since == AT + HOUR and customer.touched_at == AT + 2 * HOUR
    rules.answered(customer, by=owner, at=AT + 4 * HOUR)
    last = rules.talk(customer, start=0, count=1)[0]
    assert (customer.unanswered_since, last.kind, last.incoming) == (None, TouchKind.ZALO, False)
    heard = db.session.scalars(select(Touch.answered_at).where(Touch.incoming)).all()
    assert heard == [AT + 4 * HOUR] * 2


def test_somebody_is_found_by_any_word_a_number_or_its_end_and_by_label_in_this_shop_alone(session: object) -> None:
    shop, _owner = planting.book()
    planting.customer(shop, "Nguyễn Thị Mỹ Duyên", phone="+84905123456", tags=["regular"])
    planting.customer(shop, "Đặng Văn Duy", company="Khách sạn Sông Hoài", tags=["sỉ lớn"])
    planting.customer(shop, "Brun 한국", phone="+33612345678")
    planting.customer(planting.book("Gốm Hàng Xóm")[0], "Mỹ Duyên", phone="+84905123456")
    found = {
        "duyen": ["Nguyễn Thị Mỹ Duyên"], "DUY": ["Đặng Văn Duy", "Nguyễn Thị Mỹ Duyên"], "dang duy": ["Đặng Văn Duy"],
        "nguyen my": ["Nguyễn Thị Mỹ Duyên"], "song hoai": ["Đặng Văn Duy"], "0905 123": ["Nguyễn Thị Mỹ Duyên"],
        "+84 905.123.456": ["Nguyễn Thị Mỹ Duyên"], "3456": ["Nguyễn Thị Mỹ Duyên"], "456": ["Nguyễn Thị Mỹ Duyên"],
        "+33 6 12": ["Brun 한국"], "한국": ["Brun 한국"], "%": ["Brun 한국", "Đặng Văn Duy", "Nguyễn Thị Mỹ Duyên"],
        "không có ai": [], "yen": [],
    }  # fmt: skip
    assert {typed: names(shop, typed) for typed in found} == found
    assert names(shop, "", "regular") == ["Nguyễn Thị Mỹ Duyên"] and names(shop, "duy", "sỉ lớn") == ["Đặng Văn Duy"]
    customer = rules.of_phone(shop, "+84905123456")
    rules.change(customer, {"name": "Chị Liễu", "phone": None, "tags": []}, version=None, at=AT)
    assert [names(shop, one) for one in ("duyen", "3456", "lieu")] == [[], [], ["Chị Liễu"]]


def test_two_who_write_at_once_do_not_write_over_each_other(session: object) -> None:
    shop, _owner = planting.book()
    customer, order = planting.customer(shop), planting.order(planting.customer(shop, "Anh Khoa"))
    seen, seen_order = customer.version, order.version
    rules.change(customer, {"note": "men đậm"}, version=seen, at=AT)
    orders.change(order, {"quantity": 60}, version=seen_order, at=AT)
    with pytest.raises(Refused):
        rules.change(customer, {"note": "men nhạt"}, version=seen, at=AT)
    with pytest.raises(Refused):
        orders.change(order, {"quantity": 6}, version=seen_order, at=AT)
    assert (customer.note, order.quantity) == ("men đậm", 60)


def test_what_comes_again_just_now_is_the_first_over_again_and_what_differs_is_not(session: object) -> None:
    shop, owner = planting.book()
    given = {"name": "Cô Bảy", "company": "", "phone": None, "note": "bán ở chợ"}
    bay = rules.add(shop, given, by=owner, at=AT)
    wish = {"what": "60 bộ bát", "quantity": 1, "total": None, "due_on": None}
    order = orders.begin(bay, wish, state=OrderState.ASKED, by=owner, at=AT)
    touch = rules.hear(bay, TouchKind.ZALO, "Còn không?", by=owner, at=AT)

    soon, later = AT + 5 * HOUR / 60, AT + HOUR
    other = make.person(name="Lê Văn Hai")

    def again(at: datetime = soon, by: Person = owner, **other_words: object) -> list[object]:
        found = {"name": "Cô Bảy", "phone": None} | {key: other_words[key] for key in other_words if key in given}
        whose = {"of": None, "name": found["name"], "phone": found["phone"]}
        changed = wish | {key: other_words[key] for key in other_words if key in wish}
        says = str(other_words.get("says", "Còn không?"))
        return [
            resent.customer(shop, given | other_words, by=by, at=at),
            resent.order(shop, changed, **whose, by=by, at=at),
            resent.touch(bay, TouchKind.ZALO, says, incoming=True, by=by, at=at),
        ]

    assert again() == [bay, order, touch]
    assert again(at=later) == again(by=other) == [None, None, None]
    assert again(name="Cô Tám", quantity=2, says="Còn hai cái không?") == [None, None, None]
    assert again(phone="+84905123456", total=90_000, says="")[:2] == [None, None]
    assert resent.order(shop, wish, of=bay, name="", phone=None, by=owner, at=soon) is order
    neighbour = planting.book("Gốm Hàng Xóm")[0]
    assert resent.order(neighbour, wish, of=bay, name="", phone=None, by=owner, at=soon) is None


def test_an_order_goes_its_way_and_a_deposit_is_no_more_than_the_price(session: object) -> None:
    shop, owner = planting.book()
    customer = planting.customer(shop)
    with pytest.raises(Refused) as refused:
        planting.order(customer, total=100_000, deposit=200_000)
    assert refused.value.field == "deposit"
    db.session.rollback()
    shop, owner = planting.book()
    order = planting.order(planting.customer(shop))
    for state in (*orders.WAY[1:], OrderState.MAKING, OrderState.CANCELLED):
        orders.step(order, state, by=owner, at=AT)
    assert [step.state for step in order.steps] == [*orders.WAY, OrderState.MAKING, OrderState.CANCELLED]
    assert order.delivered_on is None  # it went back into the making
    for field in orders.HAPPENED:  # a slip of the year: nothing is written down before it has happened
        with pytest.raises(Refused) as refused:
            orders.change(order, {field: rules.today(AT) + timedelta(days=1)}, version=None, at=AT)
        assert refused.value.field == field
        setattr(order, field, None)


def test_joining_two_moves_everything_and_counts_nothing_twice(session: object) -> None:
    shop, owner = planting.book()
    kept = planting.customer(shop, "Chị Duyên", phone="+84905123456", tags=["new"], agreed=True)
    other = planting.customer(shop, "Mỹ Duyên", phone="+84905999888", tags=["regular"], note="men đậm")
    rules.hear(other, TouchKind.ZALO, "Còn không?", by=owner, at=AT + HOUR)
    order = planting.order(other)
    rule = planting.rule(shop, RuleKind.SILENT_DAYS, days=10)
    for one in (kept, other):
        one.unanswered_since = None
    db.session.flush()
    assert reminders.fill(shop.id, at=AT + 12 * DAY) == 2
    merging.join(kept, other, at=AT + 12 * DAY)
    assert (kept.phone, [tag.key for tag in kept.tags], order.customer_id) == (
        "+84905123456",
        ["new", "regular"],
        kept.id,
    )
    assert "men đậm" in kept.note and "0905 999 888" in kept.note and kept.agreed_at == AT
    assert [count(kind) for kind in (Customer, Touch, CustomerReminder, Tombstone)] == [1, 1, 1, 0]
    assert names(shop, "duyen") == ["Chị Duyên"] and rule.customer_id is None
    with pytest.raises(Refused):
        merging.join(kept, planting.customer(planting.book("Gốm Hàng Xóm")[0]), at=AT)


def test_whoever_asks_is_forgotten_with_all_that_hangs_on_them(session: object) -> None:
    shop, owner = planting.book()
    customer = planting.customer(shop, "Chị Duyên", phone="+84905123456", tags=["new"], note="bí mật")
    rules.hear(customer, TouchKind.ZALO, "bí mật", by=owner, at=AT)
    planting.order(customer, "bí mật", state=OrderState.DELIVERED)
    planting.rule(shop, RuleKind.DATE, on=rules.today(AT), customer=customer)
    reminder_rules.add_usual(shop, at=AT)
    reminders.fill(shop.id, at=AT + 3 * DAY)
    for one in db.session.scalars(reminders.due(shop, at=AT + 3 * DAY)).all():
        reminders.carry_out(one, TouchKind.ZALO, by=owner, at=AT + 3 * DAY)
    stone = rules.forget(customer, by=owner, at=AT)
    of_customer = (Customer, CustomerTag, CustomerWord, Touch, Order, CustomerReminder)
    assert [count(kind) for kind in of_customer] == [0] * 6
    assert {name: getattr(stone, name) for name in ("shop_id", "by_id", "at")} == {
        "shop_id": shop.id,
        "by_id": owner.id,
        "at": AT,
    }
    assert set(Tombstone.__table__.columns.keys()) == {"id", "shop_id", "by_id", "at"}


def test_a_book_goes_with_its_last_person_and_stays_with_others(session: object) -> None:
    shop, owner = planting.book()
    planting.customer(shop)
    planting.reply(shop)
    colleague = make.person(name="Lê Văn Hai")
    shop.members.append(type(shop.members[0])(person=colleague, joined_at=AT))
    db.session.flush()
    erasing.erase(colleague)
    assert count(Customer) == 1
    shop.members[-1].left_at = AT
    db.session.flush()
    erasing.erase(owner)
    assert [count(kind) for kind in (Customer, CustomerWord, quick.QuickReply)] == [0, 0, 0]


CSV = """ten;sdt;ghi chú;nhãn;đồng ý
Chị Duyên;0905 123 456;men đậm;Khách quen,sỉ;x
Anh Khoa;090512;;;
=1+1;;;;
;0905 999 888;;;
Chị Duyên lần hai;0905123456;;;
Em Bé Na;0905 111 222;số CCCD 079123456789;;
"""
VCARD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Nguy=E1=BB=85n;H=C3=B2a;;;
TEL;CELL:0905333444
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Atelier Brun
item1.TEL;type=CELL:+33 6 12 34 56 78
ORG:Brun\\, Lyon;
END:VCARD
"""


def test_a_table_is_read_row_by_row_and_comes_in_once(session: object) -> None:
    shop, owner = planting.book()
    found = importing.read(shop, CSV)
    assert [(one.number, one.is_new, one.fault is not None, one.known) for one in found.rows] == [
        (2, True, False, False), (3, False, True, False), (4, True, False, False), (5, False, True, False),
        (6, False, False, True), (7, True, False, False),
    ]  # fmt: skip
    assert found.rows[-1].remarks == (care.PAPERS,)
    assert importing.take_in(shop, found, agreed=False, by=owner, at=AT) == 3
    duyen = rules.of_phone(shop, "+84905123456")
    assert (duyen.agreed_at, [tag.key for tag in duyen.tags]) == (AT, ["khách quen", "sỉ"])
    again = importing.read(shop, CSV)
    assert (again.new, again.known, again.wrong) == (0, 4, 2)
    cards = importing.read(shop, VCARD)
    assert [(one.given["name"], one.given["phone"]) for one in cards.rows] == [
        ("Nguyễn Hòa", "+84905333444"), ("Atelier Brun", "+33612345678"),
    ]  # fmt: skip
    for text in ("", "chẳng có cột nào\n1,2", "ten\n" + "x\n" * 2_001):
        with pytest.raises(Refused):
            importing.read(shop, text)


def test_the_export_is_whole_escaped_and_comes_in_again_with_nothing_new(session: object) -> None:
    shop, owner = planting.book()
    importing.take_in(shop, importing.read(shop, CSV), agreed=True, by=owner, at=AT)
    customer = rules.of_phone(shop, "+84905123456")
    rules.hear(customer, TouchKind.ZALO, "=HYPERLINK()", by=owner, at=AT)
    planting.order(customer, "Lọ", total=500_000)
    planting.customer(planting.book("Gốm Hàng Xóm")[0], "Người Lạ")
    tables = {name: "".join(exporting.table(shop, name)) for name in exporting.TABLES}
    assert [table.count("\r\n") for table in tables.values()] == [4, 2, 2]
    assert (
        "'=1+1" in tables["customers"]
        and ",0905 123 456," in tables["customers"]
        and "'=HYPERLINK()" in tables["conversations"]
        and "500000" in tables["orders"]
    )
    assert "Người Lạ" not in "".join(tables.values())
    again = importing.read(shop, tables["customers"])
    assert (again.new, again.known, again.wrong) == (0, 3, 0)


def test_quick_replies_are_filled_in_the_language_of_the_customer(session: object) -> None:
    shop, _owner = planting.book()
    vi, en = planting.customer(shop, "Chị Duyên"), planting.customer(shop, "Ms Brun", language="fr")
    quick.add(
        shop, title="Giá", text_vi="Chào {tên}, giá {giá}, giao {Ngày giao}.",
        text_en="Dear {name}, {price}, by {date}.", at=AT,
    )  # fmt: skip
    order = planting.order(vi, total=1_500_000, due_on=rules.today(AT))
    [first] = quick.filled(quick.of_shop(shop), vi, quick.latest_order(vi))
    assert first.text == f"Chào Chị Duyên, giá 1.500.000\u00a0₫, giao {order.due_on:%d/%m/%Y}." and first.missing == ()
    [other] = quick.filled(quick.of_shop(shop), en, quick.latest_order(en))
    assert (other.text, other.missing) == ("Dear Ms Brun, {price}, by {date}.", ("{price}", "{date}"))
    with pytest.raises(Refused):
        planting.reply(shop, "Chào {họ}")


def test_the_checks_count_what_the_steps_ask_for(session: object) -> None:
    shop, owner = planting.book()
    before = {key: checks.found(shop, key, at=AT).good for key in checks.CHECKS}
    assert before == dict.fromkeys(checks.CHECKS, False)
    for number in range(12):
        quick.add(shop, title=f"Câu {number}", text_vi="Dạ", text_en="Yes", at=AT)
    for number in range(30):
        tags = ["regular"] if number < 20 else []
        customer = planting.customer(shop, f"Khách {number}", source="market", agreed=True, tags=tags)
        if number < 5:
            planting.order(
                customer, state=OrderState.DELIVERED, due_on=rules.today(AT), deposit=0,
                sample_approved_on=rules.today(AT),
            )  # fmt: skip
    reminder_rules.add_usual(shop, at=AT)
    reminders.fill(shop.id, at=AT + 3 * DAY)
    reminders.carry_out(
        db.session.scalars(reminders.due(shop, at=AT + 3 * DAY)).first(), TouchKind.CALL, by=owner, at=AT
    )
    exporting.note(shop.id, by_id=owner.id, at=AT)
    morning = rules.midnight(rules.today(AT)) + 9 * HOUR
    rules.hear(customer, TouchKind.ZALO, "?", by=owner, at=morning)
    rules.say(customer, TouchKind.ZALO, "Dạ", by=owner, at=morning + HOUR)
    at = morning + 2 * HOUR
    assert {key: checks.found(shop, key, at=at).good for key in checks.CHECKS} == dict.fromkeys(checks.CHECKS, True)
    assert checks.found(shop, "reply_time", at=at).values == {"num": 1, "minutes": 60, "lost": 0}

    rules.hear(customer, TouchKind.ZALO, "?", by=owner, at=at)
    assert checks.found(shop, "reply_time", at=at + 6 * DAY).good
    lost = checks.found(shop, "reply_time", at=at + 8 * DAY)
    assert (lost.good, lost.values["lost"]) == (False, 1)
    late = planting.order(customer, state=OrderState.MAKING, due_on=rules.today(AT))
    assert not checks.found(shop, "orders", at=at + DAY).good
    orders.told_late(late, at=at + DAY)
    assert checks.found(shop, "orders", at=at + DAY).good
    assert not checks.found(shop, "data_care", at=at + 91 * DAY).good
