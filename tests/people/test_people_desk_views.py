"""The desk of people: the list, roles with their reasons, one-time codes from hand to hand."""

import re

import pytest

from portal.db import db
from portal.people import codes, roles, rules, second_step
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.people.acting import is_signed_in, letters_to, secured

CODE = re.compile(r"[2-9A-Y]{4}-[2-9A-Y]{4}")


@pytest.fixture
def organiser(client: LookingClient) -> Person:
    return make.person(Role.ORGANISER, name="Nguyễn Thị Mai")


@pytest.fixture
def desk(client: LookingClient, organiser: Person) -> LookingClient:
    return sign_in(client, organiser)


def names(page: str) -> list[str]:
    return re.findall(r'<b><a href="[^"]*/desk/people/\d+">([^<]+)</a></b>', page)


# The list


def test_organisers_find_people_by_name_number_and_address(desk: LookingClient):
    hoa = make.person(Role.MODERATOR, name="Lê Thị Hoa", phone="+84905123456")
    make.person(name="Đỗ Quang Huy")
    for typed in ("le hoa", "0905.123.456", hoa.email):
        assert names(desk.get("/desk/people", query_string={"q": typed}).text) == ["Lê Thị Hoa"]
    page = desk.get("/en/desk/people?q=hoa").text
    for words in ("0905 123 456", hoa.email, "Moderator"):
        assert words in page


def test_the_list_has_twenty_on_a_page(desk: LookingClient):
    for number in range(20):
        make.person(name=f"Người {number}")
    assert [len(names(desk.get(f"/desk/people?page={page}").text)) for page in (1, 2)] == [20, 1]
    assert desk.get("/desk/people?page=3").status_code == 404


@pytest.mark.parametrize("asked", ["q=%00", "q=' OR 1=1 --", "page=-1", "page=x", "q=%25"])
def test_strange_questions_are_answered(desk: LookingClient, asked: str):
    assert desk.get(f"/desk/people?{asked}").status_code == 200


def test_a_question_that_is_too_long_keeps_the_list_and_says_so(desk: LookingClient):
    answer = desk.get("/desk/people", query_string={"q": "x" * 300})
    assert (answer.status_code, names(answer.text)) == (422, ["Nguyễn Thị Mai"])


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_same_few_questions_however_many_people_it_shows(
    desk: LookingClient, queries: list[str], people: int
):
    for _number in range(people):
        make.person(Role.MODERATOR, Role.JUROR)
    db.session.flush()
    desk.get("/desk/people")  # the first one of a minute asks whether this is a demo
    queries.clear()
    desk.get("/desk/people")
    assert len(queries) == 4  # who reads with their roles, how many, the people, their roles


def test_for_htmx_the_list_alone_is_drawn(desk: LookingClient):
    part = desk.get("/desk/people?q=mai", headers={"HX-Request": "true", "HX-Target": "results"}).text
    assert part.lstrip().startswith('<div class="stack" id="results">')


# Roles


def test_a_role_is_granted_with_its_reason_and_the_person_is_told(desk: LookingClient, organiser: Person):
    person = make.person(language="en")
    answer = desk.post(f"/desk/people/{person.id}/roles", data={"role": "moderator", "reason": "Knows the ward"})
    assert (answer.status_code, answer.location) == (303, f"/desk/people/{person.id}")
    [grant] = roles.history(person)
    assert (grant.role, grant.granted_by, grant.reason) == (Role.MODERATOR, organiser, "Knows the ward")
    [letter] = letters_to(person)
    assert letter.subject == "You have a new role: Moderator"
    assert "Knows the ward" in letter.body and "http://localhost/en/desk" in letter.body


def test_a_role_that_somebody_has_is_granted_no_second_time(desk: LookingClient):
    person = make.person(Role.MODERATOR)
    desk.post(f"/desk/people/{person.id}/roles", data={"role": "moderator", "reason": "again"})
    assert (len(roles.history(person)), letters_to(person)) == (1, [])


@pytest.mark.parametrize("form", [{"role": "emperor", "reason": "x"}, {"role": "moderator", "reason": " "}, {}])
def test_no_role_is_granted_without_a_reason_or_that_does_not_exist(desk: LookingClient, form: dict[str, str]):
    person = make.person()
    assert desk.post(f"/desk/people/{person.id}/roles", data=form).status_code == 422
    assert roles.history(person) == []


def test_a_role_is_withdrawn_with_its_reason_and_the_history_says_so(desk: LookingClient, organiser: Person):
    person = make.person(Role.MODERATOR, language="en")
    [grant] = person.grants
    form = {f"grant{grant.id}_reason": "Moved to Huế"}
    answer = desk.post(f"/desk/people/{person.id}/roles/{grant.id}/withdrawal", data=form)
    assert (answer.status_code, answer.location) == (303, f"/desk/people/{person.id}")
    assert person.roles == frozenset()
    page = desk.get(f"/en/desk/people/{person.id}").text
    assert re.search(r"withdrawn [^<]* by Nguyễn Thị Mai: Moved to Huế", page)
    [letter] = letters_to(person)
    assert (letter.subject, "Moved to Huế" in letter.body) == ("A role of yours has ended: Moderator", True)


def test_a_withdrawn_role_opens_nothing_from_the_next_request_on(app, desk: LookingClient):
    person = make.person(Role.MODERATOR)
    theirs = sign_in(app.test_client(), person)
    assert theirs.get("/desk/listings").status_code == 200
    [grant] = person.grants
    form = {f"grant{grant.id}_reason": "away"}
    desk.post(f"/desk/people/{person.id}/roles/{grant.id}/withdrawal", data=form)
    assert theirs.get("/desk/listings").status_code == 403


