"""One-time codes: handed over by staff or brought by a mail, each good once for choosing a password."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from portal.audit import rules as audit
from portal.db import db
from portal.kit import code
from portal.people.models import CodeRoad, OneTimeCode, Person
from portal.people.rules import digest, find, sign_out_everywhere

CODE_LASTS = timedelta(days=7)


def hand(person: Person, *, at: datetime) -> str:
    """A new code for choosing a password; an older one that is still good stops here.

    What a mail has brought stays good, and the other way round: nobody ends a code by asking for the other kind.
    """
    end(person, at=at, road=CodeRoad.STAFF)
    symbols = code.make(secrets.choice)
    made = OneTimeCode(person_id=person.id, digest=digest(symbols), made_at=at, expires_at=at + CODE_LASTS)
    db.session.add(made)
    db.session.flush()
    return symbols


def end(person: Person, *, at: datetime, road: CodeRoad | None = None) -> None:
    """From now on no older code of the person is good; with `road` none that went this way."""
    good = update(OneTimeCode).where(OneTimeCode.person_id == person.id, OneTimeCode.expires_at > at)
    if road is not None:
        good = good.where(OneTimeCode.road == road)
    db.session.execute(good.values(expires_at=at))


def standing(who: str, typed: str, *, at: datetime) -> OneTimeCode | None:
    """The code that this person holds, if it is theirs, unused and not out of date."""
    person, symbols = find(who), code.read(typed)
    if person is None or symbols is None:
        return None
    return db.session.scalar(
        select(OneTimeCode).where(
            OneTimeCode.person_id == person.id,
            OneTimeCode.digest == digest(symbols),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > at,
        )
    )


def set_password(held: OneTimeCode, hashed: str, *, at: datetime) -> Person:
    """Uses up the code: its person has this password now, and every earlier sign-in and code of theirs ends."""
    held.used_at = at
    held.person.password_hash = hashed
    end(held.person, at=at)
    sign_out_everywhere(held.person, at=at)
    audit.note("password_set", "person", held.person_id, by=held.person, at=at, road=str(held.road))
    return held.person
