"""The page that asks for the password once more, before phone, mail, password or second step can be changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _

from portal.people import passwords, sign_ins
from portal.people.entering import address_and_account, note_trial
from portal.people.forms import ProofForm
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import safe_next
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("proof", __name__, url_prefix="/people/proof")
View = TypeVar("View", bound=Callable[..., Any])


def proved(view: View) -> View:
    """Asks for the password first, unless it was typed here within a quarter of an hour; then leads back.

    Stands under the guard. An act comes back to the page of its own address.
    """

    @wraps(view)
    def asked(*things: Any) -> Any:
        if sign_ins.is_proved(reader.token(), at=now()):
            return view(*things)
        where = request.full_path if request.method == "GET" else request.path
        return go(url_for("proof.ask", next=(request.script_root + where).rstrip("?")))

    return asked  # type: ignore[return-value]


@bp.get("")
@guard(signed_in)
def ask() -> Response:
    return page("people/proof.html", form=ProofForm(request.args))


def _reader_and_address() -> str:
    person = reader.person()
    return f"{request.remote_addr} {person.id}" if person else address_and_account()


@limit("10 per minute", key=_reader_and_address)
def _is_right() -> bool:
    person, form = reader.person(), ProofForm(request.form)
    return person is not None and form.validate() and passwords.matches(person.password_hash, form.password.data)


@bp.post("")
@guard(signed_in)
@before(_is_right)
def prove() -> Response:
    form = ProofForm(request.form)
    if form.validate() and not g.prepared:
        note_trial(reader.me().email or reader.me().phone)
        form.password.errors = [_("This is not your password. Mind capitals and the Vietnamese keyboard.")]
    if form.errors:
        return page("people/proof.html", form=form, status=422)
    sign_ins.prove(reader.token(), at=now())
    return go(safe_next(form.next.data) or url_for("me.show"))
