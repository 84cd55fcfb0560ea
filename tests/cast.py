"""The cast, learned once: who comes to the portal, and how a browser is theirs.

Each function makes one person in the test's transaction; `sign_in` gives a client their sign-in without a password.
"""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from portal.db import db
from portal.people import rules
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make


def visitor() -> None:
    """Somebody without an account, as most are."""


def member() -> Person:
    """An account and no role."""
    return make.person(name="Phan Thị Mai")


def artisan() -> Person:
    """Owns a shop; like a member as far as the map is concerned."""
    return make.person(name="Huỳnh Văn Ba", phone="+84905123456")


def moderator() -> Person:
    return make.person(Role.MODERATOR, name="Lê Thị Hoa")


def organiser() -> Person:
    return make.person(Role.ORGANISER, name="Trần Văn Minh")


def juror() -> Person:
    return make.person(Role.JUROR, name="Đỗ Quang Huy")


def registrar() -> Person:
    return make.person(Role.REGISTRAR, name="Võ Thị Lan")


def advisor() -> Person:
    return make.person(Role.ADVISOR, name="Nguyễn Đình Sơn")


def auditor() -> Person:
    return make.person(Role.AUDITOR, name="Phạm Thu Hà")


CAST: dict[str, Callable[[], Person | None]] = {
    "visitor": visitor,
    "member": member,
    "artisan": artisan,
    "moderator": moderator,
    "organiser": organiser,
    "juror": juror,
}


def sign_in(client: FlaskClient, person: Person | None) -> FlaskClient:
    """The same client, from here on this person's browser; a visitor's stays as it is."""
    if person is not None:
        token = rules.sign_in(person, device="test", at=now())
        db.session.flush()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
    return client
