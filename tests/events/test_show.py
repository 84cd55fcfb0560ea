"""The page of an event: its facts, what became of it, its parts, who may see it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portal.db import db
from portal.events import rules, taking_place
from portal.events.importer.models import EventSource
from portal.events.models import Event, EventPhoto
from portal.events.registrations.models import Admission, Joining
from portal.listings import rules as listings
from portal.media.models import Preview, Upload
from tests import cast, make
from tests.events.registrations import joining
from tests.looking import LookingClient
from tests.make import AT, EVENING


@pytest.fixture(autouse=True)
def _noon(session: object) -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def text(client: LookingClient, path: str = "/events/dem-pho-co") -> str:
    return client.get(path).get_data(as_text=True)


def facts(html: str) -> list[str]:
    """The values of all facts of the page, in order."""
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<dd>(.*?)</dd>", html, re.S)]


def test_the_band_says_when_by_sun_and_moon_where_and_how_one_comes_in(client: LookingClient) -> None:
    venue = make.listing("Đình Cẩm Phô", ward_old="cu-cam-pho")
    make.event(venue_id=venue.id, price="amount", price_vnd=50_000)
    assert facts(text(client)) == [
        "Thứ Bảy, 28/11/2026, 18:00–21:00", "20 tháng Mười, năm Bính Ngọ", "Đình Cẩm Phô, Cẩm Phô", "50.000 ₫",
    ]  # fmt: skip
    assert facts(text(client, "/fr/events/dem-pho-co"))[:2] == [
        "samedi 28 novembre 2026, 18 h–21 h", "20e jour du 10e mois lunaire, année Bính Ngọ",
    ]  # fmt: skip


def test_several_days_have_both_of_their_ends(client: LookingClient) -> None:
    make.event(ends_at=EVENING + timedelta(days=3))
    assert facts(text(client))[:1] == ["Thứ Bảy, 28/11/2026, 18:00 – Thứ Ba, 01/12/2026, 18:00"]


def test_details_stand_below_and_what_is_not_known_is_not_named(client: LookingClient) -> None:
    make.event(
        languages=["vi", "en"], step_free=True, access_vi="Có ghế.", least_age=10, directions_vi="Sau chợ.",
        organiser_name="Tổ hai", price_note="Trẻ em không thu.",
    )  # fmt: skip
    make.event("Trơn")
    said = facts(text(client))[4:]
    assert "Tiếng Anh, Tiếng Việt" in said and "Sau chợ." in said and "Tổ hai" in said
    assert any("Có ghế." in one for one in said) and any("10" in one for one in said)
    assert len(facts(text(client, "/events/tron"))) == 4


def test_a_text_in_another_language_says_so(client: LookingClient) -> None:
    make.event(title_en="Night of the old town", text_vi="Chỉ có tiếng Việt.")
    html = text(client, "/en/events/dem-pho-co")
    assert "<h1>Night of the old town</h1>" in html
    assert '<p lang="vi">Chỉ có tiếng Việt.</p>' in html and '<p lang="vi">Một dòng về Đêm phố cổ.</p>' in html


def test_a_moved_event_says_both_dates_and_why_in_the_words_of_the_record(client: LookingClient) -> None:
    made = make.event()
    later = EVENING + timedelta(days=2)
    taking_place.move(
        made, starts_at=later, ends_at=None, by=make.person(), at=AT, reason_vi="Vì mưa lớn.", reason_en="Heavy rain."
    )
    html = text(client)
    assert "Thứ Bảy, 28/11/2026 (20 tháng Mười âm lịch)" in html
    assert "Thứ Hai, 30/11/2026 (22 tháng Mười âm lịch)" in html
    assert html.count("Vì mưa lớn.") == 2  # above, and in the history below
    assert '<p lang="en">Heavy rain.</p>' in text(client, "/fr/events/dem-pho-co")


def test_a_cancelled_event_keeps_its_page_with_the_reason(client: LookingClient) -> None:
    taking_place.cancel(make.event(), by=make.person(), at=AT, reason_vi="Sân khấu hỏng.")
    assert re.search(r'<div class="note red stack tight" role="status">.*?Sân khấu hỏng\.', text(client), re.S)
    assert '<p lang="vi">Sân khấu hỏng.</p>' in text(client, "/en/events/dem-pho-co")


def test_what_takes_place_after_all_has_no_banner_but_its_history(client: LookingClient) -> None:
    made, by = make.event(), make.person()
    taking_place.postpone(made, by=by, at=AT, reason_vi="Vì bão.")
    taking_place.resume(made, by=by, at=AT, reason_vi="Bão đã tan.")
    html = text(client)
    assert '<div class="note' not in html
    assert html.index("Bão đã tan.") < html.index("Vì bão.")


def test_an_edit_of_the_text_is_no_public_history(client: LookingClient) -> None:
    made = make.event()
    rules.revise(made, {"summary_vi": "Câu mới."}, by=make.person(), at=AT, reason_vi="Ghi chú của ban.")
    assert "Ghi chú của ban." not in text(client)


def test_what_is_over_says_so_and_names_the_next_date(client: LookingClient) -> None:
    standing = make.listing("Đêm rằm", group="events")
    make.event("Rằm trước", listing_id=standing.id, starts_at=EVENING - timedelta(days=30), ends_at=None)
    make.event("Rằm sau", listing_id=standing.id)
    html = text(client, "/events/ram-truoc")
    assert '<p class="note info">' in html and 'href="/events/ram-sau"' in html
    assert "#register" not in html and '<p class="note info">' not in text(client, "/events/ram-sau")


def test_each_session_has_a_state_of_its_own(client: LookingClient) -> None:
    parent, by = make.event(ends_at=EVENING + timedelta(hours=6)), make.person()
    make.session(parent, "Khai mạc", directions_vi="Hội trường lớn.")
    walk = make.session(parent, "Đi bộ", starts_at=EVENING + timedelta(hours=2))
    hidden = make.session(parent, "Ẩn")
    taking_place.cancel(walk, by=by, at=AT, reason_vi="Đường đang sửa.")
    rules.hide(hidden, by=by, at=AT, reason="sai")
    html = text(client)
    part = html.partition('<ol class="list">')[2].partition("</ol>")[0]
    assert re.findall(r"<time[^>]*>([^<]+)", part) == ["18:00", "20:00"]
    assert "Hội trường lớn." in part and "<s>Đi bộ</s>" in part and "Đường đang sửa." in part
    assert "Ẩn" not in part
    assert 'href="/events/dem-pho-co">Đêm phố cổ</a>' in text(client, "/events/di-bo")


def test_free_places_are_counted_for_this_very_request(client: LookingClient) -> None:
    made = make.event()
    made.admission = Admission(joining=Joining.FORM, capacity=12, taken=5, most_people=5)
    db.session.flush()
    assert 'max="12" value="5"' in text(client)
    made.admission.taken = 12
    assert 'max="12" value="12"' in text(client)


def test_contacts_are_shown_as_far_as_they_are_switched_on(client: LookingClient) -> None:
    make.event(contact_phone="+84905123456", contact_email="to@example.org", shows_phone=True)
    html = text(client)
    assert 'href="tel:+84905123456"' in html and "0905 123 456" in html
    assert "to@example.org" not in html


def test_it_says_where_it_comes_from(client: LookingClient) -> None:
    source = EventSource(name="Lịch của Trung tâm Văn hóa", added_at=AT)
    db.session.add(source)
    db.session.flush()
    made = make.event()
    made.source_id = source.id
    assert "Lịch của Trung tâm Văn hóa" in text(client)


def test_programs_are_told_the_same(client: LookingClient) -> None:
    make.event("Đêm </script>")
    html = text(client, "/events/dem-script")
    [said] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    told = json.loads(said)
    assert (told["name"], told["startDate"]) == ("Đêm </script>", "2026-11-28T18:00:00+07:00")


def test_it_can_be_taken_along(client: LookingClient) -> None:
    make.event()
    html = text(client)
    assert 'href="/events/dem-pho-co.ics"' in html and 'href="webcal://localhost/events/dem-pho-co.ics"' in html


def test_a_hidden_event_and_the_sessions_of_one_are_not_known_to_visitors(client: LookingClient) -> None:
    made = make.event()
    make.session(made, "Khai mạc")
    rules.hide(made, by=make.person(), at=AT, reason="sai")
    assert [client.get(f"/events/{slug}").status_code for slug in ("dem-pho-co", "khai-mac")] == [404, 404]
    cast.sign_in(client, cast.moderator())
    answer = client.get("/events/dem-pho-co")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_the_venue_is_drawn_where_the_map_shows_it(client: LookingClient) -> None:
    venue = make.listing("Đình", lat=15.88, lon=108.33)
    make.event(venue_id=venue.id)
    html = text(client)
    assert re.findall(r'class="pin"[^>]*href="([^"]+)"', html) == ["/map/dinh"]
    assert html.count('<g id="ground_') == 1
    listings.hide(venue, by=make.person(), at=AT, reason="closed")
    hidden = text(client)
    assert 'class="pin"' not in hidden and "/map/dinh" not in hidden and "Đình" not in hidden.partition("<main")[2]


def test_pictures_come_when_they_are_asked_for(client: LookingClient) -> None:
    made = make.event()
    _hang(made)
    assert "<img" not in text(client)
    part = client.get("/events/dem-pho-co?photos=1", headers={"HX-Request": "true", "HX-Target": "photos"})
    html = part.get_data(as_text=True)
    assert re.findall(r'<img src="(/events/dem-pho-co/pictures/\d+/320)"[^>]* alt="Lồng đèn"', html)


def test_a_page_asks_as_many_questions_for_three_parts_as_for_one(client: LookingClient, queries: list[str]) -> None:
    parent, counts = make.event(), []
    for number in range(3):
        part = make.session(parent, f"Phiên {number}", venue_id=make.listing(f"Phòng {number}").id)
        taking_place.cancel(part, by=make.person(), at=AT, reason_vi="Vì mưa.")
        db.session.expire_all()
        queries.clear()
        client.get("/events/dem-pho-co")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_all_that_a_page_can_hold_is_asked_in_twelve_questions(client: LookingClient, queries: list[str]) -> None:
    """Parts with places of their own and people who wait, listings beside it, photos, other dates, a source."""
    places = [make.listing(name) for name in ("Đình", "Hội quán", "Xưởng", "Chợ đêm")]
    names = ("venue_id", "organiser_id", "speaker_id", "listing_id")
    parent = make.event(**dict(zip(names, (one.id for one in places), strict=True)))
    make.event("Đêm sau", listing_id=places[3].id)
    parent.source = EventSource(name="Sở Văn hóa", added_at=AT)
    joining.open_form(parent, capacity=9)
    _hang(parent)
    counts = []
    for number in range(3):
        where = {name: make.listing(f"{name} {number}").id for name in names[:3]}
        part = joining.session(parent, f"Phiên {number}", capacity=1, **where)
        for _ in range(2):
            joining.join(parent, sessions=[part.id])
        taking_place.move(
            part, starts_at=EVENING + timedelta(hours=1), ends_at=None, by=None, at=AT, reason_vi="Vì mưa."
        )
        db.session.flush()
        db.session.expire_all()
        queries.clear()
        html = text(client, "/en/events/dem-pho-co")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 12, counts
    assert html.count("Full, 1 waits") == 3


def _hang(event: Event) -> None:
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="a.jpg", at=AT)
    made: dict[str, Any] = {"due_at": AT, "digest": "b" * 64, "size": 9_000, "height": 200, "done_at": AT}
    upload.previews = [Preview(width=320, **made)]
    event.photos.append(EventPhoto(upload=upload, alt_vi="Lồng đèn", credit="Lê Hoa", people_agreed=True))
    db.session.flush()
