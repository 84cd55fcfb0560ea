import pytest

from portal.letters import rules as letters
from portal.people.models import Person
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.make import AT


def told(person: Person, subject: str, *, body: str = "Một dòng.", sent_to: str = "", done: bool = True):
    letter = letters.write(person, kind="test", subject=subject, body=body, at=AT)
    letter.done_at, letter.sent_to = (AT if done else None), sent_to
    return letter


def test_a_person_without_mail_reads_their_letters_here_the_latest_first(client: LookingClient):
    person = make.person()
    person.email, person.phone = None, "+84905123456"
    told(person, "Thư thứ nhất", body="Xem http://localhost/desk\n\nChào bạn")
    told(person, "Thư thứ hai")
    page = sign_in(client, person).get("/people/notices").text
    assert page.index("Thư thứ hai") < page.index("Thư thứ nhất")
    assert 'href="http://localhost/desk"' in page and "<p>Chào bạn</p>" in page


def test_nobody_reads_the_letters_of_another_or_those_still_to_be_sent(client: LookingClient):
    person, other = make.person(), make.person()
    told(other, "Thư của người khác")
    told(person, "Thư chưa gửi", done=False)
    page = sign_in(client, person).get("/people/notices").text
    assert "Thư của người khác" not in page and "Thư chưa gửi" not in page


def test_what_somebody_wrote_in_a_letter_is_text(client: LookingClient):
    person = make.person()
    told(person, "<script>alert(1)</script>", body="<img src=x> http://localhost/?a=<b>")
    page = sign_in(client, person).get("/people/notices").text
    assert "<script>alert" not in page and "<img src=x>" not in page and "=<b>" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_notices_ask_the_same_few_questions_however_many_they_are(
    client: LookingClient, queries: list[str], number: int
):
    person = make.person()
    for one in range(number):
        told(person, f"Thư {one}")
    sign_in(client, person)
    client.get("/people/notices")  # the first one of a minute asks whether this is a demo
    queries.clear()
    client.get("/people/notices")
    assert len(queries) == 3  # who reads with their roles, how many, the letters
