"""What the portal holds of me: a copy to take away, a correction to ask for, and an end to all of it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _

from portal.media.storage import storage_for
from portal.people import held, me_words, packing, requests
from portal.people.me_form import CorrectionForm, ErasureForm
from portal.people.models import DataRequest
from portal.people.proof_views import proved
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.limit import limit
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import asked_page, paged
from portal.web.settle import before

bp = Blueprint("my_data", __name__, url_prefix="/people/me/data")


@bp.get("")
@guard(signed_in)
def index() -> Response:
    return _page()


@limit("10 per hour")
def _not_too_often() -> None:
    """A copy reads every table and sends every photo."""


@bp.post("/copy")
@guard(signed_in)
@before(_not_too_often)
@proved
def copy() -> Response:
    me = reader.me()
    requests.note_copy(me, at=now())
    files = [packing.File(f"{one.id}-{one.name}", one.digest) for one in held.files(me)]
    body = packing.packed(held.copy(me), files, storage=storage_for(current_app.config["SETTINGS"]))
    answer = Response(body, mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer


@bp.post("/corrections")
@guard(signed_in)
@once
def create() -> Response:
    form = CorrectionForm(request.form)
    if not form.validate():
        return _page(correction=form, status=422)
    requests.ask_correction(reader.me(), form.words.data, at=now())
    flash(_("Your request is with the organisers. The answer will stand on this page."), "ok")
    return go(url_for("my_data.index"))


@bp.post("/erasure")
@guard(signed_in)
@proved
def erase() -> Response:
    form = ErasureForm(request.form)
    if not form.validate():
        return _page(erasure=form, status=422)
    requests.ask_erasure(reader.me(), at=now())
    flash(_("Noted. Until the day that is written below you can take it back."), "ok")
    return go(url_for("my_data.index"))


@bp.post("/requests/withdrawal")
@guard(signed_in)
def withdraw() -> Response:
    asked = requests.find_of(reader.me(), request.form.get("number", 0, type=int))
    if asked is None:
        abort(404)
    requests.take_back(asked, by=reader.me(), at=now())
    flash(_("Taken back. Nothing will be done about it."), "ok")
    return go(url_for("my_data.index"))


def _page(
    *, correction: CorrectionForm | None = None, erasure: ErasureForm | None = None, status: int = 200
) -> Response:
    me = reader.me()
    return page(
        "people/my_data.html",
        status=status,
        correction=correction or CorrectionForm(),
        erasure=erasure or ErasureForm(),
        standing=requests.standing_erasure(me),
        grace=requests.GRACE.days,
        found=paged(requests.of(me), asked_page()),
        words=me_words,
        state=_state,
        address_of_page=lambda number: url_for("my_data.index", page=number),
    )


def _state(asked: DataRequest) -> tuple[str, str]:
    """How a request stands, in a word, and how the word looks."""
    if asked.taken_back_at is not None:
        return (_("Stopped"), "red") if asked.done_by_id else (_("Taken back"), "")
    if asked.done_at is not None:
        return _("Done"), "ok"
    return _("Waiting"), "warn"
