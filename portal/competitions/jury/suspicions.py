"""What a comparison of the jury with the vault finds: a question to the registrar, and nothing more.

Looking for it opens the vault: one row in its log, written before anything is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.competitions import roster
from portal.competitions.entries import identity as vault
from portal.competitions.entries.models import Entry, EntryState, Identity
from portal.competitions.jury import conflicts
from portal.competitions.jury.models import ConflictKind, ConflictSource
from portal.competitions.models import Competition, JuryMember
from portal.db import db
from portal.kit.fold import fold
from portal.kit.names_found import EVERYBODYS_MAIL
from portal.people.models import Person

WHY = "So sánh ban giám khảo với người dự thi để tìm xung đột lợi ích"
WHAT = "comparison"


class Found(NamedTuple):
    kind: ConflictKind
    source: ConflictSource
    note: str
    """Which sort of match: for the registrar, who opens the vault to see more."""


def compare(competition: Competition, *, by: Person, at: datetime) -> int:
    """Notes every match that is new; returns how many. Refused for anybody but the registrar."""
    vault.check_may_open(by, competition)
    vault.note(competition, WHY, by=by, at=at, what=WHAT)
    rows = select(Entry).where(Entry.competition_id == competition.id, Entry.state != EntryState.WITHDRAWN)
    rows = rows.options(joinedload(Entry.identity).joinedload(Identity.person), selectinload(Entry.members))
    entries = db.session.scalars(rows.order_by(Entry.id)).unique().all()
    number = 0
    for member in [*roster.voting(competition), *(one for one in competition.jury if one.seat == "reserve")]:
        for entry in entries:
            for found in matches(member, entry):
                made = conflicts.suspect(member, entry, found.kind, at=at, source=found.source, note=found.note)
                number += made is not None
                db.session.flush()
    return number


def matches(member: JuryMember, entry: Entry) -> Iterator[Found]:
    """Why the two may know each other."""
    if (who := entry.identity) is None:
        return
    person = member.person
    if fold(person.full_name) in fold(who.relations):
        yield Found(ConflictKind.OTHER, ConflictSource.ENTRANT, "relations")
    phones, mails = {who.phone, who.person.phone}, {who.email, who.person.email}
    if person.phone and person.phone in phones:
        yield Found(ConflictKind.OTHER, ConflictSource.MATCH, "phone")
    if (domain := _domain(person.email)) and domain in {_domain(mail) for mail in mails}:
        yield Found(ConflictKind.EMPLOYER, ConflictSource.MATCH, "mail")
    houses = {fold(house) for house in (who.studio, who.school) if house}
    same_house = bool(member.organisation) and fold(member.organisation) in houses
    names = [who.person.full_name, *(one.name for one in entry.members if one.left_at is None)]
    if same_house and _surname(person.full_name) in {_surname(name) for name in names}:
        yield Found(ConflictKind.FAMILY, ConflictSource.MATCH, "surname")
    elif same_house:
        yield Found(ConflictKind.EMPLOYER, ConflictSource.MATCH, "house")


def _surname(name: str) -> str:
    return next(iter(fold(name).split()), "")


def _domain(mail: str | None) -> str:
    domain = (mail or "").rpartition("@")[2].lower()
    return "" if domain in EVERYBODYS_MAIL else domain
