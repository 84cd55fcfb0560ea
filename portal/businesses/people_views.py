"""The people of a shop: who works in it, inviting one more by a link or a code, leaving, being taken out."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.businesses import asking, rules
from portal.businesses.models import Shop, ShopMember
from portal.businesses.people_forms import InviteForm
from portal.businesses.policy import owns
from portal.kit import code as short
from portal.kit import qr
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import link
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("shop_people", __name__, url_prefix="/businesses")
ONLY_OWNERS = N_("Only an owner of the shop can do this.")


@bp.get("/<slug>/people")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    return _index(shop, InviteForm())


@bp.post("/<slug>/people/invitations")
@guard(signed_in, load=asking.mine)
def invite(shop: Shop) -> Response:
    """A place that is taken with a code; the code stands in this one answer."""
    form, me, at = InviteForm(request.form), reader.me(), now()
    try:
        _check_owner(shop)
        code = rules.invite(shop, by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _index(shop, form, status=409)
    g.private = True
    address = link("shop_joining.ask", typed=code)
    return page(
        "businesses/invited.html", shop=shop, shown=short.show(code), address=address,
        drawing=Markup(qr.svg(address, margin=2)),  # nosec B704  drawn by us
    )  # fmt: skip


@bp.post("/<slug>/people/invitations/withdrawal")
@guard(signed_in, load=asking.mine)
def withdraw(shop: Shop) -> Response:
    """Every invitation that is still open is good for nothing any more."""
    form, at = InviteForm(), now()
    try:
        _check_owner(shop)
    except Refused as refused:
        form.refuse(refused)
        return _index(shop, form, status=409)
    for invitation in rules.invitations(shop, at=at):
        rules.withdraw(invitation, at=at)
    flash(_("No invitation is open any more."), "ok")
    return go(url_for("shop_people.index", slug=shop.slug))


class Member(NamedTuple):
    """Somebody of a shop, for whoever works in it."""

    shop: Shop
    member: ShopMember


def known_member(slug: str, number: int) -> Member | None:
    shop = asking.mine(slug)
    found = next((one for one in rules.people(shop) if one.id == number), None) if shop else None
    return Member(shop, found) if shop and found else None


@bp.post(f"/<slug>/people/<{NUMBER}:number>")
@guard(signed_in, load=known_member)
def update(of: Member) -> Response:
    """Out of the shop, or one owner more: by an owner; whoever leaves does so by themselves."""
    shop, member, me, at = of.shop, of.member, reader.me(), now()
    is_me = member.person_id == me.id
    try:
        if not is_me:
            _check_owner(shop)
        if request.form.get("act") == "own":
            _check_owner(shop)
            rules.make_owner(member, by=me, at=at)
        else:
            rules.leave(member, by=me, at=at)
    except Refused as refused:
        form = InviteForm()
        form.refuse(refused)
        return _index(shop, form, status=409)
    if asking.mine(shop.slug) is None:
        flash(_("You have left the shop."), "ok")
        return go(url_for("desk.index"))
    flash(_("Saved."), "ok")
    return go(url_for("shop_people.index", slug=shop.slug))


def _check_owner(shop: Shop) -> None:
    if not owns(reader.me(), shop):
        raise Refused(ONLY_OWNERS)


def _index(shop: Shop, form: InviteForm, *, status: int = 200) -> Response:
    me = reader.me()
    return page(
        "businesses/people.html", shop=shop, form=form, people=rules.people(shop), me=me, owns=owns(me, shop),
        invitations=rules.invitations(shop, at=now()), status=status,
    )  # fmt: skip
