"""The shops of the campaign at the organisers' desk: who advises each, what it works through, stopping and going on."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import applications, enrolments, queries, rules, telling, words
from portal.businesses.desk_forms import AdvisorForm, EnrolmentForm
from portal.businesses.models import Shop
from portal.businesses.policy import runs_campaign
from portal.businesses.steps import queries as steps
from portal.kit.say import N_, Refused
from portal.people import rules as people
from portal.people.models import Role
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page
from portal.web.paging import asked_page, paged

bp = Blueprint("shop_desk", __name__, url_prefix="/desk/businesses/shops")


@bp.get("")
@guard(runs_campaign)
def index() -> Response:
    """Those that take part, by name, with how far each is."""
    found = paged(queries.taking_part(), asked_page())
    return page(
        "businesses/desk/shops.html", parts=("results",), found=found,
        counts=steps.counts_of([one.id for one in found.rows]), words=words,
        address_of_page=lambda number: url_for("shop_desk.index", page=number),
    )  # fmt: skip


@bp.get("/<slug>")
@guard(runs_campaign, load=queries.of_slug)
def show(shop: Shop) -> Response:
    return _show(shop)


@bp.post("/<slug>/advisor")
@guard(runs_campaign, load=queries.of_slug)
def give_advisor(shop: Shop) -> Response:
    form, at = _advisor_form(shop, request.form), now()
    chosen = {str(one.id): one for one in people.with_any_role([Role.ADVISOR])}.get(form.advisor.data or "")
    try:
        if not form.validate():
            return _show(shop, form, status=422)
        former = shop.advisor_id
        rules.give_advisor(shop, chosen, by=reader.me(), at=at)
    except Refused as refused:
        form.refuse(refused)
        return _show(shop, form, status=422)
    if chosen is not None and chosen.id != former:
        telling.advises(shop, at=at)
    flash(_("Saved."), "ok")
    return go(url_for("shop_desk.show", slug=shop.slug))


@bp.post("/<slug>/enrolments")
@guard(runs_campaign, load=queries.of_slug)
def turn(shop: Shop) -> Response:
    """A package of the shop is stopped with a reason, or goes on."""
    form, me, at = EnrolmentForm(request.form), reader.me(), now()
    number = request.form.get("package", type=int)
    enrolment = enrolments.of(shop, number) if number else None
    try:
        if enrolment is None:
            raise Refused(N_("The shop does not work on this package."))
        if not form.validate():
            return _show(shop, enrolling=form, status=422)
        if request.form.get("act") == "resume":
            enrolments.resume(enrolment, by=me, at=at)
        else:
            enrolments.stop(enrolment, form.reason.data or "", by=me, at=at)
            telling.stopped(enrolment, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _show(shop, enrolling=form, status=422)
    flash(_("Saved."), "ok")
    return go(url_for("shop_desk.show", slug=shop.slug))


def _advisor_form(shop: Shop, formdata: object = None) -> AdvisorForm:
    return AdvisorForm(formdata, advisors=people.with_any_role([Role.ADVISOR]), advisor=str(shop.advisor_id or ""))


def _show(
    shop: Shop, form: AdvisorForm | None = None, *, enrolling: EnrolmentForm | None = None, status: int = 200
) -> Response:
    return page(
        "businesses/desk/shop.html", shop=shop, form=form or _advisor_form(shop),
        enrolling=enrolling or EnrolmentForm(), people=rules.people(shop),
        enrolled=queries.enrolled(shop), counts=steps.counts(shop), words=words,
        sent=[one for one in applications.of_shop(shop) if one.state != "draft"], status=status,
    )  # fmt: skip
