"""Finding a customer by words of the name, the number or a label, in an index of our own: never a look at every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, delete, func, insert, select
from sqlalchemy.orm import aliased

from portal.businesses.customers.models import Customer, CustomerWord
from portal.businesses.models import Shop
from portal.db import db, read_rows, statement
from portal.kit.fold import fold, words

MOST = 100
"""How many are found at most; whoever looks for one writes a letter more."""
LONGEST_WORD = 40
MOST_WORDS = 6
COUNTED = 2_000
"""A list is counted exactly up to here."""
_AFTER = "\x7f"
"""Behind every letter and digit of a folded word that begins alike."""
_NUMBER = re.compile(r"\+?[0-9][0-9\s().–-]{2,}")


@dataclass(frozen=True)
class Page:
    """One page of a list and how many there are; `more` says that the count went no further."""

    rows: Sequence[Customer]
    total: int
    more: bool


def words_of(customer: Customer) -> set[str]:
    """Every word by which a customer is found."""
    said = words(fold(f"{customer.name} {customer.company}"))
    found = {one[:LONGEST_WORD] for one in said if one.isascii()}
    found |= {one.encode("ascii", "backslashreplace").decode()[:LONGEST_WORD] for one in said if not one.isascii()}
    if customer.phone:
        digits = _home(customer.phone)
        found |= {digits, digits[-4:], digits[-3:]}
    return found | {_label(tag.key) for tag in customer.tags}


def keep(customer: Customer) -> None:
    """Writes down by which words a customer is found now."""
    db.session.flush()
    known = set(db.session.scalars(select(CustomerWord.word).where(CustomerWord.customer_id == customer.id)))
    wanted = words_of(customer)
    if gone := known - wanted:
        of_it = CustomerWord.customer_id == customer.id
        db.session.execute(delete(CustomerWord).where(of_it, CustomerWord.word.in_(gone)))
    if new := sorted(wanted - known):
        rows = [{"customer_id": customer.id, "word": one, "shop_id": customer.shop_id} for one in new]
        db.session.execute(insert(CustomerWord), rows)


def keep_new(customers: Iterable[Customer]) -> None:
    """The same for customers that have just come into the book."""
    rows = [
        {"customer_id": one.id, "word": word, "shop_id": one.shop_id} for one in customers for word in words_of(one)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(CustomerWord), rows)


def found(shop: Shop, typed: str, tag: str, *, start: int, count: int) -> Page:
    """The customers who answer to all words and carry the label, by name; of very many the first `MOST`."""
    asked = _asked(typed)
    if not asked and not tag:
        everybody = select(Customer).where(Customer.shop_id == shop.id).order_by(Customer.sort_name, Customer.id)
        total = bounded_count(Customer.shop_id == shop.id)
        return Page(
            db.session.scalars(everybody.offset(start).limit(count)).all(), min(total, COUNTED), total > COUNTED
        )
    ids = _first(shop, asked, tag)
    rows = db.session.scalars(*_by_name(ids[:MOST], start, count)).all()
    return Page(rows, min(len(ids), MOST), len(ids) > MOST)


@statement
def _by_name(numbers: Sequence[int], start: int, count: int) -> Select[Customer]:
    named = select(Customer).where(Customer.id.in_(numbers)).order_by(Customer.sort_name, Customer.id)
    return named.offset(start).limit(count)


def alike(shop: Shop, typed: str, *, but: int | None = None, count: int = 5) -> Sequence[Customer]:
    """A few who answer to what is being typed."""
    return [one for one in found(shop, typed, "", start=0, count=count + 1).rows if one.id != but][:count]


def is_empty(shop: Shop) -> bool:
    """A book in which nobody stands yet."""
    return not bounded_count(Customer.shop_id == shop.id, most=0)


def bounded_count(*conditions: ColumnElement[bool], kind: Any = Customer, most: int = COUNTED) -> int:
    """How many rows meet the conditions; beyond `most` it is `most` + 1, however many there are."""
    some = select(kind.id).where(*conditions).limit(most + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _first(shop: Shop, asked: Sequence[str], tag: str) -> list[int]:
    """The numbers of at most `MOST` + 1 who answer; a customer of two words that begin alike comes twice."""
    values = {"shop": shop.id, "label": _label(tag)} | {f"word_{place}": word for place, word in enumerate(asked)}
    behind = {f"behind_{place}": word + _AFTER for place, word in enumerate(asked)}
    found: dict[int, None] = {}
    with closing(read_rows(_ids(len(asked), bool(tag)), values | behind)) as rows:
        for row in rows:  # one by one: SQLite looks no further than is asked
            found[row[0]] = None
            if len(found) > MOST:
                break
    return list(found)


def _asked(typed: str) -> list[str]:
    typed = fold(typed[:200])
    if _NUMBER.fullmatch(typed):
        return [_home(typed)]
    return [one.encode("ascii", "backslashreplace").decode()[:LONGEST_WORD] for one in words(typed)][:MOST_WORDS]


@cache
def _ids(words: int, labelled: bool) -> Select[int]:
    """Driven by the last word, as names are known by their last; it may be unfinished, the others too."""
    driver = aliased(CustomerWord)
    mine = select(driver.customer_id).where(driver.shop_id == bindparam("shop")).limit(4 * MOST + 1)
    label: BindParameter[str] = bindparam("label")
    if not words:
        return mine.where(driver.word == label).order_by(driver.customer_id)
    conditions = [_begins(driver.word, words - 1)]
    for place in range(words - 1):
        other = aliased(CustomerWord)
        conditions.append(
            select(other.word).where(other.customer_id == driver.customer_id, _begins(other.word, place)).exists()
        )
    if labelled:
        carried = aliased(CustomerWord)
        carries = select(carried.word).where(carried.customer_id == driver.customer_id, carried.word == label)
        conditions.append(carries.exists())
    return mine.where(*conditions).order_by(driver.word, driver.customer_id)


def _begins(column: Any, place: int) -> ColumnElement[bool]:
    begun: ColumnElement[bool] = (column >= bindparam(f"word_{place}")) & (column < bindparam(f"behind_{place}"))
    return begun


def _label(key: str) -> str:
    return f"#{key}".encode("ascii", "backslashreplace").decode()[:LONGEST_WORD]


def _home(number: str) -> str:
    """The digits as people dial them here: 0905… for +84905…, the same for 0084905… and 84905…."""
    digits = re.sub("[^0-9]", "", number)
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if number.lstrip().startswith("+") and not digits.startswith("84"):
        return digits
    return f"0{digits.removeprefix('84')}" if digits.startswith("84") and len(digits) > 9 else digits
