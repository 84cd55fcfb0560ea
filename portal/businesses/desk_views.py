"""The organisers' desk of the campaign: what came in, and a word on each application."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import applications, cohorts, queries, telling
from portal.businesses.desk_forms import DecisionForm
from portal.businesses.models import Application, ApplicationState
from portal.businesses.policy import runs_campaign
from portal.businesses.words import STATES, TAGS
from portal.kit.say import N_, Refused
from portal.people import rules as people
from portal.people.models import Role
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("business_desk", __name__, url_prefix="/desk/businesses")
PLACES = (
    ("business_desk.index", N_("Applications")), ("shop_desk.index", N_("Shops")),
    ("cohort_desk.index", N_("Rounds of the campaign")), ("package_desk.index", N_("Packages and steps")),
    ("self_check_desk.index", N_("Self-check")),
    ("measure_desk.show", N_("Before and after")), ("story_desk.index", N_("Stories")),
)  # fmt: skip
TABS = (
    ApplicationState.SENT, ApplicationState.ANSWERED, ApplicationState.QUESTION, ApplicationState.WAITING_LIST,
    ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN,
)  # fmt: skip


@bp.app_context_processor
def _places() -> dict[str, object]:
    """For the bar on every page of this desk (`businesses/desk/_bar.html`)."""
    return {"campaign_desk": PLACES}


@bp.get("")
@guard(runs_campaign)
def index() -> Response:
    """What waits, the oldest first; or all of one state."""
    asked = request.args.get("state", "")
    state = ApplicationState(asked) if asked in [str(one) for one in TABS] else None
    counts = applications.counts()
    return page(
        "businesses/desk/index.html", parts=("results",), found=paged(applications.queue(state), asked_page()),
        state=state, tabs=[(one, _(STATES[one]), counts.get(one, 0)) for one in TABS], states=STATES, tags=TAGS,
        waits=sum(counts.get(one, 0) for one in applications.WITH_THE_DESK),
        address_of_page=lambda number: url_for("business_desk.index", state=asked or None, page=number),
    )  # fmt: skip


def known(number: int) -> Application | None:
    """An application that was sent; a draft is its people's own."""
    found = queries.application_whole(number)
    return found if found is not None and found.state is not ApplicationState.DRAFT else None


@bp.get(f"/applications/<{NUMBER}:number>")
@guard(runs_campaign, load=known)
def show(application: Application) -> Response:
    return _show(application, _form(application))


@bp.post(f"/applications/<{NUMBER}:number>")
@guard(runs_campaign, load=known)
def decide(application: Application) -> Response:
    """The button says which: a question, a place, the waiting list, or no."""
    form, me, at = _form(application, request.form), reader.me(), now()
    says = form.says.data or ""
    try:
        if not form.validate():
            return _show(application, form, status=422)
        match request.form.get("act"):
            case "ask":
                applications.ask(application, says, by=me, at=at)
                telling.asked(application, says, at=at)
            case "accept":
                _accept(application, form)
            case "wait":
                applications.put_on_waiting_list(application, says=says, by=me, at=at)
                telling.waits(application, says=says, at=at)
            case "refuse":
                applications.refuse(application, says, by=me, at=at)
                telling.refused(application, reason=says, at=at)
            case _:
                raise Refused(N_("Choose what becomes of the application."))
    except Refused as refused:
        form.refuse(refused)
        return _show(application, form, status=422)
    flash(_("Done. The applicant has a letter."), "ok")
    return go(url_for("business_desk.show", number=application.id))


def _accept(application: Application, form: DecisionForm) -> None:
    advisors = {str(one.id): one for one in people.with_any_role([Role.ADVISOR])}
    advisor, cohort = advisors.get(form.advisor.data or ""), cohorts.numbered(int(form.cohort.data or 0))
    if advisor is None:
        raise Refused(N_("Choose an advisor."), field="advisor")
    if cohort is None:
        raise Refused(N_("Choose a round."), field="cohort")
    says, at = form.says.data or "", now()
    applications.accept(application, advisor=advisor, cohort=cohort, says=says, by=reader.me(), at=at)
    telling.accepted(application, says=says, at=at)
    telling.advises(application.shop, at=at)


def _form(application: Application, formdata: Any = None) -> DecisionForm:
    return DecisionForm(
        formdata, advisors=people.with_any_role([Role.ADVISOR]), cohorts=cohorts.every(), lang=current(),
        cohort=str(application.cohort_id or ""), advisor=str(application.shop.advisor_id or ""),
    )  # fmt: skip


def _show(application: Application, form: DecisionForm, *, status: int = 200) -> Response:
    cohort = application.cohort
    return page(
        "businesses/desk/application.html", application=application, form=form, states=STATES, tags=TAGS,
        free=cohorts.free(cohort) if cohort else None, waiting=cohorts.waiting(cohort) if cohort else 0,
        undecided=application.state in applications.UNDECIDED, status=status,
    )  # fmt: skip
