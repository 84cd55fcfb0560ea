import pytest

from portal.people.models import Grant, Person, Role
from portal.people.policy import hands_codes, is_organiser, may_hand_code, needs_second_step
from tests.make import AT


def with_role(role: Role, **grant: object) -> Person:
    return Person(full_name="Mai", grants=[Grant(role=role, granted_at=AT, **grant)])


@pytest.mark.parametrize("role", list(Role))
def test_only_organisers_answer_for_the_portal(role: Role):
    assert is_organiser(with_role(role)) is (role is Role.ORGANISER)


def test_a_visitor_is_no_organiser():
    assert is_organiser(None) is False


def test_a_withdrawn_role_counts_no_more():
    assert is_organiser(with_role(Role.ORGANISER, withdrawn_at=AT)) is False


# One-time codes


def member(number: int, *roles: Role) -> Person:
    return Person(id=number, full_name="Mai", grants=[Grant(role=role, granted_at=AT) for role in roles])


@pytest.mark.parametrize(
    ("by", "to", "may"),
    [
        ((Role.MODERATOR,), (), True),
        ((Role.REGISTRAR,), (), True),
        ((Role.ORGANISER,), (), True),
        ((Role.MODERATOR,), (Role.JUROR,), False),
        ((Role.MODERATOR,), (Role.ORGANISER,), False),
        ((Role.ORGANISER,), (Role.ORGANISER,), True),
        ((Role.JUROR,), (), False),
        ((Role.AUDITOR,), (), False),
        ((), (), False),
    ],
)
def test_staff_hand_codes_to_people_and_organisers_to_staff_too(by: tuple[Role], to: tuple[Role], may: bool):
    assert may_hand_code(member(1, *by), member(2, *to)) is may


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ORGANISER])
def test_nobody_hands_a_code_to_themselves(role: Role):
    person = member(1, role)
    assert may_hand_code(person, person) is False


def test_a_visitor_hands_no_code():
    assert (hands_codes(None), may_hand_code(None, member(1))) == (False, False)


@pytest.mark.parametrize("role", list(Role))
def test_a_second_step_is_asked_of_those_whose_password_alone_could_change_results_or_money(role: Role):
    strict = {Role.ORGANISER, Role.REGISTRAR, Role.TREASURER, Role.JUROR}
    assert needs_second_step(with_role(role)) is (role in strict)
    assert needs_second_step(with_role(role, withdrawn_at=AT)) is False
