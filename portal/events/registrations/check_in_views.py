"""The door: who is expected, one tap for present, one to take it back, and who comes without having registered.

Plain forms do all of it. With scripts a tick is kept on the phone while the line is gone, and sent once when it is back
(static/js/check-in).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_babel import gettext as _

from portal.events import when
from portal.events.models import Event
from portal.events.registrations import asking, attendance, forgetting, opening, queries, rules
from portal.events.registrations.attendance import GONE, PRESENT
from portal.events.registrations.forms import GuestsForm, TickForm, WalkInForm
from portal.kit import dates
from portal.kit.say import Refused
from portal.web import once, reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("check_in", __name__, url_prefix="/desk/events")


def mine(number: int) -> Event | None:
    """The event with this number, for whoever runs it; for all others there is none."""
    return queries.run_by(reader.person(), number)


@bp.get(f"/<{NUMBER}:number>/check-in")
@guard(signed_in, load=mine)
def index(event: Event) -> Response:
    return _index(event)


@bp.post(f"/<{NUMBER}:number>/check-in")
@guard(signed_in, load=mine)
def tick(event: Event) -> Response:
    """Present, or not after all. A phone that kept its ticks says how long ago each was; the same one again is one."""
    form, at = TickForm(request.form), now()
    seat = rules.find_seat(form.seat.data or 0, event) if form.validate() else None
    if seat is None or form.act.data not in (PRESENT, GONE):
        return _index(event, status=422)
    tapped_at = at - timedelta(seconds=form.ago.data or 0)
    attendance.mark(seat, form.act.data, by=reader.me(), at=tapped_at, once=form.once.data or None)
    if request.accept_mimetypes.best == "application/json":
        counts, present_at = attendance.count(event), attendance.present_at(seat)
        said = _("Present %(time)s", time=_time(present_at)) if present_at is not None else ""
        return jsonify(present=said, counts=[counts.registered, counts.present, counts.walk_ins])
    return go(url_for("check_in.index", number=event.id, q=request.form.get("q") or None))


@bp.post(f"/<{NUMBER}:number>/check-in/walk-ins")
@guard(signed_in, load=mine)
def add(event: Event) -> Response:
    form = WalkInForm(request.form)
    try:
        if not form.validate():
            return _index(event, form, status=422)
        attendance.walk_in(
            event, name=form.name.data or "", people=form.people.data, by=reader.me(), at=now(), once=once.sent(),
            language=current(),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _index(event, form, status=422)
    flash(_("Counted. Welcome!"), "ok")
    return go(url_for("check_in.index", number=event.id))


def _time(at: datetime) -> str:
    return dates.time(at, when.zone(), current())


def _index(event: Event, form: WalkInForm | None = None, *, status: int = 200) -> Response:
    search = GuestsForm(request.args)
    good = search.validate()
    queries.read_places(house := opening.house(event))
    return page(
        "events/registrations/check_in.html",
        status=status if good else 422,
        event=event,
        search=search,
        guests=attendance.guests(event, typed=search.q.data if good else ""),
        counts=attendance.count(event),
        form=form or WalkInForm(),
        doors=opening.has_choices(house),
        house=house,
        time=_time,
        forgotten_on=dates.day(event.last_day + forgetting.KEPT + timedelta(days=1), current()),
        **asking.both_dates(event),
    )
