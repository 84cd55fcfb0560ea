"""Signing in and out, and the page that takes a handed-over code."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, current_app, flash, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from portal.people import passwords, rules
from portal.people.forms import SignInForm, WelcomeForm
from portal.people.models import OneTimeCode, Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import safe_next
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before, survives

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.record_once
def _spare_the_tests(state: BlueprintSetupState) -> None:
    if state.app.testing:
        passwords.be_quick()


def _address_and_account() -> str:
    """Who tries, and for whom: a stranger who guesses cannot lock the account's own person out."""
    return f"{request.remote_addr} {rules.account(request.form.get('who', ''), key=_key())}"


@bp.get("/sign-in")
@guard(anyone)
def sign_in() -> Response:
    if reader.person() is not None:
        return go(_onward(request.args.get("next")))
    return page("people/sign_in.html", form=SignInForm(request.args))


@limit("10 per minute", key=_address_and_account)
def _recognised() -> Person | None:
    form = SignInForm(request.form)
    return rules.recognise(form.who.data, form.password.data) if form.validate() else None


@bp.post("/sign-in")
@guard(anyone)
@before(_recognised)
def begin() -> Response:
    form = SignInForm(request.form)
    if form.validate() and g.prepared is None:
        _note_trial(form.who.data)
        form.password.errors = [
            _("The phone number, mail address or password is not right. Mind capitals and the Vietnamese keyboard.")
        ]
    if form.errors:
        return page("people/sign_in.html", form=form, status=422)
    return _enter(g.prepared, remember=form.remember.data, where=form.next.data)


@bp.post("/sign-out")
@guard(anyone)
def sign_out() -> Response:
    _leave()
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
            _note_trial(form.who.data)
            form.code.errors = [_("This code is not right, or it has been used or run out. Ask for a new one.")]
        return page("people/welcome.html", form=form, status=422)
    answer = _enter(rules.set_password(held, g.prepared, at=now()), remember=False)
    flash(_("Your password is set. From now on you sign in with it."), "ok")
    return answer


def _held(form: WelcomeForm) -> OneTimeCode | None:
    return rules.standing_code(form.who.data, form.code.data, at=now())


def _enter(person: Person, *, remember: bool, where: str | None = None) -> Response:
    _leave()
    token = rules.sign_in(person, device=request.user_agent.string, at=now())
    reader.begin(person, token, remember=remember)
    return go(_onward(where))


def _leave() -> None:
    """Ends the sign-in of this browser, if it has one."""
    if reader.person() is not None:
        rules.sign_out(reader.token() or "", at=now())
    reader.end()


def _onward(where: str | None) -> str:
    return safe_next(where) or url_for("desk.index")


def _note_trial(who: str) -> None:
    survives(partial(rules.note_trial, who, key=_key(), address=request.remote_addr or "", at=now()))


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