def test_without_a_reason_the_role_stays_and_the_form_says_so(desk: LookingClient):
    person = make.person(Role.MODERATOR)
    [grant] = person.grants
    answer = desk.post(f"/desk/people/{person.id}/roles/{grant.id}/withdrawal")
    assert (answer.status_code, f'id="grant{grant.id}_reason_error"' in answer.text) == (422, True)
    assert person.roles == {Role.MODERATOR}


def test_the_last_organiser_cannot_go(desk: LookingClient, organiser: Person):
    [grant] = organiser.grants
    form = {f"grant{grant.id}_reason": "tired"}
    answer = desk.post(f"/desk/people/{organiser.id}/roles/{grant.id}/withdrawal", data=form)
    assert (answer.status_code, 'value="tired"' in answer.text) == (422, True)
    assert organiser.roles == {Role.ORGANISER}


def test_an_organiser_who_goes_lands_on_their_desk(desk: LookingClient, organiser: Person):
    make.person(Role.ORGANISER)
    [grant] = organiser.grants
    form = {f"grant{grant.id}_reason": "tired"}
    assert desk.post(f"/desk/people/{organiser.id}/roles/{grant.id}/withdrawal", data=form).location == "/desk"
    assert desk.get("/desk/people").status_code == 403


@pytest.mark.parametrize("grants", [1, 3])
def test_a_person_is_shown_with_the_same_few_questions_however_many_roles_they_had(
    desk: LookingClient, organiser: Person, queries: list[str], grants: int
):
    person = make.person()
    for role in list(Role)[:grants]:
        rules.grant(person, role, by=organiser, at=now(), reason="x")
    db.session.flush()
    address = f"/desk/people/{person.id}"
    desk.get(address)  # the first one of a minute asks whether this is a demo
    queries.clear()
    desk.get(address)
    assert len(queries) == 5  # the person and their roles, who reads, the history, the second step


# One-time codes


def handed(answer) -> str:
    [code] = set(CODE.findall(answer.text))
    return code


def test_a_moderator_hands_a_code_to_whom_stands_there_and_they_are_told(client: LookingClient):
    moderator = make.person(Role.MODERATOR, name="Lê Thị Hoa")
    person = make.person(phone="+84905123456", language="en")
    answer = sign_in(client, moderator).post("/desk/codes", data={"who": "0905 123 456"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    code = handed(answer)
    [letter] = letters_to(person)
    assert letter.subject == "A one-time code was made for your account"
    assert "Lê Thị Hoa" in letter.body and not CODE.search(letter.body)
    client.post("/people/sign-out")
    form = {"who": "0905123456", "code": code, "password": "một hai ba bốn"}
    assert client.post("/people/welcome", data=form).location == "/desk"
    assert is_signed_in(client)


def test_a_code_from_the_page_of_a_person_works_too(desk: LookingClient):
    person = make.person()
    code = handed(desk.post(f"/desk/people/{person.id}/code"))
    assert codes.standing(person.email, code, at=now()).person == person


def test_a_code_is_in_no_address_and_in_no_cookie(desk: LookingClient):
    person = make.person()
    answer = desk.post(f"/desk/people/{person.id}/code")
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers
    assert not CODE.search(desk.get(f"/desk/people/{person.id}").text)


def test_nobody_hands_a_code_to_themselves(desk: LookingClient, organiser: Person):
    assert desk.post(f"/desk/people/{organiser.id}/code").status_code == 403
    answer = desk.post("/desk/codes", data={"who": organiser.email})
    assert (answer.status_code, CODE.search(answer.text)) == (422, None)
    assert "/code" not in desk.get(f"/desk/people/{organiser.id}").text.replace("/desk/codes", "")
    assert letters_to(organiser) == []


def test_a_moderator_hands_no_code_to_somebody_with_a_role(client: LookingClient):
    juror = make.person(Role.JUROR)
    sign_in(client, make.person(Role.MODERATOR))
    answer = client.post("/desk/codes", data={"who": juror.email})
    assert (answer.status_code, 'id="who_error"' in answer.text, CODE.search(answer.text)) == (422, True, None)
    assert client.post(f"/desk/people/{juror.id}/code").status_code == 403
    assert letters_to(juror) == []


def test_an_organiser_hands_a_code_to_somebody_with_a_role(desk: LookingClient):
    juror = make.person(Role.JUROR)
    assert desk.post("/desk/codes", data={"who": juror.email}).status_code == 200
    assert [letter.kind for letter in letters_to(juror)] == ["code_handed"]


@pytest.mark.parametrize("who", ["nobody@example.org", "0905 123 457", "Mai", "", "\0"])
def test_for_nobody_there_is_no_code(desk: LookingClient, who: str):
    answer = desk.post("/desk/codes", data={"who": who})
    assert (answer.status_code, 'id="who_error"' in answer.text, CODE.search(answer.text)) == (422, True, None)


# The second step of somebody who has lost the phone


def test_an_organiser_takes_a_lost_second_step_away_and_the_person_is_told(desk: LookingClient):
    person = make.person(Role.JUROR)
    secured(person)
    assert "/second-step/removal" in desk.get(f"/desk/people/{person.id}").text
    assert desk.post(f"/desk/people/{person.id}/second-step/removal").status_code == 303
    assert not second_step.is_on(person)
    assert [letter.kind for letter in letters_to(person)] == ["second_step_off"]


def test_nobody_takes_their_own_second_step_away_without_their_password(desk: LookingClient, organiser: Person):
    secured(organiser)
    assert desk.post(f"/desk/people/{organiser.id}/second-step/removal").status_code == 403
    assert second_step.is_on(organiser)


def test_where_no_second_step_is_nobody_is_told_anything(desk: LookingClient):
    person = make.person()
    desk.post(f"/desk/people/{person.id}/second-step/removal")
    assert letters_to(person) == []
