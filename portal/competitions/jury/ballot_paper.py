"""A juror's ballots on paper: A4 across, an entry a row in the juror's own order, room for points and a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from portal.competitions import deadlines
from portal.competitions.jury.models import Ballot
from portal.competitions.models import JuryMember
from portal.media.paper import Paper

EMPTY = "\n"
"""A row that is high enough to be written in."""


def pdf(member: JuryMember, ballots: Sequence[Ballot], lang: str, *, made_at: datetime) -> bytes:
    """Codes alone: no title, no name but the juror's own."""
    competition = member.competition
    title = competition.text("title", lang).text
    paper = Paper(
        _("Paper ballots of juror %(juror)s", juror=member.pseudonym), lang=lang, made_at=made_at, across=True
    )
    paper.title()
    paper.paragraph(title)
    round_ = ballots[0].round if ballots else None
    if round_ is not None and round_.due_at is not None:
        paper.paragraph(_("Ballots are due: %(deadline)s.", deadline=deadlines.written(round_.due_at, lang)))
    paper.paragraph(
        _("Points from 0 to 10, halves allowed. Type them in on your own page, or sign the sheet and hand it in.")
    )
    for number, one in enumerate(competition.criteria, 1):
        weight = _("not counted") if one.independent else f"{one.weight} %"
        paper.paragraph(f"{number}. {one.text('name', lang).text} ({weight})", small=True)
    heads = ("", _("Code"), *(str(number) for number, _one in enumerate(competition.criteria, 1)), _("Remark"))
    rows = [(str(number), one.entry.code, *("" for _one in competition.criteria), EMPTY)
            for number, one in enumerate(ballots, 1)]  # fmt: skip
    paper.table(heads, rows, widths=(1, 2, *(1.4 for _one in competition.criteria), 8))
    paper.signatures([(_("Juror"), member.pseudonym)])
    return paper.pdf()
