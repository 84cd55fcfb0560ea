import pytest

from portal.people.models import Grant, Person, Role
from portal.people.policy import is_organiser
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
