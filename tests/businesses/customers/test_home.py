"""The four lists, exactly right: 200 customers planted by dice, the clock moved through six weeks.

What each list should hold is reckoned from the plan, in words of the test's own, and never from the book's.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.businesses.customers import home, orders, reminders, rules
from portal.businesses.customers.models import OrderState, TouchKind
from portal.db import db
from tests import cast, make
from tests.businesses.customers import planting
from tests.looking import LookingClient

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
AT = make.AT
MOMENTS = [AT + timedelta(hours=hours) for hours in (0, 5, 31, 24 * 6 + 3, 24 * 13, 24 * 29, 24 * 31 + 1, 24 * 45)]


@dataclass
class Plan:
    """What was done with one customer: days before or after `AT`, and whether somebody said "later"."""

    number: int = 0
    spoken: float = 0
    wrote: float | None = None
    on_zalo: bool = False
    answered: float | None = None
    opted_out: bool = False
    later: float | None = None
    orders: list[tuple[int, str, bool, int | None, float | None]] = field(default_factory=list)


def moment(days: float) -> datetime:
    return AT + timedelta(days=days)


def day(at: datetime) -> date:
    return at.astimezone(CITY).date()


def planted(shop: rules.Shop) -> list[Plan]:
    dice = random.Random(39)
    plans = []
    for number in range(200):
        plan = Plan(spoken=-dice.uniform(0, 60), on_zalo=dice.random() < 0.6, opted_out=dice.random() < 0.1)
        if dice.random() < 0.4:
            plan.wrote = -dice.uniform(0, 12)
            plan.answered = plan.wrote + dice.uniform(0, 2) if dice.random() < 0.5 else None
            plan.answered = min(plan.answered, 0) if plan.answered is not None else None
        plan.later = dice.choice([None, None, None, 1, 3])
        customer = planting.customer(shop, f"Khách {number}", at=moment(plan.spoken), zalo=plan.on_zalo)
        plan.number = customer.id
        kind = TouchKind.ZALO if plan.on_zalo else TouchKind.CALL
        if plan.wrote is not None:
            rules.hear(customer, kind, "Còn hàng không?", by=None, at=moment(plan.wrote))
        if plan.answered is not None:
            rules.say(customer, kind, "Dạ còn", by=None, at=moment(plan.answered))
        if plan.opted_out:
            rules.change(customer, {"opted_out": True}, version=None, at=AT)
        if plan.later is not None:
            rules.put_off(customer, at=AT, days=int(plan.later))
        for _ in range(dice.choice([0, 0, 1, 1, 2])):
            state, paid = dice.choice(list(OrderState)), dice.random() < 0.4
            due = dice.choice([None, *range(-9, 40)])
            later = dice.choice([None, None, 2])
            order = planting.order(customer, state=state, due_on=None if due is None else day(moment(due)))
            if paid:
                orders.paid(order, by=None, at=AT)
            if later is not None:
                rules.put_off(order, at=AT, days=later)
            plan.orders.append((order.id, str(state), paid, due, later))
        plans.append(plan)
    db.session.flush()
    return plans


def expected(plans: list[Plan], at: datetime) -> dict[str, list[int]]:
    answer, silent, deposit, due = [], [], [], []
    for plan in plans:
        free = plan.later is None or day(AT) + timedelta(days=plan.later) <= day(at)
        waits = plan.wrote is not None and plan.answered is None
        last = moment(max(one for one in (plan.spoken, plan.wrote, plan.answered) if one is not None))
        if waits and free:
            closes = moment((plan.wrote or 0) + 7) if plan.on_zalo else None
            is_open = closes is not None and closes > at
            answer.append(((0, closes) if is_open else (1, moment(plan.wrote or 0)), plan.number))
        if not waits and free and not plan.opted_out and (at - last) > timedelta(days=30):
            silent.append((-last.timestamp(), -plan.number, plan.number))
        for number, state, paid, falls, later in plan.orders:
            if later is not None and day(AT) + timedelta(days=later) > day(at):
                continue
            on = date.max if falls is None else day(moment(falls))
            if state == "deposit" and not paid:
                deposit.append((on, number))
            if state in ("asked", "quoted", "deposit", "making") and on <= day(at) + timedelta(days=6):
                due.append((on, number))
    return {
        "answer": [number for _, number in sorted(answer)],
        "deposit": [number for _, number in sorted(deposit)],
        "due": [number for _, number in sorted(due)],
        "silent": [number for *_, number in sorted(silent)],
    }


def test_four_lists_of_200_customers_are_right_at_every_moment(session: object) -> None:
    shop, _owner = planting.book()
    planting.customer(planting.book("Gốm Hàng Xóm")[0], at=moment(-40))
    plans = planted(shop)
    held = set()
    for at in MOMENTS:
        wanted = expected(plans, at)
        for key, numbers in wanted.items():
            rows = db.session.scalars(home.rows(key, shop, at=at)).all()
            assert [row.id for row in rows] == numbers, (key, at)
            held |= {key} if len(numbers) > home.SHOWN else set()
        shown = {one.of.key: ([row.id for row in one.rows], one.total) for one in home.lists(shop, at=at)}
        assert shown == {key: (numbers[: home.SHOWN], len(numbers)) for key, numbers in wanted.items()}
    assert held == set(home.LISTS)


def test_the_page_shows_them_with_hours_left_and_one_tap_each(client: LookingClient) -> None:
    shop, owner = planting.book()
    now = rules.midnight(day(datetime.now(CITY))) + timedelta(hours=9)
    waiting = planting.customer(shop, "Chị Mỹ Duyên", phone="+84905123456", zalo=True, at=now)
    rules.hear(waiting, TouchKind.ZALO, "Còn lọ cao không?", by=owner, at=datetime.now(CITY) - timedelta(days=6))
    buyer = planting.customer(shop, "Anh Khoa", at=now)
    order = planting.order(buyer, state=OrderState.DEPOSIT, due_on=day(now) + timedelta(days=1), deposit=200_000)
    cast.sign_in(client, owner)

    page = client.get("/en/businesses/gom-son/customers").get_data(as_text=True)
    assert "Zalo: 23 hours left" in page and "tel:+84905123456" in page and "https://zalo.me/84905123456" in page
    assert "Due tomorrow" in page and "₫200,000" in page

    taps = [("customer", waiting.id, "done"), ("order", order.id, "paid"), ("order", order.id, "later")]
    for kind, number, act in taps:
        sent = {"kind": kind, "number": number, "act": act}
        answer = client.post(
            "/businesses/gom-son/customers/acts", data=sent, headers={"HX-Request": "true", "HX-Target": "lists"}
        )
        assert answer.status_code == 200 and answer.get_data(as_text=True).lstrip().startswith(
            '<div class="stack loose book" id="lists"'
        )
    db.session.refresh(order)
    assert (order.deposit_paid_on, order.later_on) == (
        day(datetime.now(CITY)),
        day(datetime.now(CITY)) + timedelta(days=1),
    )
    assert [one.total for one in home.lists(shop, at=datetime.now(CITY))] == [0, 0, 0, 0]
    acts = "/businesses/gom-son/customers/acts"
    assert client.post(acts, data={"kind": "order", "number": "9" * 20}).status_code == 303

    # whoever works through a whole list stays on it
    silent = "/businesses/gom-son/customers/lists/silent"
    quiet, *_ = [planting.customer(shop, f"Khách {number}", at=now - timedelta(days=40)) for number in range(21)]
    page = client.get(silent).get_data(as_text=True)
    assert "hx-post" not in page and client.get(f"{silent}?page=2").get_data(as_text=True).count('class="cust"') == 1
    part = client.get(f"{silent}?page=2", headers={"HX-Request": "true", "HX-Target": "lists"})
    assert part.get_data(as_text=True).lstrip().startswith('<div class="stack book" id="lists"')
    assert 'name="list" value="silent"' in page
    done = {"kind": "customer", "number": quiet.id, "act": "done"}
    assert client.post(acts, data=done | {"list": "silent"}).location == silent
    assert client.get(silent).get_data(as_text=True).count('class="cust"') == 20


def test_more_to_do_than_is_shown_is_counted_whole(client: LookingClient) -> None:
    shop, owner = planting.book()
    planting.rule(shop, days=0)
    cast.sign_in(client, owner)
    at = datetime.now(CITY)
    for number in range(8):
        planting.order(planting.customer(shop, f"Khách {number}", at=at), state=OrderState.DELIVERED, at=at)
    reminders.fill(shop.id, at=at)
    page = client.get("/en/businesses/gom-son/customers").get_data(as_text=True)
    assert 'To do today <span class="meta num">8</span>' in page
    assert page.count('name="kind" value="reminder"') == home.SHOWN


def test_an_empty_book_says_how_to_begin(client: LookingClient) -> None:
    shop, owner = planting.book()
    planting.customer(planting.book("Gốm Hàng Xóm")[0])
    cast.sign_in(client, owner)
    begin = "Nobody stands in the book yet."
    base = "/en/businesses/gom-son/customers"
    said = [begin in client.get(base + path).get_data(as_text=True) for path in ("", "/all", "/all?q=an")]
    planting.customer(shop)
    said += [begin in client.get(base + path).get_data(as_text=True) for path in ("", "/all")]
    assert said == [True, True, False, False, False]
