"""The entrant's pages: begin an entry, write it step by step, look again, send it, withdraw it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_babel import gettext as _

from portal.competitions import rules as competitions
from portal.competitions.entries import asking, checks, drafting, queries, receipts, rules, words
from portal.competitions.entries.forms import (
    AnswerForm,
    BeginForm,
    JoinForm,
    StepForm,
    step_form,
)  # fmt: skip
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.entries.policy import may_withdraw
from portal.competitions.entries.stepping import write
from portal.competitions.models import Competition
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import came, now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.settle import in_turn

bp = Blueprint("entries", __name__, url_prefix="/entries")
STEP = "int(min=1, max=5)"


def mine(code: str) -> Entry | None:
    """The entry of this code, for its team. For all others there is none."""
    return queries.mine(code, reader.person())


def mine_at(code: str, number: int) -> tuple[Entry, int] | None:
    entry = mine(code)
    return (entry, number) if entry is not None else None


# Beginning


@bp.get("")
@guard(signed_in)
def index() -> Response:
    return _index()


def _index(*, status: int = 200) -> Response:
    at, mine = now(), queries.held_by_team(reader.me())
    return page(
        "competitions/entries/index.html", status=status, lines=[asking.line(one, at=at) for one in mine], words=words,
        form=JoinForm(), open=queries.to_enter(mine, at=at),
    )  # fmt: skip


@bp.get("/new")
@guard(signed_in)
def new() -> Response:
    competition = competitions.of_slug(request.args.get("competition", ""))
    if competition is None or not competition.is_public():
        return go(url_for("entries.index"))
    return _new(competition, BeginForm(competition=competition.slug))


@bp.post("")
@guard(signed_in)
@once
def create() -> Response:
    form = BeginForm(request.form)
    competition = competitions.of_slug(form.competition.data or "")
    if competition is None or not competition.is_public():
        return _index(status=422)
    try:
        entry = rules.begin(competition, by=reader.me(), language=current(), at=came())
    except Refused as refused:
        form.refuse(refused)
        return _new(competition, form, status=422)
    return go(url_for("entries.step", code=entry.code, number=asking.opening_page(entry)))


def _new(competition: Competition, form: BeginForm, *, status: int = 200) -> Response:
    return page(
        "competitions/entries/new.html", status=status, competition=competition, form=form,
        limits=[(one, asking.limits(one)) for one in competition.slots], deadlines=asking.deadlines_of(competition),
    )  # fmt: skip


# How it stands


@bp.get("/<code>")
@guard(signed_in, load=mine)
def show(entry: Entry) -> Response:
    return standing(entry)


def standing(entry: Entry, form: AnswerForm | None = None, *, status: int = 200) -> Response:
    """The page of how it stands, also with an answer that was refused."""
    return page(
        "competitions/entries/show.html", status=status, entry=entry, stand=asking.stand(entry, at=now()),
        words=words, said=asking.said, receipt=receipts.latest(entry),
        outcome=asking.outcome(entry), opening=asking.opening_page(entry),
        may_withdraw=may_withdraw(reader.me(), entry), form=form or AnswerForm(),
        open_query=next((one for one in reversed(entry.queries) if one.answered_at is None), None),
    )  # fmt: skip


# Step by step


@bp.get(f"/<code>/steps/<{STEP}:number>")
@guard(signed_in, load=mine_at)
def step(found: tuple[Entry, int]) -> Response:
    entry, number = found
    form = step_form(number, entry, current())
    if entry.typed:
        _say_again(form, entry)
    return write(entry, number, form)


@bp.post(f"/<code>/steps/<{STEP}:number>")
@guard(signed_in, load=mine_at)
def update(found: tuple[Entry, int]) -> Response:
    """The whole step. What is not right is kept as well, and said at its field."""
    entry, number = found
    at = came()
    try:
        form = drafting.take(entry, number, request.form, lang=current(), at=at)
    except Refused as refused:
        form = step_form(number, entry, current(), request.form)
        form.refuse(refused)
        return write(entry, number, form, status=422)
    if form.errors:
        drafting.keep_all_the_same(entry, number, request.form.copy(), lang=current(), at=at)
        return write(entry, number, form, status=422)
    if number == checks.SENDING:
        return go(url_for("entries.step", code=entry.code, number=number))
    onward = request.form.get("act") != "keep"
    return go(url_for("entries.step", code=entry.code, number=number + onward))


@bp.post("/<code>/fields")
@guard(signed_in, load=mine)
def save(entry: Entry) -> Response:
    """One field as it was left. It is kept even when it is wrong; the answer says so."""
    name, number = request.form.get("field", ""), _step_of(request.form.get("once", ""))
    if name not in step_form(number, entry, current()) or name == "once":
        return _said(_("This field is not here any more."), 409)
    try:
        form = drafting.take(entry, number, request.form, only=name, lang=current(), at=came())
    except Refused as refused:
        return _said(_(refused.sentence), 409)
    wrong = form[name].errors[0] if form[name].errors else ""
    return _said(_("Saved %(time)s", time=drafting.saved_at(entry)), 200, wrong=str(wrong))


@bp.post("/<code>/sending")
@guard(signed_in, load=mine)
@in_turn("entry_receipt")
def send(entry: Entry) -> Response:
    """Hands it in. Pressed twice it was handed in once."""
    at = came()
    form = step_form(checks.SENDING, entry, current(), request.form)
    try:
        if form["agreed"].data and entry.agreed_brief != entry.competition.brief_version:
            rules.keep(entry, {}, at=at)
            rules.agree(entry, at=at)
        state = rules.send(entry, at=at)
    except Refused as refused:
        if refused.field in (None, "agreed"):  # all that is missing stands on the page in a list of its own
            form.refuse(refused)
        return write(entry, checks.SENDING, form, status=422)
    if state is EntryState.SUBMITTED:
        flash(_("Received. This is your receipt; it comes as a letter too."), "ok")
        return go(url_for("entry_receipts.show", code=entry.code))
    flash(_("The sums of your files are registered. The files themselves may still arrive."), "ok")
    return go(url_for("entries.show", code=entry.code))


def _say_again(form: StepForm, entry: Entry) -> None:
    """What was typed and could not be read says so again."""
    for name in entry.typed:
        if name in form:
            form[name].validate(form)


def _step_of(once: str) -> int:
    last = once.rpartition("-")[2]
    return int(last) if last in {"1", "2", "3", "4", "5"} else 5


def _said(sentence: str, status: int, **more: str) -> Response:
    answer = jsonify(saved=sentence, **more)
    answer.status_code = status
    return answer
