"""Pages that are the same for all are made once and sent again, until what they show has changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.db import Mode, db, transactions
from portal.listings import rules
from portal.web import lasting
from tests import make

PAGES = ("/", "/map", "/map?q=gom", "/en/map")


@pytest.fixture
def client(real_app: Flask) -> FlaskClient:
    publish(real_app, "Gốm Son")
    return real_app.test_client()


@pytest.fixture
def questions(real_app: Flask) -> Iterator[list[str]]:
    """What the database is asked, transactions left out."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    with real_app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def publish(app: Flask, name: str) -> None:
    with app.app_context(), transactions(Mode.WRITE):
        make.listing(name, hours="Mo-Su 00:00-24:00")
        db.session.commit()


@pytest.mark.parametrize("path", PAGES)
def test_the_second_visitor_costs_one_question(client: FlaskClient, questions: list[str], path: str) -> None:
    first = client.get(path)
    questions.clear()
    second = client.get(path)
    assert (len(questions), second.status_code, second.data) == (1, 200, first.data)
    assert dict(second.headers) == dict(first.headers)


@pytest.mark.parametrize("path", PAGES)
def test_a_change_is_seen_by_the_next_visitor(client: FlaskClient, real_app: Flask, path: str) -> None:
    before = client.get(path)
    publish(real_app, "Gốm Mới")
    after = client.get(path)
    assert "Gốm Mới" not in before.get_data(as_text=True)
    assert "Gốm Mới" in after.get_data(as_text=True)
    assert before.headers["ETag"] != after.headers["ETag"]


def test_what_was_taken_down_is_gone_for_the_next_visitor(client: FlaskClient, real_app: Flask) -> None:
    assert "Gốm Son" in client.get("/map").get_data(as_text=True)
    with real_app.app_context(), transactions(Mode.WRITE):
        listing = rules.find("gom-son", reader=None)
        assert listing is not None
        rules.hide(listing, by=make.person(), at=make.AT, reason="Đóng cửa")
        db.session.commit()
    assert "Gốm Son" not in client.get("/map").get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/en/map", {}),
        ("/map?sort=name", {}),
        ("/map", {"HX-Request": "true", "HX-Target": "results"}),
        ("/map", {"Accept-Encoding": "br"}),
        ("/map", {"Accept-Encoding": "gzip"}),
    ],
)
def test_another_question_gets_its_own_answer(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    plain = client.get("/map").data
    assert client.get(path, headers=headers).data == client.get(path, headers=headers).data != plain
    assert client.get("/map").data == plain


def test_who_has_it_already_gets_no_body_again(client: FlaskClient) -> None:
    packed = {"Accept-Encoding": "br"}
    tag = client.get("/map", headers=packed).headers["ETag"]
    again = client.get("/map", headers={**packed, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/map", headers=packed).data == b""
    assert client.get("/map", headers=packed).data != b""


@pytest.mark.parametrize("path", ["/map?open=1", "/map?page=99", "/map?bbox=nowhere", "/map/gom-son"])
def test_what_changes_with_the_clock_and_what_was_refused_is_made_anew(
    client: FlaskClient, questions: list[str], path: str
) -> None:
    client.get(path)
    questions.clear()
    client.get(path)
    assert len(questions) > 1


def test_only_so_many_are_kept_and_the_one_not_asked_for_longest_goes(
    client: FlaskClient, questions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(path: str) -> int:
        questions.clear()
        client.get(path)
        return len(questions)

    monkeypatch.setattr(lasting, "ANSWERS", 2)
    assert [cost(path) > 1 for path in ("/map", "/map?q=son", "/map", "/map?q=gom", "/map", "/map?q=son")] == [
        True, True, False, True, False, True,
    ]  # fmt: skip
