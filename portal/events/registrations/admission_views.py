"""How one takes part in an event: set up by whoever runs it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.events.models import Event
from portal.events.registrations import admissions, asking, queries
from portal.events.registrations.forms import AdmissionForm
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("admission", __name__, url_prefix="/desk/events")
SAID_AT = {"opens_at": "opens_on", "closes_at": "closes_on"}


def mine(number: int) -> Event | None:
    """The event with this number, for whoever runs it; for all others there is none."""
    return queries.run_by(reader.person(), number)


@bp.get(f"/<{NUMBER}:number>/admission")
@guard(signed_in, load=mine)
def edit(event: Event) -> Response:
    return _edit(event, AdmissionForm(admission=event.admission))


@bp.post(f"/<{NUMBER}:number>/admission")
@guard(signed_in, load=mine)
def update(event: Event) -> Response:
    form = AdmissionForm(request.form, admission=event.admission)
    try:
        if not form.validate():
            return _edit(event, form, status=422)
        at = now()
        admissions.set_up(event, form.given(), at=at)
        if form.whole_series.data:
            admissions.share(event, at=at)
    except Refused as refused:
        form.refuse(refused.at(SAID_AT[refused.field]) if refused.field in SAID_AT else refused)
        return _edit(event, form, status=422)
    flash(_("Saved. The page of the event says so from now on."), "ok")
    return go(url_for("admission.edit", number=event.id))


def _edit(event: Event, form: AdmissionForm, *, status: int = 200) -> Response:
    return page(
        "events/registrations/admission.html", event=event, form=form, status=status, **asking.both_dates(event)
    )
