"""Taking an entry out of the competition, and answering the technical check."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions.entries import rules
from portal.competitions.entries.forms import AnswerForm, WithdrawalForm
from portal.competitions.entries.models import Entry
from portal.competitions.entries.policy import leads
from portal.competitions.entries.views import mine, standing
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("leaving", __name__, url_prefix="/entries")


@bp.get("/<code>/withdrawal")
@guard(signed_in, load=mine)
def ask(entry: Entry) -> Response:
    return page("competitions/entries/withdrawal.html", entry=entry, form=WithdrawalForm(), leads=_leads(entry))


@bp.post("/<code>/withdrawal")
@guard(signed_in, load=mine)
def withdraw(entry: Entry) -> Response:
    form = WithdrawalForm(request.form)
    try:
        if not form.validate() or not _leads(entry):
            return _withdrawal(entry, form)
        rules.withdraw(entry, why=form.why.data or "", at=now())
    except Refused as refused:
        form.refuse(refused)
        return _withdrawal(entry, form)
    flash(_("The entry is withdrawn. Nobody judges it."), "ok")
    return go(url_for("entries.show", code=entry.code))


def _withdrawal(entry: Entry, form: WithdrawalForm) -> Response:
    return page("competitions/entries/withdrawal.html", entry=entry, form=form, leads=_leads(entry), status=422)


def _leads(entry: Entry) -> bool:
    return leads(reader.me(), entry)


@bp.post("/<code>/answer")
@guard(signed_in, load=mine)
def answer(entry: Entry) -> Response:
    """What the team says to the question of the technical check."""
    form = AnswerForm(request.form)
    try:
        if not form.validate():
            return standing(entry, form, status=422)
        rules.answer(entry, form.answer.data or "", at=now())
    except Refused as refused:
        form.refuse(refused)
        return standing(entry, form, status=422)
    flash(_("Your answer is with the registrar."), "ok")
    return go(url_for("entries.show", code=entry.code))
