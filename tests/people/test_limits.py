"""How often one may try, counted as in the open: a portal of its own, with limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.db import db
from portal.people import passwords, rules
from portal.web.clock import now
from tests.conftest import Databases

PASSWORD = "ba con cá sấu"


@pytest.fixture
def limited(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path / "home", base_url="http://localhost", limits=True))
    with made.app_context():
        person = rules.add("0905 123 456", name="Nguyễn Văn Ổn", at=now())
        person.password_hash = passwords.hashed(PASSWORD)
        db.session.commit()
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def attempt(app: Flask, who: str, password: str = "wrong", *, address: str = "10.0.0.1") -> int:
    data = {"who": who, "password": password}
    return app.test_client().post("/people/sign-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def test_the_eleventh_trial_in_a_minute_is_too_fast_however_the_account_is_typed(limited: Flask):
    written = ["0905 123 456", "+84905123456", "0905.123.456"]
    assert [attempt(limited, written[number % 3]) for number in range(11)] == [422] * 10 + [429]


def test_a_stranger_who_guesses_does_not_lock_the_person_out(limited: Flask):
    for _trial in range(11):
        attempt(limited, "0905 123 456", address="10.6.6.6")
    assert attempt(limited, "0905 123 456", PASSWORD, address="10.0.0.1") == 303


def test_many_people_behind_one_address_sign_in_apart(limited: Flask):
    for _trial in range(11):
        attempt(limited, "0905 123 457")
    assert attempt(limited, "0905 123 456", PASSWORD) == 303


def test_beyond_the_limit_no_password_is_compared(limited: Flask, monkeypatch: pytest.MonkeyPatch):
    for _trial in range(10):
        attempt(limited, "0905 123 456")
    monkeypatch.setattr(passwords, "matches", lambda kept, password: pytest.fail("hashed"))
    assert attempt(limited, "0905 123 456", PASSWORD) == 429


def test_codes_are_guessed_at_most_twenty_times_a_minute(limited: Flask):
    data = {"who": "0905 123 456", "code": "2345-6789", "password": PASSWORD}
    answers = [limited.test_client().post("/people/welcome", data=data).status_code for _trial in range(21)]
    assert answers == [422] * 20 + [429]
