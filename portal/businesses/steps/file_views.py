"""The files of a step: brought by a plain form, dated, taken out, looked at by those who may see the step."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, current_app, flash, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from portal.businesses.steps import evidence, looking, previewing, queries, receiving, rules, showing
from portal.businesses.steps.forms import FilesForm, PaperForm
from portal.businesses.steps.models import Evidence
from portal.businesses.steps.views import PACKAGE, Place, my_step, seen_step, write
from portal.config import MEGABYTE
from portal.kit.say import N_, Refused
from portal.media import rules as media
from portal.media.panels.inspection import Facts
from portal.media.storage import Stored, storage_for
from portal.people.roles import person_of
from portal.web import reader
from portal.web.clock import came
from portal.web.guard import guard, signed_in
from portal.web.page import go
from portal.web.paging import NUMBER
from portal.web.settle import apart, let_go, streaming

bp = Blueprint("step_files", __name__, url_prefix="/businesses")
AROUND = 200_000  # bytes that a form has beside its files
AT_ONCE = 20
PIECE = 64 * 1024
MOST_READ = 200_000_000  # bytes that are read away so that a browser hears the answer
NONE = N_("Choose a file first.")
TOO_MUCH = N_("This is more than %(megabytes)s MB at once. Send fewer photos at a time, or save a file smaller.")


class Held(NamedTuple):
    """A file of a step."""

    place: Place
    evidence: Evidence


def my_file(slug: str, number: int, key: str, file: int) -> Held | None:
    return _held(my_step(slug, number, key), file)


def seen_file(slug: str, number: int, key: str, file: int) -> Held | None:
    return _held(seen_step(slug, number, key), file)


def _held(place: Place | None, file: int) -> Held | None:
    """Also one that was taken out after it was handed in: what was handed in keeps it."""
    progress = queries.find(place.shop, place.step) if place is not None else None
    found = queries.evidence(file) if progress is not None else None
    if place is None or progress is None or found is None or found.progress_id != progress.id or found.upload is None:
        return None
    return Held(place, found)


class Came(NamedTuple):
    stored: Stored
    seen: Facts
    name: str


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>/files")
@guard(signed_in, load=my_step)
@streaming
def create(place: Place) -> Response:
    """Files of together at most 20 MB by the plain form: opened and kept outside any transaction, then written down."""
    address, by = place.address, reader.me().id
    request.max_content_length = evidence.LARGEST + AROUND
    let_go()
    at = came()
    try:
        brought = _brought()
        if not brought:
            raise Refused(NONE, field="file")
        found = [_looked_at(one) for one in brought]
        apart(lambda: _take(address, found, by=by, at=at))
    except Refused as refused:
        again = my_step(**address)
        assert again is not None  # its shop has just been let in
        plain = FilesForm()
        plain.refuse(refused.at("file"))
        return write(again, plain=plain, status=422)
    return go(url_for("shop_steps.show", **address, _anchor="files"))


def _brought() -> list[Any]:
    """The files of the form. More than it takes is not kept anywhere, only read to its end: else nobody would hear."""
    try:
        return [one for one in request.files.getlist("file") if one.filename][:AT_ONCE]
    except RequestEntityTooLarge:
        left = min(request.content_length or 0, MOST_READ)
        while left > 0 and (piece := request.environ["wsgi.input"].read(min(PIECE, left))):
            left -= len(piece)
        raise Refused(TOO_MUCH, values={"megabytes": evidence.LARGEST // MEGABYTE}) from None


def _looked_at(file: Any) -> Came:
    seen = looking.look(file.stream)
    file.stream.seek(0)
    stored = storage_for(current_app.config["SETTINGS"]).put(file.stream)
    return Came(stored, seen, media.label(file.filename or ""))


def _take(address: dict[str, Any], found: list[Came], *, by: int, at: Any) -> None:
    place = my_step(**address)
    if place is None:
        raise Refused(receiving.GONE, field="file")
    for one in found:
        receiving.take_in(place.shop, place.step, one.stored, one.seen, label=one.name, by=person_of(by), at=at)


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>/files/<{NUMBER}:file>")
@guard(signed_in, load=my_file)
def update(held: Held) -> Response:
    """The day that is printed on a certificate."""
    place, found = held
    form = PaperForm(request.form)
    if not form.validate():
        return write(place, paper=(found.id, form), status=422)
    rules.check_open(found.progress)
    evidence.describe(found, caption=found.caption, valid_until=form.valid_until.data)
    flash(_("Noted: valid until %(day)s.", day=showing.expires(found.valid_until)), "ok")
    return go(url_for("shop_steps.show", **place.address, _anchor="files"))


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>/files/<{NUMBER}:file>/removal")
@guard(signed_in, load=my_file)
def remove(held: Held) -> Response:
    rules.check_open(held.evidence.progress)
    evidence.remove(held.evidence, at=came())
    return go(url_for("shop_steps.show", **held.place.address, _anchor="files"))


# Looking at them


@bp.get(f"/<slug>/packages/<{PACKAGE}:number>/<key>/files/<{NUMBER}:file>")
@guard(signed_in, load=seen_file)
def original(held: Held) -> Response:
    """The very bytes that were sent."""
    upload = held.evidence.upload
    assert upload is not None
    return _sent(upload.digest, upload.media_type, name=upload.name)


@bp.get(f"/<slug>/packages/<{PACKAGE}:number>/<key>/files/<{NUMBER}:file>/picture")
@guard(signed_in, load=seen_file)
def picture(held: Held) -> Response:
    upload = held.evidence.upload
    width = min(800, max(100, request.args.get("width", 320, type=int)))
    found = previewing.picture(upload, width=width) if upload is not None else None
    if found is None:
        abort(404)
    return _sent(*found)


def _sent(digest: str, media_type: str, *, name: str = "") -> Response:
    file = storage_for(current_app.config["SETTINGS"]).open(digest)
    answer = send_file(file, mimetype=media_type, as_attachment=bool(name), download_name=name or None)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer
