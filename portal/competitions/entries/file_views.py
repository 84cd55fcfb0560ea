"""The files of an entry without a script: sent by a plain form, announced by their sums, taken out, looked at."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, current_app, flash, g, request, send_file, url_for
from flask_babel import gettext as _

from portal.competitions.entries import files, manifest, queries, receiving, rules
from portal.competitions.entries.forms import FileForm, SumsForm, step_form
from portal.competitions.entries.models import Entry, EntryFile
from portal.competitions.entries.policy import IN_HAND
from portal.competitions.entries.stepping import write
from portal.competitions.entries.views import mine
from portal.config import MEGABYTE
from portal.kit.say import Refused
from portal.media import label
from portal.media import rules as media
from portal.media.models import Upload
from portal.media.panels import inspection, pyramid
from portal.media.panels import rules as panels
from portal.media.storage import storage_for
from portal.web import reader
from portal.web.clock import came, now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import apart, let_go, streaming

bp = Blueprint("entry_files", __name__, url_prefix="/entries")
LARGEST = 20 * MEGABYTE
"""Of a file by the plain form; larger ones go in pieces, by the page's script or by a program."""
AROUND = 200_000  # bytes that a form has beside its file
PANELS = 3


def mine_file(code: str, number: int) -> EntryFile | None:
    entry = mine(code)
    return files.find(entry, number) if entry is not None else None


class Came(NamedTuple):
    """A file that stands in the storage and has no row yet."""

    digest: str
    size: int
    name: str
    seen: inspection.Facts


@bp.post("/<code>/files")
@guard(signed_in, load=mine)
@streaming
def create(entry: Entry) -> Response:
    """A file of at most 20 MB by the plain form. It counts when its last byte has come before the deadline."""
    code, number, by = entry.code, entry.id, reader.me().id
    request.max_content_length = LARGEST + AROUND
    let_go()
    file = request.files.get("file")
    at, slot = came(), request.form.get("slot", "")
    try:
        if file is None or not file.filename:
            raise Refused(files.NONE, field="file")
        found = _looked_at(file)
        apart(lambda: _take(number, slot, found, by=by, at=at), turn=receiving.TURN)
    except Refused as refused:
        return _refused(code, slot, refused)
    return go(url_for("entries.step", code=code, number=PANELS, _anchor=f"slot_{slot}"))


def _looked_at(file: Any) -> Came:
    """Opened within walls and kept, outside any transaction. Raises `Refused` for what is no panel."""
    seen = inspection.look(file.stream)
    file.stream.seek(0)
    stored = storage_for(current_app.config["SETTINGS"]).put(file.stream)
    return Came(stored.digest, stored.size, media.label(file.filename or ""), seen)


def _take(number: int, key: str, came_in: Came, *, by: int, at: Any) -> None:
    entry = rules.numbered(number)
    slot = files.slot_of(entry, key) if entry is not None else None
    if entry is None or slot is None or entry.state not in IN_HAND:
        raise Refused(receiving.GONE, field="file")
    upload = Upload(
        digest=came_in.digest, size=came_in.size, media_type=came_in.seen.media_type, name=came_in.name, by_id=by, at=at
    )
    files.take_in(entry, slot, upload, seen=came_in.seen, at=at)
    rules.complete(entry, at=at)


def _refused(code: str, slot: str, refused: Refused) -> Response:
    entry = queries.of_code(code)
    assert entry is not None  # its team has just been let in
    form = step_form(PANELS, entry, current())
    plain = FileForm(slot=slot)
    plain.refuse(refused)
    return write(entry, PANELS, form, status=422, plain=plain)


@bp.post("/<code>/manifest")
@guard(signed_in, load=mine)
def announce(entry: Entry) -> Response:
    """The sums of files, before the deadline: by the page's script, or pasted by somebody who computed them."""
    form, at = SumsForm(request.form), came()
    try:
        if not form.validate():
            return _sums(entry, form)
        manifest.register(entry, list(manifest.read(form.sums.data or "", form.slot.data or "")), at=at)
    except Refused as refused:
        form.refuse(refused)
        return _sums(entry, form)
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    flash(_("Registered: the sums stand with their time. The files may follow."), "ok")
    return go(url_for("entries.step", code=entry.code, number=PANELS, _anchor=f"slot_{form.slot.data}"))


