"""Photos of an event: added before it, and to its archive after it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, current_app, flash, g, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from portal.events import photos
from portal.events.desk_views import known, show
from portal.events.models import Event, EventPhoto
from portal.events.policy import may_edit
from portal.kit.say import Refused
from portal.listings import photos as listing_photos
from portal.listings.forms import PhotoForm
from portal.media import rules as media
from portal.media.models import Preview
from portal.media.storage import storage_for
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.once import once
from portal.web.page import go
from portal.web.paging import NUMBER
from portal.web.settle import before

bp = Blueprint("event_photos", __name__, url_prefix="/desk/events")


def _kept_photo() -> media.Kept | Refused | None:
    """Looks at the photo and stores it, before the transaction; only for who may add one."""
    event, form = known(**(request.view_args or {})), _form()
    if event is None or not may_edit(reader.person(), event) or not form.validate():
        return None
    try:
        listing_photos.check_size(form.photo.data.stream)
        return media.keep(form.photo.data.stream, storage=storage_for(current_app.config["SETTINGS"]))
    except Refused as refused:
        return refused.at("photo")


@bp.post(f"/<{NUMBER}:number>/photos")
@guard(may_edit, load=known)
@before(_kept_photo)
@once
def create(event: Event) -> Response:
    form = _form()
    try:
        if not form.validate():
            return show(event, photo=form, status=422)
        if isinstance(g.prepared, Refused):
            raise g.prepared
        me, at = reader.me(), now()
        upload = media.record(g.prepared, name=form.photo.data.filename, by=me, at=at)
        photos.add(event, upload, **form.words(), by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return show(event, photo=form, status=422)
    flash(_("The photo is kept. Visitors see it as soon as its light pictures are made."), "ok")
    return _back(event)


def _form() -> PhotoForm:
    return PhotoForm(CombinedMultiDict([request.files, request.form]))


class PhotoOf(NamedTuple):
    """A photo with the event it stands on."""

    event: Event
    photo: EventPhoto


def known_photo(number: int, photo: int) -> PhotoOf | None:
    event = known(number)
    found = event and photos.find(event, photo)
    return PhotoOf(event, found) if event and found else None


def may_remove(person: Person | None, of: PhotoOf) -> bool:
    return may_edit(person, of.event)


@bp.post(f"/<{NUMBER}:number>/photos/<{NUMBER}:photo>/removal")
@guard(may_remove, load=known_photo)
def remove(of: PhotoOf) -> Response:
    photos.remove(of.event, of.photo, by=reader.me(), at=now())
    flash(_("The photo is removed."), "ok")
    return _back(of.event)


def _back(event: Event) -> Response:
    return go(url_for("event_desk.edit", number=event.id, _anchor="photos"))


class PictureOf(NamedTuple):
    """A finished preview, and the event that it is of."""

    event: Event
    preview: Preview


def known_picture(number: int, photo: int, width: int) -> PictureOf | None:
    of = known_photo(number, photo)
    made = of and media.picture(of.photo.upload, width=width)
    return PictureOf(of.event, made) if of and made else None


def may_look(person: Person | None, of: PictureOf) -> bool:
    return may_edit(person, of.event)


@bp.get(f"/<{NUMBER}:number>/photos/<{NUMBER}:photo>/<int:width>")
@guard(may_look, load=known_picture)
def picture(of: PictureOf) -> Response:
    """A photo as the desk sees it, before the event is public."""
    storage = storage_for(current_app.config["SETTINGS"])
    response = send_file(storage.open(of.preview.digest or ""), mimetype="image/webp")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
