"""The products of a shop: add one, change it, take it out, move it, and take in a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.sheets import queries
from portal.businesses.sheets.models import CostCard, Product, column
from portal.db import db
from portal.kit.say import N_, Refused

MOST = 200
LANGS = ("vi", "en", "fr")
TEXTS = {name: tuple(column(name, lang) for lang in LANGS) for name in ("name", "size", "material", "care")}
"""The columns of each text of a product, in the order of the languages."""
WORDED = ("code", *(one for columns in TEXTS.values() for one in columns), "to_order", "made_in_days")
PRICED = ("retail", "wholesale", "wholesale_from", "reason")
COSTED = ("material", "minutes", "hourly", "share", "waste")
_TAKEN = N_("“%(code)s” is the code of another product already. Give this one a code of its own.")
_TOO_MANY = N_("A shop lists at most %(most)s products.")


def add(shop: Shop, given: Mapping[str, Any], *, at: datetime) -> Product:
    """Adds a product at the end of the list. Raises Refused for a code that is taken, or one product too many."""
    standing = queries.products(shop)
    if len(standing) >= MOST:
        raise Refused(_TOO_MANY, values={"most": MOST})
    _free(standing, given["code"])
    made = Product(
        shop_id=shop.id, position=queries.last_position(shop) + 1, added_at=at, changed_at=at,
        **{name: given[name] for name in (*WORDED, *PRICED) if name in given},
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def change(product: Product, given: Mapping[str, Any], *, shop: Shop, at: datetime) -> None:
    """Writes what is given. Raises Refused for a code that is taken."""
    if "code" in given:
        _free([one for one in queries.products(shop) if one.id != product.id], given["code"])
    changed = {name: of for name, of in given.items() if getattr(product, name) != of}
    for name, of in changed.items():
        setattr(product, name, of)
    if changed:
        product.changed_at = at
    db.session.flush()


def remove(product: Product, *, at: datetime) -> None:
    """Takes a product out of the list; the row stays, so that what was handed in still names it."""
    product.removed_at = product.removed_at or at


def move(shop: Shop, product: Product, *, up: bool) -> None:
    """Changes places with the neighbour; at an end of the list nothing happens."""
    standing = queries.products(shop)
    for position, one in enumerate(standing):
        one.position = position
    at = next(number for number, one in enumerate(standing) if one.id == product.id)
    other = at - 1 if up else at + 1
    if 0 <= other < len(standing):
        standing[at].position, standing[other].position = other, at


def price(product: Product, values: Mapping[str, Any], *, at: datetime) -> None:
    """Writes prices and what stands on the cost card; the card begins with its first amount and ends with its last."""
    for name in (*PRICED, "code"):
        if name in values and not (name == "code" and not values[name]):
            setattr(product, name, values[name] if name not in ("reason", "code") else values[name] or "")
    sums = {name: values[name] for name in COSTED if name in values}
    if sums:
        if product.cost is None:
            product.cost = CostCard(material=0, minutes=0, hourly=0, share=0, waste=0, changed_at=at)
        for name, of in sums.items():
            setattr(product.cost, name, of or 0)
        product.cost.changed_at = at
        if not any(getattr(product.cost, name) for name in COSTED):
            db.session.delete(product.cost)
            product.cost = None
    product.changed_at = at


def take_in(shop: Shop, rows: Iterable[Mapping[str, Any]], *, at: datetime) -> int:
    """Adds or changes products by their codes; says how many."""
    count = 0
    for row in rows:
        known = {one.code: one for one in queries.products(shop)}
        if row["code"] in known:
            change(known[row["code"]], row, shop=shop, at=at)
        else:
            add(shop, row, at=at)
        count += 1
    return count


def flat(products: Iterable[Product]) -> dict[str, Any]:
    """Prices and costs of products as values of the sheet of prices: `retail_12` after the product's number."""
    found: dict[str, Any] = {}
    for one in products:
        found |= {f"{name}_{one.id}": getattr(one, name) for name in (*PRICED, "code")}
        found |= {f"{name}_{one.id}": getattr(one.cost, name) if one.cost else None for name in COSTED}
    return found


def check_code(standing: Iterable[Product], product: Product, code: str | None) -> None:
    """Raises Refused for a code that is missing or another product's."""
    if not code:
        raise Refused(N_("A product keeps a code."), field="code")
    _free([one for one in standing if one.id != product.id], code)


def _free(others: Iterable[Product], code: str) -> None:
    if any(one.code.casefold() == code.casefold() for one in others):
        raise Refused(_TAKEN, field="code", values={"code": code})
