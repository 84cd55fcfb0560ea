"""Registering on the portal and the page behind the code: the four movements joined, and what strangers never see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.events import taking_place
from portal.events.registrations import admissions, codes, rules
from portal.events.registrations.models import Registration, Seat, SeatState
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.events.registrations.joining import event, join, session
from tests.looking import LookingClient
from tests.make import EVENING

FORM = {"once": "one form", "name": "Trần Gia Bảo", "phone": "0905 123 456", "people": "2"}
SHOWN = re.compile(r"[2-9A-HJ-NP-Y]{4}-[2-9A-HJ-NP-Y]{4}")


@pytest.fixture(autouse=True)
def _later(session: object) -> None:
    """A database for each test."""


def soon(days: int = 5) -> dict[str, object]:
    """An event of the coming days, as the portal's clock counts."""
    starts_at = now() + timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}


def said(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_somebody_without_an_account_registers_and_gets_a_code(client: LookingClient) -> None:
    of = event(given=soon())
    form = client.get(f"/en/events/{of.slug}/registration").text
    assert "Children under 16 are registered by a parent or guardian." in form
    assert re.search(r'name="photo_consent"(?![^>]*checked)', form)
    answer = client.post(f"/en/events/{of.slug}/registration", data=FORM)
    made = db.session.scalars(select(Registration)).one()
    assert (answer.status_code, answer.location) == (303, f"/en/events/registrations/{made.id}")
    assert (made.name, made.phone, made.people, made.photo_consent, made.person_id) == (
        "Trần Gia Bảo", "+84905123456", 2, False, None,
    )  # fmt: skip
    page = client.get(answer.location).text
    [code] = set(SHOWN.findall(page))
    assert codes.find(code) is made
    assert "Xưởng lồng đèn, 2 people. Show your code at the door." in said(page)
    assert '<meta name="robots" content="noindex">' in page


def test_the_form_asks_the_same_for_one_session_and_for_four(client: LookingClient, queries: list[str]) -> None:
    of, asked = event(given=soon()), []
    sign_in(client, make.person())
    for more in (1, 3):
        for number in range(more):
            part = session(of, f"Phiên {number}", capacity=1, starts_at=of.starts_at)
            for _ in range(number + 2):
                join(of, sessions=[part.id])
        db.session.expire_all()
        queries.clear()
        page = said(client.get(f"/en/events/{of.slug}/registration").text)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12, asked
    assert [page.count(words) for words in ("Full, 1 waits", "Full, 2 wait", "Full, 3 wait")] == [2, 1, 1]


def test_the_same_form_again_shows_the_same_code_although_the_first_answer_was_lost(client: LookingClient) -> None:
    of = event(given=soon())
    first = client.post(f"/events/{of.slug}/registration", data=FORM)
    shown = set(SHOWN.findall(client.get(first.location).text))
    client.delete_cookie("portal")
    assert client.get(first.location).status_code == 404
    again = client.post(f"/events/{of.slug}/registration", data=FORM)
    assert again.location == first.location
    assert set(SHOWN.findall(client.get(again.location).text)) == shown
    assert db.session.scalar(select(func.count()).select_from(Seat)) == 1


def test_who_is_signed_in_finds_the_form_filled_in_and_the_place_in_the_account(client: LookingClient) -> None:
    of, me = event(given=soon()), make.person(name="Phan Thị Mai", phone="+84905222333")
    form = sign_in(client, me).get(f"/events/{of.slug}/registration").text
    assert 'value="Phan Thị Mai"' in form and 'value="0905 222 333"' in form
    answer = client.post(f"/events/{of.slug}/registration", data=FORM)
    assert db.session.scalars(select(Registration.person_id)).one() == me.id
    client.delete_cookie("portal")
    elsewhere = sign_in(client, me)
    assert elsewhere.get(answer.location).status_code == 200


def test_a_refused_form_says_so_at_the_field_and_keeps_what_was_typed(client: LookingClient) -> None:
    of = event(given=soon())
    answer = client.post(f"/en/events/{of.slug}/registration", data=FORM | {"phone": "12", "access_needs": "xe lăn"})
    assert answer.status_code == 422
    assert 'id="phone_error"' in answer.text and 'value="xe lăn"' in answer.text
    beyond = client.post(f"/en/events/{of.slug}/registration", data=FORM | {"people": "6"})
    assert beyond.status_code == 422 and 'id="people_error"' in beyond.text
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_one_phone_number_has_one_live_registration(client: LookingClient) -> None:
    of = event(given=soon())
    client.post(f"/en/events/{of.slug}/registration", data=FORM)
    answer = client.post(f"/en/events/{of.slug}/registration", data=FORM | {"once": "another", "name": "Ai đó"})
    assert answer.status_code == 422 and "There is a registration with this phone number already." in answer.text
    assert 'href="/en/code"' in answer.text
    rules.cancel(db.session.scalars(select(Seat)).one(), by=None, at=now())
    assert client.post(f"/en/events/{of.slug}/registration", data=FORM | {"once": "a third"}).status_code == 303


def test_an_event_for_residents_asks_and_others_are_not_asked(client: LookingClient) -> None:
    of, open_to_all = event(given=soon(), residents_only=True), event("Bàn tròn", given=soon())
    assert "is_resident" not in client.get(f"/events/{open_to_all.slug}/registration").text
    answer = client.post(f"/events/{of.slug}/registration", data=FORM)
    assert answer.status_code == 422 and 'id="is_resident_error"' in answer.text
    assert client.post(f"/events/{of.slug}/registration", data=FORM | {"is_resident": "y"}).status_code == 303


def test_sessions_are_chosen_in_the_form(client: LookingClient) -> None:
    of = event("Ngày hội", capacity=None, given=soon())
    times = {"starts_at": of.starts_at}
    bamboo, talk = session(of, "Xưởng tre", capacity=2, **times), session(of, "Bàn tròn", capacity=31, **times)
    join(of, 2, sessions=[bamboo.id])
    form = client.get(f"/en/events/{of.slug}/registration").text
    assert re.search(r"\d+:\d\d Xưởng tre – Full<", form) and "Bàn tròn – 31 places left" in form
    none = client.post(f"/en/events/{of.slug}/registration", data=FORM)
    assert none.status_code == 422 and "Choose at least one session." in none.text
    both = client.post(f"/en/events/{of.slug}/registration", data=FORM | {"session": [str(bamboo.id), str(talk.id)]})
    page = said(client.get(both.location).text)
    assert "Number 1 in line Xưởng tre, 2 people." in page and "You have a place Bàn tròn, 2 people." in page
    foreign = event("Khác", given=soon())
    wrong = FORM | {"once": "x", "phone": "0905 123 457", "session": str(foreign.id)}
    assert client.post(f"/en/events/{of.slug}/registration", data=wrong).status_code == 422


CLOSED = {
    "early": "The organiser has closed registration.",
    "not_yet": "Registration has not opened yet.",
    "too_late": "The time for registration is over.",
    "over": "The event has begun, so registration is over.",
    "cancelled": "The event is cancelled, so nobody can register.",
    "postponed": "The event is postponed.",
}


@pytest.mark.parametrize("why", CLOSED)
def test_why_nobody_can_register_is_said_in_words(client: LookingClient, why: str) -> None:
    at, staff = now(), make.person()
    given = soon() if why != "over" else {"starts_at": at - timedelta(minutes=1), "ends_at": at + timedelta(hours=2)}
    admission = {
        "not_yet": {"opens_at": at + timedelta(hours=1)}, "too_late": {"closes_at": at - timedelta(minutes=1)},
    }.get(why, {})  # fmt: skip
    of = event(given=given, **admission)
    if why == "early":
        admissions.close(of, at=at)
    if why in ("cancelled", "postponed"):
        {"cancelled": taking_place.cancel, "postponed": taking_place.postpone}[why](
            of, by=staff, at=at, reason_vi="Bão số 6"
        )
    form = client.get(f"/en/events/{of.slug}/registration")
    assert (form.status_code, CLOSED[why] in said(form.text), 'name="phone"' in form.text) == (200, True, False)
    answer = client.post(f"/en/events/{of.slug}/registration", data=FORM)
    assert (answer.status_code, CLOSED[why] in said(answer.text)) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_where_the_form_is_not_used_there_is_none(client: LookingClient) -> None:
    of = make.event(**soon())
    assert client.get(f"/events/{of.slug}/registration").status_code == 404
    assert client.post(f"/events/{of.slug}/registration", data=FORM).status_code == 404


# The page behind the code


def mine(client: LookingClient, of: object, **more: str) -> str:
    return str(client.post(f"/en/events/{of.slug}/registration", data=FORM | more).location)  # type: ignore[attr-defined]


def act(client: LookingClient, where: str, act: str, seat: Seat | None = None) -> int:
    found = seat or db.session.scalars(select(Seat).order_by(Seat.id.desc()).limit(1)).one()
    return client.post(where, data={"seat": found.id, "act": act}).status_code


def test_the_link_of_the_qr_code_shows_buttons_and_only_pressing_one_acts(client: LookingClient) -> None:
    of = event(given=soon())
    page = client.get(mine(client, of)).text
    [address] = set(re.findall(r'value="http://localhost(/en/events/registration/[^"]+)"', page))
    client.delete_cookie("portal")
    for _ in range(2):
        opened = client.get(address)
        assert (opened.status_code, opened.headers["Cache-Control"]) == (200, "no-store")
        assert 'content="noindex"' in opened.text and "Give up the place" in opened.text
    assert db.session.scalars(select(Seat.state)).one() == SeatState.CONFIRMED
    assert act(client, address, "cancel") == 303
    assert db.session.scalars(select(Seat.state)).one() == SeatState.CANCELLED
    assert "Give up the place" not in client.get(address).text


def test_a_wrong_code_and_an_unknown_one_say_the_same(client: LookingClient) -> None:
    pages = [client.get(f"/events/registration/{code}") for code in ("ABCD-EFGH", "2222-2222", "xx")]
    assert [one.status_code for one in pages] == [404] * 3
    assert len({said(one.text.partition("<h1")[2].partition("</h1>")[0]) for one in pages}) == 1


def test_nobody_else_opens_a_registration_by_its_number(client: LookingClient) -> None:
    of = event(given=soon())
    where = mine(client, of)
    client.delete_cookie("portal")
    assert client.get(where).status_code == 404
    assert act(client, where, "cancel") == 404
    assert sign_in(client, make.person()).get(where).status_code == 404
    assert db.session.scalars(select(Seat.state)).one() == SeatState.CONFIRMED


def test_one_registration_cannot_answer_for_the_seat_of_another(client: LookingClient) -> None:
    of = event(given=soon())
    others = join(of)
    where = mine(client, of)
    assert act(client, where, "cancel", others) == 303
    assert db.session.scalars(select(Seat.state).order_by(Seat.id)).all() == [SeatState.CONFIRMED] * 2


def test_an_offer_is_taken_on_the_page_and_too_late_it_is_refused_in_words(client: LookingClient) -> None:
    of = event(capacity=2, given=soon())
    first = join(of, 2)
    where = mine(client, of)
    assert "Number 1 in line" in said(client.get(where).text)
    rules.cancel(first, by=None, at=now())
    page = client.get(where).text
    assert "It is your turn" in page and "(GMT+7)" in page
    assert act(client, where, "accept") == 303
    assert "You have a place" in said(client.get(where).text)


def test_a_lapsed_offer_is_refused_in_words(client: LookingClient) -> None:
    of = event(capacity=2, given=soon())
    first = join(of, 2)
    where = mine(client, of)
    rules.cancel(first, by=None, at=now())
    db.session.scalars(select(Seat).where(Seat.state == SeatState.OFFERED)).one().offered_until = make.AT
    answer = client.post(where, data={"seat": first.id + 1, "act": "accept"})
    assert (answer.status_code, "The time for this offer is over" in answer.text) == (409, True)


def test_after_a_move_the_page_asks_once_whether_they_still_come(client: LookingClient) -> None:
    of = event(given=soon())
    where = mine(client, of)
    assert "Keep my place" not in client.get(where).text
    taking_place.move(
        of, starts_at=EVENING.replace(year=2032), ends_at=None, by=make.person(), at=now(), reason_vi="Bão số 6"
    )
    page = client.get(where).text
    assert "Do you come on the new date?" in page and "Bão số 6" in page
    assert act(client, where, "keep") == 303
    assert "Keep my place" not in client.get(where).text


# The one box for codes


def test_the_box_for_codes_finds_a_registration_too(client: LookingClient) -> None:
    of = event(given=soon())
    where = mine(client, of)
    [code] = set(SHOWN.findall(client.get(where).text))
    client.delete_cookie("portal")
    answer = client.post("/en/code", data={"code": code.lower().replace("-", " ")})
    assert (answer.status_code, answer.location) == (303, where)
    assert client.get(where).status_code == 200


# What strangers see


def test_names_of_those_who_come_stand_on_no_public_page(client: LookingClient) -> None:
    of = event(given=soon())
    join(of, name="Đặng Quỳnh Xuyzq", access_needs="xe lăn Xuyzq")
    for address in (f"/events/{of.slug}/registration", "/code", "/map", f"/events/{of.slug}", "/events"):
        assert "Xuyzq" not in client.get(address).text
