"""The ways in over https, with one trusted proxy in front: cookies, HSTS, and the address that is written down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import create_app
from portal.audit.models import AuditEntry
from portal.db import Mode, db, transactions
from portal.people.models import PersonSession
from tests.conftest import Databases
from tests.people.acting import PASSWORD

PUBLIC = "https://hoian.example"
VIA = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.4", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "hoian.example",
}  # fmt: skip
FORM = {"full_name": "Nguyễn Văn Ổn", "who": "on@example.org", "password": PASSWORD, "remember": "y"}


@pytest.fixture
def proxied(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path / "home", base_url=PUBLIC, proxies=1, limits=True))
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def sign_up(app: Flask, **headers: str) -> TestResponse:
    return app.test_client().post("/people/sign-up", data=FORM, headers=VIA | headers)


def test_a_new_account_gets_cookies_of_this_host_alone_over_https(proxied: Flask):
    answer = sign_up(proxied, Origin=PUBLIC)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert answer.headers["Cache-Control"] == "no-store"
    cookies = {cookie.split("=", 1)[0]: cookie.lower() for cookie in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-portal", "__Host-remember"}
    for cookie in cookies.values():
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "domain=" not in cookie


def test_the_visitors_address_is_the_one_that_the_trusted_proxy_saw(proxied: Flask):
    sign_up(proxied)
    with proxied.app_context(), transactions(Mode.READ):
        assert db.session.scalars(select(PersonSession.address)).one() == "198.51.100.4"
        assert db.session.scalars(select(AuditEntry.address)).all() == ["198.51.100.4"]


def test_another_site_makes_no_account_in_somebodys_name(proxied: Flask):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        assert sign_up(proxied, **headers).status_code == 403


def test_a_forged_host_leads_no_letter_to_another_site(proxied: Flask):
    from portal.letters.models import Letter

    sign_up(proxied)
    proxied.test_client().post(
        "/people/forgotten", data={"who": FORM["who"]}, headers=VIA | {"X-Forwarded-Host": "elsewhere.example"}
    )
    with proxied.app_context(), transactions(Mode.READ):
        [body] = db.session.scalars(select(Letter.body)).all()
    assert f"{PUBLIC}/people/forgotten/" in body and "elsewhere.example" not in body


def test_sixty_accounts_an_hour_come_from_one_address_and_others_are_not_held_up(proxied: Flask):
    answers = [sign_up(proxied).status_code for _number in range(61)]
    assert answers == [303] + [422] * 59 + [429]
    assert sign_up(proxied, **{"X-Forwarded-For": "198.51.100.5"}).status_code == 422
