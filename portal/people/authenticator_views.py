"""The second step of my account: setting up an authenticator app, recovery codes on paper, turning it off."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.city.chosen import here
from portal.kit import code, qr
from portal.kit.say import Refused
from portal.people import second_step, telling
from portal.people.entering import needs_authenticator
from portal.people.forms import AuthenticatorForm
from portal.people.models import SecondFactor
from portal.people.proof_views import proved
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("authenticator", __name__, url_prefix="/people/authenticator")


@bp.get("")
@guard(signed_in)
@proved
def show() -> Response:
    return _page(AuthenticatorForm())


@bp.post("")
@guard(signed_in)
@proved
def begin() -> Response:
    second_step.begin(reader.me(), at=now())
    return go(url_for("authenticator.show"))


def _reader() -> str:
    person = reader.person()
    return str(person.id) if person else request.remote_addr or ""


@limit("20 per minute", key=_reader)
def _counted() -> None:
    """So often a person may try."""


@bp.post("/confirmation")
@guard(signed_in)
@before(_counted)
@proved
def confirm() -> Response:
    factor, form = second_step.factor_of(reader.me()), AuthenticatorForm(request.form)
    if factor is None or factor.confirmed_at is not None:
        return go(url_for("authenticator.show"))
    if not form.validate():
        return _page(form, status=422)
    try:
        made = second_step.confirm(factor, form.code.data, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _page(form, status=422)
    return _on_paper(made)


@bp.post("/recovery-codes")
@guard(signed_in)
@proved
def renew() -> Response:
    if not second_step.is_on(reader.me()):
        return go(url_for("authenticator.show"))
    return _on_paper(second_step.new_recovery_codes(reader.me(), at=now()))


@bp.post("/removal")
@guard(signed_in)
@proved
def remove() -> Response:
    if second_step.is_on(reader.me()):
        second_step.remove(reader.me(), by=reader.me(), at=now())
        telling.second_step_removed(reader.me(), at=now())
    flash(_("The second step is off. Signing in asks for your password alone."), "ok")
    return go(url_for("authenticator.show"))


def _page(form: AuthenticatorForm, *, status: int = 200) -> Response:
    me = reader.me()
    factor = second_step.factor_of(me)
    begun = factor is not None and factor.confirmed_at is None
    return page(
        "people/authenticator.html",
        form=form,
        factor=factor,
        wanted=needs_authenticator(me),
        drawn=_drawn(factor) if factor and begun else "",
        left=second_step.recovery_codes_left(me) if factor and not begun else 0,
        status=status,
    )


def _drawn(factor: SecondFactor) -> Markup:
    me = reader.me()
    address = second_step.address(factor, account=me.email or me.phone, issuer=here().brand.first)
    return Markup(qr.svg(address))  # nosec B704  drawn by us


def _on_paper(made: list[str]) -> Response:
    """Shown once, in the answer to the act: no address leads to them."""
    return page("people/recovery_codes.html", codes=[code.show(one) for one in made])
