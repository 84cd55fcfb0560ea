"""Agreeing to one purpose and taking it back: each takes effect with the answer."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from htmx_flask import request

from portal.listings import personal
from portal.people import consents
from portal.people.consents import Purpose
from portal.web import language, reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import asked_page, paged

bp = Blueprint("consents", __name__, url_prefix="/people/me/consents")
EFFECTS = {Purpose.NAME: personal.unsign, Purpose.PHOTO: personal.take_photos_off}
"""What taking a consent back does on the map, besides that the yes is gone."""


def _purpose(purpose: str) -> Purpose | None:
    return Purpose(purpose) if purpose in set(Purpose) else None


@bp.get("")
@guard(signed_in)
def index() -> Response:
    return page(
        "people/consents.html",
        found=paged(consents.history(reader.me()), asked_page()),
        names=consents.NAMES,
        wording_of=consents.wording_of,
        address_of_page=lambda number: url_for("consents.index", page=number),
    )


@bp.post("/<purpose>")
@guard(signed_in, load=_purpose)
def create(purpose: Purpose) -> Response:
    consents.give(reader.me(), purpose, language=language.current(), at=now())
    return _answer(purpose, _("Thank you. You can take this back at any time."))


@bp.post("/<purpose>/withdrawal")
@guard(signed_in, load=_purpose)
def withdraw(purpose: Purpose) -> Response:
    if consents.withdraw(reader.me(), purpose, at=now()) and purpose in EFFECTS:
        EFFECTS[purpose](reader.me(), at=now())
    return _answer(purpose, _("Taken back. From now on it is not done any more."))


def _answer(purpose: Purpose, sentence: str) -> Response:
    """The row alone where it is swapped, else the page about oneself."""
    if request.htmx and request.htmx.target == f"consent_{purpose}":
        return page("people/_consent.html", one=consents.standing(reader.me(), purpose))
    flash(sentence, "ok")
    return go(url_for("me.show", _anchor=f"consent_{purpose}"))
