"""The vault: who entered. It opens for a reason, to those who may, and each opening is written down or not answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.competitions.entries.models import Entry, EntryState, Identity, VaultAccess
from portal.competitions.entries.policy import reads_vault
from portal.competitions.models import Competition
from portal.db import db
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.people.models import Person

WHOLE, FINDINGS = "identity", "findings"
SHORTEST_WHY = 5


class Opened(NamedTuple):
    """How often a vault was opened, by whom and when last."""

    times: int
    names: Sequence[str]
    last_at: datetime | None


def opened(entry: Entry, why: str, *, by: Person, at: datetime, what: str = WHOLE) -> Identity:
    """Who entered, for somebody who may know it and says why. The row is part of the act: without it no answer."""
    check_may_open(by, entry.competition)
    note(entry.competition, check_reason(why), entry=entry, by=by, at=at, what=what)
    return entry.identity


def check_may_open(person: Person, competition: Competition) -> None:
    if not reads_vault(person, competition):
        raise Refused(N_("Before the reveal only the registrar opens the vault."))


def check_reason(why: str) -> str:
    """The reason as it is kept. Refused when nothing is said."""
    said = clean(why)[:300]
    if len(said) < SHORTEST_WHY:
        raise Refused(N_("Write why the vault is opened. The reason stands in the log for everybody."), field="why")
    return said


def note(
    competition: Competition, why: str, *, entry: Entry | None = None, by: Person, at: datetime, what: str = WHOLE
) -> VaultAccess:  # fmt: skip
    """The row of one opening."""
    made = VaultAccess(
        competition_id=competition.id, entry_id=entry.id if entry else None, what=what, why=why, by_id=by.id, at=at
    )
    db.session.add(made)
    db.session.flush()
    return made


def note_looked(entry_id: int, why: str, *, by_id: int, at: datetime) -> None:
    """The row of a look at the findings, by plain values: it is kept in a transaction of its own."""
    entry = db.session.get_one(Entry, entry_id)
    db.session.add(
        VaultAccess(
            competition_id=entry.competition_id, entry_id=entry_id, what=FINDINGS, why=why, by_id=by_id, at=at
        )
    )  # fmt: skip


def codes(competition: Competition) -> dict[int, str]:
    """The codes of a competition's entries, for the log."""
    rows = db.session.execute(select(Entry.id, Entry.code).where(Entry.competition_id == competition.id))
    return dict(rows.tuples().all())


def log(competition: Competition, hidden: Collection[int] = ()) -> Select[VaultAccess]:
    """Every opening, the latest first; without those of entries that are hidden from the reader."""
    found = select(VaultAccess).where(VaultAccess.competition_id == competition.id)
    found = found.where(VaultAccess.entry_id.is_(None) | VaultAccess.entry_id.not_in(hidden))
    return found.order_by(VaultAccess.at.desc(), VaultAccess.id.desc())


def openings(entry: Entry) -> Opened:
    """What the page says above a closed vault."""
    mine = VaultAccess.entry_id == entry.id
    times, last = db.session.execute(select(func.count(), func.max(VaultAccess.at)).where(mine)).one()
    names = db.session.scalars(
        select(Person.full_name).where(Person.id.in_(select(VaultAccess.by_id).where(mine))).order_by(Person.full_name)
    )
    return Opened(times, list(names), last)


def of_number(number: int) -> Person | None:
    """Who opened it, for the log."""
    return db.session.get(Person, number)


def same_authors(competition: Competition, hidden: Collection[int] = ()) -> dict[int, str]:
    """Entries of one author, by their numbers: "A", "B" … for the registrar, who sees nobody's name by it.

    Two entries are of one author when a person, a telephone, a mail address or a full name stands in both.
    """
    rows = db.session.scalars(
        select(Entry).where(Entry.competition_id == competition.id, Entry.state != EntryState.WITHDRAWN)
        .where(Entry.id.not_in(hidden)).options(joinedload(Entry.identity), joinedload(Entry.members))
        .order_by(Entry.id)
    ).unique().all()  # fmt: skip
    group: dict[int, int] = {one.id: one.id for one in rows}
    seen: dict[str, int] = {}
    for entry in rows:
        for mark in _marks(entry):
            if mark in seen:
                _join(group, seen[mark], entry.id)
            seen.setdefault(mark, entry.id)
    members: dict[int, list[int]] = {}
    for number in group:
        members.setdefault(_root(group, number), []).append(number)
    several = [found for found in members.values() if len(found) > 1]
    return {number: _letter(n) for n, found in enumerate(several) for number in found}


def _marks(entry: Entry) -> set[str]:
    identity = entry.identity
    if identity is None:
        return set()
    found = {f"person {identity.person_id}", f"phone {identity.phone}", f"mail {identity.email.lower()}"}
    found |= {f"name {fold(one.name)}" for one in entry.members if one.left_at is None and " " in one.name.strip()}
    return {one for one in found if one.partition(" ")[2]}


def _join(group: dict[int, int], one: int, other: int) -> None:
    group[_root(group, other)] = _root(group, one)


def _root(group: dict[int, int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{number}"
