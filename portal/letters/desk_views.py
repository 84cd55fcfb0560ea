"""The desk of letters: those that did not arrive and those that wait, and the button that sends one again."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from htmx_flask import request

from portal.letters import rules
from portal.letters.models import Letter
from portal.people.policy import is_organiser
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("letters", __name__, url_prefix="/desk/letters")


@bp.get("")
@guard(is_organiser)
def index() -> Response:
    return page(
        "letters/index.html",
        failed=paged(rules.failed(), asked_page()),
        waiting=paged(rules.waiting(), 1),
        address_of_page=lambda number: url_for("letters.index", page=number),
    )


@bp.post(f"/<{NUMBER}:number>/sending")
@guard(is_organiser, load=rules.find_unsent)
def send(letter: Letter) -> Response:
    rules.send_again(letter, by=reader.me(), at=now())
    if request.htmx and request.htmx.target == f"letter_{letter.id}":
        return page("letters/_letter.html", letter=letter)
    name = _("somebody who entered") if letter.is_sealed else letter.person.full_name
    flash(_("The letter to %(name)s is on its way again.", name=name), "ok")
    return go(url_for("letters.index"))
