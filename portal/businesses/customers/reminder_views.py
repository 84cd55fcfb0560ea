"""When the shop wants to be reminded, what is to be done by today, and the log of what was carried out."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.customers import checks, reminder_rules, reminders, rules, showing
from portal.businesses.customers.forms import RuleForm
from portal.businesses.customers.models import Customer
from portal.businesses.customers.reminder_models import ReminderRule
from portal.businesses.models import Shop
from portal.kit.say import Refused
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("customer_reminders", __name__, url_prefix="/businesses/<slug>/customers/reminders")


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    return _index(shop, RuleForm())


@bp.post("")
@guard(signed_in, load=asking.mine)
@once
def create(shop: Shop) -> Response:
    """A new rule; with a customer in the address' query it is for that one alone."""
    form, at = RuleForm(request.form), now()
    number = request.form.get("customer", 0, type=int)
    customer = rules.find(shop, number) if 0 < number < 2**31 else None
    try:
        if not form.validate():
            return _index(shop, form, customer, status=422)
        reminder_rules.add(
            shop, form.kind.data, says=form.says.data or "", days=form.days.data or 0, on=form.on.data,
            customer=customer, at=at,
        )  # fmt: skip
        reminders.fill(shop.id, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _index(shop, form, customer, status=422)
    flash(_("Saved. What falls due stands on the home page of the book, and in a notice in the morning."), "ok")
    return go(url_for("customer_reminders.index", slug=shop.slug))


@bp.post("/usual")
@guard(signed_in, load=asking.mine)
def usual(shop: Shop) -> Response:
    """The three after a sale, in one tap."""
    at = now()
    reminder_rules.add_usual(shop, at=at)
    reminders.fill(shop.id, at=at)
    flash(_("Three reminders after each sale: day 3, 10 and 60."), "ok")
    return go(url_for("customer_reminders.index", slug=shop.slug))


@bp.post(f"/<{NUMBER}:number>/stop")
@guard(signed_in, load=showing.rule)
def stop(found: tuple[Shop, ReminderRule]) -> Response:
    shop, rule = found
    reminder_rules.stop(rule, at=now())
    flash(_("Stopped. What was carried out stays in the log."), "ok")
    return go(url_for("customer_reminders.index", slug=shop.slug))


def _index(shop: Shop, form: RuleForm, customer: Customer | None = None, *, status: int = 200) -> Response:
    at = now()
    asked = request.args.get("customer", 0, type=int)
    if customer is None and 0 < asked < 2**31:
        customer = rules.find(shop, asked)
    standing = reminder_rules.of_shop(shop)
    return page(
        "businesses/customers/reminders.html", parts=("due",), status=status, shop=shop, form=form,
        rules=standing, customer=customer, for_whom=reminder_rules.names_of(standing),
        to_do=paged(reminders.due(shop, at=at), asked_page()),
        log=reminders.latest(shop), found=checks.reminders(shop, at), at=at, today=rules.today(at),
        address_of_page=lambda number: url_for("customer_reminders.index", slug=shop.slug, page=number),
        **showing.tools(),
    )  # fmt: skip
