"""How a person is called and reached: changed by themselves only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from portal.audit import rules as audit
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import OneTimeCode, Person


def call_oneself(person: Person, *, name: str, language: str, at: datetime) -> None:
    """The person's name as they write it and the language of their letters."""
    changed = [field for field, new in (("full_name", clean(name)), ("language", language))
               if getattr(person, field) != new]  # fmt: skip
    person.full_name, person.language = clean(name), language
    if changed:
        audit.note("account_changed", "person", person.id, by=person, at=at, fields=changed)


def change(person: Person, *, phone: str | None, email: str | None, at: datetime) -> None:
    """From now on the person is reached by these and signs in with them. Refused for what somebody else has."""
    if not phone and not email:
        raise Refused(N_("Keep at least one of the two: it is how you sign in."), field="phone")
    given = {"phone": phone or None, "email": email or None}
    changed = [field for field, new in given.items() if getattr(person, field) != new]
    for field in changed:
        if given[field] and _taken(field, str(given[field]), person):
            raise Refused(N_("Somebody with this phone number or mail address is here already."), field=field)
        setattr(person, field, given[field])
    if changed:
        _stop_codes(person, at=at)
        audit.note("reach_changed", "person", person.id, by=person, at=at, fields=changed)
        db.session.flush()


def _taken(field: str, value: str, person: Person) -> bool:
    column = getattr(Person, field)
    return db.session.scalar(select(Person.id).where(column == value, Person.id != person.id)) is not None


def _stop_codes(person: Person, *, at: datetime) -> None:
    """A link or code that was sent to the former address opens nothing any more."""
    standing = update(OneTimeCode).where(OneTimeCode.person_id == person.id, OneTimeCode.expires_at > at)
    db.session.execute(standing.values(expires_at=at))
