"""A new password: chosen by who knows the old one, or with a link that a mail has brought."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.audit import rules as audit
from portal.db import db
from portal.people import codes, sign_ins
from portal.people.models import CodeRoad, OneTimeCode, Person
from portal.people.rules import digest

LINK_LASTS = timedelta(hours=2)
PAUSE = timedelta(minutes=10)
"""So long a stranger who types somebody's address causes no second letter."""


def change(person: Person, hashed: str, *, at_sign_in: str | None, at: datetime) -> None:
    """The person has this password now; every other sign-in of theirs ends, this one stays."""
    person.password_hash = hashed
    codes.end(person, at=at)
    sign_ins.end_others(person, but=at_sign_in, at=at)
    sign_ins.prove(at_sign_in, at=at)
    audit.note("password_changed", "person", person.id, by=person, at=at)


def ask_link(person: Person, *, at: datetime) -> str | None:
    """The secret part of a link by which the person sets a password; None while the letter before it is fresh."""
    fresh = select(OneTimeCode.id).where(
        OneTimeCode.person_id == person.id, OneTimeCode.road == CodeRoad.MAIL, OneTimeCode.made_at > at - PAUSE
    )
    if db.session.scalar(fresh) is not None:
        return None
    codes.end(person, at=at, road=CodeRoad.MAIL)
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeCode(
            person_id=person.id, digest=digest(token), road=CodeRoad.MAIL, made_at=at, expires_at=at + LINK_LASTS
        )
    )
    audit.note("link_mailed", "person", person.id, by=None, at=at)
    return token


def held_by_link(token: str, *, at: datetime) -> OneTimeCode | None:
    """The code behind a link, unused and not out of date."""
    return db.session.scalar(
        select(OneTimeCode).where(
            OneTimeCode.digest == digest(token),
            OneTimeCode.road == CodeRoad.MAIL,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > at,
        )
    )
