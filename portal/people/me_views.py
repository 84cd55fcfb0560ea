"""The page about oneself: who I am here, in which language, and what the portal keeps of me."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.kit import phone
from portal.people.forms import LanguageForm
from portal.people.words import roles_of
from portal.web import reader
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("me", __name__, url_prefix="/people/me")


@bp.get("")
@guard(signed_in)
def show() -> Response:
    return _me(LanguageForm(data={"language": reader.me().language}))


@bp.post("")
@guard(signed_in)
def update() -> Response:
    form = LanguageForm(request.form)
    if not form.validate():
        return _me(form, status=422)
    reader.me().language = form.language.data
    flash(_("Saved."), "ok")
    return go(url_for("me.show"))


def _me(form: LanguageForm, *, status: int = 200) -> Response:
    me = reader.me()
    number = phone.show(me.phone) if me.phone else ""
    return page("people/me.html", form=form, phone=number, roles=[_(name) for name in roles_of(me)], status=status)
