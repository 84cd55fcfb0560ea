"""The letters to jurors, in their language: what is left, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.competitions import deadlines
from portal.competitions.jury.board import REMINDER, Line
from portal.competitions.jury.models import Round
from portal.letters import rules as letters
from portal.web.language import current, in_language_of, link


def remind(round_: Round, lines: Iterable[Line], *, at: datetime) -> int:
    """Reminds everybody who has not locked yet; returns how many."""
    written = 0
    for line in lines:
        person = line.member.person
        with in_language_of(person):
            left = line.all - line.done
            title = round_.competition.text("title", person.language).text
            sentences = [
                ngettext("%(num)s entry waits for your scores.", "%(num)s entries wait for your scores.", left)
                if left
                else _("Every entry has your scores: they only have to be locked."),
                _("Ballots are due: %(deadline)s.", deadline=deadlines.written(round_.due_at, current()))
                if round_.due_at
                else "",
                link("jury.show", competition=round_.competition.slug),
            ]
            subject = _("Your ballots: %(title)s", title=title)
            letters.write(person, kind=REMINDER, subject=subject, body="\n\n".join(filter(None, sentences)), at=at)
        written += 1
    return written
