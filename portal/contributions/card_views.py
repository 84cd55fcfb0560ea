"""A paper card at its holder's hand: type the code or scan it, say what is right, correct it or ask to be hidden.

Looking acts on nothing: robots open links too. Whoever has used a card may then make an account and keep the page.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, flash, g, request, session, url_for
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.contributions import cards, tickets
from portal.contributions.card_forms import AccountForm, CodeForm, CorrectionForm
from portal.contributions.models import Card, TicketKind
from portal.kit import code as codes
from portal.kit import dates
from portal.kit.say import Refused
from portal.listings import words
from portal.listings.showing import Shown
from portal.people import passwords, rules
from portal.people.entering import address_and_account, enter, note_trial
from portal.people.models import Person
from portal.web import holding, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

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
            card, by=reader.person(), at=at, due_at=due_at, language=current(), key=_key()
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
            language=current(), key=_key(),
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
        if card is not None and _just_used() is card:
            return go(url_for("cards.thanks"))
        form = CodeForm(data={"code": code[:40]})
        form.refuse(refused)
        return _ask(form, status=404 if card is None else 410)


def _used(card: Card) -> Response:
    session[HELD] = card.id
    return go(url_for("cards.thanks"))


# Afterwards


@bp.get("/thanks")
@guard(anyone)
def thanks() -> Response:
    card = _just_used()
    return _thanks(card, AccountForm()) if card else go(url_for("cards.ask"))


@limit("10 per minute", key=address_and_account)
def _account() -> Person | Refused | str | None:
    """Who has this number and this password; else, for a number that nobody has, the password made ready to be kept."""
    form = AccountForm(request.form)
    if not form.validate():
        return None
    who, password = form.who.data or "", form.password.data or ""
    if rules.find(who) is not None:
        return rules.recognise(who, password)
    try:
        passwords.check(password, own=rules.known_words(who))
        return passwords.hashed(password)
    except Refused as refused:
        return refused


@bp.post("/thanks")
@guard(anyone)
@before(_account)
def own() -> Response:
    """The page is kept by who used its card: somebody signed in, somebody known, or somebody new."""
    card, at = _just_used(), now()
    if card is None:
        return go(url_for("cards.ask"))
    if (me := reader.person()) is not None:
        cards.own(card, me, at=at)
        return _owned(card, go(url_for("me.show")))
    form = AccountForm(request.form)
    if not form.validate():
        return _thanks(card, form, status=422)
    try:
        person = _person(form, card)
    except Refused as refused:
        form.refuse(refused)
        return _thanks(card, form, status=422)
    if person is None:
        note_trial(form.who.data or "")
        form.password.errors = [_("This number has an account, and this is not its password. Try again.")]
        return _thanks(card, form, status=422)
    cards.own(card, person, at=at)
    return _owned(card, enter(person, remember=False, where=url_for("me.show")))


def _person(form: AccountForm, card: Card) -> Person | None:
    """The person of the number; a new one is called as the page is until they write their name."""
    ready = g.prepared
    if isinstance(ready, Refused):
        raise ready
    if isinstance(ready, str):
        who = form.who.data or ""
        return rules.sign_up(who, name=card.listing.name_vi, hashed=ready, language=current(), at=now())
    return ready if isinstance(ready, Person) else None


def _owned(card: Card, response: Response) -> Response:
    session.pop(HELD, None)
    flash(_("From now on you look after “%(name)s”.", name=card.listing.name_vi), "ok")
    return response


def _thanks(card: Card, form: AccountForm, *, status: int = 200) -> Response:
    ticket = cards.ticket_of(card)
    symbols = tickets.code_of(ticket, key=_key()) if ticket else None
    return page(
        "contributions/card_thanks.html",
        status=status,
        card=card,
        form=form,
        code=codes.show(symbols) if symbols else "",
        asks_to_hide=ticket is not None and ticket.kind is TicketKind.REPORT,
        me=reader.person(),
    )


def _just_used() -> Card | None:
    """The card that this browser has used within the last hour."""
    g.private = True
    held: Any = session.get(HELD)
    return cards.was_just_used(held, at=now())


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
