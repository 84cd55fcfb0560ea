from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.audit import rules as audit
from portal.db import db
from portal.people import rules
from portal.people.models import Person
from tests.looking import LookingClient
from tests.people.acting import ANOTHER, PASSWORD, is_signed_in, try_with, with_password

FORM = {"full_name": "Nguyễn Văn Ổn", "who": "0905 123 456", "password": PASSWORD}


def sign_up(client: LookingClient, address: str = "/people/sign-up", **changes: str) -> TestResponse:
    return client.post(address, data=FORM | changes)


def people() -> int:
    return db.session.scalar(select(func.count(Person.id))) or 0


def everybody(client: LookingClient) -> Any:
    return db.session.scalars(select(Person)).one()


def test_who_signs_up_by_phone_is_signed_in_and_lands_on_the_desk(client: LookingClient):
    answer = sign_up(client)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert is_signed_in(client)
    person = everybody(client)
    assert (person.full_name, person.phone, person.email) == ("Nguyễn Văn Ổn", "+84905123456", None)
    assert (person.roles, person.language, person.show_name) == (frozenset(), "vi", False)


def test_who_signs_up_by_mail_signs_in_with_it_afterwards(client: LookingClient):
    sign_up(client, who=" On@Example.org ")
    client.post("/people/sign-out")
    assert try_with(client, "on@example.org").status_code == 303


def test_letters_will_be_in_the_language_of_the_page(client: LookingClient):
    sign_up(client, "/fr/people/sign-up")
    assert everybody(client).language == "fr"


def test_a_new_account_stands_in_the_record_without_its_name(client: LookingClient):
    sign_up(client)
    person = everybody(client)
    [entry] = db.session.scalars(audit.entries(act="signed_up"))
    assert (entry.by_id, entry.of_id, entry.address, entry.details) == (person.id, person.id, "127.0.0.1", {})


def test_the_same_form_sent_twice_is_one_account(client: LookingClient):
    assert [sign_up(client, once="w0rd").location for _time in range(2)] == ["/desk", "/desk"]
    assert people() == 1


@pytest.mark.parametrize("who", ["0905 123 456", "on@example.org"])
def test_a_taken_address_makes_no_account_and_offers_the_way_in(client: LookingClient, who: str):
    owner = with_password(name="Ngụy Thị Sen", **({"phone": "+84905123456"} if who[0] == "0" else {}))
    if who[0] != "0":
        owner.email = who
    before = owner.password_hash
    answer = sign_up(client, who=who, password=ANOTHER)
    assert answer.status_code == 422
    assert "Ngụy Thị Sen" not in answer.text
    for way in ("/people/sign-in", "/people/forgotten"):
        assert f'href="{way}"' in answer.text
    assert (people(), owner.password_hash) == (1, before)
    assert not is_signed_in(client)


def test_a_taken_address_costs_one_hash_as_a_free_one_does(client: LookingClient, monkeypatch: pytest.MonkeyPatch):
    from portal.people import passwords

    hashes: list[str] = []
    monkeypatch.setattr(passwords, "hashed", lambda password: hashes.append(password) or "x")
    with_password(phone="+84905123456")
    hashes.clear()
    sign_up(client)
    sign_up(client, who="0905 123 457")
    assert hashes == [PASSWORD, PASSWORD]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "\u200b\0 "}, "full_name"),
        ({"full_name": "x" * 10_000}, "full_name"),
        ({"who": "Mai"}, "who"),
        ({"who": "090512345"}, "who"),
        ({"who": "on@example"}, "who"),
        ({"password": "matkhau123"}, "password"),
        ({"password": "short"}, "password"),
        ({"password": "0905123456"}, "password"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    client: LookingClient, changes: dict[str, str], field: str
):
    answer = sign_up(client, **changes)
    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.text and answer.text.count('_error"') == 2
    assert people() == 0
    for kept in {"full_name", "who"} - {field}:
        assert f'value="{FORM[kept]}"' in answer.text
    assert (changes.get("password") or PASSWORD) not in answer.text or field == "password"


def test_a_refused_password_is_not_sent_back(client: LookingClient):
    assert "matkhau123" not in sign_up(client, password="matkhau123").text


def test_a_program_that_fills_every_field_makes_no_account(client: LookingClient):
    page = client.get("/people/sign-up").text
    assert 'name="website" tabindex="-1"' in page
    assert sign_up(client, website="https://spam.example").status_code == 422
    assert people() == 0


def test_who_is_signed_in_has_no_use_for_the_page(client: LookingClient):
    sign_up(client)
    answer = client.get("/people/sign-up")
    assert (answer.status_code, answer.location) == (303, "/desk")


def test_nothing_is_ticked_beforehand(client: LookingClient):
    assert " checked" not in client.get("/people/sign-up").text


def test_the_sign_in_page_leads_to_a_new_account_and_a_new_password(client: LookingClient):
    page = client.get("/people/sign-in").text
    for way in ("/people/sign-up", "/people/forgotten", "/people/welcome"):
        assert f'href="{way}"' in page


def test_a_wrong_name_is_never_taken_for_an_account(client: LookingClient):
    sign_up(client)
    assert rules.find("+84905123456") is everybody(client)
