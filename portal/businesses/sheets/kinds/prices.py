"""The price list with cost cards: what a piece costs, what it leaves, and where it loses money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from portal.businesses.sheets.kind import Field, Kind, Remark, Type, good, look, missing, money
from portal.businesses.sheets.models import Product
from portal.kit import cost
from portal.kit.say import N_

CARDS = 3
OF_A_PRODUCT = (
    Field("code", N_("Code"), most=20),
    Field("retail", N_("Retail price (₫)"), Type.MONEY),
    Field("wholesale", N_("Wholesale price (₫)"), Type.MONEY),
    Field("wholesale_from", N_("Wholesale from, pieces"), Type.COUNT, most=100_000),
    Field("reason", N_("Why it is sold at this price all the same"), most=300),
)
OF_A_CARD = (
    Field("material", N_("Material of a piece (₫)"), Type.MONEY),
    Field("minutes", N_("Minutes of work"), Type.COUNT, most=100_000),
    Field("hourly", N_("An hour of work (₫)"), Type.MONEY),
    Field("share", N_("Firewood, power, rent: its share (₫)"), Type.MONEY),
    Field("waste", N_("What breaks (₫)"), Type.MONEY),
)
FIELDS = {one.name: one for one in (*OF_A_PRODUCT, *OF_A_CARD)}


class Prices(Kind):
    """Its values stand with the products; a control is called `retail_12`, after the number of its product."""

    key = "prices"
    title = N_("Price list with costs")
    about = N_("Material, work, a share of what always costs, and what breaks: below that no price should lie.")

    def control(self, name: str) -> Field | None:
        head, _, number = name.rpartition("_")
        return FIELDS.get(head) if number.isdecimal() and number == str(int(number)) else None

    def of(self, products: Sequence[Product]) -> Iterator[Remark]:
        if not products:
            yield missing(N_("List the products first."))
        if any(one.retail is None for one in products):
            yield missing(N_("Some products have no retail price yet."))
        if sum(one.cost is not None for one in products) < CARDS:
            yield missing(N_("Three products need a cost card."))
        for one in products:
            yield from losses(one)
        if any(one.wholesale is not None and not one.wholesale_from for one in products):
            yield look(N_("Say from how many pieces the wholesale price holds."))
        if any(list(losses(one)) and not one.reason for one in products):
            yield missing(N_("A price below cost needs a reason, or a change."))

    def said(self, products: Sequence[Product]) -> tuple[str, dict[str, Any]]:
        if not products:
            return N_("List the products first."), {}
        priced = sum(one.retail is not None for one in products)
        below = sum(any(losses(one)) for one in products)
        return N_("%(priced)s of %(count)s products have a price, %(below)s below cost"), {
            "priced": priced, "count": len(products), "below": below,
        }  # fmt: skip


def cost_of(product: Product) -> int | None:
    """What a piece costs by its card; None without one."""
    card = product.cost
    if card is None:
        return None
    return cost.of_a_piece(
        material=card.material, minutes=card.minutes, hourly=card.hourly, share=card.share, waste=card.waste
    )


def losses(product: Product) -> Iterator[Remark]:
    """What is sold below its cost, said in words."""
    of_a_piece = cost_of(product)
    retail = N_("%(code)s: the retail price of %(price)s is below the cost of %(cost)s: each piece loses %(loss)s.")
    wholesale = N_(
        "%(code)s: the wholesale price of %(price)s is below the cost of %(cost)s: each piece loses %(loss)s."
    )
    for name, sentence in (("retail", retail), ("wholesale", wholesale)):
        price = getattr(product, name)
        if of_a_piece is not None and price is not None and price < of_a_piece:
            values = {"price": money(price), "cost": money(of_a_piece), "loss": money(of_a_piece - price)}
            yield look(sentence, f"{name}_{product.id}", code=product.code, **values)


def gain(product: Product) -> Remark | None:
    """What the retail price leaves, and its share of the price."""
    of_a_piece = cost_of(product)
    if of_a_piece is None or not product.retail or product.retail < of_a_piece:
        return None
    values = {"left": money(product.retail - of_a_piece), "part": {"share": cost.margin(product.retail, of_a_piece)}}
    return good(N_("The retail price leaves %(left)s a piece, %(part)s of it."), **values)
