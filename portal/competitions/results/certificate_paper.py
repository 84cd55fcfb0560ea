"""A certificate as a paper, A4 across, with the address at which anybody can check it."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.competitions.deadlines import zone
from portal.competitions.results.models import Certificate
from portal.kit import code, dates
from portal.media.paper import Paper


def pdf(certificate: Certificate, authors: str, address: str, lang: str) -> bytes:
    """The same certificate gives the same bytes."""
    entry = certificate.entry
    title = entry.competition.text("title", lang).text
    paper = Paper(_("Certificate"), lang=lang, made_at=certificate.at, across=True, framed=True)
    paper.space(24)
    paper.line(_("Certificate"), size=30, bold=True)
    paper.space(4)
    paper.line(authors or _("The authors of entry %(code)s", code=entry.code), size=20)
    paper.space(2)
    if certificate.award is not None:
        prize, work = certificate.award.prize.text("name", lang).text, entry.title or entry.code
        paper.line(_("received the prize “%(prize)s” for “%(work)s”", prize=prize, work=work), size=14)
    else:
        paper.line(_("took part with “%(work)s”", work=entry.title or entry.code), size=14)
    paper.line(title, size=14, bold=True)
    paper.line(dates.day(certificate.at.astimezone(zone()).date(), lang), grey=True)
    paper.space(6)
    shown = code.show(certificate.code)
    paper.qr(address, says=_("Code %(code)s. Check it at %(address)s", code=shown, address=address))
    return paper.pdf()
