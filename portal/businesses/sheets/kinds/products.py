"""The list of products: at least ten, each with size, material, care, and whether it is there or made to order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from portal.businesses.sheets.kind import Kind, Remark, look, missing
from portal.businesses.sheets.models import Product
from portal.kit import metric
from portal.kit.say import N_

ENOUGH = 10


class Products(Kind):
    """Its rows stand in a table of their own, so it reads products instead of values."""

    key = "products"
    title = N_("Products")
    about = N_("At least ten, with a code each. Prices, catalogue and marketplaces use this one list.")

    def of(self, products: Sequence[Product]) -> Iterator[Remark]:
        if len(products) < ENOUGH:
            yield missing(N_("At least ten products are asked for."))
        for one in products:
            if gaps := lacks(one):
                yield look(N_("%(code)s lacks: %(what)s."), code=one.code, what={"list": gaps})
            elif not metric.measured(one.size):
                yield look(N_("%(code)s: write the size in cm, ml or g."), code=one.code)
        if any(lacks(one) for one in products):
            yield missing(N_("Some products lack something."))

    def said(self, products: Sequence[Product]) -> tuple[str, dict[str, Any]]:
        if not products:
            return N_("No product yet."), {}
        complete = sum(not lacks(one) and metric.measured(one.size) for one in products)
        return N_("%(count)s products, %(complete)s of them complete"), {"count": len(products), "complete": complete}


def lacks(product: Product) -> list[str]:
    """What a product still needs, as msgids."""
    texts = {"size": N_("size"), "material": N_("material"), "care": N_("care")}
    gaps = [word for name, word in texts.items() if not getattr(product, name)]
    if product.to_order and product.made_in_days is None:
        gaps.append(N_("days to make it"))
    return gaps
