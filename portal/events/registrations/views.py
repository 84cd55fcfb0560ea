"""Registering for an event, and what whoever registered sees and may do afterwards: by their browser, or by the code.

The link in the QR code opens a page with buttons; only pressing one acts, since robots open links too.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.events import rules as calendar
from portal.events import taking_place
from portal.events.models import Event
from portal.events.registrations import asking, attendance, codes, opening, queries, rules, words
from portal.events.registrations.forms import AnswerForm, RegistrationForm
from portal.events.registrations.models import Registration, Seat
from portal.events.registrations.places import LIVE
from portal.events.registrations.policy import may_run
from portal.kit import code as short
from portal.kit import qr
from portal.kit.say import Refused
from portal.web import holding, once, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current, link
from portal.web.limit import count_creation, limit
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import before

bp = Blueprint("registrations", __name__, url_prefix="/events")
SAID = {
    "accept": rules.accept,
    "cancel": rules.cancel,
    "keep": rules.keep,
}


# The form


def known(slug: str) -> Event | None:
    """The event that everybody sees at this address, where one registers on the portal."""
    event = calendar.find(slug, reader=None)
    return event if event is not None and opening.admission(event) is not None else None


@bp.get("/<slug>/registration")
@guard(anyone, load=known)
def new(event: Event) -> Response:
    if event.parent is not None:
        return go(url_for("registrations.new", slug=event.parent.slug))
    me = reader.person()  # the form is this reader's own: nobody else may be handed its `once`
    asked = request.args.getlist("session")
    form = _form(event, None, name=me.full_name if me else "", phone=me.phone if me else None, session=asked)
    return _new(event, form)


def _count() -> None:
    if reader.person() is None and not codes.is_known(once.sent()):
        count_creation()


@bp.post("/<slug>/registration")
@guard(anyone, load=known)
@before(_count)
def create(event: Event) -> Response:
    """The same form again is answered with the same registration and the same code, should the answer be lost."""
    event, key = opening.house(event), str(current_app.config["SECRET_KEY"])
    registration = codes.with_once(once.sent(), event.id)
    if registration is None:
        form = _form(event, request.form)
        try:
            if not form.validate():
                return _new(event, form, status=422)
            registration = rules.register(
                event, form.wish(), by=reader.person(), at=now(), language=current(), once=once.sent(), key=key
            ).registration
        except Refused as refused:
            form.refuse(refused)
            return _new(event, form, status=422)
    if symbols := codes.code_of(registration, key=key):
        holding.hold(symbols)
    return go(url_for("registrations.show", number=registration.id))


def _form(event: Event, formdata: Any, **data: Any) -> RegistrationForm:
    admission = opening.admission(event)
    assert admission is not None
    return RegistrationForm(
        formdata, most=admission.most_people, sessions=asking.choices(event, at=now()),
        residents_only=admission.residents_only, **data,
    )  # fmt: skip


def _new(event: Event, form: RegistrationForm, *, status: int = 200) -> Response:
    return page(
        "events/registrations/new.html", parts=("register",), status=status,
        event=event, form=form, taking=asking.taking(event, at=now()), **asking.both_dates(event),
    )  # fmt: skip


# What became of it


def held(number: int) -> Registration | None:
    """The registration of this number, for whose browser holds its code and for whose account it is."""
    return codes.held(number, codes=holding.codes(), by=reader.person())


@bp.get(f"/registrations/<{NUMBER}:number>")
@guard(anyone, load=held)
def show(registration: Registration) -> Response:
    return _show(registration, _code_in_hand(registration))


@bp.post(f"/registrations/<{NUMBER}:number>")
@guard(anyone, load=held)
def answer(registration: Registration) -> Response:
    return _answer(registration, "", url_for("registrations.show", number=registration.id))


@bp.get("/registration/<code>")
@guard(anyone)
@limit("20 per minute", reads=True)
def show_coded(code: str) -> Response:
    return _show(_behind(code), _printed(code), by_code=True)


@bp.post("/registration/<code>")
@guard(anyone)
@limit("20 per minute")
def answer_coded(code: str) -> Response:
    registration = _behind(code)
    return _answer(registration, _printed(code), url_for("registrations.show_coded", code=short.read(code)))


def _behind(code: str) -> Registration:
    """The registration behind a code in an address; a wrong code and an unknown one are the same."""
    g.private = True
    registration = codes.find(code)
    if registration is None:
        abort(404)
    return registration


def _printed(code: str) -> str:
    return short.show(short.read(code) or "")


def _answer(registration: Registration, code: str, back: str) -> Response:
    form = AnswerForm(request.form)
    seat = next((one for one in registration.seats if one.id == form.seat.data), None)
    act = SAID.get(form.act.data or "")
    if not form.validate() or seat is None or act is None:
        return go(back)
    try:
        act(seat, by=reader.person(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(registration, code or _code_in_hand(registration), form, by_code=bool(code), status=409)
    flash(_thanks(form.act.data or ""), "ok")
    return go(back)


def _thanks(act: str) -> str:
    if act == "cancel":
        return _("It is cancelled. Thank you for saying so: somebody else can come.")
    return _("Noted: you come. We look forward to you.")


def _code_in_hand(registration: Registration) -> str:
    """The code as it is printed, if this browser holds it or it follows from the form."""
    in_hand = (one for one in holding.codes() if codes.digest(one) == registration.digest)
    found = next(in_hand, None) or codes.code_of(registration, key=str(current_app.config["SECRET_KEY"]))
    return short.show(found) if found else ""


def _show(
    registration: Registration, code: str, form: AnswerForm | None = None, *, by_code: bool = False, status: int = 200
) -> Response:
    g.private = True
    me, symbols = reader.person(), short.read(code)
    address = link("registrations.show_coded", code=symbols) if symbols else ""
    return page(
        "events/registrations/show.html",
        status=status,
        registration=registration, event=registration.event, form=form or AnswerForm(), code=code, address=address,
        drawing=Markup(qr.svg(address, margin=2)) if address else "",  # nosec B704  drawn by us
        action=url_for("registrations.show_coded", code=symbols) if by_code
        else url_for("registrations.show", number=registration.id),
        ahead=queries.ahead_of, asks=asks_again, live=LIVE, at=now(), words=words,
        runs=may_run(me, registration.event), present_at=attendance.present_at, notice=taking_place.notice,
        **asking.both_dates(registration.event),
    )  # fmt: skip


def asks_again(seat: Seat) -> bool:
    """Whether the event was moved or postponed since they registered, and they have not said yet that they come."""
    told = taking_place.notice(seat.event)
    if told is None or told.act not in ("moved", "postponed") or told.at < seat.registration.at:
        return False
    return seat.state in LIVE and (seat.kept_at is None or seat.kept_at < told.at)
