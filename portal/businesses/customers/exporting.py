"""The whole book as tables to take away: customers, what was said, orders. Cells that would be formulas are escaped."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from sqlalchemy import Select, select

from portal.businesses.customers.models import BookExport, Customer, CustomerTag, Order, Touch
from portal.businesses.models import Shop
from portal.db import db
from portal.kit import phone
from portal.kit.cells import escaped
from portal.kit.clock import iso

BOM = "\ufeff"
AT_ONCE = 1_000
CUSTOMERS = {
    "number": Customer.id, "name": Customer.name, "company": Customer.company, "phone": Customer.phone,
    "zalo": Customer.zalo, "email": Customer.email, "language": Customer.language, "source": Customer.source,
    "note": Customer.note, "agreed": Customer.agreed_at.is_not(None), "opted_out": Customer.opted_out_at.is_not(None),
    "added_at": Customer.added_at, "last_spoken_at": Customer.touched_at,
}  # fmt: skip
CONVERSATIONS = {
    "number": Touch.id, "customer_number": Touch.customer_id, "name": Customer.name, "at": Touch.at,
    "kind": Touch.kind, "from_customer": Touch.incoming, "says": Touch.says, "answered_at": Touch.answered_at,
}  # fmt: skip
ORDERS = {
    "number": Order.id, "customer_number": Order.customer_id, "name": Customer.name, "what": Order.what,
    "quantity": Order.quantity, "state": Order.state, "total": Order.total, "deposit": Order.deposit,
    "deposit_paid_on": Order.deposit_paid_on, "due_on": Order.due_on, "sample_approved_on": Order.sample_approved_on,
    "late_told_on": Order.late_told_on, "delivered_on": Order.delivered_on, "added_at": Order.added_at,
}  # fmt: skip
TABLES: dict[str, dict[str, Any]] = {"customers": CUSTOMERS, "conversations": CONVERSATIONS, "orders": ORDERS}


def note(shop_id: int, *, by_id: int, at: datetime) -> None:
    """Writes down that the book was taken out: step 2.13 asks when."""
    db.session.add(BookExport(shop_id=shop_id, by_id=by_id, at=at))


def table(shop: Shop, name: str) -> Iterator[str]:
    """The lines of one of `TABLES`, a thousand rows at a time."""
    columns = TABLES[name]
    labelled = name == "customers"
    yield BOM + _written([*columns, *(["tags"] if labelled else [])])
    last = 0
    while rows := db.session.execute(_some(shop, name, after=last)).all():
        tags = _tags([row[0] for row in rows]) if labelled else {}
        yield "".join(_written(_with_labels(row, tags) if labelled else row) for row in rows)
        last = rows[-1][0]


def _with_labels(row: Sequence[Any], tags: dict[int, list[str]]) -> Sequence[Any]:
    """A customer's line. The number as people write it: its + would be taken for the beginning of a formula."""
    cells = [
        phone.show(cell) if name == "phone" and cell else cell for name, cell in zip(CUSTOMERS, row, strict=True)
    ]  # fmt: skip
    return [*cells, ",".join(tags.get(row[0], ()))]


def _some(shop: Shop, name: str, *, after: int) -> Select[Any]:
    columns = TABLES[name]
    key = columns["number"]
    found = select(*columns.values()).where(key.class_.shop_id == shop.id, key > after).order_by(key).limit(AT_ONCE)
    return found if name == "customers" else found.join(Customer, Customer.id == columns["customer_number"])


def _tags(numbers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    of_them = select(CustomerTag).where(CustomerTag.customer_id.in_(numbers)).order_by(CustomerTag.key)
    for number, key in db.session.execute(of_them.with_only_columns(CustomerTag.customer_id, CustomerTag.key)):
        found.setdefault(number, []).append(key)
    return found


def _written(cells: Sequence[Any]) -> str:
    line = StringIO()
    csv.writer(line).writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime):
        return iso(value)
    return escaped(value) if isinstance(value, str) else value
