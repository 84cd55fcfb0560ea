"""The pages of the book: an order in three taps, nothing lost, nothing twice, few questions, and nobody else's eyes."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from html import unescape

import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.businesses.customers import orders, quick, reminders, rules
from portal.businesses.customers.models import BookExport, Customer, Order, OrderState, Tombstone, Touch, TouchKind
from portal.db import db
from portal.people import held
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import cast, make
from tests.businesses.customers import planting
from tests.filling import filled
from tests.looking import LookingClient, OwnRequests

BASE = "/businesses/gom-son/customers"


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_new_order_takes_three_taps_also_for_somebody_new(client: LookingClient) -> None:
    """Home, "New order" (1); the name is in focus and typed, what they want (2) typed, into the book (3)."""
    shop, owner = planting.book()
    cast.sign_in(client, owner)
    assert f'href="{BASE}/orders/new"' in client.get(BASE).get_data(as_text=True)
    page = client.get(f"{BASE}/orders/new").get_data(as_text=True)
    assert re.search(r'<input[^>]*autofocus[^>]*id="name"|<input[^>]*id="name"[^>]*autofocus', page)
    empty = client.post(f"{BASE}/orders", data=filled(page, f"{BASE}/orders"))
    assert empty.status_code == 422 and all(f'id="{name}_error"' in empty.text for name in ("name", "what"))
    sent = filled(page, f"{BASE}/orders") | {"name": ["Cô Bảy"], "what": ["60 bộ bát"]}
    first = client.post(f"{BASE}/orders", data=sent)
    again = client.post(f"{BASE}/orders", data=sent)
    assert first.status_code == again.status_code == 303 and first.location == again.location
    fresh = client.get(f"{BASE}/orders/new").get_data(as_text=True)  # the answer was lost, and the form asked for anew
    over_again = client.post(f"{BASE}/orders", data=filled(fresh, f"{BASE}/orders") | sent | {"once": ["mới"]})
    assert over_again.location == first.location
    assert [count(kind) for kind in (Customer, Order)] == [1, 1]

    # whose number is in the book gets the order; a wrong amount loses nothing that was typed
    known = planting.customer(shop, "Chị Duyên", phone="+84905123456")
    page = client.get(f"{BASE}/orders/new").get_data(as_text=True)
    typed = {
        "name": ["Duyên"],
        "phone": ["0905 123 456"],
        "what": ["Lọ cao"],
        "total": ["-5"],
        "due_on": ["31/02/2027"],
    }
    wrong = client.post(f"{BASE}/orders", data=filled(page, f"{BASE}/orders") | typed)
    said = unescape(wrong.get_data(as_text=True))
    assert (
        wrong.status_code == 422 and 'value="-5"' in said and 'value="31/02/2027"' in said and 'value="Lọ cao"' in said
    )
    assert count(Order) == 1
    client.post(f"{BASE}/orders", data=filled(said, f"{BASE}/orders") | {"total": ["1tr5"], "due_on": ["30/11/2026"]})
    [order] = db.session.scalars(select(Order).where(Order.customer_id == known.id)).all()
    assert (order.total, order.what) == (1_500_000, "Lọ cao")

    # while a name is typed, who is in the book already is offered
    part = client.get(f"{BASE}/orders/new?name=duy", headers={"HX-Request": "true", "HX-Target": "known"})
    assert f"{BASE}/orders/new?customer={known.id}" in part.get_data(as_text=True)


def test_a_talk_a_note_and_a_change_are_kept_and_who_came_second_is_told(client: LookingClient) -> None:
    shop, owner = planting.book()
    cast.sign_in(client, owner)
    customer = planting.customer(shop, phone="+84905123456", zalo=True, at=now())
    there = f"{BASE}/{customer.id}"
    page = client.get(there).get_data(as_text=True)
    said = filled(page, f"{there}/touches") | {"says": ["Còn lọ cao không?\nMàu tro"], "way": ["in"]}
    for once in (said["once"], said["once"], ["mới"]):
        assert client.post(f"{there}/touches", data=said | {"once": once}).status_code == 303
    db.session.refresh(customer)
    assert count(Touch) == 1 and customer.unanswered_since is not None

    note = filled(page, f"{there}/note")
    saved = client.post(
        f"{there}/note",
        data=note | {"note": "Thích men đậm, CCCD 079123456789"},
        headers={"HX-Request": "true", "HX-Target": "note_state"},
    )
    assert saved.status_code == 200 and len(saved.data) < 300
    late = client.post(f"{there}/note", data=note | {"note": "Bản của người kia"})
    body = unescape(late.get_data(as_text=True))
    assert late.status_code == 422 and "Bản của người kia" in body and "Thích men đậm" in body
    page = unescape(client.get(f"/en{there}").get_data(as_text=True))
    assert "This looks like the number of an identity paper" in page

    other = planting.customer(shop, "Anh Khoa", at=now())
    edit = client.get(f"{BASE}/{other.id}/edit").get_data(as_text=True)
    refused = client.post(
        f"{BASE}/{other.id}", data=filled(edit, f"{BASE}/{other.id}") | {"phone": "0905123456", "own_tags": "Bạn mẹ"}
    )
    body = unescape(refused.get_data(as_text=True))
    assert refused.status_code == 422 and f"{BASE}/{other.id}/joining?other={customer.id}" in body and "Bạn mẹ" in body


def test_joining_deleting_bringing_in_and_taking_out_are_said_and_done(client: LookingClient) -> None:
    shop, owner = planting.book()
    cast.sign_in(client, owner)
    rows = {"rows": "ten,sdt\nChị Duyên,0905123456\nAnh Khoa,12\n", "once": "đúng một lần"}
    preview = client.post(f"{BASE}/book", data=rows).get_data(as_text=True)
    assert count(Customer) == 0 and "Anh Khoa" in preview and preview.count('class="tag red"') == 2
    keep = filled(preview, f"{BASE}/book") | {"act": "keep", "agreed": "y"}
    assert (
        client.post(f"{BASE}/book", data=keep).status_code == client.post(f"{BASE}/book", data=keep).status_code == 303
    )
    [duyen] = db.session.scalars(select(Customer)).all()
    assert duyen.agreed_at is not None

    table = client.get(f"{BASE}/book/customers.csv")
    assert table.mimetype == "text/csv" and "no-store" in table.headers["Cache-Control"]
    assert "Chị Duyên" in table.get_data(as_text=True) and count(BookExport) == 1
    other_id = planting.customer(shop, "Mỹ Duyên", at=now()).id
    shown = client.get(f"{BASE}/{duyen.id}/joining?other={other_id}").get_data(as_text=True)
    assert (
        client.post(f"{BASE}/{duyen.id}/joining", data=filled(shown, f"{BASE}/{duyen.id}/joining")).status_code == 303
    )
    assert client.get(f"{BASE}/{other_id}").status_code == 404
    there = f"{BASE}/{duyen.id}"
    assert client.get(f"{there}/deletion").status_code == 200 and count(Tombstone) == 0
    client.post(f"{there}/deletion")
    assert [count(kind) for kind in (Customer, Tombstone)] == [0, 1]
    assert client.get(there).status_code == 404


PAGES = (
    "", "/all", "/all?q=khach", "/all?tag=new", "/lists/answer", "/lists/due", "/orders", "/reminders", "/replies",
    "/report", "/{customer}", "/{customer}/replies", "/orders/{order}",
)  # fmt: skip


def test_pages_ask_few_questions_however_much_the_book_holds(client: LookingClient, queries: list[str]) -> None:
    shop, owner = planting.book()
    at = now()
    make.event("Chợ phiên", kind="market", starts_at=at + timedelta(days=2), ends_at=at + timedelta(days=2, hours=3))

    def more(number: int) -> None:
        for one in range(number):
            customer = planting.customer(shop, f"Khách {one}", at=at - timedelta(days=40 * (one % 2)), tags=["new"])
            if one % 3 == 0:
                rules.hear(customer, TouchKind.ZALO, "?", by=owner, at=at)
            for state in (OrderState.DEPOSIT, OrderState.DELIVERED):
                planting.order(customer, state=state, due_on=rules.today(at), at=at)
            quick.add(shop, title="Câu", text_vi="{tên}", text_en="{name}", at=at)
        reminders.fill(shop.id, at=at)

    planting.rule(shop, days=0)
    cast.sign_in(client, owner)
    more(1)
    asked: dict[str, list[int]] = {page: [] for page in PAGES}
    first = {kind: db.session.scalars(select(kind.id).order_by(kind.id)).first() for kind in (Customer, Order)}
    for number in (0, 3, 25):
        more(number)
        for page in PAGES:
            address = page.format(customer=first[Customer], order=first[Order])
            client.get(BASE + address)  # what a process asks once
            queries.clear()
            answer = client.get(BASE + address)
            assert answer.status_code == 200, page
            asked[page].append(len(queries))
    assert {page: numbers for page, numbers in asked.items() if max(numbers) > 12} == {}
    assert {page: numbers for page, numbers in asked.items() if numbers[1] != numbers[2]} == {}


SECRETS = (
    "Kín Tên", "987654321", "987 654 321", "kin@example.org", "Ghi chú kín", "Hãng Kín", "nhãn kín", "Lời nói kín",
    "Đơn hàng kín", "987.654", "987,654",
)  # fmt: skip
MADE_ANEW = re.compile(r"""name="once" [^>]*|<b class="num">[0-9a-f]{8}</b>|"number": ?"[0-9a-f]{8}\"""")
"""What each answer has of its own: the mark of a create form, the number of a problem."""


