"""The desk of what comes again: all series, a new one with a look at its dates, one with its dates and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.events import dated, when, words
from portal.events import rules as events
from portal.events.models import Event
from portal.events.series import copies, dating, rules
from portal.events.series.forms import NewSeriesForm, PauseForm, PicturesForm, ReasonForm, WordsForm
from portal.events.series.models import Series
from portal.events.series.rule_form import RuleFields, kinds_of
from portal.events.series.settling import Outcome
from portal.kit import dates as days
from portal.kit import recurrence_words
from portal.kit.say import Refused
from portal.listings.policy import is_editor
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("event_series", __name__, url_prefix="/desk/events/series")
SHOWN = 12
"""So many of the next dates stand on the page of a series."""


@bp.get("")
@guard(is_editor)
def index() -> Response:
    found = paged(rules.listed(), asked_page())
    return page(
        "events/series/index.html",
        found=found,
        coming=rules.coming([one.id for one in found.rows], at=now()),
        address_of_page=lambda number: url_for("event_series.index", page=number),
        **_in_words(),
    )


# A new series


@bp.get("/new")
@guard(is_editor)
def new() -> Response:
    return _new(NewSeriesForm())


@bp.post("")
@guard(is_editor)
@once
def create() -> Response:
    form = NewSeriesForm(request.form)
    if request.form.get("act") == "look":
        return _new(form, looked=True)
    if not form.validate():
        return _new(form, looked=True, status=422)
    try:
        series = rules.begin(form.rule(), form.given(), by=reader.me(), at=now(), **form.course())
    except Refused as refused:
        form.refuse(refused)
        return _new(form, looked=True, status=422)
    flash(_("Kept as a draft with all its dates. Nobody sees them before you publish the series."), "ok")
    return go(url_for("event_series.show", number=series.id))


def _new(form: NewSeriesForm, *, looked: bool = False, status: int = 200) -> Response:
    return page(
        "events/series/new.html",
        parts=("preview",),
        form=form,
        kinds_of=kinds_of,
        status=status,
        **previewed(form, looked=looked),
    )


def previewed(form: RuleFields, *, looked: bool, exceptions: Sequence[str] = ()) -> dict[str, Any]:
    """The next dates by the rule in a form, by the sun and by the moon; or why there are none."""
    if not looked:
        return {"preview": [], "preview_said": "", "preview_rule": ""}
    try:
        rule, at, course = form.rule(), now(), form.course()
        course["first_day"] = course["first_day"] or when.day_of(at)
        spans = rules.preview(rule, at=at, exceptions=exceptions, most=SHOWN, **course)
    except Refused as refused:
        return {"preview": [], "preview_said": _(refused.sentence, **refused.values), "preview_rule": ""}
    lang = current()
    return {
        "preview": [(_days(span, lang), dated.by_moon(span.first_day, lang)) for span in spans],
        "preview_said": "" if spans else _("This rule gives no day in the next 24 months."),
        "preview_rule": _capital(recurrence_words.say(rule, lang)),
    }


def _days(span: when.Span, lang: str) -> str:
    """The day, or the first and the last; the hour stands in the form beside it."""
    ends = [span.first_day] if span.first_day == span.last_day else [span.first_day, span.last_day]
    return " – ".join(days.long_day(day, lang) for day in ends)


# One series


@bp.get(f"/<{NUMBER}:number>")
@guard(is_editor, load=rules.find)
def show(series: Series) -> Response:
    return show_page(series)


class Date(NamedTuple):
    """A date of a series, and whether somebody put work of their own into it."""

    event: Event
    edited: bool


def show_page(
    series: Series, *, pause: PauseForm | None = None, ending: ReasonForm | None = None, status: int = 200
) -> Response:
    at, lang = now(), current()
    dates = [Date(one, copies.is_edited(one, series)) for one in copies.ahead(series, at=at)]
    return page(
        "events/series/show.html",
        series=series,
        dates=dates[:SHOWN],
        further=dates[SHOWN:],
        own_pictures=[one.event for one in dates if one.event.photos and copies.pictures(one.event) != series.photos],
        pauses=[
            (day, days.day(day, lang), dated.by_moon(day, lang))
            for day in dating.left_out(series)
            if day >= when.day_of(at)
        ],
        until=days.day(series.until, lang) if series.until else "",
        pause=pause or PauseForm(prefix="pause_"),
        ending=ending or ReasonForm(prefix="end_"),
        status=status,
        **_in_words(),
    )


def _capital(line: str) -> str:
    return line[0].upper() + line[1:]


def _in_words() -> dict[str, Any]:
    lang = current()
    return {
        "rule_of": lambda series: _capital(recurrence_words.say(dating.rule_of(series), lang)),
        "solar": lambda event: dated.solar(event, lang),
        "lunar": lambda event: dated.by_moon(event.first_day, lang),
        "words": words,
    }


@bp.post(f"/<{NUMBER}:number>/publication")
@guard(is_editor, load=rules.find)
def publish(series: Series) -> Response:
    rules.publish(series, by=reader.me(), at=now())
    flash(_("All dates of the series are public."), "ok")
    return go(url_for("event_series.show", number=series.id))


@bp.post(f"/<{NUMBER}:number>/pictures")
@guard(is_editor, load=rules.find)
def share_pictures(series: Series) -> Response:
    """The pictures of one of its dates become those of all that have none of their own."""
    form = PicturesForm(request.form)
    event = events.numbered(form.event.data) if form.validate() else None
    if event is None or event.series_id != series.id:
        return show_page(series, status=422)
    rules.share_photos(event, at=now())
    flash(_("The dates of the series show these pictures."), "ok")
    return go(url_for("event_series.show", number=series.id))


# Its words


@bp.get(f"/<{NUMBER}:number>/words")
@guard(is_editor, load=rules.find)
def edit(series: Series) -> Response:
    return _edit(series, WordsForm(values=series.fields, version=series.version))


@bp.post(f"/<{NUMBER}:number>/words")
@guard(is_editor, load=rules.find)
def update(series: Series) -> Response:
    form = WordsForm(request.form, values=series.fields)
    if not form.validate():
        return _edit(series, form, status=422)
    try:
        rules.of_version(series, form.version.data)
        outcome = rules.rewrite(
            series, form.given(), by=reader.me(), at=now(), overwrite=bool(form.write_over.data)
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _edit(series, form, status=422)
    flash(said(outcome), "ok")
    return go(url_for("event_series.show", number=series.id))


def _edit(series: Series, form: WordsForm, *, status: int = 200) -> Response:
    form.seen(series.version)
    edited = rules.edited(series, at=now())
    return page("events/series/words.html", series=series, form=form, edited=edited, status=status, **_in_words())


def said(outcome: Outcome) -> str:
    """What became of the dates, in a sentence for each that happened."""
    told = [
        (outcome.written, ngettext("%(num)s date is changed.", "%(num)s dates are changed.", outcome.written)),
        (outcome.made, ngettext("%(num)s date is new.", "%(num)s dates are new.", outcome.made)),
        (outcome.moved, ngettext("%(num)s date has another hour.", "%(num)s dates have another hour.", outcome.moved)),
        (outcome.gone, ngettext("%(num)s date is taken away.", "%(num)s dates are taken away.", outcome.gone)),
        (outcome.cancelled, ngettext("%(num)s date that was announced is cancelled.",
                                     "%(num)s dates that were announced are cancelled.", outcome.cancelled)),
        (outcome.brought_back, ngettext("%(num)s date is back.", "%(num)s dates are back.", outcome.brought_back)),
        (outcome.held, ngettext("%(num)s date keeps what somebody wrote in it.",
                                "%(num)s dates keep what somebody wrote in them.", outcome.held)),
    ]  # fmt: skip
    return " ".join(sentence for number, sentence in told if number) or _("No date is touched.")
