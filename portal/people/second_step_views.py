"""The second step at sign-in: after the password a code of the authenticator app, or one from paper."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from htmx_flask import request

from portal.people import second_step, sign_ins
from portal.people.entering import go_through, half_token, note_trial
from portal.people.forms import SecondStepForm
from portal.people.models import PersonSession
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("second_step", __name__, url_prefix="/people/second-step")


@bp.get("")
@guard(anyone)
def ask() -> Response:
    if _half() is None:
        return go(url_for("desk.index"))
    return page("people/second_step.html", form=SecondStepForm())


def _account() -> str:
    half = _half()
    return str(half.person_id) if half else request.remote_addr or ""


@limit("10 per minute", key=_account)
@limit("60 per hour", key=_account)
def _counted() -> None:
    """Whoever comes here has typed the right password: no stranger can use up the owner's tries."""


@bp.post("")
@guard(anyone)
@before(_counted)
def pass_through() -> Response:
    half = _half()
    if half is None:
        return go(url_for("desk.index"))
    form = SecondStepForm(request.form)
    if form.validate() and second_step.passes(half.person, form.code.data, at=now()):
        return go_through(half)
    if not form.errors:
        note_trial(half.person.email or half.person.phone or "")
        form.code.errors = [_("This code is not right, or it was used a moment ago. Wait for the next one.")]
    return page("people/second_step.html", form=form, status=422)


def _half() -> PersonSession | None:
    return sign_ins.half(half_token(), at=now())
