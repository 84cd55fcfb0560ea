"""The sign-ins of a person, one for each device: seen, ended, and proved anew by typing the password."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import lazyload

from portal.audit import rules as audit
from portal.db import db
from portal.people.models import Person, PersonSession
from portal.people.rules import SIGN_IN_LASTS, digest

PROOF_LASTS = timedelta(minutes=15)
HALF_LASTS = timedelta(minutes=10)


def standing(person: Person, *, at: datetime) -> Select[PersonSession]:
    """Where the person is signed in today, the latest first."""
    mine = select(PersonSession).options(lazyload(PersonSession.person))
    mine = mine.where(PersonSession.person_id == person.id, *_stands(at))
    return mine.order_by(PersonSession.begun_at.desc(), PersonSession.id.desc())


def find(person: Person | None, number: int, *, at: datetime) -> PersonSession | None:
    """A standing sign-in of this person; one of anybody else is as unknown as one that never was."""
    if person is None:
        return None
    return db.session.scalar(standing(person, at=at).where(PersonSession.id == number))


def is_this(sign_in: PersonSession, token: str | None) -> bool:
    """Whether it is the sign-in that this token belongs to."""
    return token is not None and sign_in.digest == digest(token)


def end(sign_in: PersonSession, *, by: Person, at: datetime) -> None:
    sign_in.ended_at = at
    audit.note("sign_in_ended", "person", sign_in.person_id, by=by, at=at, sign_in=sign_in.id)


def end_others(person: Person, *, but: str | None, at: datetime) -> None:
    """Ends every sign-in of the person except the one that the token `but` belongs to; half ones too."""
    others = update(PersonSession).where(
        PersonSession.person_id == person.id,
        PersonSession.ended_at.is_(None),
        PersonSession.digest != digest(but or ""),
    )
    db.session.execute(others.values(ended_at=at))
    audit.note("other_sign_ins_ended", "person", person.id, by=person, at=at)


# The password, typed once more before what matters


def prove(token: str | None, *, at: datetime) -> None:
    """The password has just been typed at this sign-in."""
    db.session.execute(update(PersonSession).where(PersonSession.digest == digest(token or "")).values(proved_at=at))


def is_proved(token: str | None, *, at: datetime) -> bool:
    """Whether the password was typed at this sign-in within the last quarter of an hour."""
    proved = select(PersonSession.id).where(
        PersonSession.digest == digest(token or ""), PersonSession.proved_at > at - PROOF_LASTS, *_stands(at)
    )
    return db.session.scalar(proved) is not None


# Between the password and the second step


def half(token: str | None, *, at: datetime) -> PersonSession | None:
    """The sign-in that waits for its second step; it waits ten minutes."""
    return db.session.scalar(
        select(PersonSession).where(
            PersonSession.digest == digest(token or ""),
            PersonSession.half.is_(True),
            PersonSession.ended_at.is_(None),
            PersonSession.begun_at > at - HALF_LASTS,
        )
    )


def _stands(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        PersonSession.half.is_(False),
        PersonSession.ended_at.is_(None),
        PersonSession.begun_at > at - SIGN_IN_LASTS,
    )
