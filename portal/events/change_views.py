"""What may become of an event: public, hidden; moved, postponed, cancelled, taking place after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.contributions import queue
from portal.events import acts, change_forms, dated, words
from portal.events.acts import Overtaken
from portal.events.change_forms import ChangeForm, MovingForm
from portal.events.desk_views import form_of, known, show
from portal.events.models import Event
from portal.events.policy import may_edit
from portal.kit.say import N_, Refused
from portal.listings.forms import HidingForm
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("event_changes", __name__, url_prefix="/desk/events")
TITLES = {
    "moved": N_("Move “%(name)s” to another date"),
    "postponed": N_("Postpone “%(name)s”"),
    "cancelled": N_("Cancel “%(name)s”"),
    "resumed": N_("“%(name)s” takes place after all"),
}
DO = {
    "moved": N_("Move it"),
    "postponed": N_("Postpone it"),
    "cancelled": N_("Cancel it"),
    "resumed": N_("It takes place"),
}
VERBS: dict[str, Callable[..., bool]] = {
    "postponed": acts.postpone, "cancelled": acts.cancel, "resumed": acts.resume,
}  # fmt: skip


# Public or not


@bp.post(f"/<{NUMBER}:number>/publication")
@guard(may_edit, load=known)
def publish(event: Event) -> Response:
    if ticket := queue.proposal_of_event(event):
        flash(_("Somebody sent this in and waits for a word: decide it here."), "info")
        return go(url_for("moderation.show", number=ticket.id))
    try:
        acts.publish(event, by=reader.me(), at=now())
    except Refused as refused:
        form = form_of(event)
        form.refuse(refused)
        return show(event, form=form, status=422)
    return _done(event, _("“%(name)s” is public.", name=event.title_vi))


@bp.post(f"/<{NUMBER}:number>/hiding")
@guard(may_edit, load=known)
def hide(event: Event) -> Response:
    form = HidingForm(request.form)
    if not form.validate():
        return show(event, hiding=form, status=422)
    acts.hide(event, by=reader.me(), at=now(), reason=form.reason())
    return _done(event, _("“%(name)s” is hidden.", name=event.title_vi))


def _done(event: Event, sentence: str) -> Response:
    flash(sentence, "ok")
    return go(url_for("event_desk.edit", number=event.id))


# Whether it takes place


class Change(NamedTuple):
    """What is about to become of an event."""

    event: Event
    name: str


def known_change(number: int, change: str) -> Change | None:
    event = known(number) if change in acts.CHANGES else None
    return Change(event, change) if event else None


def may_change(person: Person | None, change: Change) -> bool:
    return may_edit(person, change.event)


@bp.get(f"/<{NUMBER}:number>/changes/<change>")
@guard(may_change, load=known_change)
def edit(change: Change) -> Response:
    return _page(change, change_forms.of(change.event, change.name))


@bp.post(f"/<{NUMBER}:number>/changes/<change>")
@guard(may_change, load=known_change)
def update(change: Change) -> Response:
    """Shows first what everybody will read; does it when its writer has seen that."""
    event, form = change.event, _form(change)
    if not form.validate():
        return _page(change, form, status=422)
    if request.form.get("act") != "do":
        return _page(change, form, seen=True)
    try:
        acts.check(event, form.version.data or 0)
        done = _do(change, form)
    except Overtaken as overtaken:
        form.version.data, form.version.raw_data = event.version, None
        return _page(change, form, overtaken=overtaken, status=409)
    except Refused as refused:
        form.refuse(refused)
        return _page(change, form, status=422)
    return _done(event, _("Done. Everybody reads the reason above the event.") if done else _("Nothing was different."))


def _form(change: Change) -> ChangeForm:
    return MovingForm(request.form) if change.name == "moved" else ChangeForm(request.form)


def _do(change: Change, form: ChangeForm) -> bool:
    given: dict[str, Any] = {"by": reader.me(), "at": now(), "reason": form.reason}
    if not isinstance(form, MovingForm):
        return VERBS[change.name](change.event, **given)
    span = form.span()
    times = {"starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": span.all_day}
    return acts.move(change.event, times, **given)


def _page(
    change: Change, form: ChangeForm, *, seen: bool = False, overtaken: Overtaken | None = None, status: int = 200
) -> Response:
    span = form.span() if isinstance(form, MovingForm) and (seen or overtaken) else None
    lang = current()
    return page(
        "events/desk/change.html",
        event=change.event,
        change=change.name,
        form=form,
        title=_(TITLES[change.name], name=change.event.title_vi),
        do=_(DO[change.name]),
        seen=seen,
        new_date=span and dated.solar(span, lang),
        new_lunar=span and dated.by_moon(span.first_day, lang),
        solar=dated.solar(change.event, lang),
        lunar=dated.by_moon(change.event.first_day, lang),
        headline=_(words.ACTS[change.name]),
        overtaken=overtaken and _(overtaken.sentence),
        status=status,
    )
