"""Questions about the brief at the desk: each answered or left out, then all released together."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.competitions import queries, questions, rules
from portal.competitions.brief_models import Question
from portal.competitions.desk_forms import AnswerForm, LeaveOutForm
from portal.competitions.models import Competition
from portal.competitions.policy import reads_desk, sets_up
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("question_desk", __name__, url_prefix="/desk/competitions")


def known(slug: str) -> Competition | None:
    return rules.of_slug(slug, reader=reader.person())


@bp.get("/<slug>/questions")
@guard(reads_desk, load=known)
def index(competition: Competition) -> Response:
    asked = queries.asked(competition)
    return page(
        "competitions/set_up/questions.html", competition=competition, asked=asked,
        answered=queries.answered(competition), left_out=queries.left_out(competition),
        ready=bool(asked) and all(one.answer_vi for one in asked), may_write=sets_up(reader.me()),
    )  # fmt: skip


class Asked(NamedTuple):
    """A question to a competition."""

    competition: Competition
    question: Question


def known_question(slug: str, number: int) -> Asked | None:
    competition = known(slug)
    question = competition and queries.question(competition, number)
    return Asked(competition, question) if competition and question else None


def answers(person: Any, of: Asked) -> bool:
    return sets_up(person)


@bp.get(f"/<slug>/questions/<{NUMBER}:number>")
@guard(answers, load=known_question)
def edit(of: Asked) -> Response:
    return _edit(of, AnswerForm(obj=of.question), LeaveOutForm())


@bp.post(f"/<slug>/questions/<{NUMBER}:number>")
@guard(answers, load=known_question)
def update(of: Asked) -> Response:
    form = AnswerForm(request.form)
    try:
        if not form.validate():
            return _edit(of, form, LeaveOutForm(), status=422)
        questions.answer(of.question, {field.name: field.data or "" for field in form}, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(of, form, LeaveOutForm(), status=422)
    flash(_("The answer is kept. It is published together with all others."), "ok")
    return _back(of.competition)


@bp.post(f"/<slug>/questions/<{NUMBER}:number>/leaving-out")
@guard(answers, load=known_question)
def leave_out(of: Asked) -> Response:
    form = LeaveOutForm(request.form)
    try:
        if not form.validate():
            return _edit(of, AnswerForm(obj=of.question), form, status=422)
        questions.leave_out(of.question, form.why.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(of, AnswerForm(obj=of.question), form, status=422)
    flash(_("The question is left out; the reason is kept."), "ok")
    return _back(of.competition)


@bp.post("/<slug>/questions/release")
@guard(sets_up, load=known)
def release(competition: Competition) -> Response:
    count = questions.release(competition, by=reader.me(), at=now())
    flash(
        ngettext(
            "%(num)s answer is published, and everybody who registered is told.",
            "%(num)s answers are published, and everybody who registered is told.",
            count,
        ),
        "ok",
    )
    return _back(competition)


def _edit(of: Asked, form: AnswerForm, leaving: LeaveOutForm, *, status: int = 200) -> Response:
    return page(
        "competitions/set_up/question.html", competition=of.competition, question=of.question, form=form,
        leaving=leaving, status=status,
    )  # fmt: skip


def _back(competition: Competition) -> Response:
    return go(url_for("question_desk.index", slug=competition.slug))