def keep_a_secret_book(shop: rules.Shop, owner: Person, number: int, *, at: datetime) -> Order:
    customer = planting.customer(
        shop, f"Khách Kín Tên {number}", phone=f"+84987654{321 + number}", email="kin@example.org", note="Ghi chú kín",
        company="Hãng Kín", tags=["nhãn kín"], source="market", agreed=True, at=at,
    )  # fmt: skip
    rules.hear(customer, TouchKind.ZALO, "Lời nói kín", by=owner, at=at)
    order = planting.order(customer, "Đơn hàng kín", state=OrderState.DELIVERED, at=at, total=987_654)
    planting.order(customer, "Đơn hàng kín", state=OrderState.DEPOSIT, at=at, due_on=rules.today(at))
    reminders.fill(shop.id, at=at)
    return order


def test_nobody_else_comes_by_a_customer_or_by_how_many_there_are(app: Flask, session: object) -> None:
    """Another shop, advisor, organiser, moderator, stranger, somebody who left: full or nearly empty, the book of a
    shop changes no letter of any page of theirs, but the numbers that step 2.7 shares with advisor and organiser."""
    shop, owner = planting.book()
    left = make.person(name="Người Đã Nghỉ")
    shop.members.append(type(shop.members[0])(person=left, joined_at=make.AT, left_at=make.AT))
    planting.rule(shop, days=0)
    people = {
        "another shop": planting.book("Lò Gạch")[1], "advisor": make.person(Role.ADVISOR, name="Cố Vấn"),
        "organiser": make.person(Role.ORGANISER, name="Ban Tổ Chức"), "left": left, "stranger": None,
        "moderator": make.person(Role.MODERATOR, name="Biên Tập"),
    }  # fmt: skip
    with time_machine.travel(make.AT + timedelta(hours=5), tick=False):
        order = keep_a_secret_book(shop, owner, 0, at=now())
        customer = order.customer
        shared = "/businesses/gom-son/packages/2/2.7"
        of_the_book = ["", "/all?q=kin", "/all?tag=nh%C3%A3n+k%C3%ADn", f"/{customer.id}", f"/{customer.id}/replies",
            f"/orders/{order.id}", f"/orders/new?customer={customer.id}&name=kin", "/orders", "/lists/answer",
            "/lists/deposit", "/report", "/reminders", "/book/customers.csv", "/book/orders.csv"]  # fmt: skip
        of_mine = [f"/{customer.id}", f"/orders/{order.id}", f"/orders/new?customer={customer.id}&name=kin",
            f"/reminders?customer={customer.id}", "/all?q=kin", f"/{customer.id}/joining?other=1"]  # fmt: skip
        roads = ["/", "/map", "/map?q=kin+ten", "/map/gom-son", "/events?q=kin", "/desk", "/desk/advice", "/desk/audit",
            "/desk/businesses", "/desk/businesses/measures", "/desk/businesses/shops/gom-son", "/desk/letters",
            "/desk/people", "/people/me", "/people/notices", "/businesses", "/businesses/gom-son", shared,
            "/businesses/gom-son/packages/2", "/businesses/gom-son/badges", "/businesses/gom-son/publications",
            *(BASE + path for path in of_the_book),
            *(f"/businesses/lo-gach/customers{path}" for path in of_mine)]  # fmt: skip

        def looked(who: str) -> dict[str, tuple[object, ...]]:
            client = cast.sign_in(OwnRequests(app, app.response_class), people[who])
            return {road: seen(client.get(road)) for road in roads}

        before = {who: looked(who) for who in people}
        for number in range(1, 5):
            keep_a_secret_book(shop, owner, number, at=now())
        after = {who: looked(who) for who in people}
    for who, answers in after.items():
        of_book = {answers[road][0] for road in roads if road.startswith(BASE)}
        assert of_book == ({303} if people[who] is None else {404}), who
        differing = {road for road, answer in answers.items() if answer != before[who][road]}
        assert differing == ({shared} if who in {"advisor", "organiser"} else set()), who
        assert [(road, one) for road in roads for one in SECRETS if one in str(answers[road])] == [], who


