"""The base of all forms: what a refusal says where, and that a form sent twice makes one thing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, Response, request
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal import create_app
from portal.db import Mode, db, transactions
from portal.kit.say import N_, Refused
from portal.listings.models import Listing
from portal.web.form import CreateForm, Form
from portal.web.guard import anyone, guard
from portal.web.once import Once, once
from portal.web.page import go
from tests import make
from tests.conftest import Databases

TOO_LONG = N_("This is too long: at most %(limit)s characters.")
NO_SUCH_AREA = N_("There is no such area.")


class WishForm(CreateForm):
    name = StringField("Name", validators=[InputRequired(), Length(max=9)])


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with an act of the test's own that creates."""
    made = create_app(databases.settings(tmp_path_factory.mktemp("forms"), base_url="http://localhost"))

    @made.post("/test/wishes")
    @guard(anyone)
    @once
    def create() -> Response:
        form = WishForm(request.form)
        if not form.validate():
            return Response("look again", 422)
        return go(f"/map/{make.draft(form.name.data).slug}")

    yield made
    with made.app_context():
        db.engine.dispose()


def send(app: Flask, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
    return app.test_client().post("/test/wishes", data=form, headers=headers)


def count(app: Flask, of: type[Listing | Once], name: str = "") -> int:
    with app.app_context(), transactions(Mode.READ):
        found = select(func.count()).select_from(of)
        return db.session.scalar(found.where(Listing.name_vi == name) if name else found) or 0


# Sent twice, made once


def test_the_same_form_again_leads_to_what_the_first_made(app: Flask) -> None:
    answers = [send(app, name="Lụa", once="token-lua") for _ in range(3)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/map/lua")] * 3
    assert count(app, Listing, "Lụa") == 1


def test_another_form_with_the_same_words_makes_another_thing(app: Flask) -> None:
    answers = [send(app, name="Tơ", once=token).location for token in ("token-to-1", "token-to-2")]
    assert answers == ["/map/to", "/map/to-2"]


def test_without_a_token_every_form_counts(app: Flask) -> None:
    """A program that sends no token knows what it does."""
    assert [send(app, name="Gốm").location for _ in range(2)] == ["/map/gom", "/map/gom-2"]


def test_a_refused_form_may_be_mended_and_sent_with_its_token(app: Flask) -> None:
    assert send(app, name="", once="token-men").status_code == 422
    assert send(app, name="Men", once="token-men").location == "/map/men"


def test_what_came_by_htmx_is_answered_again_in_the_way_it_is_asked(app: Flask) -> None:
    by_htmx = {"HX-Request": "true"}
    assert send(app, by_htmx, name="Sơn", once="token-son").headers["HX-Redirect"] == "/map/son"
    assert send(app, name="Sơn", once="token-son").location == "/map/son"
    assert send(app, by_htmx, name="Sơn", once="token-son").headers["HX-Redirect"] == "/map/son"


def test_a_token_longer_than_its_column_is_cut_and_not_a_fault(app: Flask) -> None:
    assert [send(app, name="Dài", once="x" * 5_000).location for _ in range(2)] == ["/map/dai", "/map/dai"]


def test_ten_at_once_with_one_token_make_one_thing(app: Flask) -> None:
    def until_done(_number: int) -> str | None:
        while (answer := send(app, name="Mộc", once="token-moc")).status_code == 503:
            continue
        return answer.location

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(until_done, range(10)))
    assert answers == {"/map/moc"}
    assert count(app, Listing, "Mộc") == 1


def test_every_form_that_creates_brings_a_token_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        tokens = {WishForm().once.data for _ in range(50)}
        assert WishForm(MultiDict({"once": "kept", "name": ""})).once.data == "kept"
    assert len(tokens) == 50
    assert all(len(token) == 16 for token in tokens)


# What is refused


def test_a_refusal_is_said_at_its_field_in_the_readers_language(app: Flask) -> None:
    said = {}
    for language in ("vi", "en"):
        with app.test_request_context(environ_overrides={"portal.lang": language}):
            form = WishForm(MultiDict({"name": "Lụa"}))
            assert form.validate()
            form.refuse(Refused(TOO_LONG, field="name", values={"limit": 80}))
            said[language] = (list(form.name.errors), form.form_errors)
    assert said["en"] == (["This is too long: at most 80 characters."], [])
    assert said["vi"][0][0] not in {said["en"][0][0], ""} and "80" in said["vi"][0][0]


@pytest.mark.parametrize("field", [None, "area"])
def test_a_refusal_without_a_field_here_is_said_of_the_whole_form(app: Flask, field: str | None) -> None:
    with app.test_request_context(environ_overrides={"portal.lang": "en"}):
        form = WishForm(MultiDict({"name": "Lụa"}))
        form.validate()
        form.refuse(Refused(NO_SUCH_AREA, field=field))
        assert (form.form_errors, list(form.name.errors)) == (["There is no such area."], [])
        assert form.errors


def test_a_second_refusal_does_not_hide_the_first(app: Flask) -> None:
    with app.test_request_context(environ_overrides={"portal.lang": "en"}):
        form = WishForm(MultiDict({"name": "Lụa Vạn Phúc"}))
        form.validate()
        form.refuse(Refused(NO_SUCH_AREA, field="name"))
        assert list(form.name.errors) == ["Field cannot be longer than 9 characters.", "There is no such area."]


def test_what_was_typed_is_still_there_after_a_refusal(app: Flask) -> None:
    with app.test_request_context():
        form = WishForm(MultiDict({"name": "Lụa <b>Vạn Phúc</b>"}))
        assert not form.validate()
        assert 'value="Lụa &lt;b&gt;Vạn Phúc&lt;/b&gt;"' in str(form.name())


def test_a_form_reads_nothing_that_it_was_not_given(app: Flask) -> None:
    class Bare(Form):
        name = StringField()

    with app.test_request_context(method="POST", data={"name": "from the request"}):
        assert Bare().name.data is None
