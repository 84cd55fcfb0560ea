import re
from datetime import timedelta

import pytest

from portal.audit import rules as audit
from portal.db import db
from portal.people import codes, new_passwords, rules, telling
from portal.people.models import Person
from portal.web.clock import now
from portal.web.log import redacted
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.people.acting import ANOTHER, PASSWORD, is_signed_in, letters_to, secured, try_with, with_password


@pytest.fixture
def person(client: LookingClient) -> Person:
    return with_password(phone="+84905123456", language="en")


def change(client: LookingClient, old: str = PASSWORD, new: str = ANOTHER):
    return client.post("/people/password", data={"old": old, "password": new})


# Changing it


def test_a_changed_password_signs_out_every_other_device_and_tells_its_person(client: LookingClient, person: Person):
    other = rules.sign_in(person, device="phone", at=now())
    answer = change(sign_in(client, person))
    assert (answer.status_code, answer.location) == (303, "/people/me")
    assert is_signed_in(client)
    assert rules.person_behind(other, at=now()) is None
    client.post("/people/sign-out")
    assert [try_with(client, person.email, one).status_code for one in (PASSWORD, ANOTHER)] == [422, 303]
    assert [(letter.kind, letter.subject) for letter in letters_to(person)] == [
        ("password_changed", "Your password was changed")
    ]


def test_without_the_old_password_nothing_changes(client: LookingClient, person: Person):
    other = rules.sign_in(person, device="phone", at=now())
    before = person.password_hash
    answer = change(sign_in(client, person), old="not this one")
    assert answer.status_code == 422
    assert 'id="old_error"' in answer.text and "not this one" not in answer.text and ANOTHER not in answer.text
    db.session.refresh(person)
    assert person.password_hash == before
    assert rules.person_behind(other, at=now()) == person
    assert letters_to(person) == []


@pytest.mark.parametrize("new", ["short", "matkhau123", "0905123456", "+84905123456"])
def test_a_password_that_others_would_guess_is_refused(client: LookingClient, person: Person, new: str):
    answer = change(sign_in(client, person), new=new)
    assert (answer.status_code, 'id="password_error"' in answer.text) == (422, True)


# Forgotten


def ask(client: LookingClient, who: str):
    return client.post("/people/forgotten", data={"who": who})


def link_in(person: Person) -> str:
    [letter] = letters_to(person)
    [path] = re.findall(r"http://localhost(?:/en|/fr)?(/people/forgotten/\S+)", letter.body)
    return path


def test_a_known_and_an_unknown_mail_address_get_the_same_answer(client: LookingClient, person: Person):
    known, unknown = ask(client, person.email), ask(client, "nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(person.email, "") == unknown.text.replace("nobody@example.org", "")
    assert [letter.kind for letter in letters_to(person)] == [telling.NEW_PASSWORD]


def test_a_known_and_an_unknown_number_get_the_same_answer_and_no_letter(client: LookingClient, person: Person):
    known, unknown = ask(client, "0905 123 456"), ask(client, "0905 123 457")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("0905 123 456", "") == unknown.text.replace("0905 123 457", "")
    assert 'href="/people/welcome"' in known.text
    assert letters_to(person) == []


@pytest.mark.parametrize("who", ["", "Mai", "x" * 300, "\0", "mai@"])
def test_what_is_neither_is_said_at_its_field(client: LookingClient, who: str):
    answer = ask(client, who)
    assert (answer.status_code, 'id="who_error"' in answer.text) == (422, True)


def test_asking_twice_at_once_is_one_letter(client: LookingClient, person: Person):
    first, second = ask(client, person.email), ask(client, person.email)
    assert first.text == second.text
    assert len(letters_to(person)) == 1


def test_the_letter_is_in_its_persons_language_and_so_is_its_link(client: LookingClient, person: Person):
    ask(client, person.email)
    [letter] = letters_to(person)
    assert letter.subject == "A new password for your account"
    assert "http://localhost/en/people/forgotten/" in letter.body


def test_opening_the_link_uses_nothing_up(client: LookingClient, person: Person):
    ask(client, person.email)
    path = link_in(person)
    pages = [client.get(path) for _robot in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert '<meta name="robots" content="noindex">' in pages[0].text
    assert client.post(path, data={"password": ANOTHER}).status_code == 303


def test_the_link_sets_the_password_once_and_ends_every_sign_in(client: LookingClient, person: Person):
    elsewhere = rules.sign_in(person, device="phone", at=now())
    ask(client, person.email)
    path = link_in(person)
    answer = client.post(path, data={"password": ANOTHER})
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert is_signed_in(client)
    assert rules.person_behind(elsewhere, at=now()) is None
    assert [letter.kind for letter in letters_to(person)] == [telling.NEW_PASSWORD, "password_changed"]
    again = client.post(path, data={"password": PASSWORD})
    assert again.status_code == client.get(path).status_code == 410
    assert rules.recognise(person.email, ANOTHER) == person


def test_a_refused_password_leaves_the_link_good(client: LookingClient, person: Person):
    ask(client, person.email)
    assert client.post(link_in(person), data={"password": "matkhau123"}).status_code == 422
    assert client.post(link_in(person), data={"password": ANOTHER}).status_code == 303


def test_a_link_that_has_run_out_says_so_and_asks_anew(client: LookingClient, person: Person):
    token = new_passwords.ask_link(person, at=now() - timedelta(hours=3))
    answer = client.get(f"/people/forgotten/{token}")
    assert (answer.status_code, 'action="/people/forgotten"' in answer.text) == (410, True)


@pytest.mark.parametrize("token", ["x", "' OR 1=1 --", "%00", "2345-6789"])
def test_an_invented_link_opens_nothing(client: LookingClient, person: Person, token: str):
    codes.hand(person, at=now())
    assert client.get(f"/people/forgotten/{token}").status_code == 410
    assert client.post(f"/people/forgotten/{token}", data={"password": ANOTHER}).status_code == 410


def test_a_link_does_not_pass_over_the_second_step(client: LookingClient, person: Person):
    secured(person)
    ask(client, person.email)
    answer = client.post(link_in(person), data={"password": ANOTHER})
    assert (answer.status_code, answer.location) == (303, "/people/second-step")
    assert not is_signed_in(client)


def test_a_link_stays_out_of_the_log(client: LookingClient, person: Person):
    token = new_passwords.ask_link(person, at=now())
    assert token not in redacted(f"GET /en/people/forgotten/{token} 200")


def test_a_link_that_was_asked_for_stands_in_the_record_without_its_secret(client: LookingClient, person: Person):
    ask(client, person.email)
    [entry] = db.session.scalars(audit.entries(act="link_mailed"))
    assert (entry.by_id, entry.of_id, entry.details) == (None, person.id, {})


def test_somebody_without_an_account_gets_no_letter(client: LookingClient):
    other = make.person()
    ask(client, "nobody@example.org")
    assert letters_to(other) == []
