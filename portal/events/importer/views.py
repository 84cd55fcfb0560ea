"""Sources of events on the desk: how well each is, bringing its file, reading what it would do, saying yes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from textwrap import shorten
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import CombinedMultiDict

from portal.events.field_names import NAMES
from portal.events.importer import applying, comparing, reading, sources
from portal.events.importer.comparing import Fate, Report
from portal.events.importer.forms import AUTHORITIES, ApprovalForm, FileForm, SourceForm
from portal.events.importer.models import EventImport, EventSource
from portal.events.importer.reading import Read
from portal.events.revisions import told
from portal.kit.difference import Piece, sides
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings.policy import is_editor
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current, in_language_of, link
from portal.web.near import near
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged
from portal.web.settle import before, survives

bp = Blueprint("event_sources", __name__, url_prefix="/desk/events/sources")
LINES = 100
LONGEST_VALUE = 300
FATES = {
    Fate.NEW: (N_("New"), "ok"),
    Fate.UPDATE: (N_("Changed"), "info"),
    Fate.SAME: (N_("Unchanged"), ""),
    Fate.HELD: (N_("Held"), ""),
    Fate.TWIN: (N_("Perhaps a duplicate"), "warn"),
    Fate.MISSING: (N_("Missing"), "warn"),
    Fate.ASIDE: (N_("Left aside"), ""),
    Fate.REFUSED: (N_("Refused"), "red"),
}
FAILED = "event_source_failed"


class Told(NamedTuple):
    """A line of the report in the reader's words: `changes` and `held` by the names of their fields."""

    line: int
    title: str
    uid: str
    fate: Fate
    grave: bool
    starts: str
    notes: list[str]
    changes: list[tuple[str, list[Piece], list[Piece]]]
    held: list[tuple[str, list[Piece], list[Piece]]]


@bp.get("")
@guard(is_editor)
def index() -> Response:
    return _index(SourceForm())


@bp.post("")
@guard(is_editor)
@once
def create() -> Response:
    form = SourceForm(request.form)
    if form.validate():
        try:
            source = sources.create(**form.terms(), by=reader.me(), at=now())
            return go(url_for("event_sources.show", number=source.id))
        except Refused as refused:
            form.refuse(refused)
    return _index(form, status=422)


@bp.get(f"/<{NUMBER}:number>")
@guard(is_editor, load=sources.find)
def show(source: EventSource) -> Response:
    return _show(source, SourceForm.of(source), FileForm())


@bp.post(f"/<{NUMBER}:number>")
@guard(is_editor, load=sources.find)
def update(source: EventSource) -> Response:
    form = SourceForm(request.form)
    if form.validate():
        try:
            sources.update(source, **form.terms(), by=reader.me(), at=now())
            flash(_("The terms are saved. They hold for the files to come."), "ok")
            return go(url_for("event_sources.show", number=source.id))
        except Refused as refused:
            form.refuse(refused)
    return _show(source, form, FileForm(), status=422)


# A file


def _read_file() -> Read | Refused | None:
    """Reads the file, before the transaction; only for who may bring one."""
    form = _file_form()
    if not is_editor(reader.person()) or not form.validate():
        return None
    try:
        content = form.file.data.stream.read(reading.BYTES + 1)
        return reading.read(content, form.file.data.filename or "", at=now())
    except Refused as refused:
        return refused.at("file")


@bp.post(f"/<{NUMBER}:number>/files")
@guard(is_editor, load=sources.find)
@before(_read_file)
@once
def bring(source: EventSource) -> Response:
    form = _file_form()
    if form.validate() and isinstance(g.prepared, Refused):
        form.refuse(g.prepared)
        survives(partial(_failed, source.id, g.prepared))
        status = 413 if g.prepared.sentence == reading.TOO_LARGE else 422
        return _show(source, SourceForm.of(source), form, status=status)
    if form.errors:
        return _show(source, SourceForm.of(source), form, status=422)
    at, by = now(), reader.me()
    brought = sources.bring(source, g.prepared, name=form.file.data.filename, by=by, at=at)
    report = comparing.check(source, brought.report, at=at)
    if report.needs_a_look:
        return go(url_for("event_sources.report", number=brought.id))
    applying.apply(brought, report, by=by, at=at)
    flash(_written(report), "ok")
    return go(url_for("event_sources.show", number=source.id))


@bp.get(f"/files/<{NUMBER}:number>")
@guard(is_editor, load=sources.find_import)
def report(import_: EventImport) -> Response:
    return _report(import_, ApprovalForm())


