"""The box on the page of each listing and each event for what is wrong with it."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _

from portal.contributions import reports, subjects, suspicion, tickets
from portal.contributions.models import TicketKind
from portal.contributions.report_form import ReportForm
from portal.contributions.reports import Wrong
from portal.contributions.subjects import Subject
from portal.events import rules as events
from portal.events.models import Event
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.web import holding, once, opened, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.limit import count_creation
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("reports", __name__)


def known(slug: str) -> Listing | None:
    """The listing that everybody sees at this address."""
    return listings.find(slug, reader=None)


def known_event(slug: str) -> Event | None:
    """The event that everybody sees at this address."""
    return events.find(slug, reader=None)


@bp.get("/map/<slug>/report")
@guard(anyone, load=known)
def new(listing: Listing) -> Response:
    return _begun(listing)


@bp.get("/events/<slug>/report")
@guard(anyone, load=known_event)
def new_of_event(event: Event) -> Response:
    return _begun(event)


def _begun(subject: Subject) -> Response:
    reader.person()  # the form is this reader's own: nobody else may be handed its `once`
    return _new(subject, ReportForm(begun=opened.stamp(now()), reason=request.args.get("reason")))


def _count() -> None:
    if reader.person() is None and tickets.with_once(once.sent(), TicketKind.REPORT) is None:
        count_creation()


@bp.post("/map/<slug>/report")
@guard(anyone, load=known)
@before(_count)
def create(listing: Listing) -> Response:
    return _send(listing)


@bp.post("/events/<slug>/report")
@guard(anyone, load=known_event)
@before(_count)
def create_of_event(event: Event) -> Response:
    return _send(event)


def _send(subject: Subject) -> Response:
    form = ReportForm(request.form)
    if not form.validate():
        return _new(subject, form, status=422)
    key = str(current_app.config["SECRET_KEY"])
    ticket = tickets.with_once(once.sent(), TicketKind.REPORT)
    if ticket is None:
        ticket = _report(subject, form, key=key).ticket
    if symbols := tickets.code_of(ticket, key=key):
        holding.hold(symbols)
    flash(_("Thank you. The desk looks at it."), "ok")
    return go(url_for("codes.show", number=ticket.id))


def _report(subject: Subject, form: ReportForm, *, key: str) -> tickets.Begun:
    at, by = now(), reader.person()
    seen = suspicion.seen(
        trap=form.homepage.data or "", opened_at=opened.read(form.begun.data or "", at=at),
        texts=[form.words.data or ""], by=by, at=at,
    )  # fmt: skip
    return reports.report(
        subject, Wrong(form.reason.data), words=form.words.data or "", phone=form.sender_phone.data, by=by, at=at,
        language=current(), once=once.sent() or None, key=key, suspicion=seen,
    )  # fmt: skip


def _new(subject: Subject, form: ReportForm, *, status: int = 200) -> Response:
    ends = (
        ("reports.create_of_event", "events.show")
        if isinstance(subject, Event)
        else ("reports.create", "listings.show")
    )
    send, back = (url_for(one, slug=subject.slug) for one in ends)
    return page(
        "contributions/report.html", name=subjects.name(subject), send=send, back=back, form=form, status=status
    )
