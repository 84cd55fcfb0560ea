"""Signing in and out, and the page that takes a handed-over code."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from portal.people import codes, passwords, rules
from portal.people.entering import address_and_account, enter, leave, note_trial, onward
from portal.people.forms import SignInForm, WelcomeForm
from portal.people.models import OneTimeCode, Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.record_once
def _spare_the_tests(state: BlueprintSetupState) -> None:
    if state.app.testing:
        passwords.be_quick()


@bp.get("/sign-in")
@guard(anyone)
def sign_in() -> Response:
    if (person := reader.person()) is not None:
        return go(onward(person, request.args.get("next")))
    return page("people/sign_in.html", form=SignInForm(request.args))


@limit("10 per minute", key=address_and_account)
def _recognised() -> Person | None:
    form = SignInForm(request.form)
    return rules.recognise(form.who.data, form.password.data) if form.validate() else None


@bp.post("/sign-in")
@guard(anyone)
@before(_recognised)
def begin() -> Response:
    form = SignInForm(request.form)
    if form.validate() and g.prepared is None:
        note_trial(form.who.data)
        form.password.errors = [
            _("The phone number, mail address or password is not right. Mind capitals and the Vietnamese keyboard.")
        ]
    if form.errors:
        return page("people/sign_in.html", form=form, status=422)
    return enter(g.prepared, remember=form.remember.data, where=form.next.data)


@bp.post("/sign-out")
@guard(anyone)
def sign_out() -> Response:
    leave()
    return go(url_for("site.home"))


@bp.get("/welcome")
@guard(anyone)
def welcome() -> Response:
    return page("people/welcome.html", form=WelcomeForm())


@limit("20 per minute")
def _hash_for_holder() -> str | None:
    form = WelcomeForm(request.form)
    return passwords.hashed(form.password.data) if form.validate() and _held(form) else None


@bp.post("/welcome")
@guard(anyone)
@before(_hash_for_holder)
def set_password() -> Response:
    form = WelcomeForm(request.form)
    held = _held(form) if form.validate() and g.prepared else None
    if held is None:
        if not form.errors:
            note_trial(form.who.data)
            form.code.errors = [_("This code is not right, or it has been used or run out. Ask for a new one.")]
        return page("people/welcome.html", form=form, status=422)
    answer = enter(codes.set_password(held, g.prepared, at=now()), remember=False)
    flash(_("Your password is set. From now on you sign in with it."), "ok")
    return answer


def _held(form: WelcomeForm) -> OneTimeCode | None:
    return codes.standing(form.who.data, form.code.data, at=now())
