"""Quick replies of a shop: all of them, a new one, a change, one less."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.customers import checks, quick, showing
from portal.businesses.customers.forms import ReplyForm
from portal.businesses.customers.models import QuickReply
from portal.businesses.models import Shop
from portal.kit.say import Refused
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("customer_replies", __name__, url_prefix="/businesses/<slug>/customers/replies")
Found = tuple[Shop, QuickReply]


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    return _index(shop, ReplyForm())


@bp.post("")
@guard(signed_in, load=asking.mine)
@once
def create(shop: Shop) -> Response:
    form = ReplyForm(request.form)
    try:
        if not form.validate():
            return _index(shop, form, status=422)
        quick.add(shop, **_given(form), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _index(shop, form, status=422)
    flash(_("Saved."), "ok")
    return go(url_for("customer_replies.index", slug=shop.slug))


@bp.get(f"/<{NUMBER}:number>")
@guard(signed_in, load=showing.reply)
def edit(found: Found) -> Response:
    shop, reply = found
    form = ReplyForm(data={"title": reply.title, "text_vi": reply.text_vi, "text_en": reply.text_en})
    return _edit(shop, reply, form)


@bp.post(f"/<{NUMBER}:number>")
@guard(signed_in, load=showing.reply)
def update(found: Found) -> Response:
    shop, reply = found
    if request.form.get("act") == "delete":
        quick.remove(reply)
        flash(_("Deleted."), "ok")
        return go(url_for("customer_replies.index", slug=shop.slug))
    form = ReplyForm(request.form)
    try:
        if not form.validate():
            return _edit(shop, reply, form, status=422)
        quick.change(reply, **_given(form), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(shop, reply, form, status=422)
    flash(_("Saved."), "ok")
    return go(url_for("customer_replies.index", slug=shop.slug))


def _given(form: ReplyForm) -> dict[str, str]:
    return {"title": form.title.data or "", "text_vi": form.text_vi.data or "", "text_en": form.text_en.data or ""}


def _index(shop: Shop, form: ReplyForm, *, status: int = 200) -> Response:
    found = checks.quick_replies(shop, now())
    return page(
        "businesses/customers/replies.html", status=status, shop=shop, form=form, replies=quick.of_shop(shop),
        found=found,
    )  # fmt: skip


def _edit(shop: Shop, reply: QuickReply, form: ReplyForm, *, status: int = 200) -> Response:
    return page("businesses/customers/reply.html", status=status, shop=shop, reply=reply, form=form)
