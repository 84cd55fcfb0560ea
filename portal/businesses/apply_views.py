"""Applying: which business, a draft that keeps each field, sending it; later where it stands, by its code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, flash, g, jsonify, request, url_for
from flask_babel import gettext as _

from portal.businesses import applications, cohorts, queries, rules, showing, telling
from portal.businesses.apply_form import (
    NEW,
    AnswerForm,
    ApplicationForm,
    BeginForm,
    application_form,
    given,
    package_fields,
)  # fmt: skip
from portal.businesses.models import Application, ApplicationState, Shop
from portal.businesses.policy import works_in
from portal.businesses.words import NEXT, STATES, TAGS
from portal.city.chosen import here
from portal.kit import code as short
from portal.kit import dates
from portal.kit.say import Refused
from portal.listings import ownership
from portal.listings import rules as listings
from portal.web import reader
from portal.web.clock import came, now
from portal.web.guard import anyone, guard, signed_in
from portal.web.language import current
from portal.web.limit import limit
from portal.web.once import once
from portal.web.page import go, page
from portal.web.settle import survives

bp = Blueprint("shop_applications", __name__, url_prefix="/businesses")
Begun = Sequence[tuple[Shop, Sequence[Application]]]


# Which business


@bp.get("/apply")
@guard(signed_in)
def new() -> Response:
    """Offers what has no open application: the others stand above it, to go on with."""
    begun = queries.applications_of(reader.me())
    shown = {shop.listing_id for shop, sent in begun if applications.still_open(sent)}
    return _new(_begin_form(but=shown, package=request.args.get("package", "")), begun)


@bp.post("/apply")
@guard(signed_in)
@once
def create() -> Response:
    form, me, at = _begin_form(request.form), reader.me(), now()
    try:
        if not form.validate():
            return _new(form, queries.applications_of(me), status=422)
        if form.listing.data == NEW:
            shop = rules.begin_new(form.new_listing(), by=me, at=at)
        else:
            listing = listings.find(form.listing.data, reader=me)
            shop = rules.begin(listing or abort(404), by=me, at=at)
        application = applications.begin(shop, by=me, at=at)
        if form.package.data in {"1", "2", "3"} and not application.packages:
            applications.keep(application, {"packages": [int(form.package.data)]}, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _new(form, queries.applications_of(me), status=422)
    return go(url_for("shop_applications.edit", code=application.code))


def _begin_form(formdata: Any = None, *, but: Collection[int] = (), **data: Any) -> BeginForm:
    """Offers the listings that the reader looks after, `but` these: sent all the same, what is begun goes on."""
    owned = queries.without_marks(ownership.listings_of(reader.me()))
    return BeginForm(formdata, listings=[one for one in owned if one.id not in but], **data)


def _new(form: BeginForm, begun: Begun, *, status: int = 200) -> Response:
    return page(
        "businesses/apply.html", form=form, begun=begun, states=STATES, tags=TAGS,
        round_line=showing.round_line(now()), status=status,
    )  # fmt: skip


# The draft


def mine(code: str) -> Application | None:
    """The application of this code, for the people of its shop."""
    found = applications.find(code)
    return found if found is not None and works_in(reader.person(), found.shop) else None


@bp.get("/applications/<code>/draft")
@guard(signed_in, load=mine)
def edit(application: Application) -> Response:
    if application.state is not ApplicationState.DRAFT:
        return go(url_for("shop_applications.show", code=application.code))
    form = _form(application)
    for name in application.typed:
        if name in form:
            form[name].validate(form)
    return _edit(application, form)


@bp.post("/applications/<code>/draft")
@guard(signed_in, load=mine)
def update(application: Application) -> Response:
    """Keeps the whole draft and, unless it is only to be kept, sends it. What is not right is kept as well."""
    form, at = _form(application, request.form), came()
    try:
        if not _take(application, form):
            survives(partial(_keep_all_the_same, application.id, request.form.copy()))
            return _edit(application, form, status=422)
        if request.form.get("act") == "keep":
            flash(_("Kept. Nobody else sees it before you send it."), "ok")
            return go(url_for("shop_applications.edit", code=application.code))
        applications.send(application, by=reader.me(), at=at)
    except Refused as refused:
        survives(partial(_keep_all_the_same, application.id, request.form.copy()))
        gaps = [Refused(says, field=name) for name, says in applications.missing(application).items()]
        for one in gaps or [refused]:  # all at once, not one after the other
            form.refuse(one if one.field != "packages" else one.at(package_fields(form)[0].short_name))
        return _edit(application, form, status=422)
    telling.sent(application, at=at)
    flash(_("Sent. Keep the code: under it you see where your application stands."), "ok")
    return go(url_for("shop_applications.show", code=application.code))


@bp.post("/applications/<code>/fields")
@guard(signed_in, load=mine)
def save(application: Application) -> Response:
    """One field as it was left. It is kept even when it is wrong; the answer says so."""
    form, name = _form(application, request.form), request.form.get("field", "")
    if name not in form or name == "once":
        return _said(_("This field is not here any more."), 409)
    if name.startswith("package_"):  # only this box came along: the others stand as they stood
        for field in package_fields(form):
            if field.short_name != name:
                field.data = int(field.short_name.rpartition("_")[2]) in application.packages
    try:
        _take(application, form, only=name)
    except Refused as refused:
        return _said(_(refused.sentence), 409)
    wrong = form[name].errors[0] if form[name].errors else ""
    return _said(_("Saved %(time)s", time=_saved_at(application)), 200, wrong=str(wrong))


def _take(application: Application, form: ApplicationForm, only: str = "") -> bool:
    """Keeps what came in; whether all of it was right."""
    right = form.validate()
    names = [one.short_name for one in form if one.short_name != "once" and only in ("", one.short_name)]
    values, typed = given(form, names)
    applications.keep(application, values, typed=typed, at=came())
    return bool(right)


def _keep_all_the_same(number: int, formdata: Any) -> None:
    """A refused form is rolled back: what was typed is kept in a transaction of its own."""
    application = queries.application(number)
    if application is not None and application.state is ApplicationState.DRAFT:
        _take(application, _form(application, formdata))


def _form(application: Application, formdata: Any = None) -> ApplicationForm:
    return application_form(
        application, packages=queries.all_of(queries.packages()), cohorts=cohorts.open_now(now()), lang=current(),
        formdata=formdata,
    )  # fmt: skip


def _edit(application: Application, form: ApplicationForm, *, status: int = 200) -> Response:
    return page(
        "businesses/application_form.html", application=application, form=form, packages=package_fields(form),
        saved=_saved_at(application), round_line=showing.round_line(now()), status=status,
    )  # fmt: skip


def _saved_at(application: Application) -> str:
    return dates.time(application.changed_at, ZoneInfo(here().zone), current())


def _said(sentence: str, status: int, **more: str) -> Response:
    answer = jsonify(saved=sentence, **more)
    answer.status_code = status
    return answer


# Where it stands


def behind(code: str) -> Application | None:
    """What was sent under a code, for whoever has it; a draft is its people's own."""
    g.private = True
    found = applications.find(code)
    if found is None or (found.state is ApplicationState.DRAFT and not works_in(reader.person(), found.shop)):
        return None
    return found


