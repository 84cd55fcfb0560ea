"""Late links: one entry may come in after the deadline, because somebody says why. Each is told in the minutes."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select

from portal.competitions.entries.models import Entry, LateLink
from portal.competitions.entries.policy import IN_HAND
from portal.competitions.models import Competition
from portal.db import db
from portal.kit import code as short
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.people.rules import digest


def give(competition: Competition, *, reason: str, until: datetime, by: Person, at: datetime) -> str:
    """A link for one entry; returns its code, of which only the digest is kept."""
    if len(clean(reason)) < 5:
        raise Refused(N_("Write why, in a few words: it stands in the minutes."), field="reason")
    if until <= at:
        raise Refused(N_("This moment has passed already."), field="until")
    code = short.make(secrets.choice)
    db.session.add(
        LateLink(
            competition_id=competition.id, digest=digest(code), reason=clean(reason)[:300], until=until,
            by_id=by.id, at=at,
        )
    )  # fmt: skip
    db.session.flush()
    return code


def behind(code: str) -> LateLink | None:
    """The link of a code, used or not."""
    symbols = short.read(code)
    found = select(LateLink).where(LateLink.digest == digest(symbols)) if symbols else None
    return db.session.scalar(found) if found is not None else None


def use(code: str, entry: Entry, *, at: datetime) -> LateLink:
    """Gives the entry the time of the link. It works once; a second time for the same entry it is no matter."""
    link = behind(code)
    if link is None or link.competition_id != entry.competition_id:
        raise Refused(N_("There is no such link for this competition."))
    if link.entry_id == entry.id:
        return link
    if link.used_at is not None:
        raise Refused(N_("This link has been used already."))
    if at >= link.until:
        raise Refused(N_("The time of this link is over."))
    if entry.state not in IN_HAND:
        raise Refused(N_("This entry has been taken in already."))
    link.entry_id, link.used_at = entry.id, at
    db.session.flush()
    db.session.refresh(entry, ["late_links"])
    return link
