from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.people import codes, passwords, rules
from portal.people.models import Person, PersonSession, Role, SignInTrial
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient

PASSWORD = "ba con cá sấu"


@pytest.fixture
def person(client: LookingClient) -> Person:
    return make.person(Role.MODERATOR, phone="+84905123456", password_hash=passwords.hashed(PASSWORD))


def try_with(client: LookingClient, who: str, password: str = PASSWORD, **more: str):
    return client.post("/people/sign-in", data={"who": who, "password": password, **more})


def is_signed_in(client: LookingClient) -> bool:
    return client.get("/people/me").status_code == 200


def remembers(client: LookingClient) -> bool:
    return client.get_cookie("remember") is not None


# Signing in


def test_a_person_signs_in_by_phone_and_lands_on_the_desk(client: LookingClient, person: Person):
    answer = try_with(client, "0905 123 456")
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert is_signed_in(client)
    assert not remembers(client)


def test_after_signing_in_a_person_goes_on_to_where_they_were_going(client: LookingClient, person: Person):
    away = client.get("/desk/listings?tab=draft")
    assert (away.status_code, away.location) == (303, "/people/sign-in?next=/desk/listings?tab%3Ddraft")
    assert 'name="next" type="hidden" value="/desk/listings?tab=draft"' in client.get(away.location).text
    assert try_with(client, person.email, next="/desk/listings?tab=draft").location == "/desk/listings?tab=draft"


@pytest.mark.parametrize(
    "where", ["//elsewhere.example", "https://elsewhere.example/desk", "/\\elsewhere.example", "desk"]
)
def test_nobody_is_led_to_another_site_after_signing_in(client: LookingClient, person: Person, where: str):
    assert try_with(client, person.email, next=where).location == "/desk"


def test_a_wrong_password_and_an_unknown_person_are_told_the_same(client: LookingClient, person: Person):
    wrong, unknown = try_with(client, person.email, "x"), try_with(client, "nobody@example.org")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(person.email, "") == unknown.text.replace("nobody@example.org", "")
    assert not is_signed_in(client)


def test_a_refused_password_is_never_sent_back_and_the_name_is(client: LookingClient, person: Person):
    page = try_with(client, person.email, "a very wrong one").text
    assert "a very wrong one" not in page
    assert f'value="{person.email}"' in page


@pytest.mark.parametrize("who", ["", "x" * 255, "\0", "0905\0 123 456"])
def test_a_name_that_cannot_be_is_an_answer_and_no_fault(client: LookingClient, who: str):
    assert try_with(client, who).status_code == 422


def test_a_remembered_sign_in_has_a_cookie_that_signing_out_takes_away(client: LookingClient, person: Person):
    try_with(client, person.email, remember="1")
    assert remembers(client)
    client.post("/people/sign-out")
    assert not remembers(client)
    assert not is_signed_in(client)


def test_signing_out_ends_the_sign_in_for_whoever_has_its_cookie(client: LookingClient, person: Person):
    try_with(client, person.email)
    stolen = client.get_cookie("portal").value
    client.post("/people/sign-out")
    client.set_cookie("portal", stolen)
    assert not is_signed_in(client)


def test_signing_out_ends_a_sign_in_that_only_the_remembering_cookie_knows_of(client: LookingClient, person: Person):
    try_with(client, person.email, remember="1")
    kept = client.get_cookie("remember").value
    client.delete_cookie("portal")
    client.post("/people/sign-out")
    client.set_cookie("remember", kept)
    assert not is_signed_in(client)


def test_signing_in_as_somebody_else_ends_the_sign_in_before(client: LookingClient, person: Person):
    try_with(client, person.email)
    before = client.get_cookie("portal").value
    other = make.person(name="Lê Văn Quý", password_hash=passwords.hashed(PASSWORD))
    try_with(client, other.email)
    assert "Lê Văn Quý" in client.get("/people/me").text
    client.set_cookie("portal", before)
    assert not is_signed_in(client)


