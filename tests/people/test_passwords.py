import unicodedata

import pytest
from argon2 import extract_parameters

from portal.kit.say import Refused
from portal.people import passwords

GOOD = "ba con cá sấu"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", list(passwords._hasher))
    passwords.be_quick()


def refusal(password: str, **given: tuple[str, ...]) -> Refused:
    with pytest.raises(Refused) as refused:
        passwords.check(password, **given)
    assert refused.value.field == "password"
    return refused.value


def test_a_password_opens_what_it_was_hashed_for_and_nothing_else_does():
    kept = passwords.hashed(GOOD)
    assert passwords.matches(kept, GOOD)
    assert not passwords.matches(kept, GOOD + " ")
    assert not passwords.matches(kept, "ba con ca sau")


def test_the_same_password_typed_with_decomposed_letters_opens_too():
    assert passwords.matches(passwords.hashed(GOOD), unicodedata.normalize("NFD", GOOD))


def test_two_hashes_of_one_password_differ():
    assert passwords.hashed(GOOD) != passwords.hashed(GOOD)


def test_without_a_kept_hash_no_password_matches_and_a_hash_is_compared_all_the_same(monkeypatch: pytest.MonkeyPatch):
    compared: list[str] = []

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            compared.append(kept)
            return original.verify(kept, password)

    original = passwords._hasher[0]
    monkeypatch.setattr(passwords, "_hasher", [Counting()])
    assert not passwords.matches(None, GOOD)
    assert compared == [passwords._NOBODYS]


def test_the_twin_hash_costs_what_a_real_one_costs():
    assert extract_parameters(passwords._NOBODYS) == extract_parameters(passwords.STRONG.hash(GOOD))


def test_a_broken_hash_lets_nobody_in():
    assert not passwords.matches("not a hash", GOOD)


@pytest.mark.parametrize("password", ["", "bay chu", "x" * 201])
def test_a_password_has_eight_to_two_hundred_characters(password: str):
    assert refusal(password).values == {"shortest": 8, "longest": 200}


@pytest.mark.parametrize(
    "password",
    [
        "12345678",
        "matkhau123",
        "Mật Khẩu 2026!",
        "ANHYEUEM",
        "hoian@12345",
        "den-long-hoi-an",
        "aaaaaaaaaa",
        "qwertyuiop1",
    ],
)
def test_a_password_that_many_people_use_is_refused(password: str):
    assert "Many people" in str(refusal(password))


@pytest.mark.parametrize("password", ["0905 123 456", "0905123456", "+84905123456"])
def test_ones_own_phone_number_is_refused_however_it_is_typed(password: str):
    assert "Your own" in str(refusal(password, own=("+84905123456", "0905 123 456")))


@pytest.mark.parametrize("password", [GOOD, "x1y2z3x4y5", "x" * 150 + "abc"])
def test_a_password_of_ones_own_is_taken(password: str):
    passwords.check(password, own=("+84905123456",))
