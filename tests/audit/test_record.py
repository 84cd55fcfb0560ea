"""The record: added to and never changed, read and filtered by organisers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.audit import rules as audit
from portal.audit.models import AuditEntry
from portal.db import db
from portal.people.models import Erasing, Person, Role
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient, look_at
from tests.make import AT


@pytest.fixture
def quy(session: object) -> Person:
    return make.person(Role.ORGANISER, name="Lê Văn Quý")


@pytest.fixture
def organiser(client: LookingClient, quy: Person) -> LookingClient:
    return sign_in(client, quy)


def noted(
    act: str = "role_granted", *, by: Person | None = None, on: Person | None = None, days: int = 0
) -> AuditEntry:
    entry = audit.note(act, "person", on.id if on else None, by=by, at=AT + timedelta(days=days), role="moderator")
    db.session.flush()
    return entry


# Only added to


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'nothing'",
        "UPDATE audit_entry SET by_id = NULL",
        "UPDATE audit_entry SET address = ''",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id > 0",
    ],
)
@pytest.mark.parametrize("erasing", [False, True])
def test_the_database_refuses_to_change_or_delete_an_act_even_while_somebody_is_erased(
    quy: Person, statement: str, erasing: bool
):
    kept = noted(by=quy)
    if erasing:
        db.session.add(Erasing(id=1, person_id=quy.id))
        db.session.flush()
    with pytest.raises(DBAPIError, match="audit_entry is only added to"), db.session.begin_nested():
        db.session.execute(text(statement))
    db.session.refresh(kept)
    assert (kept.act, kept.by_id) == ("role_granted", quy.id)


def test_an_act_keeps_from_where_it_came(quy: Person):
    with audit.acting_from("198.51.100.4"):
        with audit.acting_from("203.0.113.7"):
            inside = noted(by=quy)
        outside = noted(by=quy)
    assert (inside.address, outside.address) == ("203.0.113.7", "198.51.100.4")


def test_a_request_is_written_down_with_its_network_address(organiser: LookingClient, quy: Person):
    organiser.post("/people/me/consents/news", environ_base={"REMOTE_ADDR": "198.51.100.4"})
    [entry] = db.session.scalars(audit.entries(act="consent_given"))
    assert (entry.by_id, entry.of_id, entry.address) == (quy.id, quy.id, "198.51.100.4")


# Read


def test_an_organiser_reads_who_did_what_on_what_when_and_from_where(organiser: LookingClient, quy: Person):
    with audit.acting_from("203.0.113.7"):
        noted(by=quy, on=make.person(name="Phan Thị Mai"))
    listing = make.listing("Gốm Son")
    audit.note("not_same", "listing", listing.id, by=quy, at=AT, other=4711)
    page = organiser.get("/en/desk/audit").text
    for words in ("Granted a role", "Role: Moderator", "Lê Văn Quý", "Phan Thị Mai", "203.0.113.7", "22 November 2026",
                  "Gốm Son", f"/en/map/{listing.slug}/history", "The other: listing no. 4711"):  # fmt: skip
        assert words in page


def test_what_the_portal_did_by_itself_says_so(organiser: LookingClient):
    noted("person_erased")
    assert "the portal" in organiser.get("/en/desk/audit").text


def rows(browser: LookingClient, asked: str) -> int:
    answer = browser.get(f"/en/desk/audit?{asked}", headers={"HX-Request": "true", "HX-Target": "results"})
    assert answer.status_code == 200
    look_at(answer.text, whole=False)
    return answer.text.count("<tr>") - (1 if "<thead>" in answer.text else 0)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 4),
        ("who=thị+mai", 2),  # she did one, and one was done to her
        ("who=0905+123+456", 2),
        ("who=nobody", 0),
        ("act=signed_up", 1),
        ("kind=person", 3),
        ("kind=listing", 1),
        ("on=2026-11-23", 1),
        ("on=23/11/2026", 1),
        ("act=role_granted&who=thi+mai", 1),
        ("act=signed_up&kind=listing", 0),
    ],
)
def test_the_record_is_filtered_by_person_act_kind_and_day(
    organiser: LookingClient, quy: Person, asked: str, found: int
):
    mai = make.person(name="Phan Thị Mai", phone="+84905123456")
    noted(by=quy, on=mai)
    noted(by=quy, on=quy)
    noted("signed_up", by=mai, days=1)
    audit.note("not_same", "listing", 1, by=quy, at=AT, other=2)
    assert rows(organiser, asked) == found


def test_a_day_is_the_citys_day(organiser: LookingClient, quy: Person):
    audit.note("signed_up", "person", None, by=quy, at=AT.replace(hour=17, minute=30))  # half past midnight in Hội An
    assert (rows(organiser, "on=2026-11-22"), rows(organiser, "on=2026-11-23")) == (0, 1)


@pytest.mark.parametrize("asked", ["on=yesterday", "act=nonsense", "kind=x", f"who={'x' * 121}"])
def test_a_question_that_cannot_be_read_says_so_at_its_place(organiser: LookingClient, quy: Person, asked: str):
    noted(by=quy)
    answer = organiser.get(f"/en/desk/audit?{asked}")
    assert answer.status_code == 422 and f'id="{asked.partition("=")[0]}_error"' in answer.text


def test_the_record_is_read_fifty_at_a_time(organiser: LookingClient, quy: Person):
    for _number in range(51):
        noted(by=quy)
    assert (rows(organiser, "act=role_granted"), rows(organiser, "act=role_granted&page=2")) == (50, 1)
    assert "/en/desk/audit?act=role_granted&amp;page=2" in organiser.get("/en/desk/audit?act=role_granted").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_record_asks_the_same_few_questions_for_any_number(
    organiser: LookingClient, queries: list[str], number: int
):
    for one in range(number):
        by = make.person(Role.MODERATOR, name=f"Người {one}")
        noted(by=by, on=make.person())
        audit.note("not_same", "listing", make.listing(f"Nhà {one}").id, by=by, at=AT, other=2)
    queries.clear()
    assert organiser.get("/desk/audit").status_code == 200
    assert len(queries) <= 10, "\n".join(queries)
