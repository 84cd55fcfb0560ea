from datetime import timedelta

import pytest

from portal.audit import rules as audit
from portal.db import db
from portal.people import rules, sign_ins
from portal.people.models import Person, PersonSession
from tests import make
from tests.make import AT

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("session")


def begin(person: Person, **more: object) -> str:
    token = rules.sign_in(person, device="phone", at=AT, **more)
    db.session.flush()
    return token


def standing(person: Person, *, at=AT) -> list[PersonSession]:
    return list(db.session.scalars(sign_ins.standing(person, at=at)))


def test_a_person_sees_their_own_standing_sign_ins_the_latest_first():
    person = make.person()
    first, second, ended = begin(person), begin(person, address="10.0.0.1"), begin(person)
    rules.sign_out(ended, at=AT)
    begin(make.person())
    begin(person, half=True)
    assert [(one.digest, one.address) for one in standing(person)] == [
        (rules.digest(second), "10.0.0.1"), (rules.digest(first), ""),
    ]  # fmt: skip
    assert standing(person, at=AT + rules.SIGN_IN_LASTS) == []


def test_somebody_elses_sign_in_is_not_found():
    person, other = make.person(), make.person()
    begin(other)
    [theirs] = standing(other)
    assert sign_ins.find(other, theirs.id, at=AT) is theirs
    assert sign_ins.find(person, theirs.id, at=AT) is None
    assert sign_ins.find(None, theirs.id, at=AT) is None


def test_an_ended_sign_in_lets_nobody_in_and_stands_in_the_record():
    person = make.person()
    token = begin(person)
    [mine] = standing(person)
    sign_ins.end(mine, by=person, at=AT)
    assert rules.person_behind(token, at=AT) is None
    [entry] = db.session.scalars(audit.entries(act="sign_in_ended"))
    assert (entry.by_id, entry.of_id, entry.details) == (person.id, person.id, {"sign_in": mine.id})


def test_all_others_end_and_this_one_and_other_peoples_stay():
    person, other = make.person(), make.person()
    this, that, theirs = begin(person), begin(person), begin(other)
    waiting = begin(person, half=True)
    sign_ins.end_others(person, but=this, at=AT)
    assert rules.person_behind(this, at=AT) is person
    assert rules.person_behind(that, at=AT) is None
    assert sign_ins.half(waiting, at=AT) is None
    assert rules.person_behind(theirs, at=AT) is other


def test_without_a_sign_in_to_keep_all_end():
    person = make.person()
    token = begin(person)
    sign_ins.end_others(person, but=None, at=AT)
    assert rules.person_behind(token, at=AT) is None


def test_a_sign_in_is_told_by_its_token():
    person = make.person()
    token = begin(person)
    [mine] = standing(person)
    assert [sign_ins.is_this(mine, one) for one in (token, "x", None)] == [True, False, False]


def test_a_password_counts_as_proof_for_a_quarter_of_an_hour():
    token = begin(make.person())
    assert sign_ins.is_proved(token, at=AT + 15 * MINUTE - timedelta(seconds=1))
    assert not sign_ins.is_proved(token, at=AT + 15 * MINUTE)
    sign_ins.prove(token, at=AT + 20 * MINUTE)
    assert sign_ins.is_proved(token, at=AT + 21 * MINUTE)


def test_a_proof_is_of_one_sign_in_and_ends_with_it():
    person = make.person()
    here, there = begin(person), begin(person)
    sign_ins.prove(here, at=AT + 20 * MINUTE)
    assert not sign_ins.is_proved(there, at=AT + 20 * MINUTE)
    rules.sign_out(here, at=AT + 20 * MINUTE)
    assert not sign_ins.is_proved(here, at=AT + 20 * MINUTE)
    assert not sign_ins.is_proved(None, at=AT)


def test_a_half_sign_in_lets_nobody_in_and_waits_ten_minutes():
    person = make.person()
    token = begin(person, half=True)
    assert rules.person_behind(token, at=AT) is None
    assert not sign_ins.is_proved(token, at=AT)
    assert sign_ins.half(token, at=AT + 10 * MINUTE - timedelta(seconds=1)).person is person
    assert sign_ins.half(token, at=AT + 10 * MINUTE) is None
    assert sign_ins.half(begin(person), at=AT) is None
    assert sign_ins.half(None, at=AT) is None