@bp.get("/applications/<code>")
@guard(anyone)
@limit("20 per minute", reads=True)
def show(code: str) -> Response:
    application = behind(code) or abort(404)
    if application.state is ApplicationState.DRAFT:
        return go(url_for("shop_applications.edit", code=application.code))
    return _show(application, AnswerForm())


@bp.post("/applications/<code>/answer")
@guard(anyone, load=behind)
@limit("20 per minute")
@once
def answer(application: Application) -> Response:
    form = AnswerForm(request.form)
    try:
        if not form.validate():
            return _show(application, form, status=422)
        applications.answer(application, form.text.data or "", by=reader.person(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(application, form, status=422)
    flash(_("Your answer is with the organisers."), "ok")
    return go(url_for("shop_applications.show", code=application.code))


@bp.post("/applications/<code>/withdrawal")
@guard(signed_in, load=mine)
def withdraw(application: Application) -> Response:
    try:
        applications.withdraw(application, by=reader.me(), at=now())
    except Refused as refused:
        form = AnswerForm()
        form.refuse(refused)
        return _show(application, form, status=409)
    flash(_("It is taken back. You can apply again at any time."), "ok")
    return go(url_for("shop_applications.show", code=application.code))


def _show(application: Application, form: AnswerForm, *, status: int = 200) -> Response:
    me = reader.person()
    return page(
        "businesses/application.html", application=application, form=form, code=short.show(application.code),
        ours=works_in(me, application.shop), states=STATES, tags=TAGS, nexts=NEXT,
        wanted=[one for one in queries.all_of(queries.packages()) if one.number in application.packages],
        may_withdraw=works_in(me, application.shop) and application.state not in applications.OVER, status=status,
    )  # fmt: skip
