"""Empties a person: what is left is a number, so that what was done here keeps its author without a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, select

from portal.audit import rules as audit
from portal.db import db
from portal.people.models import (
    Consent,
    DataRequest,
    Erasing,
    Grant,
    OneTimeCode,
    Person,
    PersonSession,
    RecoveryCode,
    SecondFactor,
)  # fmt: skip

NAMELESS = "(đã xóa)"


@contextmanager
def under_way(person: Person) -> Iterator[None]:
    """The one road past the triggers: inside, the values of a history that is only added to may be emptied."""
    db.session.add(Erasing(id=1, person_id=person.id))
    db.session.flush()
    yield
    db.session.flush()
    db.session.execute(delete(Erasing))


def empty(person: Person, *, at: datetime) -> None:
    """The account: nobody can sign in with it, and nothing in it says whose it was."""
    for kind in (PersonSession, OneTimeCode, RecoveryCode, SecondFactor, Consent):
        db.session.execute(delete(kind).where(kind.person_id == person.id))
    for grant in db.session.scalars(select(Grant).where(Grant.person_id == person.id)):
        grant.reason = grant.withdrawn_reason = ""
        grant.withdrawn_at = grant.withdrawn_at or at
    for request in db.session.scalars(select(DataRequest).where(DataRequest.person_id == person.id)):
        request.words = request.answer = ""
    person.full_name, person.phone, person.password_hash = NAMELESS, None, None
    person.email = f"erased-{person.id}@erased.invalid"
    person.language, person.show_name, person.erased_at = "vi", False, at
    audit.note("person_erased", "person", person.id, by=None, at=at)
    db.session.flush()
