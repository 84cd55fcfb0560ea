"""A new account, made by whoever wants one: a name, a phone number or a mail address, a password."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request
from flask_babel import gettext as _

from portal.kit.say import Refused
from portal.people import passwords, rules
from portal.people.entering import enter, onward
from portal.people.forms import SignUpForm
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.limit import limit
from portal.web.once import once
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("sign_up", __name__, url_prefix="/people/sign-up")


@bp.get("")
@guard(anyone)
def new() -> Response:
    if (person := reader.person()) is not None:
        return go(onward(person, None))
    return page("people/sign_up.html", form=SignUpForm())


@limit("60 per hour")
def _hashed() -> str | None:
    """Hashed whether or not the address is taken: the answer takes equally long."""
    form = SignUpForm(request.form)
    return passwords.hashed(form.password.data) if form.validate() else None


@bp.post("")
@guard(anyone)
@before(_hashed)
@once
def create() -> Response:
    form = SignUpForm(request.form)
    if not form.validate():
        return page("people/sign_up.html", form=form, status=422)
    try:
        person = rules.sign_up(
            form.who.data, name=form.full_name.data, hashed=g.prepared, language=current(), at=now()
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return page("people/sign_up.html", form=form, status=422)
    answer = enter(person, remember=form.remember.data)
    flash(_("Welcome, %(name)s. This is your account: from now on you sign in with it.", name=person.full_name), "ok")
    return answer
