"""The parts of an event, each with its own time: adding one. Mending or cancelling one is done as for any event."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.events import dated, rules, sessions
from portal.events.desk_forms import NewEventForm
from portal.events.desk_views import moon
from portal.events.models import Event
from portal.events.policy import may_edit
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("event_sessions", __name__, url_prefix="/desk/events")


def known(number: int) -> Event | None:
    """An event that may have parts: those of a part are none."""
    event = rules.numbered(number)
    return event if event is not None and event.parent_id is None else None


@bp.get(f"/<{NUMBER}:number>/sessions/new")
@guard(may_edit, load=known)
def new(event: Event) -> Response:
    return _new(event, NewEventForm(of_session=True, starts_on=event.first_day))


@bp.post(f"/<{NUMBER}:number>/sessions")
@guard(may_edit, load=known)
@once
def create(event: Event) -> Response:
    form = NewEventForm(request.form, of_session=True)
    if not form.validate():
        return _new(event, form, status=422)
    try:
        session = sessions.add(event, form.given(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _new(event, form, status=422)
    flash(_("“%(name)s” is part of it now.", name=session.title_vi), "ok")
    return go(url_for("event_desk.edit", number=event.id, _anchor="sessions"))


def _new(event: Event, form: NewEventForm, *, status: int = 200) -> Response:
    return page(
        "events/desk/session_new.html",
        event=event,
        form=form,
        moon=moon(form),
        solar=dated.solar(event, current()),
        status=status,
    )
