from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.kit.say import Refused
from portal.listings.models import Listing
from portal.people import passwords, rules
from portal.people.models import Person, PersonSession, Role, SignInTrial
from tests import make
from tests.make import AT

PASSWORD = "ba con cá sấu"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("session")


def someone(**more: object) -> Person:
    return make.person(password_hash=passwords.hashed(PASSWORD), **more)


# Finding and adding


@pytest.mark.parametrize("who", ["0905 123 456", "+84 905 123 456", "84905123456", "0905.123.456"])
def test_a_person_is_found_by_their_phone_however_it_is_typed(who: str):
    person = make.person(phone="+84905123456")
    assert rules.find(who) is person


def test_a_person_is_found_by_their_mail_in_any_case():
    person = make.person()
    assert rules.find(f"  {person.email.upper()} ") is person


@pytest.mark.parametrize("who", ["", "Nguyễn Thị Bình", "0905 123 457", "nobody@example.org", "a@b", "1900 1234"])
def test_nobody_is_found_by_what_is_no_address_of_theirs(who: str):
    make.person(phone="+84905123456")
    assert rules.find(who) is None


def test_an_added_person_has_no_password_and_no_role():
    person = rules.add("0905 123 456", name="  Nguyễn   Văn Ổn ", at=AT)
    assert (person.full_name, person.phone, person.email) == ("Nguyễn Văn Ổn", "+84905123456", None)
    assert (person.password_hash, person.roles) == (None, frozenset())


def test_a_second_person_with_the_same_phone_is_refused():
    rules.add("0905 123 456", name="Nguyễn Văn Ổn", at=AT)
    with pytest.raises(Refused) as refused:
        rules.add("+84905123456", name="Trần Văn Tuấn", at=AT)
    assert refused.value.field == "who"


def test_a_person_without_a_name_is_refused():
    with pytest.raises(Refused) as refused:
        rules.add("0905 123 456", name=" ", at=AT)
    assert refused.value.field == "name"


def test_a_role_granted_twice_is_one_grant():
    person, by = make.person(), make.person(Role.ORGANISER)
    for _time in range(2):
        rules.grant(person, Role.MODERATOR, by=by, at=AT, reason="new")
    assert [(grant.role, grant.granted_by_id, grant.reason) for grant in person.grants] == [
        (Role.MODERATOR, by.id, "new")
    ]


# Signing in


def test_the_right_password_recognises_its_person():
    person = someone()
    assert rules.recognise(person.email, PASSWORD) is person


def test_a_wrong_password_recognises_nobody():
    assert rules.recognise(someone().email, PASSWORD + "!") is None


def test_a_person_without_a_password_cannot_sign_in():
    assert rules.recognise(make.person().email, "") is None


@pytest.mark.parametrize("who", ["nobody@example.org", "not an address"])
def test_an_unknown_person_costs_one_comparison_as_a_known_one_does(monkeypatch: pytest.MonkeyPatch, who: str):
    compared: list[str | None] = []
    monkeypatch.setattr(passwords, "matches", lambda kept, password: bool(compared.append(kept)))
    assert rules.recognise(who, PASSWORD) is None
    assert compared == [None]


def test_a_sign_in_is_known_by_its_token_of_which_only_the_digest_is_kept():
    person = someone()
    token = rules.sign_in(person, device="phone", at=AT)
    begun = db.session.scalars(select(PersonSession)).one()
    assert token not in begun.digest and len(begun.digest) == 64
    assert rules.person_behind(token, at=AT + MINUTE) is person


def test_two_sign_ins_have_two_tokens_and_end_apart():
    person = someone()
    first, second = (rules.sign_in(person, device="", at=AT) for _time in range(2))
    rules.sign_out(first, at=AT + MINUTE)
    assert rules.person_behind(first, at=AT + MINUTE) is None
    assert rules.person_behind(second, at=AT + MINUTE) is person


def test_a_sign_in_ends_by_itself_after_ninety_days():
    token = rules.sign_in(someone(), device="", at=AT)
    assert rules.person_behind(token, at=AT + timedelta(days=90) - MINUTE)
    assert rules.person_behind(token, at=AT + timedelta(days=90)) is None


def test_an_invented_token_is_nobodys():
    rules.sign_in(someone(), device="", at=AT)
    assert rules.person_behind("x" * 43, at=AT) is None


def test_a_device_with_a_name_that_no_database_takes_is_kept_without_it():
    rules.sign_in(someone(), device="phone\0" + "x" * 500, at=AT)
    assert db.session.scalars(select(PersonSession.device)).one() == ("phone" + "x" * 500)[:200]


def test_a_refused_trial_is_kept_without_naming_anybody_in_plain():
    rules.note_trial("0905 123 456", key="k", address="10.0.0.1", at=AT)
    trial = db.session.scalars(select(SignInTrial)).one()
    assert (trial.address, trial.at, "905123456" in trial.who_digest) == ("10.0.0.1", AT, False)


def test_an_account_has_one_word_however_it_is_typed_and_another_under_another_key():
    assert rules.account("0905 123 456", key="k") == rules.account("+84905123456", key="k")
    assert rules.account("0905 123 456", key="k") != rules.account("0905 123 456", key="l")
    assert rules.account(" Nobody ", key="k") == rules.account("nobody", key="k")


def test_what_strangers_know_of_a_person_is_their_number_and_the_name_of_their_mail():
    assert rules.known_words("0905 123 456") == ("+84905123456", "0905 123 456")
    assert rules.known_words("Mai.Nguyen@Example.org") == ("mai.nguyen@example.org", "mai.nguyen")
    assert rules.known_words("nobody") == ()


# The demo


def test_the_demo_people_are_planted_once_with_their_roles():
    first, second = rules.plant_demo_people(AT), rules.plant_demo_people(AT + MINUTE)
    assert [one.id for one in first] == [one.id for one in second]
    assert len(db.session.scalars(select(Person)).all()) == 19
    assert {one.full_name: sorted(one.roles) for one in first if one.roles and "juror" not in one.email} == {
        "Nguyễn Thị Mai": [Role.ORGANISER],
        "Trần Văn Tuấn": [Role.MODERATOR],
        "Bùi Thị Lan Anh": [Role.REGISTRAR],
        "Lý Thanh Tùng": [Role.ADVISOR],
        "Hồ Thị Bích Ngọc": [Role.TREASURER],
        "Phan Văn Đạt": [Role.AUDITOR],
        "Trương Thị Mỹ Duyên": [Role.MENTOR],
    }


def test_every_demo_person_signs_in_with_the_demo_password_and_the_artisan_by_phone_too():
    for person in rules.plant_demo_people(AT):
        assert person.demo and rules.recognise(person.email, rules.DEMO_PASSWORD) is person
    artisan = rules.recognise("0905 123 456", rules.DEMO_PASSWORD)
    assert artisan is not None and artisan.email == "artisan@hoian.example"


def test_the_demo_password_opens_nothing_in_a_database_that_demo_has_not_made():
    carried_over = make.person(password_hash=passwords.hashed(rules.DEMO_PASSWORD), demo=True)
    assert rules.recognise(carried_over.email, rules.DEMO_PASSWORD) is None


def test_the_demo_people_are_not_planted_beside_real_ones():
    make.person()
    with pytest.raises(Refused):
        rules.plant_demo_people(AT)
    assert not rules.is_demo_database()


def test_the_demo_people_are_not_planted_beside_real_listings():
    make.draft()
    with pytest.raises(Refused):
        rules.plant_demo_people(AT)
    assert len(db.session.scalars(select(Listing)).all()) == 1
