"""Reminders: made when they fall due, once for each rule, customer and occasion, whoever makes them and how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.businesses.customers import checks, jobs, orders, reminder_rules, reminders, rules
from portal.businesses.customers.models import OrderState, Touch, TouchKind
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderSent, RuleKind
from portal.db import Mode, db, transactions
from portal.kit.say import Refused
from portal.letters.models import Letter, Reminder
from portal.worker import in_transaction, sweep_once
from tests import make
from tests.businesses.customers import planting
from tests.businesses.customers.planting import AT, DAY


def made() -> list[tuple[int, int, str]]:
    found = select(CustomerReminder.rule_id, CustomerReminder.customer_id, CustomerReminder.occasion)
    return [tuple(row) for row in db.session.execute(found.order_by(CustomerReminder.id))]


def test_each_rule_asks_on_its_day_and_not_before(session: object) -> None:
    shop, owner = planting.book()
    today = rules.today(AT)
    buyer = planting.customer(shop, "Anh Khoa")
    sold = planting.order(buyer, state=OrderState.DELIVERED)
    due = planting.order(buyer, "Bộ bát", state=OrderState.MAKING, due_on=today + 9 * DAY)
    quiet = planting.customer(shop, "Chị Duyên")
    out = planting.customer(shop, "Cô Ba")
    planting.order(out, state=OrderState.DELIVERED)
    rules.change(out, {"opted_out": True}, version=None, at=AT)
    other = planting.customer(planting.book("Gốm Hàng Xóm")[0])
    planting.order(other, state=OrderState.DELIVERED)

    after = planting.rule(shop, days=3)
    before = planting.rule(shop, RuleKind.BEFORE_DUE, days=2)
    silent = planting.rule(shop, RuleKind.SILENT_DAYS, days=20)
    tet = planting.rule(shop, RuleKind.DATE, on=today + 5 * DAY, customer=quiet)
    expected = {
        2: [],
        3: [(after.id, buyer.id, f"order {sold.id}")],
        5: [(tet.id, quiet.id, f"on {today + 5 * DAY}")],
        7: [(before.id, buyer.id, f"order {due.id}, {due.due_on}")],
        19: [],
        20: [(silent.id, buyer.id, f"silent since {today}"), (silent.id, quiet.id, f"silent since {today}")],
        21: [],
    }
    for days, new in expected.items():
        was = len(made())
        assert reminders.fill(shop.id, at=AT + days * DAY) == len(new)
        assert sorted(made()[was:]) == sorted(new), days

    # whom one spoke with is not silent any more; a moved day is another occasion; opting out ends what is open
    rules.say(quiet, TouchKind.CALL, "Hỏi thăm", by=owner, at=AT + 21 * DAY)
    orders.change(due, {"due_on": today + 23 * DAY}, version=None, at=AT + 21 * DAY)
    assert reminders.fill(shop.id, at=AT + 21 * DAY) == 1
    rules.change(buyer, {"opted_out": True}, version=None, at=AT + 21 * DAY)
    left = db.session.scalars(reminders.due(shop, at=AT + 30 * DAY)).all()
    assert [one.rule_id for one in left] == [tet.id]


def test_carrying_out_is_written_down_once_and_never_for_who_opted_out(session: object) -> None:
    shop, owner = planting.book()
    buyer = planting.customer(shop)
    planting.order(buyer, state=OrderState.DELIVERED)
    reminder_rules.add_usual(shop, at=AT)
    assert reminders.fill(shop.id, at=AT + 10 * DAY) == 2
    first, second = db.session.scalars(reminders.due(shop, at=AT + 10 * DAY)).all()

    assert reminders.carry_out(first, TouchKind.ZALO, by=owner, at=AT + 10 * DAY)
    assert not reminders.carry_out(first, TouchKind.ZALO, by=owner, at=AT + 10 * DAY)
    buyer.opted_out_at = AT
    with pytest.raises(Refused):
        reminders.carry_out(second, TouchKind.ZALO, by=owner, at=AT + 10 * DAY)
    assert [one.reminder_id for one in db.session.scalars(select(ReminderSent))] == [first.id]
    assert [touch.says for touch in db.session.scalars(select(Touch))] == [first.rule.says]
    found = checks.reminders(shop, AT + 10 * DAY)
    assert (found.good, found.values) == (True, {"num": 3, "of": 3, "sent": 1})


def plant_shop() -> int:
    shop, _owner = planting.book()
    for number in range(8):
        buyer = planting.customer(shop, f"Khách {number}", at=AT + number * DAY)
        planting.order(buyer, state=OrderState.DELIVERED, at=AT + number * DAY)
        planting.order(buyer, "Đơn sau", state=OrderState.MAKING, due_on=rules.today(AT + (20 + number) * DAY))
    reminder_rules.add_usual(shop, at=AT)
    planting.rule(shop, RuleKind.BEFORE_DUE, days=2)
    planting.rule(shop, RuleKind.SILENT_DAYS, days=30)
    return shop.id


WANTED = 8 * 3 + 8 + 8
"""Of eight customers: three after the sale, one before the due day, one silence."""


@pytest.mark.one_engine
def test_a_thousand_runs_with_a_moving_clock_make_nothing_twice(session: object) -> None:
    shop_id = plant_shop()
    for run in range(1_000):
        at = AT + run * timedelta(hours=2)  # 83 days
        jobs._fill(shop_id, at)
    rows = made()
    assert len(rows) == len(set(rows)) == WANTED
    mornings = db.session.execute(select(Reminder.due_at, func.count()).group_by(Reminder.due_at)).all()
    assert {number for _due, number in mornings} == {1}


def test_two_workers_at_once_make_each_row_once_and_one_notice_a_day(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        shop_id = plant_shop()
        db.session.commit()

    def run(at: datetime) -> None:
        with real_app.app_context():
            jobs.fill_outbox(at, in_transaction)

    noon = AT + 25 * DAY + timedelta(hours=4)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, [noon] * 8))
    sweep_once(real_app, noon)
    sweep_once(real_app, noon + timedelta(hours=2))
    with real_app.app_context(), transactions(Mode.READ):
        rows = made()
        assert len(rows) == len(set(rows)) > 8
        notices = db.session.scalars(select(Letter).where(Letter.kind == "customers_due")).all()
        assert [notice.person.full_name for notice in notices] == ["Chủ Gốm Son"]
        assert "Khách" not in notices[0].body and str(reminders.count_due(shop_id, at=noon)) in notices[0].subject


def test_a_rule_needs_its_day_or_its_days_and_is_one_when_sent_twice(session: object) -> None:
    shop, _owner = planting.book()
    for kind, given, field in (
        (RuleKind.DATE, {}, "on"),
        (RuleKind.DATE, {"on": rules.today(make.AT) - DAY}, "on"),
        (RuleKind.SILENT_DAYS, {"days": 2}, "days"),
    ):
        with pytest.raises(Refused) as refused:
            planting.rule(shop, kind, **given)
        assert refused.value.field == field
    first, again = planting.rule(shop), planting.rule(shop)
    assert first is again
    reminder_rules.stop(first, at=AT)
    assert reminder_rules.of_shop(shop) == [] and checks.reminders(shop, AT).values["num"] == 0
