"""The desk of what people ask about their own data: the one due first at the head, each with its answer."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from htmx_flask import request

from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.people import me_words, requests
from portal.people.me_form import AnswerForm, AskedForm
from portal.people.models import DataRequest, DataRequestKind
from portal.people.policy import is_organiser
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import in_language_of, link
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("requests", __name__, url_prefix="/desk/requests")


@bp.get("")
@guard(is_organiser)
def index() -> Response:
    return page(
        "people/requests.html",
        waiting=paged(requests.waiting(), asked_page()),
        answered=paged(requests.answered(), 1),
        words=me_words,
        at=now(),
        address_of_page=lambda number: url_for("requests.index", page=number),
    )


@bp.get("/new")
@guard(is_organiser)
def new() -> Response:
    return page("people/request_new.html", form=AskedForm())


@bp.post("/new")
@guard(is_organiser)
@once
def create() -> Response:
    form = AskedForm(request.form)
    if form.validate():
        try:
            kind = DataRequestKind(form.kind.data)
            asked = requests.write_down(form.who.data, kind, form.words.data or "", by=reader.me(), at=now())
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return page("people/request_new.html", form=form, status=422)
    _confirm(asked)
    flash(_("Written down. The person has a notice of it."), "ok")
    return go(url_for("requests.index"))


@bp.get(f"/<{NUMBER}:number>")
@guard(is_organiser, load=requests.find)
def show(asked: DataRequest) -> Response:
    return _page(asked, AnswerForm())


@bp.post(f"/<{NUMBER}:number>")
@guard(is_organiser, load=requests.find)
def update(asked: DataRequest) -> Response:
    form = AnswerForm(request.form)
    if form.validate():
        try:
            requests.answer(asked, form.answer.data, by=reader.me(), at=now())
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return _page(asked, form, status=422)
    _tell(asked)
    flash(_("Answered and closed. The person has the answer as a notice."), "ok")
    return go(url_for("requests.index"))


def _confirm(asked: DataRequest) -> None:
    """Whoever did not ask for this learns of it, and can take it back."""
    with in_language_of(asked.person):
        subject = _("Your request about your data is written down")
        body = _("What you asked for: %(kind)s\n%(words)s\n\nSee it or take it back: %(address)s",
                 kind=_(me_words.REQUESTS[asked.kind]), words=asked.words, address=link("my_data.index"))  # fmt: skip
    letters.write(asked.person, kind="data_requested", subject=subject, body=body, at=now())


def _tell(asked: DataRequest) -> None:
    """The answer goes to its person, in their language, by mail and in the portal."""
    with in_language_of(asked.person):
        subject = _("Your request about your data is answered")
        body = _("You asked:\n%(words)s\n\nOur answer:\n%(answer)s\n\nAll your requests: %(address)s",
                 words=asked.words, answer=asked.answer, address=link("my_data.index"))  # fmt: skip
    letters.write(asked.person, kind="data_request_answered", subject=subject, body=body, at=now())


def _page(asked: DataRequest, form: AnswerForm, *, status: int = 200) -> Response:
    return page("people/request.html", asked=asked, form=form, words=me_words, at=now(), status=status)
