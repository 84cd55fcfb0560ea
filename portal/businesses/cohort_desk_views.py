"""The rounds of the campaign at the organisers' desk: their dates, their places, how many are taken."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import cohorts
from portal.businesses.desk_forms import CohortForm, of_cohort
from portal.businesses.models import Cohort
from portal.businesses.policy import runs_campaign
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("cohort_desk", __name__, url_prefix="/desk/businesses/rounds")


@bp.get("")
@guard(runs_campaign)
def index() -> Response:
    rounds = [(one, cohorts.taken(one), cohorts.waiting(one)) for one in cohorts.every()]
    return page("businesses/desk/rounds.html", rounds=rounds, at=now())


@bp.get("/new")
@guard(runs_campaign)
def new() -> Response:
    return _edit(None, CohortForm(places=20))


@bp.post("/new")
@guard(runs_campaign)
@once
def create() -> Response:
    return _write(None)


@bp.get(f"/<{NUMBER}:number>")
@guard(runs_campaign, load=cohorts.numbered)
def edit(cohort: Cohort) -> Response:
    return _edit(cohort, CohortForm(data=of_cohort(cohort)))


@bp.post(f"/<{NUMBER}:number>")
@guard(runs_campaign, load=cohorts.numbered)
def update(cohort: Cohort) -> Response:
    return _write(cohort)


def _write(cohort: Cohort | None) -> Response:
    form = CohortForm(request.form)
    try:
        if not form.validate():
            return _edit(cohort, form, status=422)
        cohorts.write(cohort, form.given(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(cohort, form, status=422)
    flash(_("Saved. The page of the campaign says so now."), "ok")
    return go(url_for("cohort_desk.index"))


def _edit(cohort: Cohort | None, form: CohortForm, *, status: int = 200) -> Response:
    return page("businesses/desk/round.html", cohort=cohort, form=form, status=status)
