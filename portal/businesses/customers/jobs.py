"""What the worker does for the customer book: fills the outbox, and tells a shop's people each morning what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from portal.businesses.customers import reminders, telling
from portal.businesses.customers.rules import midnight, today
from portal.letters import rules as letters
from portal.schedule import InTransaction, Task

DUE = "customers_due"
MORNING = timedelta(hours=7)
"""When the notice of a day is written, by the clocks of the city."""


def fill_outbox(at: datetime, in_transaction: InTransaction) -> None:
    """Each shop in a transaction of its own; run again, or by two workers at once, it makes nothing a second time."""
    for shop_id in in_transaction(reminders.with_rules):
        in_transaction(partial(_fill, shop_id, at))


def _fill(shop_id: int, at: datetime) -> None:
    reminders.fill(shop_id, at=at)
    if reminders.count_due(shop_id, at=at):
        letters.remind(DUE, of=shop_id, at=midnight(today(at)) + MORNING)


@letters.reminded(DUE)
def tell(shop_id: int, at: datetime) -> None:
    """One notice a day for each of the shop's people, with a number and no name; none when all was done meanwhile."""
    number, shop = reminders.count_due(shop_id, at=at), reminders.shop_numbered(shop_id)
    if number and shop is not None:
        for member in shop.members:
            if member.left_at is None:
                telling.due(member.person, shop, number, at=at)


TASKS = (Task("fill_customer_reminders", timedelta(hours=1), fill_outbox),)
