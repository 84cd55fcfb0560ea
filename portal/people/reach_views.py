"""Changing one's phone number or mail address: after the password was typed once more."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.people import reaching
from portal.people.me_form import ReachForm
from portal.people.proof_views import proved
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import in_language_of, link
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("reach", __name__, url_prefix="/people/me/reach")


@bp.get("")
@guard(signed_in)
@proved
def edit() -> Response:
    return page("people/reach.html", form=ReachForm(obj=reader.me()))


@limit("20 per hour")
def _not_too_often() -> None:
    """Trying number after number would tell who has an account here."""


@bp.post("")
@guard(signed_in)
@before(_not_too_often)
@proved
def update() -> Response:
    form = ReachForm(request.form)
    if form.validate():
        try:
            reaching.change(reader.me(), phone=form.phone.data, email=form.email.data, at=now())
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return page("people/reach.html", form=form, status=422)
    _tell()
    flash(_("Saved. From now on you sign in with this."), "ok")
    return go(url_for("me.show"))


def _tell() -> None:
    """A notice that stays: somebody else at this device may have done it."""
    me = reader.me()
    with in_language_of(me):
        subject = _("Your phone number or mail address was changed")
        body = _(
            "From now on you sign in with the new one. If it was not you, write or call at once: %(address)s",
            address=link("site.contact"),
        )  # fmt: skip
    letters.write(me, kind="reach_changed", subject=subject, body=body, at=now())
