"""The second step, as a person meets it: setting it up, signing in with it, losing the phone, proving the password."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.db import db
from portal.people import codes, rules, second_step
from portal.people.models import Person, PersonSession, Role
from portal.web.clock import now
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.people.acting import PASSWORD, is_signed_in, letters_to, secured, shown, try_with, with_password


@pytest.fixture
def person(client: LookingClient) -> Person:
    return with_password(Role.MODERATOR)


def second(client: LookingClient, code: str):
    return client.post("/people/second-step", data={"code": code})


def long_ago(person: Person) -> None:
    """The password was typed an hour ago."""
    mine = update(PersonSession).where(PersonSession.person_id == person.id)
    db.session.execute(mine.values(proved_at=now() - timedelta(hours=1)))


# At sign-in


def test_with_an_authenticator_the_password_alone_opens_nothing(client: LookingClient, person: Person):
    secured(person)
    answer = try_with(client, person.email, remember="1", next="/desk/listings")
    assert (answer.status_code, answer.location) == (303, "/people/second-step")
    assert not is_signed_in(client)
    assert client.get_cookie("remember") is None
    assert client.get("/people/second-step").status_code == 200


def test_the_code_of_the_app_completes_it_and_leads_where_the_person_was_going(client: LookingClient, person: Person):
    secured(person)
    try_with(client, person.email, remember="1", next="/desk/listings")
    answer = second(client, shown(person))
    assert (answer.status_code, answer.location) == (303, "/desk/listings")
    assert is_signed_in(client)
    assert client.get_cookie("remember") is not None


def test_a_wrong_code_can_be_tried_again(client: LookingClient, person: Person):
    secured(person)
    try_with(client, person.email)
    refused = second(client, "000000" if shown(person) != "000000" else "000001")
    assert (refused.status_code, 'id="code_error"' in refused.text) == (422, True)
    assert not is_signed_in(client)
    assert second(client, shown(person)).status_code == 303


def test_a_code_that_somebody_looked_at_is_good_no_second_time(client: LookingClient, person: Person):
    secured(person)
    try_with(client, person.email)
    seen = shown(person)
    second(client, seen)
    client.post("/people/sign-out")
    try_with(client, person.email)
    assert second(client, seen).status_code == 422
    assert not is_signed_in(client)


def test_a_recovery_code_opens_once_in_place_of_the_phone(client: LookingClient, person: Person):
    made = secured(person)
    for expected in (303, 422):
        try_with(client, person.email)
        assert second(client, made[0].lower()).status_code == expected
        client.post("/people/sign-out")


@pytest.mark.parametrize("code", ["", "x" * 5_000, "\0", "' OR 1=1 --"])
def test_what_is_no_code_is_an_answer_and_no_fault(client: LookingClient, person: Person, code: str):
    secured(person)
    try_with(client, person.email)
    assert second(client, code).status_code == 422
    assert not is_signed_in(client)


def test_without_a_password_before_it_there_is_no_second_step(client: LookingClient, person: Person):
    secured(person)
    for answer in (client.get("/people/second-step"), second(client, shown(person))):
        assert (answer.status_code, answer.location) == (303, "/desk")
    assert not is_signed_in(client)


def test_the_second_step_waits_ten_minutes(client: LookingClient, person: Person):
    secured(person)
    try_with(client, person.email)
    db.session.execute(update(PersonSession).values(begun_at=now() - timedelta(minutes=11)))
    assert second(client, shown(person)).location == "/desk"
    assert not is_signed_in(client)


def test_a_half_sign_in_taken_from_the_cookie_opens_nothing(client: LookingClient, person: Person):
    secured(person)
    try_with(client, person.email)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = cookie["half"]["token"]
    assert not is_signed_in(client)


def test_the_half_sign_in_is_used_up_by_the_whole_one(client: LookingClient, person: Person):
    secured(person)
    try_with(client, person.email)
    second(client, shown(person))
    assert [one.half for one in db.session.scalars(select(PersonSession).where(PersonSession.ended_at.is_(None)))] == [
        False
    ]


def test_a_code_that_staff_handed_over_does_not_pass_over_the_second_step(client: LookingClient, person: Person):
    secured(person)
    handed = codes.hand(person, at=now())
    answer = client.post(
        "/people/welcome", data={"who": person.email, "code": handed, "password": "một hai ba bốn năm"}
    )
    assert (answer.status_code, answer.location) == (303, "/people/second-step")
    assert not is_signed_in(client)


# Who is led to set it up


@pytest.mark.parametrize(
    ("setting", "role", "where"),
    [
        (None, Role.ORGANISER, "/people/authenticator"),
        (None, Role.JUROR, "/people/authenticator"),
        (None, Role.MODERATOR, "/desk"),
        (True, Role.TREASURER, "/people/authenticator"),
        (False, Role.ORGANISER, "/desk"),
    ],
)
def test_the_roles_that_matter_are_led_to_set_it_up(
    app: Flask, client: LookingClient, monkeypatch: pytest.MonkeyPatch, setting: bool | None, role: Role, where: str
):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], second_factor=setting))
    assert try_with(client, with_password(role).email).location == where


@pytest.mark.parametrize(("setting", "where"), [(None, "/desk"), (True, "/people/authenticator")])
def test_in_a_demo_nobody_is_led_unless_it_is_said(
    app: Flask, client: LookingClient, monkeypatch: pytest.MonkeyPatch, setting: bool | None, where: str
):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], second_factor=setting))
    rules.plant_demo_people(now())
    assert try_with(client, "organiser@hoian.example", rules.DEMO_PASSWORD).location == where


def test_who_has_set_it_up_is_not_led_there_again(client: LookingClient):
    organiser = with_password(Role.ORGANISER)
    secured(organiser)
    try_with(client, organiser.email)
    assert second(client, shown(organiser)).location == "/desk"


@pytest.mark.parametrize(("role", "closed"), [(Role.JUROR, True), (Role.MODERATOR, False)])
def test_until_it_is_set_up_the_desks_stay_closed(
    app: Flask, client: LookingClient, monkeypatch: pytest.MonkeyPatch, role: Role, closed: bool
):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], second_factor=None))
    person = with_password(role)
    sign_in(client, person)
    assert (client.get("/desk").location == "/people/authenticator") is closed
    assert [client.get(path).status_code for path in ("/map", "/people/me", "/people/notices")] == [200, 200, 200]
    secured(person)
    assert client.get("/desk").status_code == 200


# Setting it up


def test_a_person_sets_it_up_with_the_secret_on_the_page_and_gets_eight_codes(client: LookingClient, person: Person):
    sign_in(client, person)
    assert client.post("/people/authenticator").location == "/people/authenticator"
    page = client.get("/people/authenticator").text
    factor = second_step.factor_of(person)
    assert f'value="{factor.secret}"' in page and "<svg" in page[page.index('class="qr"') :]
    answer = client.post("/people/authenticator/confirmation", data={"code": shown(person)})
    codes = re.findall(r"<code>([2-9A-Y]{4}-[2-9A-Y]{4})</code>", answer.text)
    assert (answer.status_code, len(set(codes))) == (200, 8)
    assert answer.headers["Cache-Control"] == "no-store"
    assert second_step.is_on(person)
    assert second_step.passes(person, codes[0], at=now())


def test_once_it_is_on_no_page_shows_the_secret_or_a_code(client: LookingClient, person: Person):
    made = secured(person)
    page = sign_in(client, person).get("/people/authenticator").text
    assert second_step.factor_of(person).secret not in page
    assert not [one for one in made if one in page.replace("-", "")]


def test_a_wrong_first_code_turns_nothing_on(client: LookingClient, person: Person):
    sign_in(client, person).post("/people/authenticator")
    wrong = "000000" if shown(person) != "000000" else "000001"
    answer = client.post("/people/authenticator/confirmation", data={"code": wrong})
    assert (answer.status_code, 'id="code_error"' in answer.text) == (422, True)
    assert not second_step.is_on(person)


def test_new_recovery_codes_replace_the_older_ones(client: LookingClient, person: Person):
    older = secured(person)
    answer = sign_in(client, person).post("/people/authenticator/recovery-codes")
    newer = re.findall(r"<code>([2-9A-Y]{4})-([2-9A-Y]{4})</code>", answer.text)
    assert len(newer) == 8
    assert not second_step.passes(person, older[0], at=now())
    assert second_step.passes(person, "".join(newer[0]), at=now())


def test_turning_it_off_tells_its_person(client: LookingClient, person: Person):
    secured(person)
    answer = sign_in(client, person).post("/people/authenticator/removal")
    assert (answer.status_code, answer.location) == (303, "/people/authenticator")
    assert not second_step.is_on(person)
    assert [letter.kind for letter in letters_to(person)] == ["second_step_off"]


# The password once more


ACTS = ("", "/confirmation", "/recovery-codes", "/removal")


@pytest.mark.parametrize("act", ACTS)
def test_an_hour_after_the_password_each_change_asks_for_it_again(client: LookingClient, person: Person, act: str):
    secured(person)
    sign_in(client, person)
    long_ago(person)
    answer = client.post(f"/people/authenticator{act}", data={"code": shown(person)})
    assert answer.location == f"/people/proof?next=/people/authenticator{act}"
    assert second_step.is_on(person) and second_step.recovery_codes_left(person) == 8


def test_the_right_password_leads_back_and_counts_for_a_while(client: LookingClient, person: Person):
    sign_in(client, person)
    long_ago(person)
    away = client.get("/en/people/authenticator")
    assert away.location == "/en/people/proof?next=/en/people/authenticator"
    page = client.get(away.location).text
    assert 'name="next" type="hidden" value="/en/people/authenticator"' in page
    back = client.post("/en/people/proof", data={"password": PASSWORD, "next": "/en/people/authenticator"})
    assert (back.status_code, back.location) == (303, "/en/people/authenticator")
    assert client.get(back.location).status_code == 200


def test_a_wrong_password_proves_nothing(client: LookingClient, person: Person):
    sign_in(client, person)
    long_ago(person)
    answer = client.post("/people/proof", data={"password": "not this one", "next": "/people/authenticator"})
    assert (answer.status_code, 'id="password_error"' in answer.text) == (422, True)
    assert "not this one" not in answer.text
    assert client.get("/people/authenticator").status_code == 303
    assert is_signed_in(client)


def test_another_persons_password_proves_nothing(client: LookingClient, person: Person):
    other = with_password()
    other.password_hash = "x"
    sign_in(client, other)
    long_ago(other)
    assert client.post("/people/proof", data={"password": PASSWORD}).status_code == 422


@pytest.mark.parametrize("where", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"])
def test_after_the_proof_nobody_is_led_to_another_site(client: LookingClient, person: Person, where: str):
    answer = sign_in(client, person).post("/people/proof", data={"password": PASSWORD, "next": where})
    assert answer.location == "/people/me"
