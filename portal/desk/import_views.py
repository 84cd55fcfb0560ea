"""Taking in a table of listings: bring a file, read what each row would do, confirm it, undo it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, current_app, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import CombinedMultiDict

from portal.desk.forms import ImportForm, TermsForm
from portal.kit.say import N_, Refused
from portal.listings import importer, imports
from portal.listings.field_names import NAMES
from portal.listings.importer import Fate, Line, Report
from portal.listings.models import Import
from portal.listings.policy import is_editor
from portal.media.models import Upload
from portal.media.storage import Storage, storage_for
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.near import near
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged
from portal.web.settle import before

bp = Blueprint("imports", __name__, url_prefix="/desk/imports")
LINES = 100
FATES = {
    Fate.NEW: (N_("New"), "ok"),
    Fate.UPDATE: (N_("Changed"), "info"),
    Fate.SAME: (N_("Unchanged"), ""),
    Fate.TWIN: (N_("Perhaps a duplicate"), "warn"),
    Fate.REFUSED: (N_("Refused"), "red"),
}


class Told(NamedTuple):
    """A row of the report in the reader's words."""

    line: int
    name: str
    fate: Fate
    notes: list[str]


@bp.get("")
@guard(is_editor)
def index() -> Response:
    return _index(ImportForm())


def _kept_table() -> imports.Kept | Refused | None:
    """Reads the file and stores it, before the transaction; only for who may import."""
    form = _import_form()
    if not is_editor(reader.person()) or not form.validate():
        return None
    try:
        return imports.keep(form.file.data.stream, name=form.file.data.filename, storage=_storage())
    except Refused as refused:
        return refused.at("file")


@bp.post("")
@guard(is_editor)
@before(_kept_table)
@once
def create() -> Response:
    form = _import_form()
    if form.validate() and isinstance(g.prepared, Refused):
        form.refuse(g.prepared)
    if form.errors:
        return _index(form, status=422)
    brought = imports.bring(g.prepared, name=form.file.data.filename, by=reader.me(), at=now())
    return go(url_for("imports.show", number=brought.id))


# The dry run


@bp.get(f"/files/<{NUMBER}:number>")
@guard(is_editor, load=imports.find_brought)
def show(brought: Upload) -> Response:
    terms = TermsForm(request.args if "own" in request.args else None)
    good = "own" not in request.args or terms.validate()
    report = importer.check(imports.table_of(brought, storage=_storage()), terms.terms() if good else None)
    return _report(brought, report, terms, status=200 if good else 422)


def _table_to_confirm() -> importer.Table | None:
    """Reads the file again, before the transaction."""
    brought = imports.find_brought(**(request.view_args or {}))
    if brought is None or not is_editor(reader.person()):
        return None
    return imports.table_of(brought, storage=_storage())


@bp.post(f"/files/<{NUMBER}:number>/confirmation")
@guard(is_editor, load=imports.find_brought)
@before(_table_to_confirm)
def confirm(brought: Upload) -> Response:
    terms = TermsForm(request.form)
    if not terms.validate():
        return _report(brought, importer.check(g.prepared), terms, status=422)
    report = importer.check(g.prepared, terms.terms())
    try:
        done = importer.apply(report, by=reader.me(), at=now())
    except Refused as refused:
        terms.refuse(refused)
        return _report(brought, report, terms, status=422)
    if done is None:
        flash(_("This file says nothing that is not on the map already."), "ok")
    else:
        flash(_("Imported: %(added)s new, %(updated)s changed.", added=done.added, updated=done.updated), "ok")
    return go(url_for("imports.index"))


@bp.post(f"/files/<{NUMBER}:number>/removal")
@guard(is_editor, load=imports.find_brought)
def discard(brought: Upload) -> Response:
    imports.discard(brought)
    flash(_("The file is forgotten. Nothing of it was imported."), "ok")
    return go(url_for("imports.index"))


@bp.post(f"/<{NUMBER}:number>/undoing")
@guard(is_editor, load=imports.find)
def undo(import_: Import) -> Response:
    undone = importer.undo(import_, by=reader.me(), at=now())
    stayed = len(undone.stayed)
    sentence = _("The import is undone.")
    if stayed:
        sentence += " " + ngettext(
            "%(num)s listing stayed as it is, because somebody has worked on it since.",
            "%(num)s listings stayed as they are, because somebody has worked on them since.",
            stayed,
        )
    flash(sentence, "ok")
    return go(url_for("imports.index"))


def _report(brought: Upload, report: Report, terms: TermsForm, *, status: int) -> Response:
    fate = request.args.get("fate", "")
    start = max(0, request.args.get("from", 0, type=int))
    lines = [line for line in report.lines if fate in ("", line.fate)]
    return page(
        "desk/import.html",
        parts=("results",),
        status=status,
        brought=brought,
        report=report,
        fates=FATES,
        refused=report.counts[Fate.REFUSED],
        terms=terms,
        fate=fate,
        lines=[_told(line) for line in lines[start : start + LINES]],
        start=start,
        following=start + LINES if start + LINES < len(lines) else None,
        address=_address,
    )


def _told(line: Line) -> Told:
    notes = [_(note.sentence, **note.values) for note in line.notes]
    if line.fate == Fate.UPDATE and line.changes:
        names = ", ".join(_(NAMES.get(name, name)) for name in NAMES if name in line.changes)
        notes.insert(0, _("Changes: %(fields)s.", fields=names))
    return Told(line.line, line.name or line.slug, line.fate, notes)


def _address(**changes: object) -> str:
    """This report on the same terms, with another filter or from another row."""
    return near("imports.show", ("own", "twins", "swap", "demo", "fate"), **changes)


def _index(form: ImportForm, *, status: int = 200) -> Response:
    return page(
        "desk/imports.html",
        form=form,
        waiting=paged(imports.unconfirmed(), 1),
        done=paged(imports.done(), asked_page()),
        address_of_page=lambda number: url_for("imports.index", page=number),
        status=status,
    )


def _import_form() -> ImportForm:
    return ImportForm(CombinedMultiDict([request.files, request.form]))


def _storage() -> Storage:
    return storage_for(current_app.config["SETTINGS"])
