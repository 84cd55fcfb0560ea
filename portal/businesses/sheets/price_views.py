"""The price list with its cost cards, kept field by field: what each price leaves, and where it loses money."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.sheets import filling, keeping, products, queries, showing
from portal.businesses.sheets.keeping import Kept
from portal.businesses.sheets.kind import Field
from portal.businesses.sheets.kinds import PRICES
from portal.businesses.sheets.kinds.prices import OF_A_CARD, OF_A_PRODUCT, cost_of, gain, losses
from portal.businesses.sheets.models import Product
from portal.businesses.sheets.queries import Shelf
from portal.businesses.sheets.sheet_form import SheetForm, form_of
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("shop_prices", __name__, url_prefix="/businesses/<slug>/sheets/prices")


class Priced(NamedTuple):
    """A product on the page of prices."""

    product: Product
    cost: int | None
    losses: list[str]
    gain: str


@bp.get("")
@guard(signed_in, load=asking.mine)
def show(shop: Shop) -> Response:
    shelf = Shelf(shop)
    sheet, chosen = shelf.sheets.get(PRICES.key), _chosen(shelf.products)
    return page(
        "businesses/sheets/prices.html", parts={"sums": "businesses/sheets/_sums.html"}, whole=False,
        shop=shop, kind=PRICES, step=queries.step_of(shop, PRICES.key), form=_form(shelf, chosen), chosen=chosen,
        priced=[_priced(one) for one in shelf.products], sheet=sheet,
        remarks=list(PRICES.of(shelf.products)), remark=showing.remark,
        saved=_saved(shelf), version=sheet.version if sheet is not None else 0,
        others=showing.others(sheet, PRICES) if sheet is not None else {},
    )  # fmt: skip


@bp.post("")
@guard(signed_in, load=asking.mine)
def update(shop: Shop) -> Response:
    """The whole list. What is not right is kept as well, and said at its field."""
    shelf = Shelf(shop)
    chosen = _chosen(shelf.products)
    back = url_for("shop_prices.show", slug=shop.slug, card=chosen.id if chosen else None)
    act, _colon, name = request.form.get("act", "").partition(":")
    if act in ("take", "drop"):
        _choose(shop, shelf, name, take=act == "take")
        return go(f"{back}#{name}")
    form = _form(shelf, chosen, request.form)
    form.validate()
    kept = _keep(shelf, form, [one.short_name for one in form if one.short_name in request.form])
    if kept.turned_away:
        flash(_("Somebody of your shop wrote in the same field before you. Both texts are kept: choose below."), "warn")
        return go(f"{back}#{kept.turned_away[0]}")
    if form.errors:
        flash(_("Kept as you typed it. Some of it cannot be read yet: it says so at the field."), "warn")
    return go(url_for("shop_prices.show", slug=shop.slug, card=name, _anchor="card") if act == "card" else back)


@bp.post("/fields")
@guard(signed_in, load=asking.mine)
def save(shop: Shop) -> Response:
    """One field as it was left. It is kept even when it is wrong; the answer says so."""
    shelf, name = Shelf(shop), request.form.get("field", "")
    field = PRICES.control(name)
    if field is None or name not in products.flat(shelf.products):
        return filling.said(_("This field is not here any more."), 409)
    form = form_of([(name, field)], {}, {}, (), request.form)
    form.validate()
    return filling.saved(form, name, _keep(shelf, form, [name]))


def _keep(shelf: Shelf, form: SheetForm, names: Iterable[str]) -> Kept:
    standing = products.flat(shelf.products)
    changes = form.changes(names)
    _refuse_codes(shelf.products, form, changes)
    kept = keeping.keep(
        shelf.shop, PRICES.key, changes, standing=standing, seen=filling.seen_version(), by=reader.me(), at=now()
    )
    _put(shelf.products, kept)
    return kept


def _refuse_codes(standing: list[Product], form: SheetForm, changes: dict[str, keeping.Change]) -> None:
    """A code that is empty or that of another product is kept as it was typed, and the former stands."""
    for one in standing:
        name = f"code_{one.id}"
        if name in changes and not changes[name].typed:
            try:
                products.check_code(standing, one, changes[name].value)
            except Refused as refused:
                form[name].errors = [showing.sentence(refused.sentence, refused.values)]
                changes[name] = keeping.Change(None, str(changes[name].value or " "))


def _choose(shop: Shop, shelf: Shelf, name: str, *, take: bool) -> None:
    standing = products.flat(shelf.products)
    kept = keeping.choose(shop, PRICES.key, name, take=take, standing=standing, by=reader.me(), at=now())
    if kept is not None:
        _put(shelf.products, kept)


def _put(standing: list[Product], kept: Kept) -> None:
    """Writes the values where they belong: to the products and their cost cards."""
    for one in standing:
        ending = f"_{one.id}"
        values = {name.removesuffix(ending): of for name, of in kept.values.items() if name.endswith(ending)}
        if values:
            products.price(one, values, at=now())


def _chosen(standing: list[Product]) -> Product | None:
    """The product whose cost card is open: that of the address, or the first below its cost, or the first."""
    number = request.values.get("card", 0, type=int)
    if found := next((one for one in standing if one.id == number), None):
        return found
    return next((one for one in standing if any(losses(one))), standing[0] if standing else None)


def _form(shelf: Shelf, chosen: Product | None, formdata: object = None) -> SheetForm:
    controls: list[tuple[str, Field]] = [
        (f"{field.name}_{one.id}", field) for one in shelf.products for field in OF_A_PRODUCT
    ]
    controls += [(f"{field.name}_{chosen.id}", field) for field in OF_A_CARD] if chosen is not None else []
    sheet = shelf.sheets.get(PRICES.key)
    typed = sheet.data.get("typed", {}) if sheet is not None else {}
    return form_of(controls, products.flat(shelf.products), typed, (), formdata)


def _saved(shelf: Shelf) -> str:
    """When a price or a cost was written last; "" while there is no product."""
    last = max((one.changed_at for one in shelf.products), default=None)
    return filling.time_of(last) if last is not None else ""


def _priced(one: Product) -> Priced:
    left = gain(one)
    return Priced(
        one, cost_of(one), [showing.remark(loss) for loss in losses(one)], showing.remark(left) if left else ""
    )
