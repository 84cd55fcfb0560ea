"""The door: who may send a form in a visitor's name, told by what browsers say of where a request comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.db import db
from tests import cast, make
from tests.conftest import Databases
from tests.looking import LookingClient

LET_IN, REFUSED = 303, 403
ORIGINS = [
    ({}, LET_IN),
    ({"Sec-Fetch-Site": "same-origin"}, LET_IN),
    ({"Sec-Fetch-Site": "none"}, LET_IN),
    ({"Sec-Fetch-Site": "same-site"}, REFUSED),
    ({"Sec-Fetch-Site": "cross-site"}, REFUSED),
    ({"Sec-Fetch-Site": "something-new"}, REFUSED),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, LET_IN),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, REFUSED),
    ({"Origin": "http://localhost"}, LET_IN),
    ({"Origin": "http://localhost:8000"}, REFUSED),
    ({"Origin": "http://localhost.elsewhere.example"}, REFUSED),
    ({"Origin": "http://localhost@elsewhere.example"}, REFUSED),
    ({"Origin": "https://elsewhere.example"}, REFUSED),
    ({"Origin": "//localhost"}, REFUSED),
    ({"Origin": "null"}, REFUSED),
    ({"Origin": ""}, REFUSED),
    ({"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"}, REFUSED),
]


@pytest.mark.parametrize(("headers", "status"), ORIGINS, ids=str)
def test_a_form_is_let_in_or_refused_by_where_it_comes_from(
    client: LookingClient, headers: dict[str, str], status: int
) -> None:
    assert client.post("/people/sign-out", headers=headers).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_unsafe_method_is_refused_before_it_is_looked_at(client: LookingClient, method: str) -> None:
    answers = [
        client.open(path, method=method, headers={"Sec-Fetch-Site": "cross-site"}) for path in ("/map", "/no/page")
    ]
    assert [answer.status_code for answer in answers] == [REFUSED, REFUSED]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_on_another_site_leads_here(client: LookingClient, method: str) -> None:
    assert client.open("/map", method=method, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_refused_form_does_nothing(client: LookingClient) -> None:
    cast.sign_in(client, cast.member())
    assert client.post("/people/sign-out", headers={"Origin": "null"}).status_code == REFUSED
    assert client.get("/people/me").status_code == 200


def test_the_refusal_says_what_happened_and_offers_nothing_to_send_again(client: LookingClient) -> None:
    page = client.post("/en/people/sign-in", data={"who": "an@example.org"}, headers={"Sec-Fetch-Site": "cross-site"})
    words = page.get_data(as_text=True)
    assert "This was sent from another site" in words
    assert "Nothing was changed." in words
    assert ("<form" in words, "an@example.org" in words) == (False, False)


def test_a_trusted_host_is_at_home_here(databases: Databases, tmp_path: Path) -> None:
    app = create_app(databases.settings(tmp_path, base_url="http://localhost", trusted_hosts=("map.example:8443",)))
    answers = {
        origin: _sign_out(app, origin)
        for origin in ("https://map.example:8443", "https://map.example", "http://localhost")
    }
    assert answers == {"https://map.example:8443": LET_IN, "https://map.example": REFUSED, "http://localhost": LET_IN}
    with app.app_context():
        db.engine.dispose()


def test_our_own_pages_send_an_origin(client: LookingClient) -> None:
    """`no-referrer` would make browsers send `Origin: null`, which the door refuses."""
    slug = make.listing().slug
    policies = {
        client.get(path).headers["Referrer-Policy"]
        for path in ("/", "/map", f"/map/{slug}", "/people/sign-in", "/nowhere")
    }
    assert policies == {"same-origin"}


def _sign_out(app: Flask, origin: str) -> int:
    return app.test_client().post("/people/sign-out", headers={"Origin": origin}).status_code
