"""The public catalogue as a paper, A4: exactly what its page shows, with a code that opens the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses.showcase import drawing
from portal.businesses.showcase.showing import ShownProduct
from portal.kit import dates, money
from portal.listings.models import Worded
from portal.listings.showing import Shown
from portal.media.paper import MARGIN, Paper, squares

PHOTO, CODE, GAP, LINE = 60.0, 24.0, 4.0, 7.0


def pdf(
    shown: Shown, products: Sequence[ShownProduct], policy: Sequence[tuple[str, Worded]], *, photo: bytes | None,
    address: str, made_at: datetime,
) -> bytes:  # fmt: skip
    lang, day = shown.lang, dates.day(made_at.astimezone(shown.zone).date(), shown.lang)
    name = shown.text("name").text
    paper = Paper(_("Catalogue of %(name)s", name=name), lang=lang, made_at=made_at, foot=f"{name} · {day}")
    paper.title()
    paper.paragraph(shown.text("summary").text)
    if photo:
        drawing.picture(paper.drawn, photo, x=MARGIN, y=paper.drawn.y, width=paper.width, height=PHOTO)
        paper.space(PHOTO + 4)
    if products:
        paper.heading(_("Products and prices"))
        rows = [(one.code, one.name.text, _details(one), money.show(one.retail, lang)) for one in products]
        paper.table((_("Code"), _("Product"), _("Details"), _("Price")), rows, widths=(2, 4, 9, 3), numbers={3})
    if policy:
        paper.heading(_("Sales policy"))
        paper.facts([(label, text.text) for label, text in policy])
    facts = [(_("Place"), shown.address), (_("Opening hours"), shown.hours)]
    facts += [(_("Get in touch"), one) for one in dict.fromkeys(map(shown.value, shown.contacts))]
    _contact(paper, [*(one for one in facts if one[1]), (_("Today’s prices"), address.partition("://")[2])], address)
    return paper.pdf()


def _contact(paper: Paper, facts: Sequence[tuple[str, str]], address: str) -> None:
    """Whom to ask, with the code that opens the page at the right of it: a page that is nearly full holds both."""
    paper.room(max(CODE + GAP, (len(facts) + 2) * LINE))
    drawn = paper.drawn
    top, page = drawn.y, drawn.page
    squares(drawn, address, x=drawn.w - MARGIN - CODE, y=top + GAP, edge=CODE)
    drawn.set_right_margin(MARGIN + CODE + GAP)
    paper.heading(_("Contact and place"))
    paper.facts(facts)
    drawn.set_right_margin(MARGIN)
    if drawn.page == page:
        drawn.set_y(max(drawn.y, top + GAP + CODE))


def _details(product: ShownProduct) -> str:
    if product.to_order and product.days:
        made = ngettext("Made to order in %(num)s day", "Made to order in %(num)s days", product.days)
    else:
        made = _("Made to order") if product.to_order else _("In stock")
    return " · ".join([*(one.text for one in product.details), made])
