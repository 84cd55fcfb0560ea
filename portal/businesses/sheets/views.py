"""The sheets of a shop: all of them with how far each is, and the form of each simple kind, kept field by field."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.sheets import rules, showing
from portal.businesses.sheets.kind import Kind
from portal.businesses.sheets.kinds import KINDS
from portal.web.guard import guard, signed_in
from portal.web.page import page

bp = Blueprint("shop_sheets", __name__, url_prefix="/businesses/<slug>/sheets")
KIND = f"<any({','.join(KINDS)}):kind>"


@bp.app_context_processor
def _told() -> dict[str, Any]:
    """For what shows a sheet anywhere (`businesses/sheets/_snapshot.html`)."""
    return {"sheet_value": showing.value, "sheet_sentence": showing.sentence}


def mine(slug: str, kind: str) -> tuple[Shop, Kind] | None:
    """The shop of somebody who works in it, and the kind of sheet."""
    shop = asking.mine(slug)
    return (shop, KINDS[kind]) if shop is not None else None


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    states = rules.states(shop)
    found = [(one, states[key]) for key, one in KINDS.items()]
    return page("businesses/sheets/index.html", shop=shop, found=found)


@bp.get(f"/{KIND}")
@guard(signed_in, load=mine)
def show(found: tuple[Shop, Kind]) -> Response:
    shop, kind = found
    return page("businesses/sheets/print.html", shop=shop, kind=kind, data=rules.of(shop, kind.key))