@bp.post("/<code>/manifest/removal")
@guard(signed_in, load=mine)
def give_up(entry: Entry) -> Response:
    """Files that were announced and will not come: cancelled on the page before their first byte was sent."""
    form, at = SumsForm(request.form), came()
    try:
        manifest.give_up(entry, manifest.read(form.sums.data or "", form.slot.data or ""), at=at)
    except Refused as refused:
        form.refuse(refused)
        return _sums(entry, form)
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    return go(url_for("entries.step", code=entry.code, number=PANELS, _anchor=f"slot_{form.slot.data}"))


def _sums(entry: Entry, form: SumsForm) -> Response:
    return write(entry, PANELS, step_form(PANELS, entry, current()), status=422, sums=form)


@bp.post(f"/<code>/files/<{NUMBER}:number>/removal")
@guard(signed_in, load=mine_file)
def remove(file: EntryFile) -> Response:
    at = came()
    files.remove(file.entry, file, at=at)
    manifest.renew(file.entry, at=at)
    return go(url_for("entries.step", code=file.entry.code, number=PANELS, _anchor=f"slot_{file.slot.key}"))


@bp.post(f"/<code>/files/<{NUMBER}:number>/place")
@guard(signed_in, load=mine_file)
def move(file: EntryFile) -> Response:
    """One place up or down."""
    files.move(file.entry, file, by=-1 if request.form.get("act") == "up" else 1, at=came())
    return go(url_for("entries.step", code=file.entry.code, number=PANELS, _anchor=f"slot_{file.slot.key}"))


# Looking at them


@bp.get(f"/<code>/files/<{NUMBER}:number>/original")
@guard(signed_in, load=mine_file)
def original(file: EntryFile) -> Response:
    """The very bytes that were sent, for the team alone."""
    if file.upload is None:
        abort(404)
    return _sent(file.upload.digest, file.upload.media_type, name=file.upload.name)


@bp.get(f"/<code>/files/<{NUMBER}:number>/picture")
@guard(signed_in, load=mine_file)
def picture(file: EntryFile) -> Response:
    """A light picture of a page, the first unless asked otherwise, as jurors see it."""
    return picture_of(file)


def picture_of(file: EntryFile) -> Response:
    number = request.args.get("page", 1, type=int)
    made = (
        next((one for one in panels.pyramids_of(file.upload) if one.page == number - 1), None) if file.upload else None
    )
    if made is None or made.manifest is None:
        abort(404)
    width = min(2000, max(100, request.args.get("width", 320, type=int)))
    return _sent(pyramid.picture(made.manifest, width)["digest"], pyramid.MEDIA_TYPE)


def _sent(digest: str, media_type: str, *, name: str = "") -> Response:
    file = storage_for(current_app.config["SETTINGS"]).open(digest)
    answer = send_file(file, mimetype=media_type, as_attachment=bool(name), download_name=name or None)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer


# For other devices, and for the panels themselves


@bp.post("/<code>/token")
@guard(signed_in, load=mine)
def give_token(entry: Entry) -> Response:
    """A new token by which another device or program sends files. It is shown in this one answer."""
    g.private = True
    if request.form.get("act") == "end":
        receiving.take_token_back(entry)
        flash(_("The token opens nothing any more."), "ok")
        return go(url_for("entries.show", code=entry.code))
    token = receiving.give_token(entry)
    return page("competitions/entries/token.html", entry=entry, token=token, slots=files.slots(entry), at=now())


@bp.get("/<code>/label.pdf")
@guard(signed_in, load=mine)
def label_pdf(entry: Entry) -> Response:
    return _label(label.pdf(entry.code), "application/pdf", f"{entry.code}.pdf")


@bp.get("/<code>/label.png")
@guard(signed_in, load=mine)
def label_png(entry: Entry) -> Response:
    return _label(label.png(entry.code), "image/png", f"{entry.code}.png")


def _label(body: bytes, media_type: str, name: str) -> Response:
    answer = Response(body, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
