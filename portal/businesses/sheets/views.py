"""The sheets of a shop: all of them with how far each is, and the form of each simple kind, kept field by field."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.sheets import filling, keeping, queries, rules, showing
from portal.businesses.sheets.keeping import Kept
from portal.businesses.sheets.kind import Kind
from portal.businesses.sheets.kinds import KINDS, SIMPLE
from portal.businesses.sheets.models import Sheet
from portal.businesses.sheets.queries import Shelf
from portal.businesses.sheets.sheet_form import SheetForm, form_of
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("shop_sheets", __name__, url_prefix="/businesses/<slug>/sheets")
KIND = f"<any({','.join(KINDS)}):kind>"
FORM = f"<any({','.join(SIMPLE)}):kind>"
MORE_ROWS = 5


class Opened(NamedTuple):
    """A sheet of a simple kind that somebody of the shop has before them."""

    shop: Shop
    kind: Kind
    shelf: Shelf

    @property
    def sheet(self) -> Sheet | None:
        return self.shelf.sheets.get(self.kind.key)

    @property
    def address(self) -> str:
        return url_for("shop_sheets.show", slug=self.shop.slug, kind=self.kind.key)


@bp.app_context_processor
def _told() -> dict[str, Any]:
    """For what shows a sheet anywhere (`businesses/sheets/_snapshot.html`)."""
    return {"sheet_value": showing.value, "sheet_words": showing.words, "sheet_sentence": showing.sentence}


def mine(slug: str, kind: str) -> Opened | None:
    """The sheet, for who works in the shop."""
    shop = asking.mine(slug)
    return Opened(shop, KINDS[kind], Shelf(shop)) if shop is not None else None


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    states = rules.states(shop)
    return page("businesses/sheets/index.html", shop=shop, found=[(one, states[key]) for key, one in KINDS.items()])


@bp.get(f"/{KIND}")
@guard(signed_in, load=mine)
def show(opened: Opened) -> Response:
    return _write(opened)


@bp.post(f"/{FORM}")
@guard(signed_in, load=mine)
def update(opened: Opened) -> Response:
    """The whole form. What is not right is kept as well, and said at its field."""
    act, _colon, name = request.form.get("act", "").partition(":")
    if act in ("take", "drop"):
        keeping.choose(opened.shop, opened.kind.key, name, take=act == "take", by=reader.me(), at=now())
        return go(f"{opened.address}#{name}")
    form = _form(opened, request.form)
    form.validate()
    kept = _keep(opened, form, [one.short_name for one in form])
    if kept.turned_away:
        flash(_("Somebody of your shop wrote in the same field before you. Both texts are kept: choose below."), "warn")
        return go(f"{opened.address}#{kept.turned_away[0]}")
    if form.errors:
        flash(_("Kept as you typed it. Some of it cannot be read yet: it says so at the field."), "warn")
    return go(f"{opened.address}?{name}={MORE_ROWS}#{name}" if act == "more" else opened.address)


@bp.post(f"/{FORM}/fields")
@guard(signed_in, load=mine)
def save(opened: Opened) -> Response:
    """One field as it was left. It is kept even when it is wrong; the answer says so."""
    name = request.form.get("field", "")
    if (field := opened.kind.control(name)) is None:
        return filling.said(_("This field is not here any more."), 409)
    form = form_of([(name, field)], opened.shelf.given(opened.kind.key), {}, opened.shelf.known.pieces, request.form)
    form.validate()
    kept = _keep(opened, form, [name])
    return filling.saved(form, name, kept)


def _form(opened: Opened, formdata: Any = None) -> SheetForm:
    key, sheet = opened.kind.key, opened.sheet
    given = opened.shelf.given(key)
    more = {one.name: request.args.get(one.name, 0, type=int) for one in opened.kind.tables}
    if formdata is not None:  # as many rows as the page had
        more = {one.name: one.most for one in opened.kind.tables}
    controls = [
        (name, field) for name, field in opened.kind.controls(given, more=more)
        if formdata is None or "_" not in name or _was_there(opened.kind, name, formdata)
    ]  # fmt: skip
    typed = sheet.data.get("typed", {}) if sheet is not None else {}
    return form_of(controls, given, typed, opened.shelf.known.pieces, formdata)


def _was_there(kind: Kind, name: str, formdata: Any) -> bool:
    """Whether the row of a control stood on the page: of a box without its tick nothing is sent."""
    for table in kind.tables:
        if name.startswith(f"{table.name}_"):
            row = name.split("_")[: len(table.name.split("_")) + 1]
            return any(f"{'_'.join(row)}_{one.name}" in formdata for one in table.fields)
    return True


def _keep(opened: Opened, form: SheetForm, names: list[str]) -> Kept:
    changes = form.changes(names)
    return keeping.keep(opened.shop, opened.kind.key, changes, seen=filling.seen_version(), by=reader.me(), at=now())


def _write(opened: Opened) -> Response:
    shop, kind, shelf, sheet = opened.shop, opened.kind, opened.shelf, opened.sheet
    given, step = shelf.given(kind.key), queries.step_of(shop, kind.key)
    return page(
        "businesses/sheets/show.html", parts=("sums",),
        shop=shop, kind=kind, form=_form(opened), lines=list(kind.lines(given, shelf.known)),
        remarks=rules.remarks(shelf, kind.key), remark=showing.remark, sheet=sheet, step=step,
        saved=filling.saved_at(sheet) if sheet is not None else "", version=sheet.version if sheet is not None else 0,
        others=showing.others(sheet, kind) if sheet is not None else {},
        rows={one.name: one.shown(given, more=request.args.get(one.name, 0, type=int)) for one in kind.tables},
    )  # fmt: skip
