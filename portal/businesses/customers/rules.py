"""The verbs of the book: note a customer down, write what was said, label, put aside for later, forget.

Nothing of a customer stands in the record of acts: what happened stands in rows of the book, which are the shop's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from portal.businesses.customers import finding
from portal.businesses.customers.models import Customer, CustomerTag, Order, Tombstone, Touch, TouchKind
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, RuleKind
from portal.businesses.models import Shop
from portal.city.chosen import here
from portal.db import db, statement
from portal.kit.clock import to_zone
from portal.kit.say import N_, Refused
from portal.people.models import Person

ZALO_WINDOW = timedelta(days=7)
"""For so long after a customer's message Zalo lets a shop write to them."""
FIELDS = ("name", "company", "phone", "zalo", "email", "language", "source", "note")
TAKEN = N_("This number is in the book already: %(name)s. Open that customer, or join the two.")
CHANGED = N_(
    "Somebody else of the shop changed this customer meanwhile. What you typed is still here: look at what stands now,"
    " and save once more."
)


def today(at: datetime) -> date:
    """The day in the city."""
    return to_zone(at, ZoneInfo(here().zone)).date()


def midnight(day: date) -> datetime:
    """The moment in which a day begins in the city."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(here().zone))


def find(shop: Shop, number: int) -> Customer | None:
    """A customer of this shop; to any other shop there is none."""
    customer = db.session.get(Customer, number, options=[lazyload(Customer.tags)])
    if customer is None or customer.shop_id != shop.id:
        return None
    set_committed_value(customer, "shop", shop)  # it is at hand: asked for again it would cost three questions
    return customer


def of_phone(shop: Shop, phone: str | None) -> Customer | None:
    """Who has this number."""
    same = select(Customer).where(Customer.shop_id == shop.id, Customer.phone == phone)
    return db.session.scalar(same) if phone else None


def add(shop: Shop, given: Mapping[str, Any], *, by: Person | None, at: datetime) -> Customer:
    """Notes somebody down; `given` holds the fields, `agreed` and `tags`. Refused for a number that is in the book."""
    _free(shop, given.get("phone"), but=None)
    return add_all(shop, [given], by=by, at=at)[0]


def add_all(shop: Shop, given: Iterable[Mapping[str, Any]], *, by: Person | None, at: datetime) -> list[Customer]:
    """The same for many, none of whose numbers is in the book, in few statements."""
    new = [
        Customer(
            shop_id=shop.id, touched_at=at, added_by_id=by and by.id, added_at=at, changed_at=at,
            agreed_at=at if one.get("agreed") else None, tags=[CustomerTag(key=key) for key in one.get("tags", ())],
            **{name: one[name] for name in FIELDS if one.get(name) is not None},
        )
        for one in given
    ]  # fmt: skip
    db.session.add_all(new)
    db.session.flush()
    finding.keep_new(new)
    return new


def change(customer: Customer, given: Mapping[str, Any], *, version: int | None, at: datetime) -> None:
    """Writes the fields anew. Refused when somebody else did so since the form was opened."""
    if version is not None and version != customer.version:
        raise Refused(CHANGED)
    if "phone" in given:
        _free(customer.shop, given["phone"], but=customer.id)
    for name in FIELDS:
        if name in given:
            setattr(customer, name, given[name])
    if "agreed" in given:
        customer.agreed_at = (customer.agreed_at or at) if given["agreed"] else None
    if "opted_out" in given:
        _opt(customer, out=given["opted_out"], at=at)
    if "tags" in given:
        label(customer, given["tags"])
    customer.version += 1
    customer.changed_at = at
    finding.keep(customer)


def label(customer: Customer, keys: list[str]) -> None:
    """These labels and no others."""
    known = {tag.key: tag for tag in customer.tags}
    customer.tags = [known.get(key) or CustomerTag(key=key) for key in keys]
    finding.keep(customer)


def _opt(customer: Customer, *, out: bool, at: datetime) -> None:
    """Whoever asked for no more reminders gets none that is still open either."""
    if not out:
        customer.opted_out_at = None
    elif customer.opted_out_at is None:
        customer.opted_out_at = at
        drop_reminders(CustomerReminder.customer_id == customer.id, at=at)


def _free(shop: Shop, phone: str | None, *, but: int | None) -> None:
    other = of_phone(shop, phone)
    if other is not None and other.id != but:
        raise Refused(TAKEN, field="phone", values={"name": other.name})


# What was said


def hear(customer: Customer, kind: TouchKind, says: str, *, by: Person | None, at: datetime) -> Touch:
    """The customer said something: it waits for an answer; on Zalo there are seven days for it."""
    customer.unanswered_since = customer.unanswered_since or at
    if kind is TouchKind.ZALO:
        customer.window_until = at + ZALO_WINDOW
    customer.later_on = None
    return _touch(customer, kind, says, incoming=True, by=by, at=at)


def say(customer: Customer, kind: TouchKind, says: str, *, by: Person | None, at: datetime) -> Touch:
    """The shop said something: what waited is answered. A note to oneself is no answer."""
    if kind is not TouchKind.NOTE:
        waiting = Touch.customer_id == customer.id, Touch.incoming.is_(True), Touch.answered_at.is_(None)
        db.session.execute(update(Touch).where(*waiting).values(answered_at=at))
        customer.unanswered_since = None
        customer.later_on = None
    return _touch(customer, kind, says, incoming=False, by=by, at=at)


def answered(customer: Customer, *, by: Person | None, at: datetime) -> Touch:
    """One tap on the list: the shop has answered, on the way by which the customer came."""
    newest = select(Touch).where(Touch.customer_id == customer.id, Touch.incoming.is_(True))
    last = db.session.scalar(newest.order_by(Touch.at.desc(), Touch.id.desc()).limit(1))
    return say(customer, last.kind if last is not None else usual(customer), "", by=by, at=at)


def usual(customer: Customer) -> TouchKind:
    """How the shop would most likely speak with them."""
    return TouchKind.ZALO if customer.zalo else TouchKind.CALL if customer.phone else TouchKind.MESSAGE


def talk(customer: Customer, *, start: int, count: int) -> Sequence[Touch]:
    """What was said, the latest first."""
    return db.session.scalars(*_talk(customer.id, start, count)).all()


@statement
def _talk(customer: int, start: int, count: int) -> Select[Touch]:
    said = select(Touch).where(Touch.customer_id == customer).order_by(Touch.at.desc(), Touch.id.desc())
    return said.offset(start).limit(count)


def holds(customer: Customer) -> dict[str, int]:
    """How much hangs on a customer: what would go, or move."""
    said = select(func.count()).select_from(Touch).where(Touch.customer_id == customer.id)
    wanted = select(func.count()).select_from(Order).where(Order.customer_id == customer.id)
    touches, ordered = db.session.execute(select(said.scalar_subquery(), wanted.scalar_subquery())).one()
    return {"touches": touches, "orders": ordered}


def _touch(customer: Customer, kind: TouchKind, says: str, *, incoming: bool, by: Person | None, at: datetime) -> Touch:
    touch = Touch(
        shop_id=customer.shop_id, customer_id=customer.id, kind=kind, incoming=incoming, says=says,
        by_id=by and by.id, at=at,
    )  # fmt: skip
    db.session.add(touch)
    if kind is not TouchKind.NOTE:
        customer.touched_at = max(customer.touched_at, at)
        silent = select(ReminderRule.id).where(ReminderRule.kind == RuleKind.SILENT_DAYS)
        drop_reminders(CustomerReminder.customer_id == customer.id, CustomerReminder.rule_id.in_(silent), at=at)
    db.session.flush()
    return touch


def drop_reminders(*of: Any, at: datetime) -> None:
    """What is still to be done has lost its reason."""
    still = CustomerReminder.done_at.is_(None), CustomerReminder.dropped_at.is_(None)
    db.session.execute(update(CustomerReminder).where(*of, *still).values(dropped_at=at))


def put_off(row: Customer | Order, *, at: datetime, days: int = 1) -> None:
    """ "Later": the lists of the home page leave it out until then."""
    row.later_on = today(at) + timedelta(days=days)


# Being forgotten


def forget(customer: Customer, *, by: Person | None, at: datetime) -> Tombstone:
    """Deletes a customer with all that was said, ordered and labelled. What stays says that it happened, and when."""
    stone = Tombstone(shop_id=customer.shop_id, by_id=by and by.id, at=at)
    db.session.add(stone)
    db.session.flush()
    number = customer.id
    db.session.expunge(customer)
    db.session.execute(delete(Customer).where(Customer.id == number))  # the tables that hang on it go with it
    db.session.expire_all()
    return stone
