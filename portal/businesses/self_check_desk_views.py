"""Wording the self-check at the organisers' desk: what is asked, and what is said to a no."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import self_check
from portal.businesses.desk_forms import QuestionForm
from portal.businesses.policy import runs_campaign
from portal.businesses.self_check_models import SelfCheckQuestion
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page

bp = Blueprint("self_check_desk", __name__, url_prefix="/desk/businesses/self-check")


@bp.get("")
@guard(runs_campaign)
def index() -> Response:
    return page("businesses/desk/self_check.html", questions=self_check.questions())


@bp.get("/<key>")
@guard(runs_campaign, load=self_check.question)
def edit(question: SelfCheckQuestion) -> Response:
    return _question(question, QuestionForm(obj=question))


@bp.post("/<key>")
@guard(runs_campaign, load=self_check.question)
def update(question: SelfCheckQuestion) -> Response:
    form = QuestionForm(request.form)
    if not form.validate():
        return _question(question, form, status=422)
    self_check.word(question, form.given(), by=reader.me(), at=now())
    flash(_("Saved. The page of the campaign says so now."), "ok")
    return go(url_for("self_check_desk.index"))


def _question(question: SelfCheckQuestion, form: QuestionForm, *, status: int = 200) -> Response:
    return page("businesses/desk/question.html", question=question, form=form, status=status)
