"""What whoever runs an event sees and may do: confirm, refuse, call, close, set up; a table without formulas."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events import taking_place
from portal.events.models import Event
from portal.events.registrations import places, rules
from portal.events.registrations import queries as queries_of
from portal.events.registrations.models import Joining, Seat, SeatAct, SeatState
from portal.listings import ownership
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.events.registrations.joining import event, join, session
from tests.events.registrations.test_views import said, soon
from tests.looking import LookingClient


@pytest.fixture
def staff(client: LookingClient) -> Person:
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    return person


def decide(client: LookingClient, of: Event, seat: Seat, act: str, **more: str) -> int:
    where = f"/en/desk/events/{of.id}/registrations/{seat.id}"
    return client.post(where, data={"act": act} | more).status_code


def test_the_desk_confirms_refuses_with_a_word_and_cancels(client: LookingClient, staff: Person) -> None:
    of = event(capacity=3, by_hand=True, given=soon())
    one, two, three, four = (join(of, name=name) for name in ("Một", "Hai", "Ba", "Bốn"))
    page = client.get(f"/en/desk/events/{of.id}/registrations").text
    assert 'To be confirmed <span class="meta">3</span>' in page and 'Waits <span class="meta">1</span>' in page
    assert decide(client, of, one, "confirm") == 303
    assert decide(client, of, two, "refuse") == 422
    assert decide(client, of, two, "refuse", word="Đã đủ người") == 303
    assert decide(client, of, three, "cancel") == 303
    assert [seat.state for seat in (one, two, three, four)] == [
        SeatState.CONFIRMED, SeatState.DECLINED, SeatState.CANCELLED, SeatState.OFFERED,
    ]  # fmt: skip
    assert decide(client, of, two, "confirm") == 422
    assert decide(client, of, one, "delete") == 422


def test_the_list_is_searched_by_name_without_marks_and_by_state(client: LookingClient, staff: Person) -> None:
    of = event(capacity=1, given=soon())
    join(of, name="Đỗ Thu Hằng")
    join(of, name="Lê Thị Cúc")
    found = client.get(f"/en/desk/events/{of.id}/registrations?q=do+thu").text
    assert ("Đỗ Thu Hằng" in found, "Lê Thị Cúc" in found) == (True, False)
    waiting = client.get(f"/en/desk/events/{of.id}/registrations?state=waiting").text
    assert ("Đỗ Thu Hằng" in waiting, "Lê Thị Cúc" in waiting) == (False, True)


def test_whom_to_call_is_listed_until_they_were_called(client: LookingClient, staff: Person) -> None:
    of = event(capacity=1, given=soon())
    first, second = join(of, name="Trần Gia Bảo"), join(of, name="Lê Thị Cúc")
    with_account = join(of, name="Phan Thị Mai", by=make.person())
    where = f"/en/desk/events/{of.id}/registrations"
    assert "Call " not in client.get(where).text
    rules.cancel(first, by=None, at=now())
    assert "Call 1 person" in client.get(where).text
    assert decide(client, of, second, "call") == 303
    assert "Call " not in client.get(where).text
    taking_place.cancel(of, by=staff, at=now(), reason_vi="Bão số 6")
    page = client.get(where).text
    assert "Call 1 person" in page and with_account.state == SeatState.WAITING
    assert 'href="tel:+8490512' in page


def test_registration_is_closed_early_and_opened_again(client: LookingClient, staff: Person) -> None:
    of = event(given=soon())
    where = f"/en/desk/events/{of.id}/registrations/closing"
    assert client.post(where).status_code == 303
    assert "The organiser has closed registration." in client.get(f"/en/events/{of.slug}/registration").text
    assert client.post(where, data={"act": "reopen"}).status_code == 303
    assert 'name="phone"' in client.get(f"/en/events/{of.slug}/registration").text


def test_a_table_holds_everybody_and_no_formula(client: LookingClient, staff: Person) -> None:
    of = event(capacity=2, given=soon())
    join(of, name='=HYPERLINK("http://x")', access_needs="+xe lăn", phone="+84905123456")
    join(of, 2, name="Lê Thị Cúc", photo_consent=True)
    answer = client.get(f"/en/desk/events/{of.id}/registrations.csv")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/csv", "no-store")
    head, first, second = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert head[:5] == ["Name", "Phone", "Event", "People", "State"]
    assert first[:7] == [
        "'=HYPERLINK(\"http://x\")", "0905 123 456", "Xưởng lồng đèn", "1", "Has a place", "'+xe lăn", "no",
    ]  # fmt: skip
    assert (second[0], second[3], second[4], second[6]) == ("Lê Thị Cúc", "2", "Waits", "yes")


def test_the_list_on_paper_goes_by_given_name(client: LookingClient, staff: Person) -> None:
    of = event(given=soon())
    for name in ("Võ Thị Thanh Tuyền", "Nguyễn Hoàng Anh", "Đỗ Thu Hằng"):
        join(of, name=name)
    page = client.get(f"/en/desk/events/{of.id}/registrations/paper").text
    assert re.findall(r"<td>([^<>\d☐]+)</td>", page) == ["Nguyễn Hoàng Anh", "Đỗ Thu Hằng", "Võ Thị Thanh Tuyền"]


def test_another_owners_event_is_404_and_ones_own_is_open(client: LookingClient) -> None:
    mine, other = make.listing("Gốm Son"), make.listing("Lò khác")
    owner = make.person()
    ownership.give(mine, owner, how="desk", by=None, at=make.AT)
    own, others = event(given=soon() | {"organiser_id": mine.id}), event(given=soon() | {"organiser_id": other.id})
    part = session(own, "Phiên sáng", capacity=3, starts_at=own.starts_at)
    sign_in(client, owner)
    for path in ("registrations", "registrations.csv", "registrations/paper", "admission", "check-in"):
        assert client.get(f"/desk/events/{own.id}/{path}").status_code == 200
        assert client.get(f"/desk/events/{part.id}/{path}").status_code == 200
        assert client.get(f"/desk/events/{others.id}/{path}").status_code == 404
    strange = join(others)
    assert (
        client.post(f"/desk/events/{others.id}/registrations/{strange.id}", data={"act": "confirm"}).status_code == 404
    )
    assert client.post(f"/desk/events/{own.id}/registrations/{strange.id}", data={"act": "confirm"}).status_code == 404


# How one takes part

SETTINGS = {"joining": "form", "capacity": "24", "most_people": "5", "closes_on": "", "closes_time": ""}


def test_taking_part_is_set_up_by_a_form(client: LookingClient, staff: Person) -> None:
    of = make.event(**soon())
    where = f"/en/desk/events/{of.id}/admission"
    assert client.get(where).status_code == 200
    day = (now() + timedelta(days=2)).date().isoformat()
    assert (
        client.post(where, data=SETTINGS | {"closes_on": day, "closes_time": "18:00", "by_hand": "y"}).status_code
        == 303
    )
    found = of.admission
    assert found is not None
    assert (found.joining, found.capacity, found.by_hand, found.residents_only) == (Joining.FORM, 24, True, False)
    assert found.closes_at is not None and found.closes_at.isoformat() == f"{day}T11:00:00+00:00"
    assert 'value="18:00"' in client.get(where).text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"joining": "link", "url": "javascript:alert(1)"}, "url"), ({"capacity": "0"}, "capacity"),
        ({"capacity": "1"}, "capacity"), ({"joining": "none"}, "joining"), ({"most_people": "21"}, "most_people"),
        ({"closes_on": "2031-02-30"}, "closes_on"), ({"closes_on": "2040-01-01"}, "closes_on"),
        ({"opens_on": "2026-01-02", "closes_on": "2026-01-01"}, "closes_on"), ({"capacity": "x"}, "capacity"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    client: LookingClient, staff: Person, given: dict[str, str], field: str
) -> None:
    of = event(given=soon())
    join(of, 2)
    answer = client.post(f"/en/desk/events/{of.id}/admission", data=SETTINGS | given)
    assert answer.status_code == 422 and f'id="{field}_error"' in answer.text


# The door


def test_one_tap_is_present_and_one_takes_it_back(client: LookingClient, staff: Person) -> None:
    of = event(given=soon())
    seat = join(of, 2, name="Lê Thị Cúc")
    join(of, name="Trần Gia Bảo")
    where = f"/en/desk/events/{of.id}/check-in"
    assert client.post(where, data={"seat": seat.id, "act": "present"}).location == where
    assert counts(client, where) == [3, 2, 0]
    assert client.post(where, data={"seat": seat.id, "act": "gone"}).status_code == 303
    assert counts(client, where) == [3, 0, 0]
    assert client.post(where, data={"seat": seat.id, "act": "eaten"}).status_code == 422
    assert client.post(where, data={"seat": 10**12, "act": "present"}).status_code == 422
    assert client.post(where, data={"seat": "x", "act": "present"}).status_code == 422


def counts(client: LookingClient, where: str) -> list[int]:
    stats = client.get(where).text.partition('id="counts"')[2].partition("</dl>")[0]
    return [int(one) for one in re.findall(r"<dd>(\d+)</dd>", stats)]


def test_a_tick_that_is_sent_again_counts_once_and_keeps_the_time_of_the_tap(
    client: LookingClient, staff: Person
) -> None:
    of = event(given=soon())
    seat = join(of)
    where, tick = (
        f"/en/desk/events/{of.id}/check-in",
        {"seat": str(seat.id), "act": "present", "once": "a", "ago": "600"},
    )
    before = now()
    for _ in range(3):
        answer = client.post(where, data=tick, headers={"Accept": "application/json"})
        assert answer.json["counts"] == [1, 1, 0] and answer.json["present"].startswith("Present ")
    [act] = db.session.scalars(select(SeatAct).where(SeatAct.act == "present")).all()
    assert timedelta(seconds=590) < before - act.at < timedelta(seconds=610)
    gone = client.post(where, data=tick | {"act": "gone", "once": "b"}, headers={"Accept": "application/json"})
    assert gone.json == {"present": "", "counts": [1, 0, 0]}
    late = client.post(where, data=tick, headers={"Accept": "application/json"})  # its answer was lost
    assert late.json == {"present": "", "counts": [1, 0, 0]}
    assert len(answer.data) < 300


def test_the_door_finds_people_by_name_code_and_the_end_of_the_number(client: LookingClient, staff: Person) -> None:
    of = event(given=soon())
    wish = rules.Wish(name="Lê Thị Cúc", phone="+84905123777")
    code = rules.register(of, wish, by=None, at=now(), language="vi", key="k").code
    join(of, name="Trần Gia Bảo")
    where = f"/en/desk/events/{of.id}/check-in"
    for typed in ("le thi", "CÚC", code, f"{code[:4]}-{code[4:]}".lower(), "777"):
        page = client.get(where, query_string={"q": typed}).text
        assert ("Lê Thị Cúc" in page, "Trần Gia Bảo" in page) == (True, False), typed
    assert "Nobody is found here." in client.get(where, query_string={"q": "zzz"}).text


def test_people_without_registration_are_counted_until_the_house_is_full(client: LookingClient, staff: Person) -> None:
    of = event(capacity=4, given=soon())
    seat = join(of, 2)
    where = f"/en/desk/events/{of.id}/check-in"
    client.post(where, data={"seat": seat.id, "act": "present"})
    for _ in range(2):
        assert client.post(f"{where}/walk-ins", data={"once": "a", "people": "1"}).status_code == 303
    assert counts(client, where) == [2, 2, 1]
    full = client.post(f"{where}/walk-ins", data={"once": "b", "people": "2", "name": "Khách"})
    assert full.status_code == 422 and "The house is full: 3 of 4 are inside." in full.text
    assert client.post(f"{where}/walk-ins", data={"once": "b", "people": "1", "name": "Khách"}).status_code == 303
    assert "not registered" in client.get(where).text
    assert places.counted(of.id) == of.admission.taken == 2


def test_who_waits_is_not_on_the_list_at_the_door_and_who_came_from_it_is_marked(
    client: LookingClient, staff: Person
) -> None:
    of = event(capacity=1, given=soon())
    first, second = join(of, name="Trần Gia Bảo"), join(of, name="Lê Thị Cúc")
    where = f"/en/desk/events/{of.id}/check-in"
    assert "Lê Thị Cúc" not in client.get(where).text
    rules.cancel(first, by=None, at=now())
    rules.accept(second, by=None, at=now())
    assert "1 person, from the waiting list" in said(client.get(where).text)


def test_the_list_asks_the_database_the_same_for_one_and_for_many(
    client: LookingClient, staff: Person, queries: list[str]
) -> None:
    of = event(capacity=50, given=soon())
    asked = []
    for path in ("registrations", "check-in"):
        for more in (1, 9):
            for _ in range(more):
                join(of)
            where = f"/en/desk/events/{of.id}/{path}"
            db.session.expire_all()
            queries.clear()
            client.get(where)
            asked.append(len(queries))
    assert asked[0] == asked[1] <= 12 and asked[2] == asked[3] <= 8, asked


@pytest.mark.parametrize("runs", ["staff", "owner"])
@pytest.mark.parametrize(("path", "most"), [("registrations", 12), ("check-in", 8)])
def test_the_desk_asks_the_same_for_one_session_and_for_four(
    client: LookingClient, staff: Person, queries: list[str], runs: str, path: str, most: int
) -> None:
    listing = make.listing("Nhóm lồng đèn", group="organisations")
    ownership.give(listing, staff, how="desk", by=None, at=make.AT)
    of, asked = event(capacity=50, given=soon() | {"organiser_id": listing.id}), []
    if runs == "owner":
        sign_in(client, owner := make.person())
        ownership.give(listing, owner, how="desk", by=None, at=make.AT)
    for more in (1, 3):
        for number in range(more):
            part = session(of, f"Phiên {number}", capacity=1, starts_at=of.starts_at)
            for name in ("Trần Gia Bảo", "Lê Thị Cúc"):
                join(of, name=name, sessions=[part.id], by=make.person())
            join(of, sessions=[part.id])
            taking_place.postpone(part, by=staff, at=now(), reason_vi="Vì mưa.")
            taking_place.resume(part, by=staff, at=now())
        db.session.flush()
        for number in (of.id, part.id):
            db.session.expire_all()
            queries.clear()
            assert client.get(f"/en/desk/events/{number}/{path}").status_code == 200
            asked.append(len(queries))
    assert asked[0] == asked[2] <= most and asked[1] == asked[3] <= most, asked


def test_whom_to_call_hears_of_the_whole_event_and_of_their_own_session(staff: Person) -> None:
    """What a session was told of itself goes before what the event was told; taken back, neither is news."""
    of = event(capacity=50, given=soon())
    parts = [session(of, title, capacity=9, starts_at=of.starts_at) for title in ("Sáng", "Chiều")]
    morning, afternoon = (join(of, sessions=[one.id], at=make.AT) for one in parts)
    assert queries_of.to_call(of) == []
    taking_place.cancel(parts[0], by=staff, at=now(), reason_vi="Vì mưa.")
    assert queries_of.to_call(of) == queries_of.to_call(parts[0]) == [morning]
    taking_place.resume(parts[0], by=staff, at=now())
    assert queries_of.to_call(of) == []
    taking_place.move(
        of, starts_at=of.starts_at + timedelta(minutes=30), ends_at=of.ends_at, by=staff, at=now(), reason_vi="Bão."
    )
    assert queries_of.to_call(of) == [morning, afternoon]
    assert queries_of.to_call(parts[1]) == [afternoon]


# What there is to do


def test_the_desk_says_what_has_to_be_decided(client: LookingClient, staff: Person) -> None:
    of = event(capacity=1, by_hand=True, given=soon())
    assert "Xưởng lồng đèn" not in client.get("/en/desk").text
    first, _second = join(of, at=now()), join(of, at=now())
    page = said(client.get("/en/desk").text)
    assert "Xưởng lồng đèn To confirm 1 registration is to be confirmed within 72 hours." in page
    first.changed_at = now() - timedelta(hours=73)
    assert "Xưởng lồng đèn Overdue 1 registration" in said(client.get("/en/desk").text)
    rules.cancel(first, by=None, at=now())
    assert "A place is held for 1 registration without an account: call them." in said(client.get("/en/desk").text)


def test_who_runs_another_event_has_nothing_to_do_with_it(client: LookingClient, session: object) -> None:
    mine = make.listing("Gốm Son")
    owner = make.person()
    ownership.give(mine, owner, how="desk", by=None, at=make.AT)
    join(event("Của tôi", capacity=1, by_hand=True, given=soon() | {"organiser_id": mine.id}), at=now())
    join(event("Của người", capacity=1, by_hand=True, given=soon()), at=now())
    page = sign_in(client, owner).get("/en/desk").text
    assert ("Của tôi" in page, "Của người" in page) == (True, False)
