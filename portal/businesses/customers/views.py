"""The home of a shop's customer book: four lists, what to do today, finding somebody, noting somebody down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.customers import care, finding, home, orders, reminders, resent, rules, showing, tags
from portal.businesses.customers.forms import CustomerForm, FindForm
from portal.businesses.customers.models import Customer, OrderState
from portal.businesses.models import Shop
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import PER_PAGE, Paged, asked_page, paged

bp = Blueprint("customers", __name__, url_prefix="/businesses/<slug>/customers")
KEYS = f"<any({','.join(home.LISTS)}):key>"


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    return _index(shop)


@bp.post("/acts")
@guard(signed_in, load=asking.mine)
def act(shop: Shop) -> Response:
    """One tap in a list: done, or later. What was done meanwhile by somebody else is not done again."""
    kind, number = request.form.get("kind", ""), request.form.get("number", 0, type=int)
    key = request.form.get("list", "")
    back = url_for("customers.listed", slug=shop.slug, key=key) if key in home.LISTS else _address(shop)
    try:
        said = _acted(shop, kind, number, request.form.get("act", ""))
    except Refused as refused:
        flash(_(refused.sentence, **refused.values), "warn")
        return go(back)
    if request.headers.get("HX-Target") == "lists":
        return _index(shop, said)
    if said:
        flash(said, "ok")
    return go(back)


@bp.get(f"/lists/{KEYS}")
@guard(signed_in, load=lambda slug, key: _with(asking.mine(slug), key))
def listed(asked: tuple[Shop, str]) -> Response:
    shop, key = asked
    at = now()
    found = paged(home.rows(key, shop, at=at), asked_page())
    return page(
        "businesses/customers/listed.html", parts=("lists",), shop=shop, list=home.LISTS[key], found=found,
        at=at, today=rules.today(at),
        address_of_page=lambda number: url_for("customers.listed", slug=shop.slug, key=key, page=number),
        **showing.tools(),
    )  # fmt: skip


@bp.get("/all")
@guard(signed_in, load=asking.mine)
def find(shop: Shop) -> Response:
    form, number = FindForm(request.args), asked_page()
    good = form.validate()
    typed, tag = (form.q.data or "", form.tag.data or "") if good else ("", "")
    asked: dict[str, Any] = {"q": typed or None, "tag": tag or None}
    found = finding.found(shop, typed, tag, start=(number - 1) * PER_PAGE, count=PER_PAGE)
    return page(
        "businesses/customers/find.html", parts=("results",), status=200 if good else 422, shop=shop, form=form,
        found=Paged(found.rows, number, found.total), more=found.more, known=tags.KNOWN,
        address_of=lambda **to: url_for("customers.find", slug=shop.slug, **(asked | to)),
        page_address=lambda number: url_for("customers.find", slug=shop.slug, page=number, **asked), **showing.tools(),
    )  # fmt: skip


@bp.get("/new")
@guard(signed_in, load=asking.mine)
def new(shop: Shop) -> Response:
    return _new(shop, CustomerForm())


@bp.post("")
@guard(signed_in, load=asking.mine)
@once
def create(shop: Shop) -> Response:
    form, at = CustomerForm(request.form), now()
    try:
        if not form.validate():
            return _new(shop, form, status=422)
        if (first := resent.customer(shop, form.given(), by=reader.me(), at=at)) is not None:
            return go(url_for("customer.show", slug=shop.slug, number=first.id))
        labels = tags.read(form.tags.data or (), form.own_tags.data or "")
        customer = rules.add(shop, form.given() | {"tags": labels}, by=reader.me(), at=at)
    except Refused as refused:
        form.refuse(refused)
        return _new(shop, form, status=422)
    for remark in care.remarks(customer.name, customer.note):
        flash(_(remark), "warn")
    flash(_("%(name)s is in the book.", name=customer.name), "ok")
    return go(url_for("customer.show", slug=shop.slug, number=customer.id))


def _address(shop: Shop) -> str:
    return url_for("customers.index", slug=shop.slug)


def _index(shop: Shop, said: str = "") -> Response:
    at = now()
    lists, (first, to_do) = home.lists(shop, at=at), home.follow_ups(shop, at=at)
    return page(
        "businesses/customers/index.html", parts=("lists",), shop=shop, lists=lists,
        nobody=not any(one.total for one in lists) and finding.is_empty(shop),
        follow_ups=first, to_do=to_do,
        coming=showing.next_events(at), form=FindForm(), at=at, today=rules.today(at), said=said, **showing.tools(),
    )  # fmt: skip


def _new(shop: Shop, form: CustomerForm, *, status: int = 200) -> Response:
    return page("businesses/customers/new.html", status=status, shop=shop, form=form, same=_same(shop, form))


def _same(shop: Shop, form: CustomerForm) -> Customer | None:
    """Who has the number that was typed, where that is why the form was refused."""
    return rules.of_phone(shop, form.phone.data) if form.phone.errors else None


def _with(shop: Shop | None, key: str) -> tuple[Shop, str] | None:
    return (shop, key) if shop is not None else None


def _acted(shop: Shop, kind: str, number: int, wish: str) -> str:
    """Does it and says what was done; "" for what there is not, or not any more."""
    finds: dict[str, Any] = {"customer": rules.find, "order": orders.find, "reminder": reminders.find}
    row = finds[kind](shop, number) if kind in finds and 0 < number < 2**31 else None
    if row is None:
        return ""
    me, at = reader.me(), now()
    customer = row if kind == "customer" else row.customer
    spoken = N_("Noted: you spoke with %(name)s.")
    later = N_("%(name)s: put off until tomorrow.")
    verbs: dict[tuple[str, str], tuple[Callable[[], object], str]] = {
        ("customer", "done"): (lambda: rules.answered(row, by=me, at=at), spoken),
        ("customer", "later"): (lambda: rules.put_off(row, at=at), later),
        ("reminder", "done"): (lambda: reminders.carry_out(row, rules.usual(customer), by=me, at=at), spoken),
        ("reminder", "later"): (lambda: reminders.put_off(row, at=at), later),
        ("order", "paid"): (
            lambda: orders.paid(row, by=me, at=at), N_("Noted: the deposit of %(name)s has come.")
        ),
        ("order", "delivered"): (
            lambda: orders.step(row, OrderState.DELIVERED, by=me, at=at), N_("Noted: delivered to %(name)s.")
        ),
        ("order", "later"): (lambda: rules.put_off(row, at=at), later),
    }  # fmt: skip
    if (kind, wish) not in verbs:
        return ""
    verb, said = verbs[kind, wish]
    verb()
    return str(_(said, name=customer.name))
