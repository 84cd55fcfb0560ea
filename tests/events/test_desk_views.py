"""The event desk in the browser: listing, entering, editing together, publishing, hiding, the history."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.events import plant, rules, selections, taking_place, when
from portal.events.models import Event, EventRevision, Status
from portal.listings import ownership
from portal.listings.models import State
from portal.web.clock import now
from tests import cast, make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient

GOOD = {
    "title_vi": "Đêm phố cổ", "kind": "festival", "summary_vi": "Phố tắt đèn điện, thắp lồng đèn.", "area": "hoi-an",
    "starts_on": "2027-01-20", "starts_time": "18:00", "ends_time": "21:30",
}  # fmt: skip
NEW, LIST = "/desk/events/new", "/desk/events"


@pytest.fixture
def desk(client: LookingClient) -> LookingClient:
    return sign_in(client, cast.moderator())  # type: ignore[return-value]


def form(client: LookingClient, address: str, **changes: Any) -> dict[str, Any]:
    """The form at an address as it stands there, with changes; None leaves a box unticked."""
    sent = {**filled(client.get(address).text, address), **changes}
    return {name: value for name, value in sent.items() if value is not None}


def at(event: Event) -> str:
    return f"{LIST}/{event.id}"


def only() -> Event:
    return db.session.scalars(select(Event)).one()


def soon(title: str = "Đêm phố cổ", **given: Any) -> Event:
    start = when.at_minute(when.day_of(now()) + timedelta(days=10), 18 * 60)
    return make.event(title, **{"starts_at": start, "ends_at": start + timedelta(hours=2), **given})


# The list


def test_what_is_ahead_is_listed_by_both_calendars_and_what_is_past_is_not(desk: LookingClient) -> None:
    soon("Hội xuân", starts_at="2027-02-06T11:00:00Z", ends_at=None)
    make.event("Hội năm cũ", starts_at=now() - timedelta(days=30), ends_at=None)
    page = desk.get(LIST).text
    assert "Thứ Bảy, 06/02/2027, 18:00" in page
    assert "mùng 1 tháng Giêng, năm Đinh Mùi" in page
    assert ("Hội xuân" in page, "Hội năm cũ" in page) == (True, False)
    assert "Đã qua" in desk.get(f"{LIST}?tab=past").text


def test_the_tabs_hold_what_their_numbers_say(desk: LookingClient) -> None:
    soon("Một")
    stopped = soon("Hai")
    taking_place.postpone(stopped, by=None, at=now(), reason_vi="Bão")
    rules.create({**make_values("Ba")}, by=None, at=now())
    for tab, titles in {"ahead": {"Một", "Hai"}, "stopped": {"Hai"}, "draft": {"Ba"}}.items():
        page = desk.get(f"{LIST}?tab={tab}").text
        assert {one for one in ("Một", "Hai", "Ba") if f">{one}<" in page} == titles


def test_of_very_many_the_list_says_that_there_are_more(desk: LookingClient) -> None:
    plant.plant(2 * (selections.COUNTED + 400), at=now())
    page = desk.get(f"/en{LIST}?tab=past").text
    assert re.search(r'role="status">More than 1,000 events', page)
    assert re.search(r'Past <span class="meta">over 1,000<', page)
    assert desk.get(f"{LIST}?tab=past&page=50").text.count('id="event_') == 20


def make_values(title: str) -> dict[str, Any]:
    return {"kind": "talk", "area": "hoi-an", "title_vi": title, "starts_at": now() + timedelta(days=3)}


def test_titles_are_found_without_their_marks_and_a_bad_page_is_said(desk: LookingClient) -> None:
    soon("Lễ hội Cầu Bông")
    soon("Đêm phố cổ")
    page = desk.get(f"{LIST}?q=cau+bong").text
    assert ("Lễ hội Cầu Bông" in page, "Đêm phố cổ" in page) == (True, False)
    assert desk.get(f"{LIST}?page=0").status_code == 422
    assert desk.get(f"{LIST}?page=9").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_statements_of_the_list_do_not_grow(desk: LookingClient, queries: list[str], many: int) -> None:
    venue = make.listing("Nhà cổ")
    for number in range(many):
        soon(f"Đêm {number}", venue_id=venue.id, organiser_id=venue.id)
    db.session.flush()
    queries.clear()
    assert desk.get(LIST).text.count('id="event_') == many
    assert len(queries) == 3


def test_looking_after_an_event_asks_the_same_however_much_stands_beside_it(
    desk: LookingClient, queries: list[str]
) -> None:
    made, asked = soon(venue_id=make.listing("Nhà cổ").id), []
    for beside in ({}, {f"{name}_id": make.listing(name).id for name in ("organiser", "speaker", "listing")}):
        for name, number in beside.items():
            setattr(made, name, number)
        for number in range(1 + len(beside)):
            make.session(made, f"Phiên {number}", starts_at=made.starts_at)
        db.session.expire_all()
        queries.clear()
        page = desk.get(at(made)).text
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8, asked
    assert [f'value="{name}"' in page for name in ("Nhà cổ", "organiser", "speaker", "listing")] == [True] * 4


def test_owners_see_what_their_listing_organises_and_nothing_else(client: LookingClient) -> None:
    owner, listing = cast.artisan(), make.listing("Nhóm lồng đèn", group="organisations")
    ownership.give(listing, owner, how="desk", by=None, at=make.AT)
    soon("Của tôi", organiser_id=listing.id)
    soon("Của người khác")
    page = sign_in(client, owner).get(LIST).get_data(as_text=True)
    assert ("Của tôi" in page, "Của người khác" in page, NEW in page) == (True, False, False)


# Entering


def test_a_new_event_is_a_draft_that_nobody_else_sees(desk: LookingClient) -> None:
    answer = desk.post(NEW, data=form(desk, NEW, **GOOD))
    made = only()
    assert (answer.status_code, answer.location) == (303, at(made))
    assert (made.state, made.title_vi, made.ends_at - made.starts_at) == (
        State.DRAFT, "Đêm phố cổ", timedelta(hours=3, minutes=30)
    )  # fmt: skip
    assert made.photo_notice_vi != ""
    assert desk.get(answer.location).status_code == 200


def test_the_same_form_twice_makes_one(desk: LookingClient) -> None:
    sent = form(desk, NEW, **GOOD)
    assert len({desk.post(NEW, data=sent).location for _time in range(2)}) == 1
    assert only()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": "2027-02-30"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "mai"}, "starts_on"),
        ({"starts_on": "1812-01-01"}, "starts_on"),
        ({"starts_time": "25:61"}, "starts_time"),
        ({"starts_time": "", "ends_time": ""}, "starts_time"),
        ({"ends_time": "17:00"}, "ends_time"),
        ({"ends_on": "2027-01-19"}, "ends_on"),
        ({"ends_on": "2027-01-21", "ends_time": ""}, "ends_time"),
        ({"all_day": "y", "ends_on": "2027-01-19"}, "ends_on"),
        ({"ends_on": "2028-03-19"}, "ends_on"),
        ({"title_vi": ""}, "title_vi"),
        ({"title_vi": "a" * 121}, "title_vi"),
        ({"kind": "war"}, "kind"),
        ({"price": "amount"}, "price_vnd"),
        ({"price": "amount", "price_vnd": "mười"}, "price_vnd"),
        ({"least_age": "mười"}, "least_age"),
        ({"least_age": "100"}, "least_age"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"contact_phone": "0905"}, "contact_phone"),
        ({"area": ""}, "area"),
        ({"area": "tam-ky", "ward": "hoi-an"}, "area"),
        ({"area": "mars"}, "area"),
        ({"speaker": "Không ai cả"}, "speaker"),
        ({"standing": "Không có đâu"}, "standing"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: LookingClient, changes: dict[str, str], field: str
) -> None:
    sent = {**form(desk, NEW, **GOOD), **changes}
    answer = desk.post(NEW, data=sent)
    assert (answer.status_code, f'id="{field}_error"' in answer.text) == (422, True)
    shown = filled(answer.text, NEW)
    expected = {name: [value] for name, value in changes.items() if name not in {"kind", "area"}}
    assert {name: shown[name] for name in expected} == expected
    assert db.session.scalar(select(Event)) is None


def test_what_the_browsers_date_control_would_swallow_is_a_line_of_text(desk: LookingClient) -> None:
    answer = desk.post(NEW, data=form(desk, NEW, **{**GOOD, "starts_on": "30/02/2027", "starts_time": "25:61"})).text
    assert 'name="starts_on" required type="text" value="30/02/2027"' in answer
    assert 'name="starts_time" type="text" value="25:61"' in answer


def test_24_00_is_the_midnight_after_and_the_day_stays_one(desk: LookingClient) -> None:
    desk.post(NEW, data=form(desk, NEW, **{**GOOD, "ends_time": "24:00"}))
    made = only()
    assert (made.ends_at.isoformat(), made.first_day, made.last_day) == (
        "2027-01-20T17:00:00+00:00", made.first_day, made.first_day
    )  # fmt: skip
    page = desk.get(at(made))
    assert filled(page.text, at(made))["ends_time"] == ["00:00"]
    desk.post(at(made), data=filled(page.text, at(made)))
    assert (only().version, only().last_day) == (made.version, made.first_day)


def test_days_and_hours_are_read_as_people_write_them(desk: LookingClient) -> None:
    desk.post(NEW, data=form(desk, NEW, **{**GOOD, "starts_on": "20/1/2027", "starts_time": "18h30", "ends_time": ""}))
    assert (only().starts_at.isoformat(), only().ends_at) == ("2027-01-20T11:30:00+00:00", None)


def test_an_event_of_several_whole_days_comes_back_as_such(desk: LookingClient) -> None:
    desk.post(NEW, data=form(desk, NEW, **{**GOOD, "all_day": "y", "ends_on": "2027-01-22"}))
    made = only()
    assert (made.all_day, (made.last_day - made.first_day).days) == (True, 2)
    shown = filled(desk.get(at(made)).text, at(made))
    assert (shown["starts_on"], shown["ends_on"], shown["all_day"]) == (["2027-01-20"], ["2027-01-22"], ["y"])


# Places and people by their names


def test_a_place_is_chosen_by_its_name_however_it_is_written_and_gives_its_ward(desk: LookingClient) -> None:
    venue = make.listing("Đình Cẩm Phô", ward_new="hoi-an", ward_old="cu-cam-pho")
    desk.post(NEW, data=form(desk, NEW, **{**GOOD, "area": "", "venue": "dinh cam pho"}))
    made = only()
    assert (made.venue_id, made.venue_name, made.area, made.ward_old) == (venue.id, "", "hoi-an", "cu-cam-pho")
    assert filled(desk.get(at(made)).text, at(made))["venue"] == ["Đình Cẩm Phô"]


def test_where_several_are_called_so_one_is_chosen(desk: LookingClient) -> None:
    here, there = make.listing("Nhà cổ", ward_new="hoi-an"), make.listing("Nhà cổ", ward_new="hoi-an-tay")
    sent = form(desk, NEW, **{**GOOD, "venue": "Nhà cổ"})
    answer = desk.post(NEW, data=sent)
    assert (answer.status_code, 'id="venue_error"' in answer.text) == (422, True)
    assert all(f'value="{one.slug}"' in answer.text for one in (here, there))
    desk.post(NEW, data={**sent, "venue_is": there.slug})
    made = only()
    assert made.venue_id == there.id
    desk.post(at(made), data=form(desk, at(made), title_en="Night"))
    assert (only().venue_id, only().title_en) == (there.id, "Night")


def test_a_place_that_is_none_of_those_on_the_map_stands_as_it_was_written(desk: LookingClient) -> None:
    make.listing("Nhà cổ Tấn Ký")
    sent = form(desk, NEW, **{**GOOD, "venue": "Nhà cổ"})
    page = desk.post(NEW, data=sent)
    assert page.status_code == 422
    desk.post(NEW, data={**sent, "venue_is": "~nha co"})
    assert (only().venue_id, only().venue_name) == (None, "Nhà cổ")
    desk.post(at(only()), data=form(desk, at(only()), title_en="Night"))
    assert only().venue_name == "Nhà cổ"


def test_an_answer_holds_only_for_the_name_that_was_asked_about(desk: LookingClient) -> None:
    make.listing("Nhà cổ Tấn Ký")
    answer = desk.post(NEW, data=form(desk, NEW, **{**GOOD, "venue": "Tấn Ký", "venue_is": "~nha co"}))
    assert (answer.status_code, db.session.scalar(select(Event))) == (422, None)


def test_a_place_in_another_area_than_was_chosen_is_refused_at_its_field(desk: LookingClient) -> None:
    make.listing("Quảng trường 24/3", area="tam-ky")
    answer = desk.post(NEW, data=form(desk, NEW, **{**GOOD, "venue": "Quảng trường 24/3"}))
    assert (answer.status_code, 'id="venue_error"' in answer.text) == (422, True)


def test_a_hidden_place_is_nothing_that_can_be_chosen(desk: LookingClient) -> None:
    make.draft("Nhà kín")
    desk.post(NEW, data=form(desk, NEW, **{**GOOD, "venue": "Nhà kín"}))
    assert (only().venue_id, only().venue_name) == (None, "Nhà kín")


# Editing


def test_the_form_comes_back_as_it_was_sent(desk: LookingClient) -> None:
    organiser = make.listing("Thành đoàn", group="organisations")
    speaker = make.listing("Ông Bảy", group="people")
    standing = make.listing("Đêm phố cổ hằng tháng", group="events")
    given = {
        **GOOD, "title_en": "Old town night", "venue": "Cầu An Hội", "ward": "cu-minh-an", "area": "",
        "organiser": "Thành đoàn", "speaker": "Ông Bảy", "standing": "Đêm phố cổ hằng tháng", "price": "amount",
        "price_vnd": "75.000", "price_note": "Trẻ em miễn phí", "spoken_vi": "y", "spoken_fr": "y", "step_free": "y",
        "access_vi": "Có đường dốc", "least_age": "10", "contact_phone": "0905 123 456", "shows_phone": "y",
        "contact_email": "hoi@example.org", "text_vi": "Dòng một\r\nDòng hai", "online_url": "https://example.org/x",
        "directions_vi": "Qua cầu rẽ trái", "photo_notice_vi": "Không chụp ảnh",
    }  # fmt: skip
    desk.post(NEW, data=form(desk, NEW, **given))
    made = only()
    assert (made.organiser_id, made.speaker_id, made.listing_id) == (organiser.id, speaker.id, standing.id)
    assert (made.languages, made.price_vnd, made.ward_old, made.ward_new) == (
        ["fr", "vi"], 75000, "cu-minh-an", "hoi-an"
    )  # fmt: skip
    assert (made.shows_phone, made.shows_email, made.contact_phone) == (True, False, "+84905123456")
    before = rules.values(made)
    desk.post(at(made), data=form(desk, at(made)))
    assert (rules.values(only()), only().version) == (before, made.version)


def test_a_language_that_the_form_does_not_offer_stays(desk: LookingClient) -> None:
    made = soon(languages=["es", "vi"])
    desk.post(at(made), data=form(desk, at(made), spoken_en="y", spoken_vi=None))
    assert only().languages == ["en", "es"]


def test_two_editors_never_overwrite_each_other(desk: LookingClient) -> None:
    made = soon(title_en="Night", price_note="Có")
    sent = form(desk, at(made), title_vi="Của tôi", price_note="Tôi ghi")
    rules.revise(made, {"title_en": "Theirs", "price_note": "Họ ghi"}, by=None, at=now())
    answer = desk.post(at(made), data=sent)
    shown = filled(answer.text, at(made))
    assert answer.status_code == 409
    assert (shown["title_vi"], shown["title_en"], shown["price_note"]) == (["Của tôi"], ["Theirs"], ["Tôi ghi"])
    assert "Họ ghi" in answer.text
    assert (only().title_vi, only().title_en) == ("Đêm phố cổ", "Theirs")
    desk.post(at(made), data=shown)
    assert (only().title_vi, only().title_en, only().price_note) == ("Của tôi", "Theirs", "Tôi ghi")


def test_another_hour_of_a_public_event_needs_its_reason_and_is_told(desk: LookingClient) -> None:
    made = soon()
    sent = form(desk, at(made), starts_time="05:00", ends_time="07:00")
    answer = desk.post(at(made), data=sent)
    assert (answer.status_code, 'id="reason_vi_error"' in answer.text) == (422, True)
    desk.post(at(made), data={**sent, "reason_vi": "Tránh mưa", "title_en": "Night"})
    told = taking_place.notice(only())
    assert told is not None and (told.act, told.reason_vi, only().title_en) == ("moved", "Tránh mưa", "Night")


def test_an_end_that_was_open_is_added_without_a_banner(desk: LookingClient) -> None:
    made = soon(ends_at=None)
    desk.post(at(made), data=form(desk, at(made), ends_on="2099-01-01", ends_time=""))
    day = filled(desk.get(at(made)).text, at(made))["starts_on"]
    desk.post(at(made), data=form(desk, at(made), ends_on=day, ends_time="23:59"))
    assert (only().ends_at is None, taking_place.notice(only())) == (False, None)


# Public or not


def test_publishing_is_done_and_written_down_by_ids_only(desk: LookingClient) -> None:
    desk.post(NEW, data=form(desk, NEW, **GOOD))
    made = only()
    assert desk.post(f"{at(made)}/publication").status_code == 303
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "event")).one()
    assert (only().state, entry.act, entry.of_id, entry.details) == (State.PUBLISHED, "event_published", made.id, {})


def test_what_lacks_a_sentence_is_not_published_and_says_so_at_its_field(desk: LookingClient) -> None:
    desk.post(NEW, data=form(desk, NEW, **{**GOOD, "summary_vi": ""}))
    answer = desk.post(f"{at(only())}/publication")
    assert (answer.status_code, 'id="summary_vi_error"' in answer.text, only().state) == (422, True, State.DRAFT)


def test_hiding_needs_a_reason_and_keeps_it_in_the_history(desk: LookingClient) -> None:
    made = soon()
    assert desk.post(f"{at(made)}/hiding", data={"why": ""}).status_code == 422
    desk.post(f"{at(made)}/hiding", data={"why": "unconfirmed", "note": "Chưa gọi được"})
    assert only().state == State.HIDDEN
    page = desk.get(f"/en{at(made)}/history").text
    assert "Cannot be confirmed: Chưa gọi được" in page and "Lê Thị Hoa" in page


def test_the_history_says_each_field_in_words(desk: LookingClient) -> None:
    venue = make.listing("Đình Cẩm Phô")
    made = soon()
    given = {
        "venue_id": venue.id, "price": "amount", "price_vnd": 50000, "starts_at": "2027-01-20T11:00:00Z",
        "ends_at": None, "kind": "talk", "step_free": True, "languages": ["vi"], "contact_phone": "+84905123456",
    }  # fmt: skip
    rules.revise(made, given, by=cast.organiser(), at=now())
    page = desk.get(f"/en{at(made)}/history").text
    for word in ("Đình Cẩm Phô", "50,000", "January", "Talk", "Yes", "0905 123 456", "Trần Văn Minh"):
        assert word in page


def test_a_status_is_not_changed_by_the_form(desk: LookingClient) -> None:
    made = soon()
    desk.post(at(made), data=form(desk, at(made), status="cancelled", state="hidden"))
    assert (only().status, only().state) == (Status.PLANNED, State.PUBLISHED)
    assert db.session.scalars(select(EventRevision.act).order_by(EventRevision.id)).all() == ["created", "published"]


def test_the_desk_of_an_owner_leads_to_the_next_event(client: LookingClient) -> None:
    owner, listing = cast.artisan(), make.listing("Nhóm lồng đèn", group="organisations")
    ownership.give(listing, owner, how="desk", by=None, at=make.AT)
    sign_in(client, owner)
    assert f'href="/en{LIST}"' not in client.get("/en/desk").text
    soon("Của tôi", organiser_id=listing.id)
    page = client.get("/en/desk").text
    assert "1 event is ahead" in page and "“Của tôi”" in page and f'href="/en{LIST}"' in page
