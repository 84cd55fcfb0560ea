"""The shop's poster, A4 for a wall and A6 for a counter: its page on the map to scan, and its own code to pay by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from portal.businesses.showcase import drawing
from portal.city.chosen import here
from portal.listings.showing import Shown
from portal.media.paper import blank

if TYPE_CHECKING:
    from fpdf import FPDF

SIZES = ("a4", "a6")
A6 = (105.0, 148.0)


@dataclass(frozen=True)
class Account:
    """What the code to pay by opens, and the words under it, by which the payer sees whom they pay."""

    payload: str
    holder: str
    bank: str
    number: str


@dataclass(frozen=True)
class Measures:
    """How large everything is on a size of paper."""

    margin: float
    tile: float
    names: tuple[float, ...]
    line: float
    text: float
    code: float


MEASURES = {
    "a4": Measures(margin=22, tile=18, names=(52, 44, 36, 30, 24), line=17, text=12.5, code=82),
    "a6": Measures(margin=9, tile=10, names=(26, 22, 18, 15, 12), line=9.5, text=7.5, code=43),
}


def pdf(size: str, shown: Shown, other: Shown, *, address: str, account: Account | None, made_at: datetime) -> bytes:
    """One sheet; without an account it has the map's code alone. `size` is one of `SIZES`."""
    name, by = shown.text("name").text, MEASURES[size]
    drawn = blank("A4" if size == "a4" else A6, lang=shown.lang, made_at=made_at, name=name)
    drawn.set_auto_page_break(False)
    drawn.add_page()
    wide = drawn.w - 2 * by.margin
    y = drawing.eave(drawn) + by.margin * 0.4
    y = _brand(drawn, shown, by, y) + by.margin * 0.3
    points = drawing.fitting(drawn, name, width=wide, lines=2, sizes=by.names)
    y = drawing.text(drawn, name, x=by.margin, y=y, width=wide, size=points, bold=True)
    summaries = dict.fromkeys(one.text("summary").text for one in (shown, other))
    for number, line in enumerate(filter(None, summaries)):
        size_of = by.line * (0.85 if number else 1)
        y = drawing.text(drawn, line, x=by.margin, y=y + 1, width=wide, size=size_of, grey=bool(number))
    _codes(drawn, by, address=address, account=account, top=y)
    _foot(drawn, shown, by, address)
    return bytes(drawn.output())


def _brand(drawn: FPDF, shown: Shown, by: Measures, y: float) -> float:
    city, group = here(), here().groups[shown.listing.group]
    drawing.tile(drawn, group.symbol, x=by.margin, y=y, edge=by.tile)
    left, wide = by.margin + by.tile + by.tile / 4, drawn.w - 2 * by.margin - by.tile * 1.25
    brand = f"{city.brand.first} {city.brand.second[shown.lang]}"
    below = drawing.text(drawn, brand, x=left, y=y, width=wide, size=by.text, bold=True)
    below = drawing.text(drawn, group.name[shown.lang], x=left, y=below, width=wide, size=by.text)
    return max(below, y + by.tile)


def _codes(drawn: FPDF, by: Measures, *, address: str, account: Account | None, top: float) -> None:
    """One or two codes in the middle of what is left between the words above and the facts below."""
    wide, bottom = drawn.w - 2 * by.margin, _foot_top(drawn, by)
    edge = min(by.code, bottom - top - by.text * 2.4, (wide - 4) / 2 if account else wide)
    y = top + max((bottom - top - edge - by.text * 1.8) / 2, 1)
    see = _("See us on the map")
    if account is None:
        drawing.code(drawn, address, x=by.margin + (wide - edge) / 2, y=y, edge=edge, says=see, size=by.text)
        return
    gap = wide - 2 * edge
    drawing.code(drawn, address, x=by.margin, y=y, edge=edge, says=see, size=by.text)
    under = f"{account.holder}\n{account.bank} {account.number}"
    drawing.code(
        drawn, account.payload, x=by.margin + edge + gap, y=y, edge=edge, says=_("Pay by VietQR"), below=under,
        size=by.text,
    )  # fmt: skip


def _foot_top(drawn: FPDF, by: Measures) -> float:
    return drawn.h - by.margin - by.text * 1.9


def _foot(drawn: FPDF, shown: Shown, by: Measures, address: str) -> None:
    wide = drawn.w - 2 * by.margin
    y = drawing.rule(drawn, x=by.margin, y=_foot_top(drawn, by), width=wide)
    y = drawing.text(drawn, shown.address, x=by.margin, y=y, width=wide, size=by.text)
    if shown.hours:
        y = drawing.text(drawn, shown.hours, x=by.margin, y=y, width=wide, size=by.text)
    drawing.text(drawn, address.partition("://")[2], x=by.margin, y=y + 0.5, width=wide, size=by.text * 0.85, grey=True)
