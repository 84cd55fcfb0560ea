"""The letters of a person, inside the portal: whoever has no mail address reads them here."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from portal.letters import rules as letters
from portal.web import reader
from portal.web.guard import guard, signed_in
from portal.web.page import page
from portal.web.paging import asked_page, paged

bp = Blueprint("notices", __name__, url_prefix="/people/notices")


@bp.get("")
@guard(signed_in)
def index() -> Response:
    return page(
        "people/notices.html",
        parts=("results",),
        found=paged(letters.notices(reader.me()), asked_page()),
        address_of_page=lambda number: url_for("notices.index", page=number),
    )
