"""Sources on the desk: the first file waits, later ones pass unless a date, a place or a cancellation changes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.db import db
from portal.events import rules
from portal.events.importer import sources
from portal.events.importer.models import EventImport, EventSource
from portal.events.models import Event
from portal.letters.models import Letter
from tests import cast, make
from tests.events.importer.files import calendar, event
from tests.filling import filled
from tests.looking import LookingClient
from tests.make import AT

INDEX = "/en/desk/events/sources"


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def editor(client: LookingClient) -> LookingClient:
    return cast.sign_in(client, cast.moderator())  # type: ignore[return-value]


@pytest.fixture
def of(editor: LookingClient) -> str:
    """The page of a source."""
    form = filled(editor.get(INDEX).text, INDEX) | {"name": ["Trung tâm Văn hóa"], "authority": ["keep"]}
    return str(editor.post(INDEX, data=form).location)


def bring(client: LookingClient, of: str, content: bytes, name: str = "lich.ics") -> TestResponse:
    sent: dict[str, Any] = {"file": (BytesIO(content), name)}
    return client.post(f"{of}/files", data=sent, content_type="multipart/form-data")


def take_over(client: LookingClient, report: str, **given: str) -> TestResponse:
    return client.post(f"{report}/approval", data=given)


def titles() -> list[str]:
    return list(db.session.scalars(select(Event.title_vi).order_by(Event.id)))


def test_the_first_file_is_looked_at_before_anything_is_written(editor: LookingClient, of: str) -> None:
    answer = bring(editor, of, calendar(event(), event(UID="b", DTSTART="20260230T180000", SUMMARY="Sai ngày")))
    assert (answer.status_code, titles()) == (303, [])
    report = editor.get(answer.location).text
    assert "This line cannot be read: “DTSTART: 20260230T180000”." in report and "UID b" in report
    done = take_over(editor, answer.location)
    assert (done.location, titles()) == (of, ["Hội làng"])
    assert "Taken over: 1 event." in editor.get(of).text
    assert "What came of" in editor.get(answer.location).text


def test_later_files_pass_by_themselves_unless_something_grave_changes(editor: LookingClient, of: str) -> None:
    take_over(editor, bring(editor, of, calendar(event())).location)
    assert bring(editor, of, calendar(event())).location == of
    assert "nothing that is not in the calendar already" in editor.get(of).text
    assert bring(editor, of, calendar(event(SUMMARY="Hội mới"), event(UID="b", SUMMARY="Hai"))).location == of
    assert titles() == ["Hội mới", "Hai"]
    for grave in (event(DTSTART="20261130T180000"), event(LOCATION="Nơi khác"), event(STATUS="CANCELLED")):
        where = bring(editor, of, calendar(grave)).location
        assert where != of and "look at it, then decide" in editor.get(where).text
    assert titles() == ["Hội mới", "Hai"]


def test_the_report_shows_what_changes_and_what_is_held(editor: LookingClient, of: str) -> None:
    take_over(editor, bring(editor, of, calendar(event(DESCRIPTION="Cũ."))).location)
    made = db.session.scalars(select(Event)).one()
    rules.revise(made, {"summary_vi": "Của mình."}, by=make.person(), at=AT)
    where = bring(editor, of, calendar(event(DTSTART="20261130T180000", DESCRIPTION="Mới."))).location
    report = editor.get(where).text
    assert "<del>28 </del>" in report and "<ins>30 </ins>" in report
    assert "One sentence in Vietnamese, held: Của mình. (the file says Mới.)" in " ".join(report.split())


def test_a_file_is_decided_on_once(editor: LookingClient, of: str) -> None:
    where = bring(editor, of, calendar(event())).location
    assert editor.post(f"{where}/removal").location == of
    assert take_over(editor, where).status_code == 409
    assert (titles(), editor.get(where).status_code) == ([], 200)


def test_the_desk_is_told_of_files_that_wait(editor: LookingClient, of: str) -> None:
    assert "file of events waits" not in editor.get("/en/desk").text
    bring(editor, of, calendar(event()))
    assert "1 file of events waits" in editor.get("/en/desk").text


def test_a_newer_file_takes_the_place_of_one_that_waits(editor: LookingClient, of: str) -> None:
    older = bring(editor, of, calendar(event())).location
    newer = bring(editor, of, calendar(event(SUMMARY="Hội mới"))).location
    assert (take_over(editor, older).status_code, take_over(editor, newer).status_code) == (409, 303)
    assert titles() == ["Hội mới"]


def test_a_form_that_is_sent_twice_makes_one_source(editor: LookingClient) -> None:
    form = filled(editor.get(INDEX).text, INDEX) | {"name": ["Nguồn"], "authority": ["keep"]}
    assert editor.post(INDEX, data=form).location == editor.post(INDEX, data=form).location
    form["once"] = ["another"]
    again = editor.post(INDEX, data=form)
    assert (again.status_code, "There is a source of this name already." in again.text) == (422, True)


def test_terms_are_changed_for_the_files_to_come(editor: LookingClient, of: str) -> None:
    form = filled(editor.get(of).text, of) | {"authority": ["overwrite"], "kind": ["market"]}
    assert editor.post(of, data=form).status_code == 303
    source = db.session.scalars(select(EventSource)).one()
    assert (source.authority, source.defaults["kind"]) == ("overwrite", "market")


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"x" * 5_000_001, 413, "The file is larger than 5 MB."),
        (b"", 422, "This file is empty."),
        (b"\x89PNG\r\n\x1a\n", 422, "This is no calendar and no table."),
        (b"hello", 422, "The first row must name the columns"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50, 422, "stand inside each other without an end"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_its_owner_told(
    editor: LookingClient, of: str, content: bytes, status: int, says: str
) -> None:
    answer = bring(editor, of, content, "lich.txt")
    assert (answer.status_code, says in answer.text) == (status, True)
    source = db.session.scalars(select(EventSource)).one()
    assert (source.failed_at, says in str(sources.failure(source))) == (AT, True)
    [letter] = db.session.scalars(select(Letter)).all()
    assert (letter.person_id, letter.kind) == (source.owner_id, "event_source_failed")
    index = editor.get(INDEX).text
    assert ("Fails" in index, says in index) == (True, True)


def test_after_a_fault_a_good_file_makes_the_source_well_again(editor: LookingClient, of: str) -> None:
    bring(editor, of, b"")
    take_over(editor, bring(editor, of, calendar(event())).location)
    source = db.session.scalars(select(EventSource)).one()
    assert (source.failure, source.succeeded_at) == ("", AT)


def test_50_megabytes_are_refused_in_words(editor: LookingClient, of: str) -> None:
    answer = bring(editor, of, b"BEGIN:VCALENDAR\r\n" + b"X" * 50_000_000)
    assert (answer.status_code, "8,000\u00a0KB" in answer.text) == (413, True)


def test_the_desk_asks_as_often_for_many_files_as_for_one(editor: LookingClient, queries: list[str]) -> None:
    def counted(names: list[str]) -> int:
        by = make.person()
        for name in names:
            terms: dict[str, Any] = {"authority": "keep", "defaults": {}}
            source = sources.create(name, **terms, by=by, at=AT)
            db.session.add(EventImport(source=source, file_name="a.ics", digest="x", report={}, by_id=by.id, at=AT))
        editor.get(INDEX)
        del queries[:]
        assert editor.get(INDEX).status_code == 200
        return len(queries)

    assert counted(["a"]) == counted(["b", "c"])


def test_a_visitor_learns_nothing_of_sources(client: LookingClient) -> None:
    assert client.get(INDEX).status_code == 303
    assert client.get(f"{INDEX}/1").status_code == 404
