"""The capability profile of a shop on one page A4, Vietnamese and English side by side, for hotels and wholesalers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.businesses.showcase import drawing
from portal.businesses.showcase.papers import Profile
from portal.kit import money
from portal.kit.say import N_
from portal.listings.showing import Shown
from portal.media.paper import blank, squares

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, GAP = 16.0, 8.0
FOOT = 12.0
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # points: the largest in which all has room
NAME_SIZES = (26.0, 22.0, 19.0, 16.0)
MOST_PRODUCTS = 12
PHOTO = (62.0, 46.0)
LOGO = 22.0
CODE = 30.0
MORE = N_("and %(count)s more in the catalogue")
RETAIL = N_("Retail prices")


@dataclass(frozen=True)
class Sides:
    """The listing as its page shows it in each language."""

    vi: Shown
    en: Shown

    def of(self, lang: str) -> Shown:
        return self.vi if lang == "vi" else self.en


def pdf(
    profile: Profile, sides: Sides, *, logo: bytes | None, photo: bytes | None, address: str, made_at: datetime
) -> bytes:
    """The page, in letters as large as it has room for."""
    drawn = None
    for size in SIZES:
        drawn = blank("A4", lang="vi", made_at=made_at, name=sides.vi.text("name").text)
        drawn.set_auto_page_break(False)
        drawn.add_page()
        below = _page(drawn, profile, sides, logo=logo, photo=photo, address=address, size=size)
        if below <= drawn.h - FOOT - CODE - 6:
            break
    assert drawn is not None
    _foot(drawn, profile, sides, address)
    return bytes(drawn.output())


def _page(
    drawn: FPDF, profile: Profile, sides: Sides, *, logo: bytes | None, photo: bytes | None, address: str, size: float
) -> float:
    wide = drawn.w - 2 * MARGIN
    y = drawing.eave(drawn) + 6
    y = _head(drawn, profile, sides, logo=logo, photo=photo, top=y, wide=wide) + 4
    for part in (_story, _can_do):
        y = _in_two(drawn, [part(profile, lang, size) for lang in ("vi", "en")], y, wide)
    return _prices(drawn, profile, y, wide, size)


def _head(
    drawn: FPDF, profile: Profile, sides: Sides, *, logo: bytes | None, photo: bytes | None, top: float, wide: float
) -> float:
    left, beside = MARGIN, wide - (PHOTO[0] + GAP if photo else 0)
    if logo:
        drawing.picture(drawn, logo, x=left, y=top, width=LOGO, height=LOGO, whole=True)
        left, beside = left + LOGO + 5, beside - LOGO - 5
    if photo:
        drawing.picture(drawn, photo, x=MARGIN + wide - PHOTO[0], y=top, width=PHOTO[0], height=PHOTO[1])
    name = sides.vi.text("name").text
    size = drawing.fitting(drawn, name, width=beside, lines=2, sizes=NAME_SIZES)
    y = drawing.text(drawn, name, x=left, y=top, width=beside, size=size, bold=True) + 1
    said = [str(profile.facts.get(f"headline_{one}") or sides.of(one).text("summary").text) for one in ("vi", "en")]
    for line, grey in zip(dict.fromkeys(said), (False, True), strict=False):
        y = drawing.text(drawn, line, x=left, y=y, width=beside, size=11, grey=grey) + 1
    return max(y, top + (PHOTO[1] if photo else LOGO if logo else 0))


Line = tuple[str, float, bool]
"""A text, its size, and whether it is a heading."""


def _story(profile: Profile, lang: str, size: float) -> list[Line]:
    story = profile.story[lang]
    return [(_in(lang, N_("Our story")), size + 2, True), (story, size, False)] if story else []


def _can_do(profile: Profile, lang: str, size: float) -> list[Line]:
    with force_locale(lang):
        facts: list[Line] = [(f"· {one}", size, False) for one in _facts(profile, lang)]
        return [(_("What we can do"), size + 2, True), *facts] if facts else []


def _facts(profile: Profile, lang: str) -> Iterator[str]:
    said = profile.facts
    if text := said.get(f"makes_{lang}"):
        yield str(text)
    if said.get("since_year"):
        yield _("Since %(year)s", year=said["since_year"])
    if said.get("hands"):
        yield _("%(count)s people at work", count=said["hands"])
    if said.get("a_month"):
        yield _("Up to %(count)s pieces a month", count=said["a_month"])
    if said.get("least_order"):
        yield _("Least order: %(count)s pieces", count=said["least_order"])
    if said.get("lead_days"):
        yield _("A usual order takes %(count)s days", count=said["lead_days"])
    if said.get("abroad"):
        yield _("We send abroad")
    if str(said.get("ocop") or "none") != "none":
        yield _("OCOP product, %(stars)s stars", stars=said["ocop"])
    if text := said.get("buyers"):
        yield _("Buyers: %(names)s", names=text)


def _in_two(drawn: FPDF, columns: list[list[Line]], top: float, wide: float) -> float:
    each, below = (wide - GAP) / 2, top
    for number, lines in enumerate(columns):
        y, left = top, MARGIN + number * (each + GAP)
        for words, size, heading in lines:
            y = drawing.text(
                drawn, words, x=left, y=y + (1.2 if heading else 0), width=each, size=size, bold=heading
            ) + (0.6 if heading else 0.4)
        below = max(below, y)
    return below


def _prices(drawn: FPDF, profile: Profile, top: float, wide: float, size: float) -> float:
    rows = profile.products[:MOST_PRODUCTS]
    if not rows:
        return top
    y = drawing.text(
        drawn, _both(_in("vi", RETAIL), _in("en", RETAIL)), x=MARGIN, y=top + 3, width=wide, size=size + 2, bold=True
    )
    for row in rows:
        y = drawing.rule(drawn, x=MARGIN, y=y + 0.6, width=wide)
        names = _both(row["name_vi"], row["name_en"] or "")
        details = ", ".join(_both(row[name], row.get(f"{name}_en") or "") for name in ("size", "material") if row[name])
        price = money.show(row["retail"], "vi")
        below = drawing.text(drawn, names, x=MARGIN, y=y, width=wide * 0.44, size=size)
        below = max(below, drawing.text(
            drawn, details, x=MARGIN + wide * 0.46, y=y, width=wide * 0.36, size=size - 0.5, grey=True
        ))  # fmt: skip
        drawing.text(drawn, price, x=MARGIN + wide * 0.82, y=y, width=wide * 0.18, size=size, bold=True, align="R")
        y = below
    more = len(profile.products) - len(rows)
    if more:
        said = " · ".join(_in(lang, MORE, count=more) for lang in ("vi", "en"))
        y = drawing.text(drawn, said, x=MARGIN, y=y + 1, width=wide, size=size - 0.5, grey=True)
    return y


def _foot(drawn: FPDF, profile: Profile, sides: Sides, address: str) -> None:
    """The code that opens the listing, whom to ask for, and where."""
    top = drawn.h - FOOT - CODE
    drawing.rule(drawn, x=MARGIN, y=top - 3, width=drawn.w - 2 * MARGIN)
    squares(drawn, address, x=MARGIN - 2, y=top - 1, edge=CODE + 2)
    left, width = MARGIN + CODE + 5, drawn.w - 2 * MARGIN - CODE - 5
    asked = str(profile.facts.get("contact") or "")
    reached = [sides.vi.value(one) for one in sides.vi.contacts]
    who = " · ".join(dict.fromkeys(filter(None, [asked, *reached])))
    y = drawing.text(drawn, who, x=left, y=top + 1, width=width, size=11, bold=True)
    y = drawing.text(drawn, sides.vi.address, x=left, y=y + 1, width=width, size=9)
    for lang in ("vi", "en"):
        if sides.of(lang).hours:
            y = drawing.text(drawn, sides.of(lang).hours, x=left, y=y, width=width, size=9, grey=lang == "en")
    drawing.text(drawn, address.partition("://")[2], x=left, y=y + 1, width=width, size=9)


def _both(vi: str, en: str) -> str:
    return f"{vi} / {en}" if en and en != vi else vi


def _in(lang: str, sentence: str, **values: object) -> str:
    with force_locale(lang):
        return str(_(sentence, **values))