def test_no_act_of_another_reaches_a_customer_and_my_data_names_none(app: Flask, session: object) -> None:
    shop, owner = planting.book()
    order = keep_a_secret_book(shop, owner, 0, at=now())
    customer, other = order.customer, planting.book("Lò Rèn")[0]
    assert orders.find(other, order.id) is None and rules.find(other, customer.id) is None
    for person in (other.members[0].person, make.person(Role.ADVISOR, name="Cố Vấn"), None):
        client = cast.sign_in(OwnRequests(app, app.response_class), person)
        for path in (
            "/acts",
            f"/{customer.id}/touches",
            f"/{customer.id}/deletion",
            f"/{customer.id}/joining",
            "/book",
        ):
            sent = {"kind": "customer", "number": customer.id, "act": "done", "other": customer.id}
            assert client.post(BASE + path, data=sent).status_code == (303 if person is None else 404)
    # whoever works there holds that they wrote something down, and no word of whom
    for person in (owner, other.members[0].person):
        assert not [one for one in SECRETS if one in json.dumps(held.copy(person), ensure_ascii=False)]
    client = cast.sign_in(OwnRequests(app, app.response_class), owner)
    assert "Khách Kín Tên" in client.get(BASE).get_data(as_text=True)


def seen(answer: TestResponse) -> tuple[object, ...]:
    """The answer as its reader gets it, without what each answer has of its own."""
    body = MADE_ANEW.sub("", unescape(answer.get_data().decode("utf-8", "replace")))
    headers = {name: answer.headers.get(name) for name in ("Location", "Last-Modified", "X-Total-Count", "Link")}
    return answer.status_code, headers, body
