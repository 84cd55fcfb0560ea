"""The event desk: what is ahead and what waits, a new event, and looking after one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, url_for
from flask_babel import gettext as _
from htmx_flask import request

from portal.events import acts, dated, editing, revisions, rules, selections, taking_place, words
from portal.events.acts import Overtaken, Reason
from portal.events.desk_forms import AgendaForm, EventForm, NewEventForm
from portal.events.editing import How, Scope
from portal.events.event_form import EventFields
from portal.events.field_names import NAMES
from portal.events.models import Event
from portal.events.policy import may_edit
from portal.events.selections import SHOWN
from portal.kit.merge import Merge
from portal.kit.say import N_, Refused
from portal.listings.field_names import REASONS
from portal.listings.forms import HidingForm, PhotoForm
from portal.listings.policy import is_editor
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("event_desk", __name__, url_prefix="/desk/events")
LINKS: tuple[tuple[str, str], ...] = (
    ("registration_desk.index", N_("Registrations")),
    ("check_in.index", N_("Check-in")),
    ("admission.edit", N_("How one takes part")),
)
"""Pages of those who take part, and what they are called."""


def known(number: int) -> Event | None:
    """The event with this number; whether the reader may do anything with it is the guard's question."""
    return rules.numbered(number)


@bp.get("")
@guard(signed_in)
def index() -> Response:
    """All events for the desk; for others those that a listing of theirs organises."""
    me, at, form = reader.me(), now(), AgendaForm(request.args)
    good, of = form.validate(), None if is_editor(me) else me
    words_asked = "" if form.q.errors else form.q.data or ""
    counts = selections.counts(at=at, words=words_asked, of=of)
    listed = selections.listed(shown=form.shown, at=at, words=words_asked, of=of)
    return page(
        "events/desk/index.html",
        parts=("results",),
        status=200 if good else 422,
        form=form,
        found=paged(listed, form.number, total=counts[form.shown]),
        at_desk=of is None,
        tabs=[(key, _(name), counts[key]) for key, name in SHOWN.items() if counts[key] or key == form.shown],
        links=LINKS,
        solar=lambda event: dated.solar(event, current()),
        lunar=lambda event: dated.by_moon(event.first_day, current()),
        words=words,
        address_of_page=lambda number: url_for(
            "event_desk.index", tab=form.shown, q=words_asked or None, page=number
        ),
    )  # fmt: skip


# A new event


@bp.get("/new")
@guard(is_editor)
def new() -> Response:
    return _new(NewEventForm())


@bp.post("/new")
@guard(is_editor)
@once
def create() -> Response:
    form = NewEventForm(request.form)
    if not form.validate():
        return _new(form, status=422)
    try:
        event = rules.create(form.given(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _new(form, status=422)
    flash(_("Kept as a draft. Nobody sees it before you publish it."), "ok")
    return go(url_for("event_desk.edit", number=event.id))


def _new(form: NewEventForm, *, status: int = 200) -> Response:
    return page("events/desk/new.html", form=form, moon=moon(form), status=status)


def moon(form: EventFields) -> str:
    """The day of the form by the moon, as far as one has been written."""
    return dated.by_moon(form.starts_on.data, current()) if form.starts_on.data else ""


# Looking after one


@bp.get(f"/<{NUMBER}:number>")
@guard(may_edit, load=known)
def edit(event: Event) -> Response:
    return show(event)


@bp.post(f"/<{NUMBER}:number>")
@guard(may_edit, load=known)
def update(event: Event) -> Response:
    form = form_of(event, request.form)
    if not form.validate():
        return show(event, form=form, status=422)
    try:
        given = rules.tidied(form.given())
        if merge := revisions.since(event, given, version=form.version.data or 0):
            merged = form_of(event, values=merge.values)
            return show(event, form=merged, both=_both(merge, given), status=409)
        saved = editing.save(event, given, _how(form), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return show(event, form=form, status=422)
    flash(_said(saved), "ok")
    return go(url_for("event_desk.edit", number=event.id))


def _how(form: EventForm) -> How:
    reason = Reason(form.reason_vi.data or "", form.reason_en.data or "") if "reason_vi" in form else Reason("")
    if "scope" not in form:
        return How(reason)
    return How(reason, Scope(form.scope.data), bool(form.overwrite.data))


def _said(saved: editing.Saved) -> str:
    if not saved.changed:
        return str(_("Nothing was different, so nothing was changed."))
    if saved.kept:
        sentence = _("Saved. %(number)s dates of the series keep what somebody wrote in them.", number=saved.kept)
        return str(sentence)
    return str(_("Saved."))


def form_of(event: Event, formdata: Any = None, *, values: dict[str, Any] | None = None) -> EventForm:
    return EventForm(
        formdata, values=values or rules.values(event), of_session=event.parent_id is not None,
        of_series=event.series_id is not None, is_public=event.is_public(), version=event.version,
    )  # fmt: skip


def _both(merge: Merge, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Each field that others changed meanwhile: what stands now, what was typed here, and which the form holds."""

    def tell(name: str, value: Any) -> str:
        return revisions.told(name, value, lang=current(), say=_)

    return [
        {
            "name": _(NAMES[name]) if name in NAMES else name,
            "theirs": tell(name, value),
            "yours": tell(name, given.get(name)),
            "kept": merge.values[name] != value,
        }
        for name, value in merge.theirs.items()
    ]


def show(
    event: Event,
    *,
    form: EventForm | None = None,
    hiding: HidingForm | None = None,
    photo: PhotoForm | None = None,
    both: list[dict[str, Any]] | None = None,
    overtaken: Overtaken | None = None,
    status: int = 200,
) -> Response:
    """The page on which an event is looked after; every refused form comes back on it."""
    form = form or form_of(event)
    return page(
        "events/desk/edit.html",
        event=event,
        form=form,
        moon=moon(form),
        hiding=hiding or HidingForm(),
        photo=photo or PhotoForm(),
        both=both or [],
        overtaken=overtaken and _(overtaken.sentence),
        notice=taking_place.notice(event),
        may_stop=[key for key in acts.CHANGES if acts.may(event, key)],
        links=() if event.parent_id else LINKS,
        solar=lambda one: dated.solar(one, current()),
        lunar=lambda one: dated.by_moon(one.first_day, current()),
        is_over=event.is_over(now()),
        words=words,
        status=status,
    )


# History


@bp.get(f"/<{NUMBER}:number>/history")
@guard(may_edit, load=known)
def history(event: Event) -> Response:
    found, lang = paged(revisions.of(event), asked_page()), current()
    if not found.rows:
        abort(404)
    return page(
        "events/desk/history.html",
        event=event,
        found=found,
        told=[
            (row, revisions.changes(row, lang=lang, say=_), revisions.reason(row, lang, reasons=REASONS, say=_))
            for row in found.rows
        ],
        acts=words.ACTS,
        names=NAMES,
        address_of_page=lambda number: url_for("event_desk.history", number=event.id, page=number),
    )
