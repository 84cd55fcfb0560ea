"""The list of products: add one, change it, take it out, move it; take in a list from a file, looked at before."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.sheets import product_list, products, queries, showing
from portal.businesses.sheets.kinds import PRODUCTS
from portal.businesses.sheets.models import Product
from portal.businesses.sheets.product_forms import ListForm, ProductForm
from portal.businesses.sheets.product_list import Line
from portal.businesses.sheets.written import HEADS
from portal.kit.clock import iso
from portal.kit.say import N_, Refused
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("shop_products", __name__, url_prefix="/businesses/<slug>/sheets/products")
COLUMNS = {
    "code": N_("Code"),
    **{one: head for texts, of in zip(products.TEXTS.values(), HEADS.values(), strict=True)
       for one, head in zip(texts, of, strict=True)},
    "to_order": N_("Made to order"),
    "made_in_days": N_("Days to make it"), "retail": N_("Retail price (₫)"), "wholesale": N_("Wholesale price (₫)"),
    "wholesale_from": N_("Wholesale from, pieces"),
}  # fmt: skip


class Owned(NamedTuple):
    shop: Shop
    product: Product


def mine(slug: str, number: int) -> Owned | None:
    """A product that stands in the list, for who works in the shop."""
    shop = asking.mine(slug)
    product = queries.product(shop, number) if shop is not None else None
    return Owned(shop, product) if shop is not None and product is not None else None


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    found = queries.products(shop)
    return page(
        "businesses/sheets/products.html", shop=shop, kind=PRODUCTS, products=found, remarks=list(PRODUCTS.of(found)),
        remark=showing.remark, step=queries.step_of(shop, PRODUCTS.key),
    )  # fmt: skip


@bp.get("/new")
@guard(signed_in, load=asking.mine)
def new(shop: Shop) -> Response:
    return _write(shop, ProductForm())


@bp.post("")
@guard(signed_in, load=asking.mine)
@once
def create(shop: Shop) -> Response:
    form = ProductForm(request.form)
    try:
        if not form.validate():
            return _write(shop, form, status=422)
        made = products.add(shop, form.given(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _write(shop, form, status=422)
    flash(_("%(code)s is in the list.", code=made.code), "ok")
    if request.form.get("act") == "another":
        return go(url_for("shop_products.new", slug=shop.slug))
    return go(url_for("shop_products.index", slug=shop.slug, _anchor=f"product_{made.id}"))


@bp.get(f"/<{NUMBER}:number>")
@guard(signed_in, load=mine)
def edit(owned: Owned) -> Response:
    product = owned.product
    form = ProductForm(seen=iso(product.changed_at), **{name: getattr(product, name) for name in products.WORDED})
    return _write(owned.shop, form, product)


@bp.post(f"/<{NUMBER}:number>")
@guard(signed_in, load=mine)
def update(owned: Owned) -> Response:
    form = ProductForm(request.form)
    try:
        if not form.validate() or _is_late(form, owned.product):
            return _write(owned.shop, form, owned.product, status=422)
        products.change(owned.product, form.given(), shop=owned.shop, at=now())
    except Refused as refused:
        form.refuse(refused)
        return _write(owned.shop, form, owned.product, status=422)
    return go(url_for("shop_products.index", slug=owned.shop.slug, _anchor=f"product_{owned.product.id}"))


def _is_late(form: ProductForm, product: Product) -> bool:
    """Whether somebody changed the product since: their words stand at the fields, and sending again overrules them."""
    if form.seen.data in ("", iso(product.changed_at)):
        return False
    given = form.given()
    apart = [name for name, of in given.items() if (getattr(product, name) or "") != (of or "")]
    for name in apart:
        theirs = showing.value("tick", product.to_order) if name == "to_order" else getattr(product, name)
        form[name].errors = [_("Another of you wrote “%(text)s” here meanwhile. Send again to put yours in its place.",
                               text=theirs if theirs not in (None, "") else "–")]  # fmt: skip
    form.seen.data, form.seen.raw_data = iso(product.changed_at), None
    return bool(apart)


@bp.post(f"/<{NUMBER}:number>/removal")
@guard(signed_in, load=mine)
def remove(owned: Owned) -> Response:
    products.remove(owned.product, at=now())
    flash(_("%(code)s is out of the list.", code=owned.product.code), "ok")
    return go(url_for("shop_products.index", slug=owned.shop.slug))


@bp.post(f"/<{NUMBER}:number>/place")
@guard(signed_in, load=mine)
def move(owned: Owned) -> Response:
    products.move(owned.shop, owned.product, up=request.form.get("way") == "up")
    return go(url_for("shop_products.index", slug=owned.shop.slug, _anchor=f"product_{owned.product.id}"))


def _write(shop: Shop, form: ProductForm, product: Product | None = None, *, status: int = 200) -> Response:
    return page("businesses/sheets/product.html", shop=shop, form=form, product=product, status=status)


# A whole list


@bp.get("/list")
@guard(signed_in, load=asking.mine)
def take_list(shop: Shop) -> Response:
    return _list(shop, ListForm())


@bp.post("/list")
@guard(signed_in, load=asking.mine)
@once
def take(shop: Shop) -> Response:
    """First shown row by row with what is wrong; then, sent once more from there, taken in without those rows."""
    form = ListForm(request.form)
    try:
        text = _text(form)
        lines = product_list.read(text, queries.products(shop), named={key: _(word) for key, word in COLUMNS.items()})
        form.text.data = text
        right = [one for one in lines if not one.faults and not one.same]
        if request.form.get("act") == "take" and right:
            count = products.take_in(shop, [one.given for one in right], at=now())
            flash(ngettext("%(num)s product was taken in.", "%(num)s products were taken in.", count), "ok")
            return go(url_for("shop_products.index", slug=shop.slug))
    except Refused as refused:
        form.refuse(refused)
        return _list(shop, form, status=422)
    return _list(shop, form, lines)


def _text(form: ListForm) -> str:
    file = request.files.get("file")
    content = file.read(product_list.BYTES + 1) if file is not None and file.filename else b""
    return product_list.decoded(content) if content else (form.text.data or "")


def _list(shop: Shop, form: ListForm, lines: list[Line] | None = None, *, status: int = 200) -> Response:
    told: Any = lambda fault: showing.sentence(fault.sentence, fault.values)  # noqa: E731
    return page(
        "businesses/sheets/product_list.html", shop=shop, form=form, lines=lines, told=told,
        heads=[_(word) for name, word in COLUMNS.items() if not name.endswith(("_en", "_fr"))], status=status,
        right=sum(not one.faults and not one.same for one in lines or ()),
    )  # fmt: skip
