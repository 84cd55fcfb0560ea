"""A paper card at its holder's hand: type the code or scan it, say what is right, correct it or ask to be hidden.

Looking acts on nothing: robots open links too. Whoever has used a card may then make an account and keep the page.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, g, request, session, url_for

from portal.city.chosen import here
from portal.contributions import cards
from portal.contributions.card_forms import CodeForm, CorrectionForm
from portal.contributions.models import Card
from portal.kit import code as codes
from portal.kit import dates
from portal.kit.say import Refused
from portal.listings import words
from portal.listings.showing import Shown
from portal.web import holding, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.limit import limit
from portal.web.page import go, page

bp = Blueprint("cards", __name__, url_prefix="/claim")
HELD = "card"  # the number of the card that this browser has opened
WITHIN_WORKING_DAYS = 2


# The code


@bp.get("")
@guard(anyone)
def ask() -> Response:
    return _ask(CodeForm())


@bp.post("")
@guard(anyone)
@limit("20 per minute")
def find() -> Response:
    form = CodeForm(request.form)
    if not form.validate():
        return _ask(form, status=422)
    try:
        cards.check(cards.find(form.code.data), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _ask(form, status=422)
    return go(url_for("cards.show", code=codes.read(form.code.data)))


def _ask(form: CodeForm, *, status: int = 200) -> Response:
    return page("contributions/card_code.html", form=form, status=status)


# The card


@bp.get("/<code>")
@guard(anyone)
@limit("20 per minute", reads=True)
def show(code: str) -> Response:
    card = _opened(code)
    if not isinstance(card, Card):
        return card
    session[HELD] = card.id  # so that an answer which was lost on the way can be given again
    shown = Shown(card.listing, at=now(), zone=ZoneInfo(here().zone), lang=current())
    return page("contributions/card.html", card=card, code=codes.show(codes.read(code) or ""), shown=shown, words=words)


@bp.post("/<code>")
@guard(anyone)
@limit("20 per minute")
def answer(code: str) -> Response:
    card = _opened(code)
    if not isinstance(card, Card):
        return card
    said, at = request.form.get("answer"), now()
    if said == "edit":
        return go(url_for("cards.edit", code=code))
    if said == "right":
        cards.confirm(card, by=reader.person(), at=at)
    elif said == "hide":
        due_at = dates.working_days_after(at, WITHIN_WORKING_DAYS, ZoneInfo(here().zone))
        sent = cards.ask_to_hide(
            card, by=reader.person(), at=at, due_at=due_at, language=current(), key=secret()
        )  # fmt: skip
        holding.hold(sent.code)
    else:
        return go(url_for("cards.show", code=code))
    return _used(card)


@bp.get("/<code>/edit")
@guard(anyone)
@limit("20 per minute", reads=True)
def edit(code: str) -> Response:
    card = _opened(code)
    return _edit(card, code, CorrectionForm(listing=card.listing)) if isinstance(card, Card) else card


@bp.post("/<code>/edit")
@guard(anyone)
@limit("20 per minute")
def correct(code: str) -> Response:
    card = _opened(code)
    if not isinstance(card, Card):
        return card
    form = CorrectionForm(request.form, listing=card.listing)
    if not form.validate():
        return _edit(card, code, form, status=422)
    try:
        sent = cards.correct(
            card, form.given(), base_version=form.version.data or card.listing.version, by=reader.person(), at=now(),
            language=current(), key=secret(),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _edit(card, code, form, status=422)
    holding.hold(sent.code)
    return _used(card)


def _edit(card: Card, code: str, form: CorrectionForm, *, status: int = 200) -> Response:
    return page("contributions/card_edit.html", card=card, code=code, form=form, status=status)


def _opened(code: str) -> Card | Response:
    """The card, or the answer to a code that opens nothing; who has just used it is led to what they were told."""
    g.private = True
    card = cards.find(code)
    try:
        return cards.check(card, at=now())
    except Refused as refused:
        if card is not None and just_used() is card:
            return go(url_for("card_owner.thanks"))
        form = CodeForm(data={"code": code[:40]})
        form.refuse(refused)
        return _ask(form, status=404 if card is None else 410)


def _used(card: Card) -> Response:
    session[HELD] = card.id
    return go(url_for("card_owner.thanks"))


def just_used() -> Card | None:
    """The card that this browser has used within the last hour."""
    g.private = True
    held: Any = session.get(HELD)
    return cards.was_just_used(held, at=now())


def secret() -> str:
    """By which the code of a ticket follows from its card."""
    return str(current_app.config["SECRET_KEY"])