def test_a_visitor_who_signs_out_goes_home(client: LookingClient):
    answer = client.post("/people/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")


def test_the_cookie_of_a_signed_in_person_does_not_say_who_they_are(client: LookingClient, person: Person):
    try_with(client, person.email)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert rules.person_behind(token, at=now()).id == person.id
    assert len(token) >= 43 and token not in db.session.scalars(select(PersonSession.digest)).all()


def test_a_signed_in_person_has_no_use_for_the_sign_in_page(client: LookingClient, person: Person):
    answer = sign_in(client, person).get("/people/sign-in")
    assert (answer.status_code, answer.location) == (303, "/desk")


def test_the_demo_password_opens_nothing_here(client: LookingClient):
    carried_over = make.person(password_hash=passwords.hashed(rules.DEMO_PASSWORD), demo=True)
    assert try_with(client, carried_over.email, rules.DEMO_PASSWORD).status_code == 422


def test_the_demo_people_sign_in_where_demo_has_made_the_database(client: LookingClient):
    rules.plant_demo_people(now())
    assert try_with(client, "artisan@hoian.example", rules.DEMO_PASSWORD).status_code == 303


# A handed-over code


def choose(client: LookingClient, who: str, code: str, password: str = "một hai ba bốn"):
    return client.post("/people/welcome", data={"who": who, "code": code, "password": password})


def test_a_code_sets_a_password_and_signs_its_person_in(client: LookingClient):
    newcomer = rules.add("0905 123 457", name="Nguyễn Văn Ổn", at=now())
    code = codes.hand(newcomer, at=now())
    assert client.get("/people/welcome").status_code == 200
    answer = choose(client, "0905 123 457", f" {code[:4].lower()}-{code[4:].lower()} ")
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert is_signed_in(client)
    client.post("/people/sign-out")
    assert try_with(client, "0905 123 457", "một hai ba bốn").status_code == 303


def test_a_used_a_wrong_and_a_strangers_code_are_told_the_same(client: LookingClient, person: Person):
    mine, used, theirs = (codes.hand(one, at=now()) for one in (make.person(), make.person(), person))
    other = make.person()
    pages = [choose(client, other.email, code) for code in (mine, used, theirs, "2345-6789")]
    assert [page.status_code for page in pages] == [422] * 4
    assert (
        len({page.text.replace(code, "") for page, code in zip(pages, (mine, used, theirs, "2345-6789"), strict=True)})
        == 1
    )


def test_a_code_stays_good_when_the_password_is_refused(client: LookingClient):
    newcomer = make.person()
    code = codes.hand(newcomer, at=now())
    refused = choose(client, newcomer.email, code, "matkhau123")
    assert refused.status_code == 422
    assert "password_error" in refused.text and "code_error" not in refused.text
    assert choose(client, newcomer.email, code).status_code == 303


def test_a_code_that_has_run_out_is_refused(client: LookingClient):
    newcomer = make.person()
    code = codes.hand(newcomer, at=now() - timedelta(days=8))
    assert "code_error" in choose(client, newcomer.email, code).text


def test_ones_own_phone_number_is_no_password(client: LookingClient, person: Person):
    code = codes.hand(person, at=now())
    assert "password_error" in choose(client, "0905 123 456", code, "0905123456").text


# Oneself


def test_a_person_sees_their_name_their_address_and_their_role(client: LookingClient, person: Person):
    page = sign_in(client, person).get("/en/people/me").text
    for words in (person.full_name, person.email, "0905 123 456", "Moderator"):
        assert words in page


# What survives a refusal, and how often one may try: with commits that are commits


def test_a_refused_sign_in_is_kept_although_its_request_is_not(real_app):
    client = real_app.test_client()
    assert try_with(client, "0905 123 456").status_code == 422
    with real_app.app_context():
        [trial] = db.session.scalars(select(SignInTrial)).all()
        assert (trial.address, trial.who_digest) == (
            "127.0.0.1", rules.account("+84905123456", key=real_app.config["SECRET_KEY"])
        )  # fmt: skip
