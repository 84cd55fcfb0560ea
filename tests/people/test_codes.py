from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.kit import code
from portal.people import codes, passwords, rules
from portal.people.models import OneTimeCode
from tests import make
from tests.make import AT
from tests.people.acting import PASSWORD, with_password

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("session")


def test_a_handed_code_lets_its_person_choose_a_password_once():
    person = make.person()
    handed = codes.hand(person, at=AT)
    held = codes.standing(person.email, code.show(handed).lower(), at=AT + MINUTE)
    assert held is not None
    assert codes.set_password(held, passwords.hashed(PASSWORD), at=AT + MINUTE) is person
    assert rules.recognise(person.email, PASSWORD) is person
    assert codes.standing(person.email, handed, at=AT + MINUTE) is None


def test_only_the_digest_of_a_code_is_kept():
    handed = codes.hand(make.person(), at=AT)
    assert handed not in db.session.scalars(select(OneTimeCode.digest)).one()


def test_a_code_is_no_good_for_somebody_else():
    handed = codes.hand(make.person(), at=AT)
    assert codes.standing(make.person().email, handed, at=AT) is None


def test_a_code_is_good_for_a_week():
    person = make.person()
    handed = codes.hand(person, at=AT)
    assert codes.standing(person.email, handed, at=AT + timedelta(days=7) - MINUTE)
    assert codes.standing(person.email, handed, at=AT + timedelta(days=7)) is None


def test_a_new_code_ends_the_older_one():
    person = make.person()
    older = codes.hand(person, at=AT)
    newer = codes.hand(person, at=AT + MINUTE)
    assert codes.standing(person.email, older, at=AT + 2 * MINUTE) is None
    assert codes.standing(person.email, newer, at=AT + 2 * MINUTE)


def test_a_new_password_ends_every_sign_in_of_its_person_and_of_nobody_else():
    person, other = with_password(), with_password()
    mine, theirs = (rules.sign_in(one, device="", at=AT) for one in (person, other))
    held = codes.standing(person.email, codes.hand(person, at=AT), at=AT)
    assert held is not None
    codes.set_password(held, passwords.hashed("một hai ba bốn"), at=AT)
    assert rules.person_behind(mine, at=AT) is None
    assert rules.person_behind(theirs, at=AT) is other
