"""How often one may try, counted as in the open: a portal of its own, with limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.db import db
from portal.kit import totp
from portal.people import passwords, rules, second_step
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


# Codes of the second step, links, proofs


def test_a_stranger_who_asks_for_new_passwords_does_not_keep_the_person_from_asking(limited: Flask):
    def ask(address: str) -> int:
        data = {"who": "0905 123 456"}
        peer = {"REMOTE_ADDR": address}
        return limited.test_client().post("/people/forgotten", data=data, environ_base=peer).status_code

    assert [ask("10.6.6.6") for _trial in range(11)] == [200] * 10 + [429]
    assert ask("10.0.0.1") == 200


def test_codes_of_the_second_step_are_guessed_at_most_ten_times_a_minute_by_who_has_the_password(limited: Flask):
    with limited.app_context():
        person = rules.find("0905 123 456")
        factor = second_step.begin(person, at=now())
        step = totp.code(factor.secret, totp.step_at(now()))
        second_step.confirm(factor, step, by=person, at=now())
        db.session.commit()
    thief = limited.test_client()
    thief.post("/people/sign-in", data={"who": "0905 123 456", "password": PASSWORD})
    answers = [thief.post("/people/second-step", data={"code": "12"}).status_code for _trial in range(11)]
    assert answers == [422] * 10 + [429]


def test_strangers_without_the_password_use_up_none_of_the_owners_tries_of_the_second_step(limited: Flask):
    stranger, owner = limited.test_client(), limited.test_client()
    for _trial in range(15):
        stranger.post("/people/second-step", data={"code": "123456"})
    with limited.app_context():
        person = rules.find("0905 123 456")
        factor = second_step.begin(person, at=now())
        second_step.confirm(factor, totp.code(factor.secret, totp.step_at(now())), by=person, at=now())
        factor.last_step = None
        db.session.commit()
        shown = totp.code(factor.secret, totp.step_at(now()))
    owner.post("/people/sign-in", data={"who": "0905 123 456", "password": PASSWORD})
    assert owner.post("/people/second-step", data={"code": shown}).status_code == 303


def test_the_password_is_proved_at_most_ten_times_a_minute(limited: Flask):
    client = limited.test_client()
    client.post("/people/sign-in", data={"who": "0905 123 456", "password": PASSWORD})
    answers = [client.post("/people/proof", data={"password": "wrong"}).status_code for _trial in range(11)]
    assert answers == [422] * 10 + [429]