@bp.post(f"/files/<{NUMBER}:number>/approval")
@guard(is_editor, load=sources.find_import)
def approve(import_: EventImport) -> Response:
    form = ApprovalForm(request.form)
    sources.check_waits(import_)
    at = now()
    found = comparing.check(import_.source, import_.report, at=at)
    try:
        applying.apply(import_, found, by=reader.me(), at=at, twins=form.twins.data)
    except Refused as refused:
        form.form_errors.append(_(refused.sentence, **refused.values))
        return _report(import_, form, status=422)
    flash(_written(found, twins=form.twins.data), "ok")
    return go(url_for("event_sources.show", number=import_.source.id))


@bp.post(f"/files/<{NUMBER}:number>/removal")
@guard(is_editor, load=sources.find_import)
def drop(import_: EventImport) -> Response:
    sources.drop(import_, at=now())
    flash(_("The file is forgotten. Nothing of it was imported."), "ok")
    return go(url_for("event_sources.show", number=import_.source.id))


def _failed(number: int, why: Refused) -> None:
    """Its last file could not be read: written down, and told to whoever looks after the source."""
    source, at = sources.find(number), now()
    if source is None:
        return
    sources.note_failure(source, why, at=at)
    if source.owner is not None:
        with in_language_of(source.owner):
            subject = _("A file of “%(name)s” could not be read", name=source.name)
            sentence = _(why.sentence, **why.values)
            where = link("event_sources.show", number=source.id)
            body = _("%(why)s\n\nThe events that are here stay as they are: %(link)s", why=sentence, link=where)
            letters.write(source.owner, kind=FAILED, subject=subject, body=body, at=at)


# Answers


def _index(form: SourceForm, *, status: int = 200) -> Response:
    return page(
        "events/importer/index.html",
        form=form,
        fault=_fault,
        waiting=paged(sources.waiting(), 1, size=LINES).rows,
        found=paged(sources.all_of_them(), asked_page()),
        address_of_page=lambda number: url_for("event_sources.index", page=number),
        status=status,
    )


def _show(source: EventSource, terms: SourceForm, form: FileForm, *, status: int = 200) -> Response:
    return page(
        "events/importer/show.html",
        source=source,
        fault=_fault,
        count=sources.count_events(source),
        terms=terms,
        form=form,
        files=paged(sources.files(source), asked_page()),
        address_of_page=lambda number: url_for("event_sources.show", number=source.id, page=number),
        authority=AUTHORITIES[source.authority],
        status=status,
    )


def _fault(source: EventSource) -> str:
    """Why its last file could not be read, in the reader's words."""
    why = sources.failure(source)
    return str(_(why.sentence, **why.values)) if why else ""


def _report(import_: EventImport, form: ApprovalForm, *, status: int = 200) -> Response:
    waits = import_.applied_at is None and import_.dropped_at is None
    found = comparing.check(import_.source, import_.report, at=now()) if waits else None
    told_lines = applying.kept(found.lines, most=None) if found else import_.report.get("lines", [])
    kept = import_.report.get("counts", {})
    counts = found.counts if found else {fate: kept.get(fate, 0) for fate in Fate}
    fate, start = request.args.get("fate", ""), max(0, request.args.get("from", 0, type=int))
    lines = [line for line in told_lines if fate in ("", line["fate"])]
    return page(
        "events/importer/report.html",
        parts=("results",),
        status=status,
        import_=import_,
        waits=waits,
        first=import_.source.approved_at is None,
        fates=FATES,
        counts=counts,
        due=len(found.due(twins=False)) if found else 0,
        twins=counts[Fate.TWIN],
        unknown=import_.report.get("unknown", []),
        form=form,
        fate=fate,
        lines=[_told(line) for line in lines[start : start + LINES]],
        start=start,
        following=start + LINES if start + LINES < len(lines) else None,
        address=_address,
    )


def _told(line: Mapping[str, Any]) -> Told:
    notes = [_(sentence, **values) for sentence, values in line["notes"]]
    starts = told("starts_at", line["starts_at"], lang=current(), say=_)
    return Told(
        line["line"], line["title"], line["uid"], Fate(line["fate"]), line["grave"], starts, notes,
        _changes(line["changes"]), _changes(line["held"]),
    )  # fmt: skip


def _changes(changed: Mapping[str, Any]) -> list[tuple[str, list[Piece], list[Piece]]]:
    def words(name: str, value: Any) -> str:
        return shorten(told(name, value, lang=current(), say=_), LONGEST_VALUE, placeholder="…")

    return [(_(NAMES[name]), *sides(words(name, old), words(name, new))) for name, (old, new) in changed.items()]


def _written(report: Report, *, twins: bool = False) -> str:
    """What was done, in one sentence."""
    count = len(report.due(twins=twins))
    if count == 0:
        return str(_("This file says nothing that is not in the calendar already."))
    return str(ngettext("Taken over: %(num)s event.", "Taken over: %(num)s events.", count))


def _address(**changes: object) -> str:
    """This report with another filter or from another line."""
    return near("event_sources.report", ("fate",), **changes)


def _file_form() -> FileForm:
    return FileForm(CombinedMultiDict([request.files, request.form]))
