"""The second step at sign-in: an authenticator app (TOTP), and codes on paper for the day it is lost."""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from sqlalchemy import delete, func, select

from portal.audit import rules as audit
from portal.db import db
from portal.kit import code, totp
from portal.kit.say import N_, Refused
from portal.people.models import Person, RecoveryCode, SecondFactor
from portal.people.rules import digest

RECOVERY_CODES = 8


def factor_of(person: Person) -> SecondFactor | None:
    """The person's authenticator, confirmed or only begun."""
    return db.session.get(SecondFactor, person.id)


def is_on(person: Person) -> bool:
    """Whether signing in asks this person for a code."""
    factor = factor_of(person)
    return factor is not None and factor.confirmed_at is not None


def begin(person: Person, *, at: datetime) -> SecondFactor:
    """A new secret, which counts once a code of it was typed. Refused while another one counts."""
    factor = factor_of(person)
    if factor is not None and factor.confirmed_at is not None:
        raise Refused(N_("The second step is on already. Turn it off first, then set it up on the other phone."))
    if factor is not None:
        db.session.delete(factor)
        db.session.flush()
    secret = totp.secret_of(secrets.token_bytes(totp.SECRET_BYTES))
    factor = SecondFactor(person_id=person.id, secret=secret, begun_at=at)
    db.session.add(factor)
    db.session.flush()
    return factor


def address(factor: SecondFactor, *, account: str, issuer: str) -> str:
    """What the QR code tells an authenticator app: the secret, and whose and which portal's it is."""
    asked = urlencode({"secret": factor.secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{asked}"


def confirm(factor: SecondFactor, typed: str, *, by: Person, at: datetime) -> list[str]:
    """Turns the second step on by a first code of the app; returns the recovery codes, which are never known again."""
    step = totp.matching_step(factor.secret, typed, at=at)
    if step is None:
        raise Refused(
            N_("This is not the code of this moment. Wait for the next one; look whether the phone's clock is right."),
            field="code",
        )
    factor.confirmed_at, factor.last_step = at, step
    audit.note("second_step_on", "person", by.id, by=by, at=at)
    return new_recovery_codes(by, at=at)


def new_recovery_codes(person: Person, *, at: datetime) -> list[str]:
    """Eight codes on paper; the older ones are good no more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    made = [code.make(secrets.choice) for _number in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(person_id=person.id, digest=digest(one), made_at=at) for one in made)
    audit.note("recovery_codes_made", "person", person.id, by=person, at=at)
    db.session.flush()
    return made


def recovery_codes_left(person: Person) -> int:
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(unused) or 0


def passes(person: Person, typed: str, *, at: datetime) -> bool:
    """Whether the code lets the person through, of the app or from paper; it is used up with that."""
    factor = factor_of(person)
    if factor is None or factor.confirmed_at is None:
        return False
    step = totp.matching_step(factor.secret, typed, at=at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        return True
    return _uses_up(person, typed, at=at)


def remove(person: Person, *, by: Person, at: datetime) -> None:
    """Signing in asks this person for no code any more, until they set it up anew."""
    factor = factor_of(person)
    if factor is not None:
        db.session.delete(factor)
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        audit.note("second_step_off", "person", person.id, by=by, at=at)
        db.session.flush()


def _uses_up(person: Person, typed: str, *, at: datetime) -> bool:
    symbols = code.read(typed)
    held = symbols and db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person.id, RecoveryCode.digest == digest(symbols), RecoveryCode.used_at.is_(None)
        )
    )
    if not held:
        return False
    held.used_at = at
    audit.note("recovery_code_used", "person", person.id, by=person, at=at)
    return True
