"""The letter that brings the code of the public vote: what stands in it is forgotten as soon as it is sent."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.competitions.models import Competition
from portal.kit import code as codes
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link

VOTE_CODE = "vote_code"
"""Read among the notices it would prove a device, and not that somebody reads the mail."""
letters.NOT_KEPT.add(VOTE_CODE)


def send_code(competition: Competition, person: Person, code: str, *, at: datetime) -> None:
    with in_language_of(person):
        title = competition.text("title", current()).text
        body = _(
            "Your code for the public vote of “%(title)s” is %(code)s. It has one vote: choose a work and type the"
            " code here: %(link)s\n\nIf you did not ask for it, do nothing.",
            title=title, code=codes.show(code), link=link("exhibition.index", slug=competition.slug) + "#vote",
        )  # fmt: skip
        letters.write(person, kind=VOTE_CODE, subject=_("Your code for the public vote"), body=body, at=at)
