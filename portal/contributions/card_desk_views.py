"""Paper cards at the desk: choose listings, print a sheet, see what became of the cards, call one back."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, flash, g, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.contributions import card_selections, card_sheet, cards
from portal.contributions.card_forms import ChoosingForm, SheetForm
from portal.contributions.card_sheet import Slip, Words
from portal.contributions.cards import CardState
from portal.contributions.models import Card
from portal.kit import code as codes
from portal.kit import dates
from portal.kit.clock import to_zone
from portal.kit.say import N_
from portal.listings.models import Listing
from portal.listings.policy import is_editor
from portal.listings.showing import Shown
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import DEFAULT, absolute
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged
from portal.web.settle import before

bp = Blueprint("card_desk", __name__, url_prefix="/desk/cards")
STATES = {
    CardState.OPEN: (N_("Handed out"), "info"),
    CardState.USED: (N_("Used"), "ok"),
    CardState.RUN_OUT: (N_("Run out"), "warn"),
    CardState.REVOKED: (N_("Called back"), ""),
}


@bp.get("")
@guard(is_editor)
def index() -> Response:
    at = now()
    wanted = request.args.get("state", "")
    state = CardState(wanted) if wanted in set(CardState) else None
    return page(
        "contributions/card_desk.html",
        found=paged(card_selections.handed_out(state, at=at), asked_page()),
        counts=card_selections.counts(at=at),
        state=state,
        states=STATES,
        state_of=lambda card: cards.state_of(card, at=at),
        address_of_page=lambda number: url_for("card_desk.index", state=state, page=number),
    )


@bp.get("/new")
@guard(is_editor)
def new() -> Response:
    return _new(SheetForm())


class Drawn(NamedTuple):
    """A file that is ready to be sent, and the code of each listing in it."""

    pdf: bytes
    codes: dict[int, str]


def _drawn() -> Drawn | None:
    """Draws the sheets before the transaction; only for who may have them."""
    form = SheetForm(request.form)
    if not is_editor(reader.person()) or not form.validate():
        return None
    listings = card_selections.chosen(form.listing.data)
    made = dict(zip((one.id for one in listings), cards.codes(len(listings)), strict=True))
    with force_locale(DEFAULT):  # paper is read in Vietnamese
        slips = [_slip(listing, made[listing.id]) for listing in listings]
        return Drawn(card_sheet.sheet(slips, _words()), made) if slips else None


@bp.post("")
@guard(is_editor)
@before(_drawn)
def create() -> Response:
    """The codes stand in this answer and nowhere else: a file that is lost is printed anew, which ends its cards."""
    form = SheetForm(request.form)
    if not form.validate():
        return _new(form, status=422)
    if g.prepared is None:
        form.listing.errors = [_("None of these listings is public any more.")]
        return _new(form, status=422)
    me, at = reader.me(), now()
    for listing in card_selections.chosen(list(g.prepared.codes)):
        cards.make(listing, g.prepared.codes[listing.id], by=me, at=at)
    name = f"the-giay-{to_zone(at, _zone()):%Y%m%d-%H%M}.pdf"
    response = Response(g.prepared.pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post(f"/<{NUMBER}:number>/revocation")
@guard(is_editor, load=cards.numbered)
def revoke(card: Card) -> Response:
    cards.revoke(card, by=reader.me(), at=now())
    flash(_("The card for “%(name)s” is called back.", name=card.listing.name_vi), "ok")
    return go(url_for("card_desk.index"))


def _new(form: SheetForm, *, status: int = 200) -> Response:
    choosing = ChoosingForm(request.args)
    good, at = choosing.validate(), now()
    found = paged(card_selections.to_choose(**choosing.selection()), asked_page())
    return page(
        "contributions/card_choose.html",
        parts=("results",),
        status=status if good else 422,
        form=form,
        choosing=choosing,
        found=found,
        with_card=card_selections.with_open_card(found.rows, at=at),
        address_of_page=_choosing_address,
    )


def _choosing_address(number: int) -> str:
    asked: dict[str, Any] = {
        name: request.args[name] for name in ("q", "group", "ward", "owner") if request.args.get(name)
    }
    return url_for("card_desk.new", page=number, **asked)


def _slip(listing: Listing, symbols: str) -> Slip:
    shown = Shown(listing, at=now(), zone=_zone(), lang=DEFAULT)
    return Slip(listing.name_vi, shown.place, codes.show(symbols), _address("cards.show", code=symbols))


def _words() -> Words:
    last = to_zone(now() + cards.LASTS, _zone()).date()
    where = urlsplit(_address("cards.ask"))
    return Words(
        brand=f"{here().brand.first} {here().brand.second[DEFAULT]}",
        handed=_("Handed to you in person. Good once."),
        what_to_do=_(
            "Scan the code, or open %(address)s and type it: all right, correct it, or ask to be hidden.",
            address=where.netloc + where.path,
        ),
        until=_("Good until %(day)s", day=dates.day(last, DEFAULT)),
        title=_("Paper cards handed out"),
        columns=("", _("Listing"), _("Date"), _("Signature")),
    )


def _address(endpoint: str, **values: str) -> str:
    """An address as it is printed: the portal's own, in the language that has no prefix."""
    return absolute(current_app.url_map.bind("").build(endpoint, values))


def _zone() -> ZoneInfo:
    return ZoneInfo(here().zone)
