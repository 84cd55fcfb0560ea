"""The page about oneself: who I am here, what I look after and sent in, what I agreed to."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.contributions import ticket_words, tickets
from portal.kit import phone
from portal.listings import ownership
from portal.listings.words import STATES
from portal.people import consents, reaching, requests, second_step
from portal.people.me_form import AccountForm
from portal.people.words import roles_of
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import paged

bp = Blueprint("me", __name__, url_prefix="/people/me")


@bp.get("")
@guard(signed_in)
def show() -> Response:
    return _me(AccountForm(obj=reader.me()))


@bp.post("")
@guard(signed_in)
def update() -> Response:
    form = AccountForm(request.form)
    if not form.validate():
        return _me(form, status=422)
    reaching.call_oneself(reader.me(), name=form.full_name.data, language=form.language.data, at=now())
    flash(_("Saved."), "ok")
    return go(url_for("me.show"))


def _me(form: AccountForm, *, status: int = 200) -> Response:
    me = reader.me()
    return page(
        "people/me.html",
        status=status,
        form=form,
        phone=phone.show(me.phone) if me.phone else "",
        roles=[_(name) for name in roles_of(me)],
        listings=paged(ownership.listings_of(me), 1),
        tickets=paged(tickets.of(me), 1),
        standings=consents.standings(me),
        erasure=requests.standing_erasure(me),
        second_step=second_step.is_on(me),
        states=STATES,
        ticket_words=ticket_words,
    )
