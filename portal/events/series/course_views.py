"""The course of a series at the desk: another rule with a look at what it does, days left out, its end."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, flash, request, url_for

from portal.events.series import course, dating, rules
from portal.events.series.forms import CourseForm, DayForm, PauseForm, ReasonForm, course_of
from portal.events.series.models import Series
from portal.events.series.rule_form import kinds_of
from portal.events.series.settling import Outcome
from portal.events.series.views import previewed, said, show_page
from portal.kit import recurrence_words
from portal.kit.say import Refused
from portal.listings.policy import is_editor
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("series_course", __name__, url_prefix=f"/desk/events/series/<{NUMBER}:number>")


# The rule


@bp.get("/rule")
@guard(is_editor, load=rules.find)
def edit(series: Series) -> Response:
    return _edit(series, course_of(series))


@bp.post("/rule")
@guard(is_editor, load=rules.find)
def update(series: Series) -> Response:
    """Looks at what another rule would do, or does it."""
    form = course_of(series, request.form)
    if request.form.get("act") == "look" and "HX-Request" in request.headers:
        return _edit(series, form)
    if not form.validate():
        return _edit(series, form, status=422)
    act = partial(_change, series, form)
    try:
        rules.of_version(series, form.version.data)
        if request.form.get("act") == "look":
            return _edit(series, form, outcome=course.foretold(act))
        outcome = act()
    except Refused as refused:
        form.refuse(refused)
        return _edit(series, form, status=422)
    flash(said(outcome), "ok")
    return go(url_for("event_series.show", number=series.id))


def _change(series: Series, form: CourseForm) -> Outcome:
    return course.change(
        series, form.rule(), by=reader.me(), at=now(), overwrite=bool(form.write_over.data), **form.course(),
        **form.reason(),
    )  # fmt: skip


def _edit(series: Series, form: CourseForm, *, outcome: Outcome | None = None, status: int = 200) -> Response:
    form.seen(series.version)
    return page(
        "events/series/rule.html",
        parts=("preview",),
        series=series,
        form=form,
        kinds_of=kinds_of,
        edited=rules.edited(series, at=now()),
        rule_now=recurrence_words.say(dating.rule_of(series), current()),
        foretold=said(outcome) if outcome else "",
        status=status,
        **previewed(form, looked=True, exceptions=series.exceptions),
    )


# Days left out


@bp.post("/pauses")
@guard(is_editor, load=rules.find)
def leave_out(series: Series) -> Response:
    form = PauseForm(request.form, prefix="pause_")
    if not form.validate():
        return show_page(series, pause=form, status=422)
    try:
        outcome = course.leave_out(series, *form.span(), by=reader.me(), at=now(), **form.reason())
    except Refused as refused:
        form.refuse(refused)
        return show_page(series, pause=form, status=422)
    return _back(series, outcome)


@bp.post("/pauses/removal")
@guard(is_editor, load=rules.find)
def take_back(series: Series) -> Response:
    form = DayForm(request.form)
    if not form.validate():
        return show_page(series, status=422)
    return _back(
        series, course.take_back(series, form.day.data or series.first_day, by=reader.me(), at=now(), **form.reason())
    )


# Its end


@bp.post("/end")
@guard(is_editor, load=rules.find)
def end(series: Series) -> Response:
    form = ReasonForm(request.form, prefix="end_")
    if not form.validate():
        return show_page(series, ending=form, status=422)
    try:
        outcome = course.end(series, by=reader.me(), at=now(), **form.reason())
    except Refused as refused:
        form.refuse(refused)
        return show_page(series, ending=form, status=422)
    return _back(series, outcome)


@bp.post("/continuation")
@guard(is_editor, load=rules.find)
def go_on(series: Series) -> Response:
    return _back(series, course.go_on(series, by=reader.me(), at=now()))


def _back(series: Series, outcome: Outcome) -> Response:
    flash(said(outcome), "ok")
    return go(url_for("event_series.show", number=series.id))
