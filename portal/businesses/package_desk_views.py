"""Wording packages and steps at the organisers' desk: each change of a step is one more version of it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import definitions, queries
from portal.businesses.desk_forms import NewStepForm, PackageForm, StepForm
from portal.businesses.models import EvidenceKind, Package, Step
from portal.businesses.policy import runs_campaign
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("package_desk", __name__, url_prefix="/desk/businesses")


@bp.get("/packages")
@guard(runs_campaign)
def index() -> Response:
    """Every package with its steps, those no longer asked for too, and when each was last compared with the law."""
    packages = [(one, one.steps) for one in definitions.every_package()]
    worded = queries.wordings([step.id for _one, steps in packages for step in steps])
    return page("businesses/desk/packages.html", packages=packages, worded=worded)


@bp.get(f"/packages/<{NUMBER}:number>")
@guard(runs_campaign, load=definitions.package)
def edit(package: Package) -> Response:
    return _package(package, PackageForm(obj=package))


@bp.post(f"/packages/<{NUMBER}:number>")
@guard(runs_campaign, load=definitions.package)
def update(package: Package) -> Response:
    form = PackageForm(request.form)
    if not form.validate():
        return _package(package, form, status=422)
    definitions.write_package(package, form.given(), by=reader.me(), at=now())
    flash(_("Saved. The page of the campaign says so now."), "ok")
    return go(url_for("package_desk.index"))


def _package(package: Package, form: PackageForm, *, status: int = 200) -> Response:
    return page("businesses/desk/package.html", package=package, form=form, status=status)


@bp.get(f"/packages/<{NUMBER}:number>/steps/new")
@guard(runs_campaign, load=definitions.package)
def new(package: Package) -> Response:
    return page("businesses/desk/step_new.html", package=package, form=NewStepForm())


@bp.post(f"/packages/<{NUMBER}:number>/steps/new")
@guard(runs_campaign, load=definitions.package)
@once
def create(package: Package) -> Response:
    form = NewStepForm(request.form)
    try:
        if not form.validate():
            return page("businesses/desk/step_new.html", package=package, form=form, status=422)
        given = form.given()
        definitions.add(package, EvidenceKind(given.pop("kind")), given, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return page("businesses/desk/step_new.html", package=package, form=form, status=422)
    flash(_("Added. Every shop of this package sees it now."), "ok")
    return go(url_for("package_desk.index"))


@bp.get("/steps/<key>")
@guard(runs_campaign, load=queries.step_of_key)
def edit_step(step: Step) -> Response:
    values = {name: getattr(step, name) for name in definitions.OF_A_STEP}
    return _step(step, StepForm(obj=definitions.newest(step), data=values))


@bp.post("/steps/<key>")
@guard(runs_campaign, load=queries.step_of_key)
def update_step(step: Step) -> Response:
    form = StepForm(request.form)
    try:
        if not form.validate():
            return _step(step, form, status=422)
        version = definitions.word(step, form.given(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _step(step, form, status=422)
    flash(
        _("Wording %(number)s stands from now on. What was handed in keeps the one it answered.", number=version.number)
        if version else _("Saved. The words are the same as before."), "ok",
    )  # fmt: skip
    return go(url_for("package_desk.edit_step", key=step.key))


@bp.post("/steps/<key>/retirement")
@guard(runs_campaign, load=queries.step_of_key)
def retire(step: Step) -> Response:
    """No longer asked for, or asked for again."""
    try:
        if request.form.get("act") == "again":
            definitions.take_back(step, by=reader.me(), at=now())
        else:
            definitions.retire(step, by=reader.me(), at=now())
    except Refused as refused:
        form = StepForm(obj=definitions.newest(step), data={"minutes": step.minutes})
        form.refuse(refused)
        return _step(step, form, status=409)
    flash(_("Saved. What shops did of it stays."), "ok")
    return go(url_for("package_desk.index"))


def _step(step: Step, form: StepForm, *, status: int = 200) -> Response:
    return page("businesses/desk/step.html", step=step, form=form, versions=definitions.versions(step), status=status)
