"""The fee sheet of a marketplace: what is left of three prices, beside what the pieces cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.businesses.sheets.kind import (
    Field,
    Given,
    Kind,
    Known,
    Line,
    Remark,
    Rows,
    Type,
    good,
    look,
    missing,
    money,
)  # fmt: skip
from portal.kit import cost
from portal.kit.say import N_

THREE = 3
PLATFORMS = {"shopee": "Shopee", "tiktok": "TikTok Shop", "lazada": "Lazada", "other": N_("another one")}


class Fees(Kind):
    key = "fees"
    title = N_("Fees of a marketplace")
    about = N_("What the marketplace keeps of three of your prices, and whether what is left covers the cost.")
    fields = (
        Field("platform", N_("Marketplace"), Type.CHOICE, choices=PLATFORMS),
        Field("checked_on", N_("When you read the fees there"), Type.DAY),
        Field("source", N_("Link to its page of fees"), Type.LINK),
    )
    tables = (
        Rows(
            "lines", N_("Three products"),
            (
                Field("product", N_("Product"), Type.PRODUCT),
                Field("price", N_("Price there (₫)"), Type.MONEY),
                Field("commission", N_("Commission, percent"), Type.SHARE),
                Field("payment", N_("Payment fee, percent"), Type.SHARE),
                Field("tax", N_("Tax withheld, percent"), Type.SHARE),
                Field("shipping", N_("Shipping you pay (₫)"), Type.MONEY),
                Field("other", N_("Other, a piece (₫)"), Type.MONEY),
            ),
            most=THREE, fixed=True, each=N_("Product %(n)s"),
        ),
    )  # fmt: skip

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        for _number, row in self.tables[0].filled(given):
            if row["price"]:
                yield Line(_named(row, known), Type.MONEY, net(row))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if not given.get("platform"):
            yield missing(N_("Choose the marketplace."), "platform")
        if not given.get("checked_on"):
            yield missing(N_("Write down the day on which you read the fees."), "checked_on")
        rows = [(n, row) for n, row in self.tables[0].filled(given) if row["price"] and row["product"]]
        if len(rows) < THREE:
            yield missing(N_("Reckon the fees for three products."))
        for number, row in rows:
            yield _compared(row, known, at=f"lines_{number}_price")


def net(row: dict[str, Any]) -> int:
    """What is left of a row's price."""
    shares = tuple(row[name] or 0 for name in ("commission", "payment", "tax"))
    return cost.net(row["price"], shares=shares, fixed=(row["shipping"] or 0, row["other"] or 0))


def _compared(row: dict[str, Any], known: Known, *, at: str) -> Remark:
    piece, left = known.piece(row["product"]), net(row)
    name = _named(row, known)
    if piece is None or piece.cost is None:
        sentence = N_("%(name)s: %(net)s is left. It has no cost card yet, so nobody knows whether that is enough.")
        return look(sentence, at, name=name, net=money(left))
    if left < piece.cost:
        sentence = N_("%(name)s: %(net)s is left, %(less)s less than its cost of %(cost)s. Each sale loses money.")
        return look(sentence, at, name=name, net=money(left), less=money(piece.cost - left), cost=money(piece.cost))
    sentence = N_("%(name)s: %(net)s is left, %(more)s above its cost of %(cost)s.")
    return good(sentence, name=name, net=money(left), more=money(left - piece.cost), cost=money(piece.cost))


def _named(row: dict[str, Any], known: Known) -> str:
    piece = known.piece(row["product"])
    return piece.name if piece else str(row["product"] or "?")
