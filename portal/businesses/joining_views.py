"""Joining a shop with the code of an invitation: typed in, or opened as a link with one button."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import queries, rules
from portal.businesses.models import ShopInvitation
from portal.businesses.people_forms import JoinForm
from portal.kit import code as short
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.limit import limit
from portal.web.page import go, page

bp = Blueprint("shop_joining", __name__, url_prefix="/businesses/joining")


@bp.get("")
@guard(signed_in)
def new() -> Response:
    return _page(JoinForm())


@bp.post("")
@guard(signed_in)
@limit("20 per minute")
def find() -> Response:
    """A code that somebody typed."""
    form = JoinForm(request.form)
    if form.validate() and rules.behind(form.code.data or "", at=now()) is not None:
        return go(url_for("shop_joining.ask", typed=short.read(form.code.data)))
    if not form.errors:
        form.refuse(Refused(rules.NO_INVITATION, field="code"))
    return _page(form, status=422)


@bp.get("/<typed>")
@guard(signed_in)
@limit("20 per minute", reads=True)
def ask(typed: str) -> Response:
    """What one joins, and one button."""
    return _page(JoinForm(), _invited(typed))


@bp.post("/<typed>")
@guard(signed_in)
@limit("20 per minute")
def join(typed: str) -> Response:
    invitation, form = _invited(typed), JoinForm()
    try:
        shop = rules.join(invitation, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _page(form, invitation, status=422)
    flash(_("You work in this shop now: you see all of it, its customers too."), "ok")
    return go(url_for("businesses.show", slug=shop.slug))


def _invited(typed: str) -> ShopInvitation:
    """The open invitation behind a code in an address; a wrong code and an unknown one are the same."""
    return rules.behind(typed, at=now()) or abort(404)


def _page(form: JoinForm, invitation: ShopInvitation | None = None, *, status: int = 200) -> Response:
    return page(
        "businesses/joining.html", form=form, status=status,
        shop=queries.shop(invitation.shop_id) if invitation else None,
    )  # fmt: skip
