"""One customer: what was said, what they ordered, what the shop knows of them; saying, noting, changing."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses.customers import care, orders, quick, reminders, resent, rules, showing, tags
from portal.businesses.customers.forms import CustomerForm, NoteForm, TouchForm
from portal.businesses.customers.models import Customer, TouchKind
from portal.kit import dates
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page

bp = Blueprint("customer", __name__, url_prefix="/businesses/<slug>/customers")
TALK = 20


@bp.get(f"/<{NUMBER}:number>")
@guard(signed_in, load=showing.customer)
def show(customer: Customer) -> Response:
    return _show(customer)


@bp.post(f"/<{NUMBER}:number>/touches")
@guard(signed_in, load=showing.customer)
@once
def speak(customer: Customer) -> Response:
    form, me, at = TouchForm(request.form), reader.me(), now()
    if not form.validate():
        return _show(customer, form, status=422)
    says, kind, way = form.says.data or "", form.kind.data, form.way.data
    if way == "note" and not says:
        form.says.errors = [_("Write what the note says.")]
        return _show(customer, form, status=422)
    kind = TouchKind.NOTE if way == "note" else kind
    there = go(url_for("customer.show", slug=customer.shop.slug, number=customer.id))
    if resent.touch(customer, kind, says, incoming=way == "in", by=me, at=at) is not None:
        return there
    if way == "in":
        rules.hear(customer, kind, says, by=me, at=at)
    else:
        rules.say(customer, kind, says, by=me, at=at)
    for remark in care.remarks("", says):
        flash(_(remark), "warn")
    return there


@bp.post(f"/<{NUMBER}:number>/note")
@guard(signed_in, load=showing.customer)
def note(customer: Customer) -> Response:
    """Kept while it is typed, or by its button. Whoever wrote over an older note is shown what stands now."""
    form, at = NoteForm(request.form), now()
    try:
        if not form.validate():
            return _show(customer, note=form, status=422)
        rules.change(customer, {"note": form.note.data or ""}, version=form.version.data, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _show(customer, note=form, status=422)
    if request.headers.get("HX-Target") == "note_state":
        return _show(customer, saved=_("Saved at %(time)s.", time=dates.time(at, showing.zone(), current())))
    return go(url_for("customer.show", slug=customer.shop.slug, number=customer.id))


@bp.get(f"/<{NUMBER}:number>/edit")
@guard(signed_in, load=showing.customer)
def edit(customer: Customer) -> Response:
    keys = [tag.key for tag in customer.tags]
    own = ", ".join(key for key in keys if key not in tags.KNOWN)
    values = {name: getattr(customer, name) for name in rules.FIELDS}
    form = CustomerForm(
        version=customer.version, agreed=customer.agreed_at is not None, opted_out=customer.opted_out_at is not None,
        tags=[key for key in keys if key in tags.KNOWN], own_tags=own, **values,
    )  # fmt: skip
    return _edit(customer, form)


@bp.post(f"/<{NUMBER}:number>")
@guard(signed_in, load=showing.customer)
def update(customer: Customer) -> Response:
    form = CustomerForm(request.form, source=customer.source)
    try:
        if not form.validate():
            return _edit(customer, form, status=422)
        given = form.given() | {"tags": tags.read(form.tags.data or (), form.own_tags.data or "")}
        rules.change(customer, given, version=form.version.data, at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(customer, form, status=422)
    for remark in care.remarks(customer.name, customer.note):
        flash(_(remark), "warn")
    flash(_("Saved."), "ok")
    return go(url_for("customer.show", slug=customer.shop.slug, number=customer.id))


@bp.get(f"/<{NUMBER}:number>/replies")
@guard(signed_in, load=showing.customer)
def replies(customer: Customer) -> Response:
    filled = quick.filled(quick.of_shop(customer.shop), customer, quick.latest_order(customer))
    return page(
        "businesses/customers/replies_filled.html", shop=customer.shop, customer=customer, filled=filled,
        **showing.tools(),
    )  # fmt: skip


def _show(
    customer: Customer, form: TouchForm | None = None, *, note: NoteForm | None = None, saved: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    at = now()
    turn = asked_page()
    talk = rules.talk(customer, start=(turn - 1) * TALK, count=TALK + 1)
    return page(
        "businesses/customers/show.html", parts=("note_state",), status=status, shop=customer.shop, customer=customer,
        form=form or TouchForm(kind=rules.usual(customer)), talk=talk[:TALK], turn=turn, earlier=len(talk) > TALK,
        orders=orders.of(customer),
        note=note or NoteForm(note=customer.note, version=customer.version), saved=saved, at=at,
        follow_ups=reminders.open_of(customer), remarks=care.remarks(customer.name, customer.note),
        today=rules.today(at), late=orders.is_late,
        address_of_page=lambda number: url_for(
            "customer.show", slug=customer.shop.slug, number=customer.id, page=number
        ),
        **showing.tools(),
    )  # fmt: skip


def _edit(customer: Customer, form: CustomerForm, *, status: int = 200) -> Response:
    same = rules.of_phone(customer.shop, form.phone.data) if form.phone.errors else None
    return page(
        "businesses/customers/edit.html", status=status, shop=customer.shop, customer=customer, form=form,
        same=same if same is not None and same.id != customer.id else None,
    )  # fmt: skip
