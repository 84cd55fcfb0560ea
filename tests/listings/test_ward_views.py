"""At the desk: wards are chosen, what is planned there is shown, one send does all, one button takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events.models import Event, Status
from portal.events.registrations.models import Admission, Joining
from portal.listings.models import WardPause
from portal.people.models import Person, Role
from portal.web import clock
from tests import cast, make
from tests.filling import filled
from tests.looking import LookingClient

pytestmark = pytest.mark.usefixtures("session")
DESK = "/desk/wards"


@pytest.fixture
def colleague(session: object) -> Person:
    return make.person(Role.ORGANISER, name="Nguyễn Thị Mai")


@pytest.fixture
def desk(client: LookingClient, colleague: Person) -> Iterator[LookingClient]:
    yield cast.sign_in(client, cast.moderator())  # type: ignore[misc]


def tomorrow(title: str, **given: object) -> Event:
    starts_at = clock.now() + timedelta(days=1)
    return make.event(title, starts_at=starts_at, ends_at=None, **{"ward_old": "cu-cam-nam", **given})  # type: ignore[arg-type]


def looked(desk: LookingClient, *wards: str) -> dict[str, list[str]]:
    """The form of the second step, as the page gives it, with what one has to say in any case."""
    wards = wards or ("cu-cam-nam",)
    page = desk.get("/desk/wards?" + "&".join(f"ward={ward}" for ward in wards)).get_data(as_text=True)
    colleague = db.session.scalars(select(Person).where(Person.full_name == "Nguyễn Thị Mai")).one()
    return filled(page, DESK) | {"reason_vi": ["Nước lên, đường ngập."], "with_id": [str(colleague.id)]}


def pauses() -> list[WardPause]:
    return list(db.session.scalars(select(WardPause).order_by(WardPause.id)))


def test_the_first_step_asks_which_wards_and_the_second_shows_what_is_planned_there(desk: LookingClient) -> None:
    tomorrow("Đêm thơ")
    tomorrow("Nơi khác", ward_old="cu-cam-kim")
    first = desk.get("/en/desk/wards").get_data(as_text=True)
    assert "See what is planned there" in first and "Đêm thơ" not in first
    second = desk.get("/en/desk/wards?ward=cu-cam-nam").get_data(as_text=True)
    assert "Đêm thơ" in second and "Nơi khác" not in second


def test_one_send_does_all_and_one_button_takes_it_back(desk: LookingClient, colleague: Person) -> None:
    stopped, left = tomorrow("Đêm thơ"), tomorrow("Chợ sớm")
    sent = looked(desk) | {f"event_{stopped.id}_act": ["postpone"]}
    assert [desk.post(DESK, data=sent).status_code for _twice in range(2)] == [303, 303]
    [pause] = pauses()
    assert (pause.reason_vi, pause.with_id) == ("Nước lên, đường ngập.", colleague.id)
    assert [stopped.status, left.status] == [Status.POSTPONED, Status.PLANNED]
    page = desk.get("/en/desk/wards").get_data(as_text=True)
    assert "1 event stopped." in page and "with Nguyễn Thị Mai" in page
    assert desk.post(f"/desk/wards/{pause.id}/end").status_code == 303
    assert (pauses()[0].ended_at is not None, db.session.get_one(Event, stopped.id).status) == (True, Status.PLANNED)


def test_a_whole_act_is_taken_back_at_once(desk: LookingClient) -> None:
    event = tomorrow("Đêm thơ", ward_old="cu-cam-kim")
    desk.post(DESK, data=looked(desk, "cu-cam-nam", "cu-cam-kim") | {"each": ["cancel"]})
    assert db.session.get_one(Event, event.id).status == Status.CANCELLED
    page = desk.get("/en/desk/wards").get_data(as_text=True)
    assert page.count("Take back the whole act: 2 wards") == 2
    assert desk.post(f"/desk/wards/{pauses()[0].id}/end-all").status_code == 303
    assert all(one.ended_at for one in pauses())
    assert db.session.get_one(Event, event.id).status == Status.PLANNED


def test_a_closing_is_moved_in_the_same_act_and_a_wrong_day_is_said_at_its_field(desk: LookingClient) -> None:
    event = make.event("Lớp", ward_old="cu-cam-nam", starts_at=clock.now() + timedelta(days=40), ends_at=None)
    event.admission = Admission(joining=Joining.FORM, capacity=10, closes_at=clock.now() + timedelta(days=3))
    db.session.flush()
    early = desk.post(DESK, data=looked(desk) | {f"event_{event.id}_day": ["01/01/2020"]})
    assert early.status_code == 422 and f'id="event_{event.id}_day_error"' in early.get_data(as_text=True)
    assert pauses() == []
    day = (clock.now() + timedelta(days=20)).date()
    desk.post(DESK, data=looked(desk) | {f"event_{event.id}_day": [day.isoformat()]})
    admission = db.session.get_one(Admission, event.id)
    assert admission.closes_at is not None and admission.closes_at > clock.now() + timedelta(days=18)


def test_what_nobody_has_looked_at_is_shown_before_anything_is_done(desk: LookingClient) -> None:
    form = looked(desk)
    event = tomorrow("Vừa đăng")
    answer = desk.post(DESK, data=form | {"each": ["cancel"]})
    assert answer.status_code == 422 and "Vừa đăng" in answer.get_data(as_text=True)
    assert (pauses(), event.status) == ([], Status.PLANNED)
    again = filled(answer.get_data(as_text=True), DESK)
    assert again["reason_vi"] == form["reason_vi"]
    assert desk.post(DESK, data=again | {"each": [""], f"event_{event.id}_act": ["postpone"]}).status_code == 303
    assert db.session.get_one(Event, event.id).status == Status.POSTPONED


@pytest.mark.parametrize(
    "wrong",
    [
        {"ward": []}, {"ward": ["nowhere"]}, {"until": ["30/02/2027"]}, {"until": ["01/01/2020"]}, {"reason_vi": [" "]},
        {"reason_vi": ["x" * 161]}, {"with_id": [""]}, {"with_id": ["999999"]}, {"cause": ["whim"]}, {"each": ["x"]},
    ],
)  # fmt: skip
def test_a_form_that_says_too_little_or_nonsense_comes_back_as_it_was_typed(
    desk: LookingClient, wrong: dict[str, list[str]]
) -> None:
    tomorrow("Đêm thơ")
    sent = looked(desk) | {"reason_en": ["The water is rising."]} | wrong
    answer = desk.post("/en/desk/wards", data=sent)
    assert (answer.status_code, pauses()) == (422, [])
    if wrong.keys() & {"reason_vi", "with_id", "cause", "each"}:
        assert "The water is rising." in answer.get_data(as_text=True)


@pytest.mark.parametrize("asked", ["ward=nowhere", "until=2099-01-01", "ward=cu-cam-nam&until=2020-01-01"])
def test_the_first_step_says_what_is_wrong_too(desk: LookingClient, asked: str) -> None:
    assert desk.get(f"/desk/wards?{asked}").status_code == 422


def test_a_ward_that_rests_already_is_named(desk: LookingClient) -> None:
    desk.post(DESK, data=looked(desk))
    answer = desk.get("/en/desk/wards?ward=cu-cam-nam")
    assert answer.status_code == 422
    assert "Everything in Cẩm Nam rests already. End that pause first." in answer.get_data(as_text=True)


# What everybody reads


def test_every_public_page_says_which_wards_rest_and_why(desk: LookingClient) -> None:
    desk.post(DESK, data=looked(desk) | {"reason_en": ["The water is rising."]})
    for address, words in (("/", "Nước lên, đường ngập."), ("/en", "The water is rising."), ("/fr/about", "The water")):
        page = desk.get(address).get_data(as_text=True)
        assert page.count('class="demo rests"') == 1 and words in page and "Cẩm Nam" in page
    for quiet in ("/offline", "/desk", "/no/such/page"):
        assert "demo rests" not in desk.get(quiet).get_data(as_text=True)


def test_it_is_gone_when_the_wards_are_as_usual_again(desk: LookingClient) -> None:
    desk.post(DESK, data=looked(desk))
    assert "demo rests" in desk.get("/map").get_data(as_text=True)
    desk.post(f"/desk/wards/{pauses()[0].id}/end")
    assert "demo rests" not in desk.get("/map").get_data(as_text=True)


def test_it_stays_below_a_kilobyte_whatever_is_said(desk: LookingClient) -> None:
    wards = ["cu-cam-nam", "cu-cam-kim", "cu-tan-hiep", "cu-cam-thanh", "cu-truong-xuan", "hoi-an", "hoi-an-dong"]
    desk.post(DESK, data=looked(desk, "cu-minh-an"))
    until = (clock.now() + timedelta(days=9)).date().isoformat()
    sent = {"reason_vi": ["Ẩ" * 160], "reason_en": ["Ẩ" * 160], "until": [until]}
    assert desk.post(DESK, data=looked(desk, *wards) | sent).status_code == 303
    for address in ("/", "/en", "/fr"):
        page = desk.get(address).get_data()
        banner = page[page.index(b'<p class="demo rests"') :]
        assert len(banner[: banner.index(b"</p>") + 4]) < 1_000
