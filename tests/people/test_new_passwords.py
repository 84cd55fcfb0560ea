from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit import rules as audit
from portal.db import db
from portal.people import codes, new_passwords, passwords, rules, sign_ins
from portal.people.models import CodeRoad, OneTimeCode
from tests import make
from tests.make import AT

PASSWORD = "ba con cá sấu"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("session")


def test_a_changed_password_ends_every_other_sign_in_and_proves_this_one():
    person = make.person(password_hash=passwords.hashed("một hai ba bốn"))
    here, there = (rules.sign_in(person, device="", at=AT) for _device in range(2))
    later = AT + timedelta(hours=1)
    new_passwords.change(person, passwords.hashed(PASSWORD), at_sign_in=here, at=later)
    assert rules.recognise(person.email, PASSWORD) is person
    assert rules.person_behind(here, at=later) is person
    assert rules.person_behind(there, at=later) is None
    assert sign_ins.is_proved(here, at=later)
    entry = db.session.scalars(audit.entries(act="password_changed")).one()
    assert (entry.by_id, entry.of_id, entry.details) == (person.id, person.id, {})


def test_a_changed_password_ends_a_code_that_waits():
    person = make.person()
    handed = codes.hand(person, at=AT)
    new_passwords.change(person, passwords.hashed(PASSWORD), at_sign_in=None, at=AT)
    assert codes.standing(person.email, handed, at=AT) is None


def test_a_link_opens_its_persons_account_once_for_two_hours():
    person = make.person()
    token = new_passwords.ask_link(person, at=AT)
    held = new_passwords.held_by_link(token, at=AT + 120 * MINUTE - timedelta(seconds=1))
    assert (held.person, held.road) == (person, CodeRoad.MAIL)
    assert new_passwords.held_by_link(token, at=AT + 120 * MINUTE) is None
    codes.set_password(held, passwords.hashed(PASSWORD), at=AT + MINUTE)
    assert new_passwords.held_by_link(token, at=AT + MINUTE) is None


def test_only_the_digest_of_a_link_is_kept():
    token = new_passwords.ask_link(make.person(), at=AT)
    assert len(token) >= 43
    assert token not in db.session.scalars(select(OneTimeCode.digest)).all()


def test_asked_again_at_once_nothing_is_written_and_the_first_link_stays_good():
    person = make.person()
    token = new_passwords.ask_link(person, at=AT)
    assert new_passwords.ask_link(person, at=AT + 10 * MINUTE - timedelta(seconds=1)) is None
    assert new_passwords.held_by_link(token, at=AT + 9 * MINUTE)


def test_a_later_link_ends_the_earlier_one():
    person = make.person()
    first = new_passwords.ask_link(person, at=AT)
    second = new_passwords.ask_link(person, at=AT + 10 * MINUTE)
    assert new_passwords.held_by_link(first, at=AT + 10 * MINUTE) is None
    assert new_passwords.held_by_link(second, at=AT + 10 * MINUTE)


def test_a_stranger_who_asks_for_a_link_does_not_end_the_code_that_staff_handed_over():
    person = make.person()
    handed = codes.hand(person, at=AT)
    new_passwords.ask_link(person, at=AT)
    assert codes.standing(person.email, handed, at=AT + MINUTE)


def test_staff_who_hand_over_a_code_do_not_end_a_link():
    person = make.person()
    token = new_passwords.ask_link(person, at=AT)
    codes.hand(person, at=AT)
    assert new_passwords.held_by_link(token, at=AT + MINUTE)


def test_a_password_that_is_set_by_one_road_ends_the_codes_of_all():
    person = make.person()
    token = new_passwords.ask_link(person, at=AT)
    held = codes.standing(person.email, codes.hand(person, at=AT), at=AT)
    codes.set_password(held, passwords.hashed(PASSWORD), at=AT + MINUTE)
    assert new_passwords.held_by_link(token, at=AT + MINUTE) is None
    entry = db.session.scalars(audit.entries(act="password_set")).one()
    assert (entry.by_id, entry.details) == (person.id, {"road": "staff"})


def test_a_code_that_staff_handed_over_is_no_link():
    handed = codes.hand(make.person(), at=AT)
    assert new_passwords.held_by_link(handed, at=AT) is None
