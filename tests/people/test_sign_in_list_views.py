import pytest

from portal.db import db
from portal.people import rules, sign_ins
from portal.people.models import Person
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.people.acting import is_signed_in, try_with, with_password

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"
ANDROID = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def person(client: LookingClient) -> Person:
    return with_password()


def elsewhere(person: Person, device: str = FIREFOX) -> int:
    token = rules.sign_in(person, device=device, address="10.1.2.3", at=now())
    db.session.flush()
    return db.session.scalars(sign_ins.standing(person, at=now())).first().id if token else 0


def test_each_device_stands_there_with_its_name_and_address_and_this_one_is_marked(
    client: LookingClient, person: Person
):
    client.environ_base["HTTP_USER_AGENT"] = ANDROID
    try_with(client, person.email)
    elsewhere(person)
    page = client.get("/en/people/sign-ins").text
    rows = page[page.index('id="results"') :].partition("</ul>")[0].split("<li")[1:3]
    assert [name in row for name, row in zip(("Firefox, Windows", "Chrome, Android"), rows, strict=True)] == [True] * 2
    assert ["This device" in row for row in rows] == [False, True]
    assert ["<button" in row for row in rows] == [True, False]
    assert "10.1.2.3" in rows[0] and "127.0.0.1" in rows[1]


def test_one_device_is_signed_out_and_the_others_stay(client: LookingClient, person: Person):
    number, other = elsewhere(person), elsewhere(person)
    answer = sign_in(client, person).post(f"/people/sign-ins/{number}/ending")
    assert (answer.status_code, answer.location) == (303, "/people/sign-ins")
    left = {one.id for one in db.session.scalars(sign_ins.standing(person, at=now()))}
    assert number not in left and other in left
    assert is_signed_in(client)


def test_ending_this_device_signs_out(client: LookingClient, person: Person):
    sign_in(client, person)
    [this] = db.session.scalars(sign_ins.standing(person, at=now()))
    answer = client.post(f"/people/sign-ins/{this.id}/ending")
    assert (answer.status_code, answer.location) == (303, "/people/sign-in")
    assert not is_signed_in(client)


def test_all_others_are_signed_out_at_once(client: LookingClient, person: Person):
    for _device in range(2):
        elsewhere(person)
    answer = sign_in(client, person).post("/people/sign-ins/ending")
    assert (answer.status_code, answer.location) == (303, "/people/sign-ins")
    assert len(db.session.scalars(sign_ins.standing(person, at=now())).all()) == 1
    assert is_signed_in(client)


def test_somebody_elses_sign_in_is_unknown_and_stays(client: LookingClient, person: Person):
    other = make.person()
    number = elsewhere(other)
    assert sign_in(client, person).post(f"/people/sign-ins/{number}/ending").status_code == 404
    assert sign_ins.find(other, number, at=now()) is not None


def test_an_ended_sign_in_is_unknown(client: LookingClient, person: Person):
    number = elsewhere(person)
    client = sign_in(client, person)
    assert [client.post(f"/people/sign-ins/{number}/ending").status_code for _time in range(2)] == [303, 404]


@pytest.mark.parametrize("devices", [1, 3])
def test_the_list_asks_the_same_few_questions_however_long_it_is(
    client: LookingClient, person: Person, queries: list[str], devices: int
):
    for _device in range(devices):
        elsewhere(person)
    sign_in(client, person)
    client.get("/people/sign-ins")  # the first one of a minute asks whether this is a demo
    queries.clear()
    client.get("/people/sign-ins")
    assert len(queries) == 3  # who reads with their roles, how many, the rows
