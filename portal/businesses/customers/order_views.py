"""Orders: a new one in three taps, also for somebody who is not in the book yet; where each stands; the whole list."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.customers import finding, orders, resent, rules, showing
from portal.businesses.customers.forms import OrderForm
from portal.businesses.customers.models import Customer, Order, OrderState
from portal.businesses.models import Shop
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("customer_orders", __name__, url_prefix="/businesses/<slug>/customers/orders")
NOBODY = N_("Write for whom it is.")


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    whole = request.args.get("which") == "all"
    at = now()
    return page(
        "businesses/customers/orders.html", parts=("results",), shop=shop, whole=whole, at=at, today=rules.today(at),
        found=paged(orders.of_shop(shop, open_only=not whole), asked_page()),
        address_of_page=lambda number: url_for(
            "customer_orders.index", slug=shop.slug, which="all" if whole else None, page=number
        ),
        **showing.tools(),
    )  # fmt: skip


@bp.get("/new")
@guard(signed_in, load=asking.mine)
def new(shop: Shop) -> Response:
    customer = _customer(shop, request.args.get("customer", 0, type=int))
    form = OrderForm(customer=customer.id if customer else None, name=request.args.get("name", ""))
    return _new(shop, form, customer)


@bp.post("")
@guard(signed_in, load=asking.mine)
@once
def create(shop: Shop) -> Response:
    form, me, at = OrderForm(request.form), reader.me(), now()
    customer = _customer(shop, form.customer.data or 0)
    try:
        if not form.validate():
            if customer is None and not form.name.data and not form.phone.data:
                form.refuse(Refused(NOBODY, field="name"))
            return _new(shop, form, customer, status=422)
        if (first := _sent_before(shop, form, customer, at)) is not None:
            flash(_("This order was in the book already."), "ok")
            return go(_address(first))
        for_whom = customer or _for_whom(shop, form)
        order = orders.begin(for_whom, form.given(), state=form.state.data, by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _new(shop, form, customer, status=422)
    flash(_("The order of %(name)s is in the book.", name=for_whom.name), "ok")
    return go(url_for("customer_orders.show", slug=shop.slug, number=order.id))


@bp.get(f"/<{NUMBER}:number>")
@guard(signed_in, load=showing.order)
def show(order: Order) -> Response:
    values = {name: getattr(order, name) for name in orders.FIELDS}
    return _show(order, OrderForm(version=order.version, **values))


@bp.post(f"/<{NUMBER}:number>")
@guard(signed_in, load=showing.order)
def update(order: Order) -> Response:
    form = OrderForm(request.form, state=order.state)
    try:
        if not form.validate():
            return _show(order, form, status=422)
        orders.change(order, form.given(), version=form.version.data, at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(order, form, status=422)
    flash(_("Saved."), "ok")
    return go(_address(order))


@bp.post(f"/<{NUMBER}:number>/state")
@guard(signed_in, load=showing.order)
def step(order: Order) -> Response:
    wish, me, at = request.form.get("state", ""), reader.me(), now()
    if wish == "paid":
        orders.paid(order, by=me, at=at)
    elif wish == "told":
        orders.told_late(order, at=at)
    elif wish in set(OrderState):
        orders.step(order, OrderState(wish), by=me, at=at)
    return go(_address(order))


def _sent_before(shop: Shop, form: OrderForm, customer: Customer | None, at: datetime) -> Order | None:
    name, phone = form.name.data or "", form.phone.data
    return resent.order(shop, form.given(), of=customer, name=name, phone=phone, by=reader.me(), at=at)


def _for_whom(shop: Shop, form: OrderForm) -> Customer:
    """Who has the number; somebody new for a name."""
    if (known := rules.of_phone(shop, form.phone.data)) is not None:
        return known
    if not form.name.data:
        raise Refused(NOBODY, field="name")
    given = {"name": form.name.data, "phone": form.phone.data}
    return rules.add(shop, given, by=reader.me(), at=now())


def _customer(shop: Shop, number: int) -> Customer | None:
    return rules.find(shop, number) if 0 < number < 2**31 else None


def _address(order: Order) -> str:
    return url_for("customer_orders.show", slug=order.customer.shop.slug, number=order.id)


def _new(shop: Shop, form: OrderForm, customer: Customer | None, *, status: int = 200) -> Response:
    typed = request.args.get("name", "")
    return page(
        "businesses/customers/order_new.html", parts=("known",), status=status, shop=shop, form=form,
        customer=customer, known=finding.alike(shop, typed) if len(typed) > 1 and customer is None else [],
        **showing.tools(),
    )  # fmt: skip


def _show(order: Order, form: OrderForm, *, status: int = 200) -> Response:
    at = now()
    place = orders.WAY.index(order.state) if order.state in orders.WAY else -1
    return page(
        "businesses/customers/order.html", status=status, shop=order.customer.shop, order=order, form=form,
        customer=order.customer, at=at, today=rules.today(at), late=orders.is_late(order, rules.today(at)),
        next_state=orders.WAY[place + 1] if 0 <= place < len(orders.WAY) - 1 else None, way=orders.WAY,
        **showing.tools(),
    )  # fmt: skip
