"""Looking after one listing: edit it, read its history, publish, hide and confirm it, add and remove its photos.

For the desk and for its owners: what an owner changes of a public listing waits for the desk.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, flash, g, url_for
from flask_babel import gettext as _
from htmx_flask import request
from werkzeug.datastructures import CombinedMultiDict

from portal.city.chosen import here
from portal.contributions import edits, queue, tickets
from portal.kit import code
from portal.kit.merge import Merge
from portal.kit.say import Refused
from portal.listings import photos, revisions, rules, words
from portal.listings.field_names import ACTS, NAMES
from portal.listings.forms import HidingForm, ListingForm, NewListingForm, PhotoForm
from portal.listings.models import Listing, Photo
from portal.listings.policy import is_editor, is_owner, may_edit, may_publish, may_write
from portal.media import rules as media
from portal.media.storage import storage_for
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current, safe_next
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged
from portal.web.settle import before

bp = Blueprint("editing", __name__, url_prefix="/map")


def known(slug: str) -> Listing | None:
    return rules.find(slug, reader=reader.person())


# A new listing


@bp.get("/new/desk")
@guard(is_editor)
def new() -> Response:
    group = request.args.get("group", "")
    if group not in here().groups:
        return page("listings/groups.html")
    return _new(NewListingForm(group=group))


@bp.post("/new/desk")
@guard(is_editor)
@once
def create() -> Response:
    group = request.form.get("group", "")
    form = NewListingForm(request.form, group=group)
    if _asks_for_more(form):
        return _new(form)
    if not form.validate():
        return _new(form, status=422)
    try:
        listing = rules.create(form.given(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _new(form, status=422)
    flash(_("Kept as a draft. Nobody sees it before you publish it."), "ok")
    return go(url_for("editing.edit", slug=listing.slug))


def _new(form: ListingForm, *, status: int = 200) -> Response:
    return page("listings/new.html", form=form, group=here().groups.get(form.group.data), status=status)


# Editing


@bp.get("/<slug>/edit")
@guard(may_edit, load=known)
def edit(listing: Listing) -> Response:
    return _edit(listing)


@bp.post("/<slug>/edit")
@guard(may_edit, load=known)
def update(listing: Listing) -> Response:
    form = _for_reader(ListingForm(request.form, group=listing.group, values=rules.values(listing)))
    if _asks_for_more(form):
        return _edit(listing, form=form)
    if not form.validate():
        return _edit(listing, form=form, status=422)
    given = form.given()
    if merge := revisions.merge(listing, given, since=form.version.data or 0):
        merged = _for_reader(ListingForm(group=listing.group, values=merge.values, version=listing.version))
        return _edit(listing, form=merged, both=_both(merge, given), status=409)
    try:
        saved = _write(listing, given, form) if may_write(reader.me(), listing) else _send(listing, given)
    except Refused as refused:
        form.refuse(refused)
        return _edit(listing, form=form, status=422)
    flash(saved, "ok")
    return go(url_for("editing.edit", slug=listing.slug))


def _write(listing: Listing, given: dict[str, Any], form: ListingForm) -> str:
    revision = rules.revise(listing, given, by=reader.me(), at=now(), reason=form.reason.data or "")
    return _("Saved.") if revision else _("Nothing was different, so nothing was changed.")


def _send(listing: Listing, given: dict[str, Any]) -> str:
    """What an owner changes of a public listing goes to the desk."""
    sent = edits.send(
        listing, given, by=reader.me(), at=now(), language=current(), base_version=listing.version
    )  # fmt: skip
    if sent.ticket is None:
        return _("Nothing differs from the public text, so nothing waits.")
    if sent.code is None:
        return _("Your change is sent to the map desk. Until it is read, visitors see the text as it was.")
    return _(
        "Your change is sent to the map desk under the code %(code)s."
        " Until it is read, visitors see the text as it was.",
        code=code.show(sent.code),
    )


def _for_reader(form: ListingForm) -> ListingForm:
    """Where a listing comes from is for the desk to say."""
    if not is_editor(reader.me()):
        for name in ("source", "demo", "point_source"):
            if name in form:
                del form[name]
    return form


@bp.post("/<slug>/change/withdrawal")
@guard(is_owner, load=known)
def withdraw(listing: Listing) -> Response:
    """An owner takes back what waits; the public text stays as it is."""
    me = reader.me()
    if ticket := edits.waiting(listing, me):
        tickets.withdraw(ticket, by=me, at=now())
        flash(_("Your change is taken back. The public text stays as it is."), "ok")
    return go(url_for("editing.edit", slug=listing.slug))


def _asks_for_more(form: ListingForm) -> bool:
    """The button that adds empty rows for steps: nothing is kept yet."""
    if "more" not in request.form or "steps" not in form:
        return False
    form.steps.make_room()
    return True


def _both(merge: Merge, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Each field that others changed meanwhile: what stands now, what was typed here, and which the form holds."""

    def tell(name: str, value: Any) -> str:
        return revisions.told(name, value, lang=current(), say=_)

    return [
        {
            "name": _(NAMES[name]),
            "theirs": tell(name, value),
            "yours": tell(name, given.get(name)),
            "kept": merge.values[name] != value,
        }
        for name, value in merge.theirs.items()
    ]


# History


@bp.get("/<slug>/history")
@guard(may_publish, load=known)
def history(listing: Listing) -> Response:
    found = paged(revisions.of(listing), asked_page())
    return page(
        "listings/history.html",
        listing=listing,
        found=found,
        told=[(row, revisions.changes(row, lang=current(), say=_), revisions.reason(row, say=_)) for row in found.rows],
        acts=ACTS,
        names=NAMES,
        address_of_page=lambda number: url_for("editing.history", slug=listing.slug, page=number),
    )


