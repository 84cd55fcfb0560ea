"""The page about oneself: what it shows, what it lets its person change, and that it is nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.contributions import tickets
from portal.contributions.models import TicketKind
from portal.db import db
from portal.letters.models import Letter
from portal.listings import ownership
from portal.people import codes
from portal.people.models import Person, PersonSession
from portal.people.sign_ins import PROOF_LASTS
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient
from tests.make import AT


@pytest.fixture
def hanh(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh", phone="+84905123456")


@pytest.fixture
def browser(client: LookingClient, hanh: Person) -> LookingClient:
    return sign_in(client, hanh)


def test_a_person_reads_how_they_are_called_and_reached(browser: LookingClient, hanh: Person):
    page = browser.get("/en/people/me").text
    assert all(words in page for words in ("Trần Thị Hạnh", "0905 123 456", hanh.email))
    sent = filled(page, "/en/people/me")
    assert sent == {"full_name": ["Trần Thị Hạnh"], "language": ["vi"]}


def test_name_and_language_are_changed_and_the_record_says_which_without_saying_what(
    browser: LookingClient, hanh: Person
):
    answer = browser.post("/people/me", data={"full_name": " Trần  Hạnh ", "language": "en"})
    assert (answer.status_code, answer.location) == (303, "/people/me")
    db.session.refresh(hanh)
    assert (hanh.full_name, hanh.folded_name, hanh.language) == ("Trần Hạnh", "tran hanh", "en")
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "account_changed")).one()
    assert (noted.by_id, noted.of_id, noted.details) == (hanh.id, hanh.id, {"fields": ["full_name", "language"]})


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "\0"])
def test_a_name_that_cannot_be_is_said_at_its_place_and_nothing_changes(
    browser: LookingClient, hanh: Person, name: str
):
    answer = browser.post("/people/me", data={"full_name": name, "language": "en"})
    assert answer.status_code == 422 and 'id="full_name_error"' in answer.text
    db.session.refresh(hanh)
    assert (hanh.full_name, hanh.language) == ("Trần Thị Hạnh", "vi")


def test_the_listings_i_look_after_and_what_i_sent_in_stand_there_and_those_of_others_do_not(
    browser: LookingClient, hanh: Person
):
    mine, theirs = make.listing("Gốm Son"), make.listing("Đèn lồng Út")
    ownership.give(mine, hanh, how="desk", by=None, at=AT)
    ownership.give(theirs, make.person(), how="desk", by=None, at=AT)
    tickets.begin(TicketKind.REPORT, by=hanh, at=AT, language="vi", listing=make.listing("Lò bánh mì"))
    tickets.begin(TicketKind.REPORT, by=make.person(), at=AT, language="vi", listing=theirs)
    page = browser.get("/en/people/me").text
    assert "Gốm Son" in page and "Report of an error: " in page and "Lò bánh mì" in page
    assert "Đèn lồng Út" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_few_questions_for_any_number(
    browser: LookingClient, hanh: Person, queries: list[str], rows: int
):
    for number in range(rows):
        listing = make.listing(f"Nhà {number}")
        ownership.give(listing, hanh, how="desk", by=None, at=AT)
        tickets.begin(TicketKind.REPORT, by=hanh, at=AT, language="vi", listing=make.listing(f"Lò {number}"))
    db.session.flush()
    queries.clear()
    assert browser.get("/people/me").status_code == 200
    assert len(queries) <= 12, "\n".join(queries)


# Phone number and mail address


def test_a_new_number_is_what_one_signs_in_with_from_now_on(browser: LookingClient, hanh: Person):
    answer = browser.post("/people/me/reach", data={"phone": "0905 765 432", "email": ""})
    assert (answer.status_code, answer.location) == (303, "/people/me")
    db.session.refresh(hanh)
    assert (hanh.phone, hanh.email) == ("+84905765432", None)
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "reach_changed")).one()
    assert noted.details == {"fields": ["phone", "email"]}
    letter = db.session.scalars(select(Letter).where(Letter.person_id == hanh.id)).one()
    assert letter.kind == "reach_changed" and "0905" not in letter.body


def test_a_code_for_the_former_address_opens_nothing_any_more(browser: LookingClient, hanh: Person):
    code = codes.hand(hanh, at=now())
    assert codes.standing("0905 123 456", code, at=now()) is not None
    browser.post("/people/me/reach", data={"phone": "0905 765 432", "email": ""})
    assert codes.standing("0905 765 432", code, at=now()) is None


def test_the_password_is_asked_for_again_before_a_number_changes(browser: LookingClient, hanh: Person):
    [begun] = db.session.scalars(select(PersonSession)).all()
    begun.proved_at = now() - PROOF_LASTS - timedelta(seconds=1)
    for answer in (browser.get("/people/me/reach"), browser.post("/people/me/reach", data={"phone": "0905765432"})):
        assert (answer.status_code, answer.location) == (303, "/people/proof?next=/people/me/reach")
    db.session.refresh(hanh)
    assert hanh.phone == "+84905123456"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "0905 12", "email": ""}, "phone"),
        ({"phone": "0905123456", "email": "not an address"}, "email"),
        ({"phone": "0905 999 888", "email": ""}, "phone"),
        ({"phone": "0905123456", "email": "mai@example.org"}, "email"),
    ],
)
def test_what_cannot_be_or_is_somebody_elses_is_refused_at_its_place(
    browser: LookingClient, hanh: Person, typed: dict[str, str], field: str
):
    other = make.person(phone="+84905999888")
    other.email = "mai@example.org"
    before = hanh.email
    answer = browser.post("/people/me/reach", data=typed)
    assert answer.status_code == 422 and f'id="{field}_error"' in answer.text
    assert typed[field] in answer.text
    db.session.refresh(hanh)
    assert (hanh.phone, hanh.email) == ("+84905123456", before)
