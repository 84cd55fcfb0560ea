"""Where I am signed in: each device, since when, and the buttons that end it there."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from portal.people import devices, sign_ins
from portal.people.models import PersonSession
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("sign_ins", __name__, url_prefix="/people/sign-ins")


@bp.get("")
@guard(signed_in)
def index() -> Response:
    return page(
        "people/sign_ins.html",
        parts=("results",),
        found=paged(sign_ins.standing(reader.me(), at=now()), asked_page()),
        is_this=lambda sign_in: sign_ins.is_this(sign_in, reader.token()),
        device=devices.named,
        address_of_page=lambda number: url_for("sign_ins.index", page=number),
    )


@bp.post(f"/<{NUMBER}:number>/ending")
@guard(signed_in, load=lambda number: sign_ins.find(reader.person(), number, at=now()))
def end(sign_in: PersonSession) -> Response:
    sign_ins.end(sign_in, by=reader.me(), at=now())
    if sign_ins.is_this(sign_in, reader.token()):
        reader.end()
        return go(url_for("people.sign_in"))
    flash(_("That device is signed out."), "ok")
    return go(url_for("sign_ins.index"))


@bp.post("/ending")
@guard(signed_in)
def end_others() -> Response:
    sign_ins.end_others(reader.me(), but=reader.token(), at=now())
    flash(_("All other devices are signed out."), "ok")
    return go(url_for("sign_ins.index"))
