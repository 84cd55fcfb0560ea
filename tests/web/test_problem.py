"""Refusals and faults: what people read, what programs read, and the number both share with the log."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, abort
from werkzeug.exceptions import TooManyRequests

from portal import create_app
from portal.kit.say import N_, Refused
from portal.web.guard import anyone, guard
from portal.web.problem import Said
from portal.web.settle import Busy
from tests.conftest import Databases
from tests.looking import LookingClient

STATUSES = {
    400: "The portal could not read this request",
    401: "Please sign in first",
    403: "This is not open to you",
    404: "This page is not at the quay",
    405: "This address cannot be used in this way",
    409: "Something has changed in the meantime",
    410: "This page has been taken down",
    413: "This is too large to send",
    422: "Something here needs another look",
    429: "That was too fast",
    500: "Something went wrong on our side",
    503: "The portal is very busy",
}


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal where every refusal has an address."""
    made = create_app(databases.settings(tmp_path_factory.mktemp("refusing"), base_url="http://localhost"))
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.test_client_class = LookingClient
    for suffix, data in (("", False), (".json", False), ("/data", True)):
        add_addresses(made, suffix, data)
    yield made


def add_addresses(app: Flask, suffix: str, data: bool) -> None:
    def refuse(status: int) -> Response:
        abort(status)

    def fault() -> Response:
        raise ZeroDivisionError("a secret of ours")

    def rule() -> Response:
        raise Refused(N_("This is too long: at most %(limit)s characters."), values={"limit": 80})

    def waits() -> Response:
        raise Busy(retry_after=7)

    views: dict[str, Any] = {
        "/test/<int:status>": refuse,
        "/test/fault": fault,
        "/test/rule": rule,
        "/test/waits": waits,
    }
    for address, view in views.items():
        guarded = guard(anyone, data=data)(view)
        app.add_url_rule(address + suffix, address + suffix, guarded, methods=["GET", "POST"])


def words(client: LookingClient, path: str, **given: Any) -> str:
    return client.get(path, **given).get_data(as_text=True)


def number_of(page: str) -> str:
    [number] = re.findall(r'<b class="num">([0-9a-f]{8})</b>', page)
    return str(number)


@pytest.mark.parametrize("status", STATUSES)
def test_every_refusal_is_a_page_in_words(client: LookingClient, status: int) -> None:
    response = client.get(f"/en/test/{status}")
    page = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert f"<h1>{STATUSES[status]}</h1>" in page
    assert f"Error {status}." in page
    assert number_of(page)
    assert response.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("status", STATUSES)
def test_a_refused_act_says_that_nothing_was_half_done_or_that_what_was_typed_is_kept(
    client: LookingClient, status: int
) -> None:
    page = client.post(f"/en/test/{status}").get_data(as_text=True)
    sentences = ("Nothing was changed", "What you typed is still in the form", "None of your data is lost",
                 "nothing was changed", "It was here and will not come back", "Nothing was saved",
                 "Nothing of yours was saved")  # fmt: skip
    assert any(sentence in page for sentence in sentences)


def test_every_language_has_its_own_words(client: LookingClient) -> None:
    titles = {re.search("<h1>(.*?)</h1>", words(client, f"{prefix}/test/404"))[1] for prefix in ("", "/en", "/fr")}
    assert len(titles) == 3


@pytest.mark.parametrize("path", ["/en/test/{}.json", "/en/test/{}/data"])
@pytest.mark.parametrize("status", STATUSES)
def test_programs_are_given_a_problem_document(client: LookingClient, status: int, path: str) -> None:
    response = client.get(path.format(status))
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem = json.loads(response.get_data())
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert re.fullmatch("[0-9a-f]{8}", problem["number"])
    assert problem["title"] and problem["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/map/nowhere.geojson", "/nowhere.csv", "/nowhere.ics"])
def test_an_address_of_data_that_leads_nowhere_is_a_problem_document(client: LookingClient, path: str) -> None:
    assert client.get(path).mimetype == "application/problem+json"


def test_two_requests_have_two_numbers(client: LookingClient) -> None:
    assert number_of(words(client, "/test/404")) != number_of(words(client, "/test/404"))


def test_the_log_knows_the_number_that_the_page_shows(client: LookingClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "portal.access"):
        number = number_of(words(client, "/test/404", buffered=True))
    assert [record.facts["number"] for record in caplog.records if hasattr(record, "facts")] == [number]


def test_a_fault_is_a_page_with_a_number_and_without_our_secrets(
    client: LookingClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/en/test/fault")
    page = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "The number below finds the fault in our log." in page
    assert number_of(page)
    assert ("ZeroDivisionError" in page, "a secret of ours" in page) == (False, False)
    assert "a secret of ours" in caplog.text


def test_a_fault_of_data_is_a_problem_document_without_our_secrets(client: LookingClient) -> None:
    response = client.get("/test/fault.json")
    assert (response.status_code, response.mimetype) == (500, "application/problem+json")
    assert "secret" not in response.get_data(as_text=True)


def test_a_refusal_of_a_rule_is_409_in_its_own_sentence(client: LookingClient) -> None:
    response = client.get("/en/test/rule")
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "<h1>This is too long: at most 80 characters.</h1>" in page
    assert "This is too long" not in words(client, "/fr/test/rule")


def test_a_refusal_of_a_rule_is_said_to_programs_too(client: LookingClient) -> None:
    problem = json.loads(client.get("/en/test/rule.json").get_data())
    assert (problem["status"], problem["detail"]) == (409, "This is too long: at most 80 characters.")


@pytest.mark.parametrize(
    ("path", "seconds"), [("/test/429", 60), ("/test/503", 5), ("/test/waits", 7), ("/test/waits.json", 7)]
)
def test_who_may_come_again_is_told_when(client: LookingClient, path: str, seconds: int) -> None:
    response = client.get(f"/en{path}")
    assert response.headers["Retry-After"] == str(seconds)
    assert response.mimetype != "text/html" or f"Try again in {seconds} seconds." in response.get_data(as_text=True)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 500])
def test_where_trying_again_is_no_use_nobody_is_told_to(client: LookingClient, status: int) -> None:
    assert "Retry-After" not in client.get(f"/test/{status}").headers


def test_too_large_says_how_much_may_be_sent(client: LookingClient) -> None:
    assert "The limit is 8,000\u00a0KB." in words(client, "/en/test/413")


def test_a_wrong_method_says_which_ones_are_right(client: LookingClient) -> None:
    response = client.delete("/test/404")
    assert response.status_code == 405
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_page_that_is_not_found_offers_to_search(client: LookingClient) -> None:
    assert '<form class="search" action="/map"' in words(client, "/test/404")
    assert '<form class="search"' not in words(client, "/test/403")


def test_a_sentence_from_outside_is_not_markup(client: LookingClient, app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        page = app.make_response(app.handle_user_exception(Said(422, "<script>alert(1)</script>"))).get_data(
            as_text=True
        )
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in page


def test_a_limit_says_its_own_time(app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        answer = app.make_response(app.handle_user_exception(TooManyRequests(retry_after=12)))
    assert answer.headers["Retry-After"] == "12"
