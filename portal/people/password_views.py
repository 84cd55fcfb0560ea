"""A new password: for who knows the old one, and for who has forgotten it and reads mail."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _

from portal.people import codes, new_passwords, passwords, rules, telling
from portal.people.entering import address_and_account, enter, note_trial
from portal.people.forms import ForgottenForm, NewPasswordForm, PasswordForm
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard, signed_in
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("password", __name__, url_prefix="/people")


class Changed(NamedTuple):
    """Whether the old password was right, and the new one as it is kept."""

    old_is_right: bool
    hashed: str


@bp.get("/password")
@guard(signed_in)
def edit() -> Response:
    return page("people/password.html", form=PasswordForm())


def _reader_and_address() -> str:
    person = reader.person()
    return f"{request.remote_addr} {person.id}" if person else request.remote_addr or ""


@limit("10 per minute", key=_reader_and_address)
def _compared() -> Changed | None:
    person = reader.person()
    form = _form_of(person)
    if person is None or not form.validate():
        return None
    return Changed(passwords.matches(person.password_hash, form.old.data), passwords.hashed(form.password.data))


@bp.post("/password")
@guard(signed_in)
@before(_compared)
def update() -> Response:
    me, form = reader.me(), _form_of(reader.me())
    if form.validate() and not g.prepared.old_is_right:
        note_trial(me.email or me.phone)
        form.old.errors = [_("This is not your password. Mind capitals and the Vietnamese keyboard.")]
    if form.errors:
        return page("people/password.html", form=form, status=422)
    new_passwords.change(me, g.prepared.hashed, at_sign_in=reader.token(), at=now())
    telling.password_changed(me, at=now())
    flash(_("Your password is changed, and every other device is signed out."), "ok")
    return go(url_for("me.show"))


def _form_of(person: Person | None) -> PasswordForm:
    form = PasswordForm(request.form)
    if person is not None:
        form.password.own = (*rules.known_words(person.email or ""), *rules.known_words(person.phone or ""))
    return form


# Forgotten


@bp.get("/forgotten")
@guard(anyone)
def forgotten() -> Response:
    return page("people/forgotten.html", form=ForgottenForm(), run_out=False)


@limit("10 per minute", key=address_and_account)
def _counted() -> None:
    """So often one address may ask for one account."""


@bp.post("/forgotten")
@guard(anyone)
@before(_counted)
def ask() -> Response:
    """The same answer for whom we know and whom we do not."""
    form = ForgottenForm(request.form)
    if not form.validate():
        return page("people/forgotten.html", form=form, run_out=False, status=422)
    kind, address = rules.reach(form.who.data)
    if kind == "email" and (person := rules.find(address)):
        token = new_passwords.ask_link(person, at=now())
        if token is not None:
            telling.link_for_new_password(person, token, at=now())
    return page("people/forgotten_answer.html", by_mail=kind == "email", who=form.who.data)


@bp.get("/forgotten/<code>")
@guard(anyone)
def choose(code: str) -> Response:
    """The link of the letter. Robots and mail scanners open it first, so it only shows a form."""
    if new_passwords.held_by_link(code, at=now()) is None:
        return _run_out()
    return page("people/new_password.html", form=NewPasswordForm(), code=code)


@limit("20 per minute")
def _hashed_for_holder() -> str | None:
    form = NewPasswordForm(request.form)
    held = new_passwords.held_by_link((request.view_args or {})["code"], at=now())
    return passwords.hashed(form.password.data) if held and form.validate() else None


@bp.post("/forgotten/<code>")
@guard(anyone)
@before(_hashed_for_holder)
def set_new(code: str) -> Response:
    held = new_passwords.held_by_link(code, at=now())
    if held is None:
        return _run_out()
    form = NewPasswordForm(request.form)
    if not form.validate():
        return page("people/new_password.html", form=form, code=code, status=422)
    person = codes.set_password(held, g.prepared, at=now())
    telling.password_changed(person, at=now())
    answer = enter(person, remember=False)
    flash(_("Your password is set. From now on you sign in with it."), "ok")
    return answer


def _run_out() -> Response:
    return page("people/forgotten.html", form=ForgottenForm(), run_out=True, status=410)
