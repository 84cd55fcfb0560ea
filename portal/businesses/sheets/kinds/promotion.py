"""The first promotion: a floor below which it loses money, a true old price, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import (
    Field,
    Given,
    Kind,
    Known,
    Line,
    Remark,
    Type,
    empty,
    good,
    look,
    missing,
    money,
)
from portal.kit import cost
from portal.kit.say import N_

WAYS = {
    "voucher": N_("voucher"),
    "bundle": N_("bundle"),
    "discount": N_("lower price"),
    "shipping": N_("free shipping"),
}


class Promotion(Kind):
    key = "promotion"
    title = N_("First promotion")
    about = N_("One product, a few days, a price that still leaves something.")
    fields = (
        Field("way", N_("Kind of promotion"), Type.CHOICE, choices=WAYS),
        Field("product", N_("Product"), Type.PRODUCT),
        Field("starts_on", N_("First day"), Type.DAY),
        Field("ends_on", N_("Last day"), Type.DAY),
        Field("old_price", N_("Price before (₫)"), Type.MONEY, N_("The price at which you really sold it until now.")),
        Field("price", N_("Price now (₫)"), Type.MONEY),
        Field("fees", N_("Fees and shipping you pay, a piece (₫)"), Type.MONEY),
        Field("sold", N_("Pieces sold"), Type.COUNT, most=100_000),
        Field("result", N_("What the promotion brought"), Type.TEXT, most=1000),
    )

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        if (floor := _floor(given, known)) is not None:
            yield Line(N_("Floor: cost and fees"), Type.MONEY, floor)
            if given.get("price"):
                yield Line(N_("Left of a piece"), Type.MONEY, given["price"] - floor)
                yield Line(N_("As a share of the price"), Type.SHARE, cost.margin(given["price"], floor))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "product", "price", "old_price"):
            yield missing(N_("Write down the product and both prices."), "product")
        if empty(given, "starts_on", "ends_on"):
            yield missing(N_("Write down the first and the last day."), "starts_on")
        elif given["ends_on"] < given["starts_on"]:
            yield look(N_("The last day lies before the first."), "ends_on")
        if given.get("sold") is None or not given.get("result"):
            yield missing(N_("When it is over, write down what came of it."), "result")
        yield from _margin(given, known)
        yield from _true_price(given, known)


def _margin(given: Given, known: Known) -> Iterator[Remark]:
    floor, price = _floor(given, known), given.get("price")
    if not price:
        return
    if floor is None:
        yield look(N_("This product has no cost card yet, so nobody knows the floor."), "product")
    elif price <= floor:
        sentence = N_("At %(price)s each piece loses %(loss)s: cost and fees come to %(floor)s. Stay above that.")
        yield look(sentence, "price", price=money(price), loss=money(floor - price), floor=money(floor))
    else:
        yield good(N_("Each piece still leaves %(left)s."), left=money(price - floor))


def _true_price(given: Given, known: Known) -> Iterator[Remark]:
    piece, old, price = known.piece(given.get("product")), given.get("old_price"), given.get("price")
    if old and price and price >= old:
        yield look(N_("The price now is not lower than the price before."), "price")
    if piece and piece.retail and old and old != piece.retail:
        sentence = N_("Your price list says %(retail)s, here the price before is %(old)s. It must be the true one.")
        yield look(sentence, "old_price", retail=money(piece.retail), old=money(old))


def _floor(given: Given, known: Known) -> int | None:
    piece = known.piece(given.get("product"))
    return piece.cost + (given.get("fees") or 0) if piece and piece.cost is not None else None
