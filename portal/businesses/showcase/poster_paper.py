"""The shop's poster, A4 for a wall and A6 for a counter: its page on the map to scan, and its own code to pay by."""

from __future__ import annotations

from collections.abc import Sequence
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
BETWEEN = 4.0
SMALLEST = 0.7
"""Of its proper size: a code that became smaller makes room for itself."""


@dataclass(frozen=True)
class Account:
    """What the code to pay by opens, and the words under it, by which the payer sees whom they pay."""

    payload: str
    holder: str
    bank: str
    number: str


@dataclass(frozen=True)
class Code:
    """A code with its words, in a column of the paper; millimetres."""

    payload: str
    says: str
    under: str
    left: float
    width: float


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
    codes = _codes(address, account, width=wide)
    summaries = dict.fromkeys(one.text("summary").text for one in (shown, other))
    for number, line in enumerate(filter(None, summaries)):
        size_of = by.line * (0.85 if number else 1)
        below = y + 1 + drawing.height(drawn, line, width=wide, size=size_of)
        if number and _edge(drawn, by, codes, top=below) < by.code * SMALLEST:
            break  # the code that is scanned matters more than the second language
        y = drawing.text(drawn, line, x=by.margin, y=y + 1, width=wide, size=size_of, grey=bool(number))
    _draw(drawn, by, codes, top=y)
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


def _codes(address: str, account: Account | None, *, width: float) -> list[Code]:
    """One code in the middle, or two beside each other."""
    see = _("See us on the map")
    if account is None:
        return [Code(address, see, "", 0, width)]
    each = (width - BETWEEN) / 2
    under = f"{account.holder}\n{account.bank} {account.number}"
    return [
        Code(address, see, "", 0, each),
        Code(account.payload, _("Pay by VietQR"), under, each + BETWEEN, each),
    ]


def _edge(drawn: FPDF, by: Measures, codes: Sequence[Code], *, top: float) -> float:
    """How large the codes may be between the words above and the facts below."""
    room = _foot_top(drawn, by) - top - _words(drawn, by, codes)
    return min(by.code, room, *(one.width for one in codes))


def _words(drawn: FPDF, by: Measures, codes: Sequence[Code]) -> float:
    """The height of what stands above and under the codes."""
    above = (drawing.height(drawn, one.says, width=one.width, size=by.text, bold=True) for one in codes)
    below = (drawing.height(drawn, one.under, width=one.width, size=by.text * drawing.UNDER) for one in codes)
    return max(above) + max(below) + 2


def _draw(drawn: FPDF, by: Measures, codes: Sequence[Code], *, top: float) -> None:
    edge = _edge(drawn, by, codes, top=top)
    left_over = _foot_top(drawn, by) - top - edge - _words(drawn, by, codes)
    for one in codes:
        drawing.code(
            drawn, one.payload, x=by.margin + one.left, y=top + max(left_over / 2, 0), width=one.width, edge=edge,
            says=one.says, below=one.under, size=by.text,
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
