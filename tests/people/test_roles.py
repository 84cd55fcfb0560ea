from datetime import timedelta

import pytest

from portal.audit import rules as audit
from portal.db import db
from portal.kit.say import Refused
from portal.people import codes, roles, rules
from portal.people.models import Grant, Person, Role
from tests import make
from tests.make import AT

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("session")


def names(typed: str) -> list[str]:
    return [one.full_name for one in db.session.scalars(roles.found(typed))]


def grant_of(person: Person) -> Grant:
    return person.grants[0]


# Finding


def test_without_a_question_everybody_is_found_the_latest_first():
    make.person(name="Lê Thị Hoa")
    make.person(name="Đỗ Quang Huy")
    assert names("") == ["Đỗ Quang Huy", "Lê Thị Hoa"]


@pytest.mark.parametrize("typed", ["Quang Huy", "quang huy", "do huy", "ĐỖ", "huy quang"])
def test_a_person_is_found_by_the_words_of_their_name_with_or_without_tones(typed: str):
    make.person(name="Đỗ Quang Huy")
    make.person(name="Lê Thị Hoa")
    assert names(typed) == ["Đỗ Quang Huy"]


@pytest.mark.parametrize("typed", ["0905 123 456", "+84905123456", "Hoa.Le@Example.org"])
def test_a_person_is_found_by_number_and_address(typed: str):
    make.person(name="Đỗ Quang Huy")
    rules.add("hoa.le@example.org", name="Lê Thị Hoa", at=AT).phone = "+84905123456"
    assert names(typed) == ["Lê Thị Hoa"]


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "\\", "nobody@example.org", "0905 123 457"])
def test_marks_that_a_database_knows_are_only_letters(typed: str):
    make.person(name="Lê Thị Hoa")
    assert names(typed) == []


def test_who_was_erased_is_found_no_more():
    gone = make.person(name="Lê Thị Hoa", erased_at=AT)
    assert names("") == names("hoa") == names(gone.email) == []
    assert roles.person_of(gone.id) is None


def test_a_new_name_is_found_and_the_former_one_is_not():
    person = make.person(name="Lê Thị Hoa")
    person.full_name = "Lê Thị Sen"
    db.session.flush()
    assert (names("hoa"), names("sen")) == ([], ["Lê Thị Sen"])


# Granting and withdrawing


def test_a_granted_role_stands_in_the_record_with_both_ids():
    person, by = make.person(), make.person(Role.ORGANISER)
    rules.grant(person, Role.MODERATOR, by=by, at=AT, reason="new")
    rules.grant(person, Role.MODERATOR, by=by, at=AT, reason="again")
    [entry] = db.session.scalars(audit.entries(act="role_granted"))
    assert (entry.by_id, entry.of_id, entry.details) == (by.id, person.id, {"role": "moderator"})


def test_a_withdrawn_role_counts_no_more_and_keeps_who_when_and_why():
    person, by = make.person(Role.MODERATOR), make.person(Role.ORGANISER)
    roles.withdraw(grant_of(person), by=by, at=AT + DAY, reason="  moved  away ")
    assert person.roles == frozenset()
    [kept] = roles.history(person)
    assert (kept.withdrawn_by, kept.withdrawn_at, kept.withdrawn_reason) == (by, AT + DAY, "moved away")
    [entry] = db.session.scalars(audit.entries(act="role_withdrawn"))
    assert (entry.by_id, entry.of_id, entry.details) == (by.id, person.id, {"role": "moderator"})


def test_a_withdrawn_role_can_be_granted_again_and_both_stay_in_the_history():
    person, by = make.person(Role.MODERATOR), make.person(Role.ORGANISER)
    roles.withdraw(grant_of(person), by=by, at=AT + DAY, reason="away")
    rules.grant(person, Role.MODERATOR, by=by, at=AT + 2 * DAY, reason="back")
    assert person.roles == {Role.MODERATOR}
    assert [(grant.reason, grant.withdrawn_reason) for grant in roles.history(person)] == [("back", ""), ("", "away")]


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_no_role_is_withdrawn_without_a_reason(reason: str):
    person = make.person(Role.MODERATOR)
    with pytest.raises(Refused) as refused:
        roles.withdraw(grant_of(person), by=make.person(), at=AT, reason=reason)
    assert (refused.value.field, person.roles) == ("reason", {Role.MODERATOR})


def test_the_last_organiser_stays_one():
    last = make.person(Role.ORGANISER)
    make.person(Role.ORGANISER).grants[0].withdrawn_at = AT
    make.person(Role.ORGANISER, erased_at=AT)
    make.person(Role.MODERATOR)
    with pytest.raises(Refused):
        roles.withdraw(grant_of(last), by=last, at=AT, reason="tired")
    assert last.roles == {Role.ORGANISER}


def test_one_of_two_organisers_may_go():
    one, other = make.person(Role.ORGANISER), make.person(Role.ORGANISER)
    roles.withdraw(grant_of(one), by=one, at=AT, reason="tired")
    assert (one.roles, other.roles) == (frozenset(), {Role.ORGANISER})


def test_a_grant_is_found_under_its_own_person_while_it_stands():
    person = make.person(Role.MODERATOR)
    grant = grant_of(person)
    assert roles.standing_grant(person.id, grant.id) is grant
    assert roles.standing_grant(make.person().id, grant.id) is None
    grant.withdrawn_at = AT
    db.session.flush()
    assert roles.standing_grant(person.id, grant.id) is None


# Codes


def test_a_code_handed_over_stands_in_the_record_with_both_ids_and_without_itself():
    person, by = make.person(), make.person(Role.MODERATOR)
    made = roles.hand_over(person, by=by, at=AT)
    assert codes.standing(person.email, made, at=AT).person is person
    [entry] = db.session.scalars(audit.entries(act="code_handed"))
    assert (entry.by_id, entry.of_id, entry.details) == (by.id, person.id, {})