@bp.post("/<slug>/restoration")
@guard(may_publish, load=known)
def restore(listing: Listing) -> Response:
    """Writes the values of an older version as a new one: nothing of the history is lost."""
    version = request.form.get("version", 0, type=int)
    revision = revisions.restore(listing, version, by=reader.me(), at=now())
    flash(
        _("The text of version %(number)s stands again.", number=version)
        if revision
        else _("Nothing was different, so nothing was changed."),
        "ok",
    )
    return go(url_for("editing.history", slug=listing.slug))


# Standing


@bp.post("/<slug>/publication")
@guard(may_publish, load=known)
def publish(listing: Listing) -> Response:
    if ticket := queue.proposal_of(listing):
        flash(_("Somebody sent this in and waits for a word: decide it here."), "info")
        return go(url_for("moderation.show", number=ticket.id))
    try:
        rules.publish(listing, by=reader.me(), at=now())
    except Refused as refused:
        if request.htmx:
            raise
        form = ListingForm.of(listing)
        form.refuse(refused)
        return _edit(listing, form=form, status=422)
    return _turned(listing, _("“%(name)s” is public.", name=listing.name_vi))


@bp.post("/<slug>/hiding")
@guard(may_publish, load=known)
def hide(listing: Listing) -> Response:
    form = HidingForm(request.form)
    if not form.validate():
        return _edit(listing, hiding=form, status=422)
    rules.hide(listing, by=reader.me(), at=now(), reason=form.reason())
    return _turned(listing, _("“%(name)s” is hidden.", name=listing.name_vi))


@bp.post("/<slug>/confirmation")
@guard(may_edit, load=known)
def confirm(listing: Listing) -> Response:
    rules.confirm(listing, by=reader.me(), at=now(), as_owner=not is_editor(reader.me()))
    return _turned(listing, _("“%(name)s” is confirmed as still true.", name=listing.name_vi))


def _turned(listing: Listing, sentence: str) -> Response:
    """The row of the desk's list with its new state, or back to where the button stood."""
    if request.htmx and request.htmx.target == f"listing_{listing.id}":
        return page("desk/_listing.html", listing=listing, words=words, fresh_after=now() - rules.FRESH, swapped=True)
    flash(sentence, "ok")
    return go(safe_next(request.form.get("next")) or url_for("editing.edit", slug=listing.slug))


# Photos


def _kept_photo() -> media.Kept | Refused | None:
    """Looks at the photo and stores it, before the transaction; only for who may add one."""
    listing = known(**(request.view_args or {}))
    form = _photo_form()
    if listing is None or not may_write(reader.person(), listing) or not form.validate():
        return None
    try:
        photos.check_size(form.photo.data.stream)
        return media.keep(form.photo.data.stream, storage=storage_for(current_app.config["SETTINGS"]))
    except Refused as refused:
        return refused.at("photo")


@bp.post("/<slug>/photos")
@guard(may_write, load=known)
@before(_kept_photo)
@once
def add_photo(listing: Listing) -> Response:
    form = _photo_form()
    try:
        if not form.validate():
            return _edit(listing, photo=form, status=422)
        if isinstance(g.prepared, Refused):
            raise g.prepared
        me, at = reader.me(), now()
        upload = media.record(g.prepared, name=form.photo.data.filename, by=me, at=at)
        photos.add(listing, upload, **form.words(), by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _edit(listing, photo=form, status=422)
    flash(_("The photo is kept. Visitors see it as soon as its light pictures are made."), "ok")
    return go(url_for("editing.edit", slug=listing.slug, _anchor="photos"))


def _photo_form() -> PhotoForm:
    return PhotoForm(CombinedMultiDict([request.files, request.form]))


class PhotoOf(NamedTuple):
    """A photo with the listing it stands on."""

    listing: Listing
    photo: Photo


def known_photo(slug: str, number: int) -> PhotoOf | None:
    listing = known(slug)
    photo = listing and photos.find(listing, number)
    return PhotoOf(listing, photo) if listing and photo else None


def may_remove(person: Person | None, of: PhotoOf) -> bool:
    return may_edit(person, of.listing)


@bp.post(f"/<slug>/photos/<{NUMBER}:number>/removal")
@guard(may_remove, load=known_photo)
def remove_photo(of: PhotoOf) -> Response:
    listing, photo = of
    photos.remove(listing, photo, by=reader.me(), at=now())
    flash(_("The photo is removed."), "ok")
    return go(url_for("editing.edit", slug=listing.slug, _anchor="photos"))


def _edit(
    listing: Listing,
    *,
    form: ListingForm | None = None,
    hiding: HidingForm | None = None,
    photo: PhotoForm | None = None,
    both: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response:
    """The page on which a listing is looked after; every refused form comes back on it."""
    me = reader.me()
    waiting = None if may_write(me, listing) else edits.waiting(listing, me)
    wished = ListingForm(group=listing.group, values=edits.values(listing, waiting), version=listing.version)
    return page(
        "listings/edit.html",
        listing=listing,
        at_desk=is_editor(me),
        may_write=may_write(me, listing),
        waiting=waiting,
        form=form or _for_reader(wished),
        hiding=hiding or HidingForm(),
        photo=photo or PhotoForm(),
        both=both or [],
        words=words,
        fresh_after=now() - rules.FRESH,
        status=status,
    )
