"""The short code of a registration: follows from the form that was sent; only its digest is kept."""

from __future__ import annotations

import hmac
import itertools
from collections.abc import Iterable, Iterator
from hashlib import sha256

from sqlalchemy import select

from portal.contributions import tickets
from portal.db import db
from portal.events.registrations.models import Registration
from portal.kit import code
from portal.people.models import Person

TRIES = 3


def new(once: str, *, key: str) -> str:
    """A code that nothing else has: the same form again, with our secret `key`, gives the same one."""
    return next(one for one in _codes(once, key) if find(one) is None and tickets.find(one) is None)


def code_of(registration: Registration, *, key: str) -> str | None:
    """The code of a registration that was sent with `once`; None when that is not how it was made."""
    likely = itertools.islice(_codes(registration.once or "", key), TRIES)
    return next((one for one in likely if digest(one) == registration.digest), None)


def find(typed: str) -> Registration | None:
    """The registration behind a typed code; a wrong code, an unknown one and a forgotten one are the same."""
    symbols = code.read(typed)
    return db.session.scalar(select(Registration).where(Registration.digest == digest(symbols))) if symbols else None


def held(number: int, *, codes: Iterable[str], by: Person | None) -> Registration | None:
    """The registration of this number, for who holds its code and for whose account it is; for others there is none."""
    registration = db.session.get(Registration, number)
    if registration is None or registration.forgotten_at is not None:
        return None
    is_theirs = by is not None and registration.person_id == by.id
    return registration if is_theirs or registration.digest in {digest(one) for one in codes} else None


def with_once(once: str, event_id: int) -> Registration | None:
    """The registration that a form with this `once` made for this event."""
    same = select(Registration).where(Registration.once == once, Registration.event_id == event_id)
    return db.session.scalar(same) if once else None


def is_known(once: str) -> bool:
    """Whether a form with this `once` came in before: sent again it is not counted again."""
    return bool(once) and db.session.scalar(select(Registration.id).where(Registration.once == once)) is not None


def digest(symbols: str) -> str:
    return sha256(symbols.encode()).hexdigest()


def _codes(once: str, key: str) -> Iterator[str]:
    """Codes to try, the first of which is nearly always free."""
    for attempt in itertools.count():
        drawn = iter(hmac.new(key.encode(), f"registration {attempt} {once}".encode(), sha256).digest())
        yield code.make(lambda symbols, drawn=drawn: symbols[int.from_bytes([next(drawn), next(drawn)]) % len(symbols)])  # type: ignore[misc]
