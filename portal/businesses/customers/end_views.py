"""Two customers who are one, and a customer who wants to be forgotten: each said in words before it is done."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses.customers import finding, merging, rules, showing
from portal.businesses.customers.forms import FindForm
from portal.businesses.customers.models import Customer
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("customer_end", __name__, url_prefix="/businesses/<slug>/customers")


@bp.get(f"/<{NUMBER}:number>/joining")
@guard(signed_in, load=showing.customer)
def joining(customer: Customer) -> Response:
    """Whom to join with: found by name or number, then both shown side by side."""
    return _joining(customer, _other(customer, request.args.get("other", 0, type=int)))


@bp.post(f"/<{NUMBER}:number>/joining")
@guard(signed_in, load=showing.customer)
def join(customer: Customer) -> Response:
    other = _other(customer, request.form.get("other", 0, type=int))
    try:
        if other is None:
            raise Refused(N_("Choose another customer of this shop."))
        merging.join(customer, other, at=now())
    except Refused as refused:
        return _joining(customer, other, refused, status=422)
    flash(_("The two are one now: %(name)s.", name=customer.name), "ok")
    return go(url_for("customer.show", slug=customer.shop.slug, number=customer.id))


@bp.get(f"/<{NUMBER}:number>/deletion")
@guard(signed_in, load=showing.customer)
def confirm(customer: Customer) -> Response:
    return page(
        "businesses/customers/deletion.html", shop=customer.shop, customer=customer, holds=rules.holds(customer)
    )


@bp.post(f"/<{NUMBER}:number>/deletion")
@guard(signed_in, load=showing.customer)
def delete(customer: Customer) -> Response:
    shop = customer.shop
    rules.forget(customer, by=reader.me(), at=now())
    flash(_("The customer is deleted. Only that it happened, and when, is kept."), "ok")
    return go(url_for("customers.index", slug=shop.slug))


def _other(customer: Customer, number: int) -> Customer | None:
    other = rules.find(customer.shop, number) if 0 < number < 2**31 else None
    return other if other is not None and other.id != customer.id else None


def _joining(
    customer: Customer, other: Customer | None, refused: Refused | None = None, *, status: int = 200
) -> Response:
    form = FindForm(request.args)
    typed = form.q.data if form.validate() else ""
    return page(
        "businesses/customers/joining.html", status=status, shop=customer.shop, customer=customer, other=other,
        form=form, found=finding.alike(customer.shop, typed or customer.name, but=customer.id, count=10),
        refused=_(refused.sentence, **refused.values) if refused else "", holds=rules.holds, **showing.tools(),
    )  # fmt: skip
