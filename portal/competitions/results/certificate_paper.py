"""A certificate as a paper, A4 across, with the address at which anybody can check it."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.city.chosen import here
from portal.competitions.deadlines import zone
from portal.competitions.results.models import Certificate
from portal.kit import code, dates
from portal.media.paper import Paper

TOP, CODE_TOP, CODE_EDGE = 34.0, 148.0, 26.0
"""Millimetres: where the words begin, where the code to check stands, and how large it is."""


def pdf(certificate: Certificate, authors: str, address: str, lang: str) -> bytes:
    """The same certificate gives the same bytes."""
    entry = certificate.entry
    brand = here().brand
    day = dates.day(certificate.at.astimezone(zone()).date(), lang)
    paper = Paper(_("Certificate"), lang=lang, made_at=certificate.at, across=True, framed=True)
    paper.down_to(TOP)
    paper.line(entry.competition.text("title", lang).text, size=16)
    paper.space(3)
    paper.line(_("Certificate"), size=38, bold=True)
    paper.space(7)
    paper.line(authors or _("The authors of entry %(code)s", code=entry.code), size=24, bold=True)
    paper.space(1)
    paper.line(_what(certificate, lang), size=15)
    paper.space(5)
    paper.line(f"{brand.first} {brand.second[lang]}, {day}", size=12, grey=True)
    paper.down_to(CODE_TOP)
    paper.code(address, edge=CODE_EDGE)
    shown = code.show(certificate.code)
    paper.line(_("Code %(code)s. Check it at %(address)s", code=shown, address=address), size=9, grey=True)
    return paper.pdf()


def _what(certificate: Certificate, lang: str) -> str:
    entry = certificate.entry
    work = entry.title or entry.code
    if certificate.award is None:
        return str(_("took part with “%(work)s”", work=work))
    prize = certificate.award.prize.text("name", lang).text
    return str(_("received the prize “%(prize)s” for “%(work)s”", prize=prize, work=work))
