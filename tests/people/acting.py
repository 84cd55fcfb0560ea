"""What tests of accounts do again and again: people with a password, an authenticator, and a browser that tries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.db import db
from portal.kit import totp
from portal.letters.models import Letter
from portal.people import passwords, second_step
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make
from tests.looking import LookingClient

PASSWORD = "ba con cá sấu"
ANOTHER = "một hai ba bốn"


def with_password(*roles: Role, **more: Any) -> Person:
    return make.person(*roles, password_hash=passwords.hashed(PASSWORD), **more)


def secured(person: Person) -> list[str]:
    """Turns the second step on; returns the recovery codes."""
    factor = second_step.begin(person, at=now())
    made = second_step.confirm(factor, shown(person), by=person, at=now())
    factor.last_step = None  # as if that had been long ago
    db.session.flush()
    return made


def shown(person: Person) -> str:
    """What the person's app shows now."""
    factor = second_step.factor_of(person)
    assert factor is not None
    return totp.code(factor.secret, totp.step_at(now()))


def try_with(client: LookingClient, who: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/people/sign-in", data={"who": who, "password": password, **more})


def is_signed_in(client: LookingClient) -> bool:
    return client.get("/people/me").status_code == 200


def letters_to(person: Person) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.person_id == person.id).order_by(Letter.id)))
