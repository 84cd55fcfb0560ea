"""The letters about one's account: in their person's language, and what opens an account is kept nowhere."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from flask import Flask

from portal.db import Mode, db, transactions
from portal.letters.models import Letter
from portal.people import new_passwords, telling
from portal.people.models import Role
from portal.worker import in_transaction, sweep_once
from tests import make
from tests.make import AT


def sent(app: Flask) -> list[str]:
    files = sorted((app.config["SETTINGS"].home / "outbox").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default).get_content() for file in files]


def bodies(app: Flask) -> list[str]:
    with app.app_context(), transactions(Mode.READ):
        return [letter.body for letter in db.session.query(Letter).order_by(Letter.id)]


def test_the_link_for_a_new_password_is_sent_and_then_stands_in_no_notice_and_no_copy(real_app: Flask):
    def ask() -> str:
        person = make.person()
        token = new_passwords.ask_link(person, at=AT)
        assert token is not None
        telling.link_for_new_password(person, token, at=AT)
        telling.password_changed(person, at=AT)
        return token

    with real_app.app_context():
        token = in_transaction(ask)
    assert token in bodies(real_app)[0]
    sweep_once(real_app, AT)
    [with_link, other] = sent(real_app)
    assert f"http://localhost/people/forgotten/{token}" in with_link
    assert bodies(real_app) == ["", other.strip()]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("language", "path"), [("vi", "http://localhost/desk"), ("en", "http://localhost/en/desk"), ("fr", "/fr/desk")]
)
def test_a_letter_leads_to_the_portal_in_its_persons_language(language: str, path: str):
    person = make.person(language=language)
    telling.role_granted(person, Role.MODERATOR, reason="x", at=AT)
    db.session.flush()
    [letter] = db.session.query(Letter)
    assert path in letter.body
