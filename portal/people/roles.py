"""What organisers do with people: find them, withdraw roles, see who granted what, hand over codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.db import db
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.people import codes
from portal.people.models import Grant, Person, Role
from portal.people.rules import find, with_any_role


def found(typed: str) -> Select[Person]:
    """The people whose name holds these words, or who have this number or address; the latest first."""
    people = select(Person).where(Person.erased_at.is_(None)).order_by(Person.id.desc())
    if reached := find(typed):
        return people.where(Person.id == reached.id)
    for word in fold(typed).split():
        people = people.where(Person.folded_name.contains(word, autoescape=True))
    return people


def person_of(number: int) -> Person | None:
    """A person by their number, as long as they have not been erased."""
    person = db.session.get(Person, number)
    return person if person is not None and person.erased_at is None else None


def standing_grant(number: int, grant: int) -> Grant | None:
    """A role that this person has today, by its number."""
    return db.session.scalar(
        select(Grant).where(Grant.id == grant, Grant.person_id == number, Grant.withdrawn_at.is_(None))
    )


def history(person: Person) -> Sequence[Grant]:
    """Every role the person ever had, with who granted and who withdrew it; the latest first."""
    told = select(Grant).options(joinedload(Grant.granted_by), joinedload(Grant.withdrawn_by))
    return db.session.scalars(told.where(Grant.person_id == person.id).order_by(Grant.id.desc())).all()


def withdraw(grant: Grant, *, by: Person, at: datetime, reason: str) -> None:
    """Takes a role back. The last organiser stays one: nobody could ever grant a role again."""
    if not clean(reason):
        raise Refused(N_("Write why, in a few words: the person reads it."), field="reason")
    if grant.role is Role.ORGANISER and not _others_organise(grant.person):
        raise Refused(N_("This is the only organiser. Make somebody else one first."), field="reason")
    grant.withdrawn_at, grant.withdrawn_by_id, grant.withdrawn_reason = at, by.id, clean(reason)
    audit.note("role_withdrawn", "person", grant.person_id, by=by, at=at, role=str(grant.role))
    db.session.flush()


def hand_over(person: Person, *, by: Person, at: datetime) -> str:
    """A one-time code for this person, from hand to hand; both stand in the record."""
    made = codes.hand(person, at=at)
    audit.note("code_handed", "person", person.id, by=by, at=at)
    return made


def _others_organise(person: Person) -> bool:
    return any(one.id != person.id and one.erased_at is None for one in with_any_role([Role.ORGANISER]))
