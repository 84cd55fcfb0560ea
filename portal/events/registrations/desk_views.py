"""For whoever runs an event: who registered, whom to confirm, who waits, whom to call; as a table and on paper."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.events import when
from portal.events.models import Event
from portal.events.registrations import admissions, asking, attendance, opening, queries, rules, words
from portal.events.registrations.forms import DecisionForm, ListForm
from portal.events.registrations.models import Seat, SeatState
from portal.kit import phone
from portal.kit.cells import escaped
from portal.kit.clock import to_zone
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("registration_desk", __name__, url_prefix="/desk/events")
BOM = "\ufeff"
AT_ONCE = 50


def mine(number: int) -> Event | None:
    """The event with this number, for whoever runs it; for all others there is none."""
    return queries.run_by(reader.person(), number)


@bp.get(f"/<{NUMBER}:number>/registrations")
@guard(signed_in, load=mine)
def index(event: Event) -> Response:
    return _index(event)


@bp.post(f"/<{NUMBER}:number>/registrations/<{NUMBER}:seat>")
@guard(signed_in, load=lambda number, seat: _of(mine(number), seat))
def decide(found: tuple[Event, Seat]) -> Response:
    event, seat = found
    form, me, at = DecisionForm(request.form), reader.me(), now()
    verbs: dict[str, Callable[[], None]] = {
        "confirm": lambda: rules.confirm(seat, by=me, at=at),
        "refuse": lambda: rules.refuse(seat, form.word.data or "", by=me, at=at),
        "call": lambda: rules.call(seat, by=me, at=at),
        "cancel": lambda: rules.cancel(seat, by=me, at=at),
    }
    try:
        if not form.validate() or form.act.data not in verbs:
            return _index(event, form, open_seat=seat, status=422)
        verbs[form.act.data]()
    except Refused as refused:
        form.refuse(refused)
        return _index(event, form, open_seat=seat, status=422)
    flash(_said(form.act.data, seat), "ok")
    return go(url_for("registration_desk.index", number=event.id, state=request.form.get("state") or None))


@bp.post(f"/<{NUMBER}:number>/registrations/closing")
@guard(signed_in, load=mine)
def close(event: Event) -> Response:
    if request.form.get("act") == "reopen":
        admissions.reopen(event, at=now())
        flash(_("Registration is open again."), "ok")
    else:
        admissions.close(event, at=now())
        flash(_("Registration is closed. Who waits goes on waiting."), "ok")
    return go(url_for("registration_desk.index", number=event.id))


def _of(event: Event | None, number: int) -> tuple[Event, Seat] | None:
    seat = rules.find_seat(number, event) if event is not None else None
    return (event, seat) if event is not None and seat is not None else None


def _said(act: str, seat: Seat) -> str:
    name = seat.registration.name
    said = {
        "confirm": _("%(name)s has a place.", name=name),
        "refuse": _("%(name)s was refused; the place goes to the next.", name=name),
        "call": _("%(name)s was told.", name=name),
        "cancel": _("The place of %(name)s is given up; it goes to the next.", name=name),
    }
    return str(said[act])


def _index(
    event: Event, form: DecisionForm | None = None, *, open_seat: Seat | None = None, status: int = 200
) -> Response:
    search, at = ListForm(request.args), now()
    good = search.validate()
    state = _state(request.args.get("state", ""))
    queries.read_places(house := opening.house(event))
    people = queries.people(event)
    return page(
        "events/registrations/desk.html",
        parts=("results",),
        status=status if good else 422,
        event=event,
        found=paged(queries.seats(event, state=state, typed=search.q.data if good else ""), asked_page(), size=AT_ONCE),
        people=people,
        tabs=[(one, _(words.AT_THE_DESK[one]), people[one]) for one in SeatState if people[one] or one == state],
        state=state,
        search=search,
        form=form or DecisionForm(),
        open_seat=open_seat,
        to_call=queries.to_call(event),
        taking=asking.taking(event, at=at),
        house=house,
        at=at,
        late_before=at - rules.CONFIRMED_WITHIN,
        words=words,
        phone=phone,
        address_of_page=lambda number: url_for(
            "registration_desk.index", number=event.id, state=state, q=search.q.data or None, page=number
        ),
        **asking.both_dates(event),
    )  # fmt: skip


def _state(typed: str) -> SeatState | None:
    return SeatState(typed) if typed in set(SeatState) else None


# As a table, and on paper


@bp.get(f"/<{NUMBER}:number>/registrations.csv")
@guard(signed_in, load=mine)
def table(event: Event) -> Response:
    answer = Response(BOM + "".join(_rows(event)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="dang-ky-{event.id}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _rows(event: Event) -> Iterator[str]:
    """The cells of people are escaped: none of them is a formula where the table is opened."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([
        _("Name"), _("Phone"), _("Event"), _("People"), _("State"), _("What they need"), _("Pictures"),
        _("Child with guardian"), _("Registered at"), _("Came"),
    ])  # fmt: skip
    here = {guest.seat.id: guest.present_at for one in [event, *event.sessions] for guest in attendance.guests(one)}
    for seat in queries.all_seats(event):
        writer.writerow([escaped(cell) for cell in _cells(seat, here.get(seat.id))])
    yield buffer.getvalue()


def _cells(seat: Seat, present_at: datetime | None) -> Iterator[str]:
    one = seat.registration
    yield from (one.name, phone.show(one.phone) if one.phone else "", seat.event.title_vi, str(seat.people))
    yield _(words.AT_THE_DESK[seat.state])
    yield one.access_needs
    yield _("yes") if one.photo_consent else _("no")
    yield _("yes") if one.is_guardian else _("no")
    yield _minute(one.at)
    yield _minute(present_at) if present_at is not None else ""


def _minute(at: datetime) -> str:
    return f"{to_zone(at, when.zone()):%Y-%m-%d %H:%M}"


@bp.get(f"/<{NUMBER}:number>/registrations/paper")
@guard(signed_in, load=mine)
def paper(event: Event) -> Response:
    """A list for the door, to be printed: a box to tick for each."""
    here = [one for one in [event, *event.sessions] if queries.has_seats(one)] or [event]
    lists = [(one, attendance.guests(one)) for one in here]
    return page("events/registrations/paper.html", event=event, lists=lists, phone=phone, **asking.both_dates(event))
