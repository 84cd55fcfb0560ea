"""Requests about one's own data: when they are due, who answers them, and what their person reads."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.kit.clock import parse_iso
from portal.kit.say import Refused
from portal.letters.models import Letter
from portal.people import jobs, requests
from portal.people.models import DataRequest, Person, Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient
from tests.make import AT

WISH = "Năm sinh của tôi là 1971."


@pytest.fixture
def hanh(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh", language="en")


@pytest.fixture
def organiser(client: LookingClient) -> LookingClient:
    return sign_in(client, make.person(Role.ORGANISER, name="Lê Văn Quý"))


def asked(person: Person, at: datetime = AT) -> DataRequest:
    return requests.ask_correction(person, WISH, at=at)


# Due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T09:00:00+07:00", "2026-11-25T23:59:00+07:00"),  # Monday: Wednesday
        ("2026-11-19T09:00:00+07:00", "2026-11-23T23:59:00+07:00"),  # Thursday: over the weekend to Monday
        ("2026-11-20T09:00:00+07:00", "2026-11-24T23:59:00+07:00"),  # Friday: Tuesday
        ("2026-11-21T09:00:00+07:00", "2026-11-24T23:59:00+07:00"),  # Saturday and Sunday count for nothing
        ("2026-11-22T23:59:00+07:00", "2026-11-24T23:59:00+07:00"),
        ("2026-11-22T17:30:00+00:00", "2026-11-25T23:59:00+07:00"),  # in Hội An it is Monday already
    ],
)
@pytest.mark.usefixtures("app")
def test_a_request_is_due_at_the_end_of_the_second_working_day(received: str, due: str):
    assert requests.due(parse_iso(received)) == parse_iso(due)


# Answered


def test_an_answer_closes_the_request_once(hanh: Person):
    one, by = asked(hanh), make.person(Role.ORGANISER)
    requests.answer(one, "Đã sửa.", by=by, at=AT)
    assert (one.answer, one.done_at, one.done_by_id) == ("Đã sửa.", AT, by.id)
    with pytest.raises(Refused, match="closed already"):
        requests.answer(one, "Khác.", by=by, at=AT)


def test_an_erasure_waits_for_its_day_and_nobody_has_to_answer_it(hanh: Person):
    one = requests.ask_erasure(hanh, at=AT)
    assert (one.takes_effect_at, one.due_at) == (AT + timedelta(days=7), AT + timedelta(days=7))
    assert db.session.scalars(requests.to_answer()).all() == []


def test_an_organiser_stops_an_erasure_that_a_stranger_asked_for_and_says_why(organiser: LookingClient, hanh: Person):
    one = requests.ask_erasure(hanh, at=AT)
    assert "An answer stops the erasure." in organiser.get(f"/en/desk/requests/{one.id}").text
    organiser.post(f"/en/desk/requests/{one.id}", data={"answer": "This number is not yours."})
    db.session.refresh(one)
    assert requests.standing_erasure(hanh) is None and one.done_at is None and one.taken_back_at is not None
    assert db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()[-1] == "erasure_stopped"
    letter = db.session.scalars(select(Letter).where(Letter.person_id == hanh.id)).one()
    assert "This number is not yours." in letter.body
    assert "Stopped" in organiser.get("/en/desk/requests").text
    jobs.carry_out(one.id, AT + timedelta(days=8))
    assert hanh.full_name == "Trần Thị Hạnh"


def test_the_most_urgent_is_the_first_of_those_that_wait(hanh: Person):
    late, early = asked(hanh, AT + timedelta(days=3)), asked(hanh)
    closed = asked(hanh, AT - timedelta(days=9))
    requests.take_back(closed, by=hanh, at=AT)
    assert db.session.scalars(requests.waiting()).all() == [early, late]
    assert (len(db.session.scalars(requests.to_answer()).all()), requests.first_due()) == (2, early.due_at)
    assert db.session.scalars(requests.answered()).all() == [closed]


# The desk


def test_an_organiser_reads_what_waits_what_is_overdue_and_what_was_answered(organiser: LookingClient, hanh: Person):
    asked(hanh, now() - timedelta(days=9))
    requests.ask_correction(make.person(name="Phan Mai"), "Xóa ảnh.", at=now())
    page = organiser.get("/en/desk/requests").text
    assert page.index("Trần Thị Hạnh") < page.index("Overdue since") < page.index("Phan Mai") < page.index("Due ")
    assert WISH in page


def test_the_desk_says_that_a_request_waits_and_since_when_it_is_overdue(organiser: LookingClient, hanh: Person):
    one = asked(hanh, AT - timedelta(days=30))
    page = organiser.get("/en/desk").text
    assert "1 request about data waits" in page and "Overdue since 27 October 2026" in page
    requests.take_back(one, by=hanh, at=AT)
    assert "about data wait" not in organiser.get("/en/desk").text


def test_an_answer_reaches_its_person_in_their_language_and_stands_in_the_record(
    organiser: LookingClient, hanh: Person
):
    one = asked(hanh)
    page = organiser.get(f"/desk/requests/{one.id}").text
    assert filled(page, f"/desk/requests/{one.id}") == {"answer": [""]}
    answer = organiser.post(f"/desk/requests/{one.id}", data={"answer": "Now it says 1971."})
    assert (answer.status_code, answer.location) == (303, "/desk/requests")
    letter = db.session.scalars(select(Letter).where(Letter.person_id == hanh.id)).one()
    assert letter.subject == "Your request about your data is answered"
    assert WISH in letter.body and "Now it says 1971." in letter.body and "/en/people/me/data" in letter.body
    noted = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-1]
    assert (noted.act, noted.of_id, noted.details) == ("data_request_answered", one.id, {"asked": "correct"})


@pytest.mark.parametrize("typed", ["", " ", "x" * 1001])
def test_an_answer_that_cannot_be_is_refused_and_nobody_is_written_to(
    organiser: LookingClient, hanh: Person, typed: str
):
    one = asked(hanh)
    answer = organiser.post(f"/desk/requests/{one.id}", data={"answer": typed})
    assert answer.status_code == 422 and 'id="answer_error"' in answer.text
    assert db.session.scalars(select(Letter)).all() == []


def test_a_second_answer_is_refused_in_words_and_keeps_what_was_typed(organiser: LookingClient, hanh: Person):
    one = asked(hanh)
    requests.answer(one, "Xong.", by=make.person(Role.ORGANISER), at=AT)
    answer = organiser.post(f"/en/desk/requests/{one.id}", data={"answer": "Once more."})
    assert answer.status_code == 422
    assert "This request is closed already." in answer.text and "Once more." in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions_for_any_number(organiser: LookingClient, queries: list[str], rows: int):
    for _number in range(rows):
        asked(make.person())
        requests.take_back(asked(make.person()), by=make.person(), at=AT)
    db.session.flush()
    queries.clear()
    assert organiser.get("/desk/requests").status_code == 200
    assert len(queries) <= 9, "\n".join(queries)


def write_down(browser: LookingClient, **typed: str):
    return browser.post(
        "/en/desk/requests/new", data={"who": "0905 123 456", "kind": "correct", "words": WISH, **typed}
    )


def test_what_was_asked_by_phone_is_written_down_and_its_person_learns_of_it(organiser: LookingClient, hanh: Person):
    hanh.phone = "+84905123456"
    assert filled(organiser.get("/en/desk/requests/new").text, "/en/desk/requests/new").keys() == {
        "once",
        "who",
        "words",
    }
    answer = write_down(organiser)
    assert (answer.status_code, answer.location) == (303, "/en/desk/requests")
    [one] = db.session.scalars(requests.of(hanh))
    assert (one.kind, one.words, one.done_at) == ("correct", WISH, None)
    letter = db.session.scalars(select(Letter).where(Letter.person_id == hanh.id)).one()
    assert WISH in letter.body and "Correction" in letter.body
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "data_requested")).one()
    assert noted.by_id != hanh.id and noted.details == {"asked": "correct", "person": hanh.id}


def test_an_erasure_asked_for_by_phone_has_its_grace_as_well(organiser: LookingClient, hanh: Person):
    hanh.phone = "+84905123456"
    write_down(organiser, kind="erase")
    standing = requests.standing_erasure(hanh)
    assert standing is not None and standing.takes_effect_at > now() + timedelta(days=6)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"who": "0905 000 111"}, "who"),
        ({"who": ""}, "who"),
        ({"kind": "everything"}, "kind"),
        ({"words": " "}, "words"),
    ],
)
def test_a_request_that_cannot_be_written_down_says_why_and_keeps_what_was_typed(
    organiser: LookingClient, hanh: Person, typed: dict[str, str], field: str
):
    hanh.phone = "+84905123456"
    answer = write_down(organiser, **typed)
    assert answer.status_code == 422 and f'id="{field}_error"' in answer.text
    assert db.session.scalars(select(DataRequest)).all() == []


# The person's side


def test_a_person_asks_reads_the_answer_and_sees_nothing_of_others(client: LookingClient, hanh: Person):
    asked(make.person())
    browser = sign_in(client, hanh)
    typed = filled(browser.get("/en/people/me/data").text, "/en/people/me/data/corrections")
    for _time in range(2):  # the same form, sent twice by a bad line
        answer = browser.post("/en/people/me/data/corrections", data={**typed, "words": "Tên tôi là Hạnh."})
        assert (answer.status_code, answer.location) == (303, "/en/people/me/data")
    [one] = db.session.scalars(requests.of(hanh))
    requests.answer(one, "Đã sửa ạ.", by=make.person(), at=AT)
    page = browser.get("/en/people/me/data").text
    assert "Tên tôi là Hạnh." in page and "Đã sửa ạ." in page and WISH not in page


def test_an_erasure_asked_for_is_announced_everywhere_and_taken_back_with_one_tap(client: LookingClient, hanh: Person):
    browser = sign_in(client, hanh)
    assert browser.post("/en/people/me/data/erasure", data={}).status_code == 422
    assert requests.standing_erasure(hanh) is None
    browser.post("/en/people/me/data/erasure", data={"sure": "y"})
    assert requests.standing_erasure(hanh) is not None
    for address in ("/en/people/me", "/en/people/me/data"):
        assert "everything about you will be erased" in browser.get(address).text
    standing = requests.standing_erasure(hanh)
    browser.post("/en/people/me/data/requests/withdrawal", data={"number": standing.id})
    assert requests.standing_erasure(hanh) is None
    assert "everything about you will be erased" not in browser.get("/en/people/me").text


def test_a_request_is_taken_back_by_its_own_person_only(client: LookingClient, hanh: Person):
    mine, theirs = asked(hanh), asked(make.person())
    browser = sign_in(client, hanh)
    for number in (theirs.id, 0, -1, 2**31, "x", ""):
        assert browser.post("/people/me/data/requests/withdrawal", data={"number": number}).status_code == 404
    assert browser.post("/people/me/data/requests/withdrawal", data={"number": mine.id}).status_code == 303
    assert db.session.scalars(requests.waiting()).all() == [theirs]
