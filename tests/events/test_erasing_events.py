"""Erasing a person from the calendar: their places are free, events stay without their name and number."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events import rules
from portal.events.models import Event, EventRevision
from portal.events.registrations.models import Registration, SeatState
from portal.listings import ownership
from portal.people import jobs
from portal.people.models import Person
from tests import make
from tests.events.registrations.joining import event, join, states
from tests.make import AT

NAME, PHONE, MAIL = "Đặng Quỳnh Xuyzq", "+84905777123", "quynhxz@example.net"
LATER = AT + timedelta(days=1)


@pytest.fixture
def person(session: object) -> Person:
    made = make.person(name=NAME, phone=PHONE)
    made.email = MAIL
    db.session.flush()
    return made


def everything(of: Event) -> str:
    rows = db.session.scalars(select(EventRevision).where(EventRevision.event_id == of.id))
    told = [[row.changes, row.reason_vi] for row in rows]
    return json.dumps([rules.values(of), of.slug, of.title_fold, told], ensure_ascii=False).lower()


def test_a_place_is_given_up_and_goes_to_the_next(person: Person) -> None:
    of = event(capacity=1)
    mine, next_one = join(of, name=NAME, by=person, phone=PHONE, access_needs=f"gọi {PHONE}"), join(of)
    jobs.erase(person, at=LATER)
    assert states(mine, next_one) == [SeatState.CANCELLED, SeatState.OFFERED]
    registration = db.session.get_one(Registration, mine.registration_id)
    assert (registration.name, registration.phone, registration.person_id, registration.access_needs) == (
        "", None, None, "",
    )  # fmt: skip


def test_what_they_came_to_stays_counted(person: Person) -> None:
    of = event(capacity=1)
    mine = join(of, name=NAME, by=person, phone=PHONE)
    jobs.erase(person, at=make.EVENING + timedelta(days=1))
    assert (states(mine), of.admission.taken if of.admission else 0) == ([SeatState.CONFIRMED], 1)


def test_an_event_of_theirs_stays_without_name_number_and_old_address(person: Person) -> None:
    workshop = make.listing("Xưởng gốm")
    ownership.give(workshop, person, how="desk", by=None, at=AT)
    of = make.event(
        f"Gốm {NAME}", organiser_id=workshop.id, organiser_name=NAME, text_vi=f"Gọi {NAME}, 0905 777 123",
        contact_phone=PHONE, contact_email=MAIL,
    )  # fmt: skip
    rules.revise(of, {"text_vi": f"Gọi {NAME}"}, by=person, at=AT, reason_vi=f"{NAME} đổi")
    jobs.erase(person, at=LATER)
    assert not [word for word in ("xuyzq", "905777123", "0905 777 123", "quynhxz") if word in everything(of)]
    assert (of.is_public(), of.title_vi, of.contact_phone, of.text_vi) == (True, "Gốm …", None, "Gọi …")


def test_of_an_event_of_others_only_the_number_goes(person: Person) -> None:
    of = make.event(f"Đêm {NAME}", contact_phone=PHONE, text_vi="Gọi 0905 777 123")
    untouched = make.event(f"Đêm {NAME}")
    jobs.erase(person, at=LATER)
    assert (of.title_vi, of.contact_phone, of.text_vi) == (f"Đêm {NAME}", None, "Gọi …")
    assert untouched.title_vi == f"Đêm {NAME}"
