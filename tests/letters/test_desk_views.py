import pytest

from portal import owed
from portal.db import db
from portal.letters import rules
from portal.letters.models import Letter
from portal.people.models import Role
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient, look_at
from tests.make import AT


def letter(subject: str = "Còn đúng không?") -> Letter:
    made = rules.write(make.person(name="Lê Văn Quý"), kind="confirm", subject=subject, body="…", at=AT)
    db.session.flush()
    return made


def failed(subject: str = "Còn đúng không?") -> Letter:
    made = letter(subject)
    owed.failed(made, "550 mailbox full", at=AT, hopeless=True)
    db.session.flush()
    return made


@pytest.fixture
def organiser(client: LookingClient) -> LookingClient:
    return sign_in(client, make.person(Role.ORGANISER))


def test_an_organiser_sees_what_failed_and_what_waits_and_nothing_that_arrived(organiser: LookingClient):
    failed("Hỏng")
    letter("Đang đợi")
    owed.done(letter("Tới rồi"), at=AT)
    db.session.flush()
    page = organiser.get("/en/desk/letters").text
    assert page.index("Did not arrive") < page.index("Hỏng") < page.index("On their way") < page.index("Đang đợi")
    assert "550 mailbox full" in page and "Tới rồi" not in page


def test_who_entered_a_competition_is_not_read_off_its_letters(organiser: LookingClient):
    for made in (failed("Đã nhận bài HT4827"), letter("Đã nhận bài KV3916")):
        made.kind = "entry_received"
    db.session.flush()
    page = organiser.get("/en/desk/letters").text
    assert page.count("A letter about a competition") >= 2
    assert [word for word in ("Lê Văn Quý", "HT4827", "KV3916", "550 mailbox") if word in page] == []
    again = organiser.post(f"/en/desk/letters/{failed().id}/sending").headers["Location"]
    assert again.endswith("/en/desk/letters")


def test_the_desk_says_how_many_letters_failed(organiser: LookingClient):
    failed(), failed(), letter()
    assert "2 letters did not arrive" in organiser.get("/en/desk").text


def test_a_letter_sent_again_is_owed_anew_and_the_row_says_so(organiser: LookingClient):
    one = failed()
    headers = {"HX-Request": "true", "HX-Target": f"letter_{one.id}"}
    row = organiser.post(f"/en/desk/letters/{one.id}/sending", headers=headers)
    assert row.status_code == 200 and "Waiting" in row.text and "<form" not in row.text
    look_at(row.text, whole=False)
    db.session.refresh(one)
    assert (one.gave_up_at, one.tries, one.failure) == (None, 0, "")


def test_without_a_script_a_letter_sent_again_leads_back_to_the_list(organiser: LookingClient):
    one = failed()
    answer = organiser.post(f"/desk/letters/{one.id}/sending")
    assert (answer.status_code, answer.location) == (303, "/desk/letters")
    db.session.refresh(one)
    assert one.sent_again_by_id is not None


def test_a_letter_that_arrived_is_not_sent_again(organiser: LookingClient):
    one = letter()
    owed.done(one, at=AT)
    db.session.flush()
    assert organiser.post(f"/desk/letters/{one.id}/sending").status_code == 404


def test_letters_are_for_organisers(client: LookingClient):
    one = failed()
    assert client.get("/desk/letters").status_code == 303
    moderator = sign_in(client, make.person(Role.MODERATOR))
    assert moderator.get("/desk/letters").status_code == 403
    assert moderator.post(f"/desk/letters/{one.id}/sending").status_code == 403


@pytest.mark.parametrize("number", ["0", "4711", "2147483648", "9" * 30])
def test_a_letter_that_does_not_exist_is_404(organiser: LookingClient, number: str):
    assert organiser.post(f"/desk/letters/{number}/sending").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_letters_ask_the_same_few_questions_for_any_number(organiser: LookingClient, queries, rows: int):
    for _number in range(rows):
        failed(), letter()
    queries.clear()
    assert organiser.get("/desk/letters").status_code == 200
    assert len(queries) <= 8, queries
