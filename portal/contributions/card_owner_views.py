"""After a card was used: what became of the answer, and an account for who wants to look after the page."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request, session, url_for
from flask_babel import gettext as _

from portal.contributions import cards, tickets
from portal.contributions.card_forms import AccountForm
from portal.contributions.card_views import HELD, just_used, secret
from portal.contributions.models import Card, TicketKind
from portal.kit import code as codes
from portal.kit.say import Refused
from portal.people import passwords, rules
from portal.people.entering import address_and_account, enter, note_trial
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.settle import before

bp = Blueprint("card_owner", __name__, url_prefix="/claim/thanks")


@bp.get("")
@guard(anyone)
def thanks() -> Response:
    card = just_used()
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


@bp.post("")
@guard(anyone)
@before(_account)
def create() -> Response:
    """The page is kept by who used its card: somebody signed in, somebody known, or somebody new."""
    card, at = just_used(), now()
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
    symbols = tickets.code_of(ticket, key=secret()) if ticket else None
    return page(
        "contributions/card_thanks.html",
        status=status,
        card=card,
        form=form,
        code=codes.show(symbols) if symbols else "",
        asks_to_hide=ticket is not None and ticket.kind is TicketKind.REPORT,
        me=reader.person(),
    )
