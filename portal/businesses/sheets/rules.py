"""What the steps and the showcase ask of a sheet: how far it is, and what it says, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.sheets import queries, written
from portal.businesses.sheets.kind import Remark, Tone
from portal.businesses.sheets.kinds import ACCOUNT, KINDS, PRICES, PRODUCTS, SIMPLE
from portal.businesses.sheets.kinds.prices import cost_of
from portal.businesses.sheets.models import BankAccount, Product
from portal.businesses.sheets.products import PRICED, WORDED
from portal.businesses.sheets.queries import Shelf
from portal.businesses.sheets.written import Written
from portal.kit import banks, vietqr
from portal.kit.clock import iso


@dataclass(frozen=True)
class SheetState:
    """How far a sheet is. `line` and `missing` are msgids; `values` fills the placeholders of `line`."""

    filled: bool
    line: str
    values: dict[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    looks: int = 0
    """How many remarks ask for another look."""


def state_of(shop: Shop, kind: str) -> SheetState:
    """How far the shop is with this sheet. Raises KeyError for a kind there is not."""
    return _state(Shelf(shop), kind)


def states(shop: Shop) -> dict[str, SheetState]:
    """How far the shop is with all its sheets."""
    shelf = Shelf(shop)
    return {kind: _state(shelf, kind) for kind in KINDS}


def snapshot(shop: Shop, kind: str, *, at: datetime) -> dict[str, Any]:
    """The sheet as it is, for `Evidence.data`: JSON that says itself (`written`) with its plain `values`.

    `values` are, for products and prices, {"products": [{code, name_vi, name_en, name_fr, size, size_en, …,
    to_order, made_in_days, retail, wholesale, wholesale_from, cost, reason}]} (cost and reason are not for the public);
    for the account {"bank", "holder", "end"}, never its number; for all others their fields, and lists of rows under
    the name of their table. Amounts are whole đồng, days ISO, shares hundredths of a percent.
    """
    return {**of(shop, kind), "values": values_of(shop, kind), "made_at": iso(at)}


def of(shop: Shop, kind: str, *, with_costs: bool = True) -> Written:
    """What the sheet says now."""
    shelf = Shelf(shop)
    if kind == PRODUCTS.key:
        return written.of_products(PRODUCTS, shelf.products, remarks(shelf, kind))
    if kind == PRICES.key:
        return written.of_prices(PRICES, shelf.products, remarks(shelf, kind), with_costs=with_costs)
    if kind == ACCOUNT.key:
        bank = banks.name(shelf.account.bank) if shelf.account else ""
        return written.of_account(ACCOUNT, shelf.account, remarks(shelf, kind), bank)
    return written.of_values(SIMPLE[kind], shelf.given(kind), shelf.known)


def remarks(shelf: Shelf, kind: str) -> list[Remark]:
    """What is missing, to be looked at again, or good."""
    if kind == PRODUCTS.key:
        return list(PRODUCTS.of(shelf.products))
    if kind == PRICES.key:
        return list(PRICES.of(shelf.products))
    if kind == ACCOUNT.key:
        return list(ACCOUNT.of(shelf.shop, shelf.account))
    return list(SIMPLE[kind].remarks(shelf.given(kind), shelf.known))


def values_of(shop: Shop, kind: str) -> dict[str, Any]:
    """The values of a sheet, with its rows in lists."""
    shelf = Shelf(shop)
    if kind in (PRODUCTS.key, PRICES.key):
        return {"products": [_of_a_product(one) for one in shelf.products]}
    if kind == ACCOUNT.key:
        return _of_an_account(shelf.account)
    given = shelf.given(kind)
    fields = {one.name: given.get(one.name) for one in KINDS[kind].fields}
    return fields | {table.name: [row for _n, row in table.filled(given)] for table in KINDS[kind].tables}


def vietqr_of(shop: Shop) -> str | None:
    """The text of the code for the shop's account, for what the shop prints itself; None without an account."""
    account = queries.account(shop)
    return vietqr.payload(account.bank, account.number) if account is not None else None


def _state(shelf: Shelf, kind: str) -> SheetState:
    found = remarks(shelf, kind)
    line, values = _summary(shelf, kind)
    gaps = tuple(dict.fromkeys(one.sentence for one in found if one.tone is Tone.MISSING))
    return SheetState(not gaps, line, values, gaps, sum(one.tone is Tone.LOOK for one in found))


def _summary(shelf: Shelf, kind: str) -> tuple[str, dict[str, Any]]:
    if kind == PRODUCTS.key:
        return PRODUCTS.said(shelf.products)
    if kind == PRICES.key:
        return PRICES.said(shelf.products)
    if kind == ACCOUNT.key:
        return ACCOUNT.said(shelf.account)
    return SIMPLE[kind].summary(shelf.given(kind), shelf.known)


def _of_a_product(one: Product) -> dict[str, Any]:
    return {name: getattr(one, name) for name in (*WORDED, *PRICED)} | {"cost": cost_of(one)}


def _of_an_account(account: BankAccount | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"bank": banks.name(account.bank), "holder": account.holder, "end": account.number[-4:]}
