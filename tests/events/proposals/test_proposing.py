"""Proposing an event without an account: kept as it is typed, seen by both calendars, sent, asked, answered, public."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.contributions import tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.db import db
from portal.events.models import Event, EventPhoto
from portal.listings.models import State
from tests import cast, make
from tests.contributions import sendings
from tests.filling import filled
from tests.looking import LookingClient
from tests.media import samples

HERE = "/events/new"
GOOD = {
    "title_vi": "Hô bài chòi", "kind": "performance", "summary_vi": "Anh hiệu hô thai, bà con ngồi chòi.",
    "starts_on": "2027-02-06", "starts_time": "19:30", "ends_time": "21:30", "ward": "cu-cam-pho",
    "venue": "Sân đình", "price": "donation", "spoken_vi": "y",
}  # fmt: skip


def form(client: LookingClient, **changes: Any) -> dict[str, Any]:
    sent = {**filled(client.get(HERE).text, HERE), **changes}
    return {name: value for name, value in sent.items() if value is not None}


def only() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def count(kind: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def send(client: LookingClient, **changes: Any) -> Ticket:
    preview = client.post(HERE, data=form(client, **{**GOOD, "act": "preview", **changes})).location
    assert preview == f"{HERE}/{only().id}/preview"
    answer = client.post(f"{HERE}/{only().id}/sending", data={"twin": "no"})
    assert answer.location == f"/code/{only().id}"
    return only()


# Keeping


def test_looking_at_the_form_begins_nothing_and_it_is_nobody_elses(client: LookingClient) -> None:
    assert client.get(HERE).headers["Cache-Control"] == "no-store"
    assert count(Ticket) == 0


def test_the_first_field_that_is_left_begins_a_draft_with_a_code(client: LookingClient) -> None:
    answer = client.post(f"{HERE}/fields", data=form(client, field="title_vi", title_vi="Hô bài chòi"))
    ticket = only()
    assert (ticket.kind, ticket.state, ticket.typed) == (
        TicketKind.EVENT, TicketState.DRAFT, {"title_vi": "Hô bài chòi"}
    )  # fmt: skip
    assert tickets.find(answer.json["code"]) == ticket
    assert count(Event) == 0


def test_a_field_is_kept_when_it_is_wrong_and_says_so(client: LookingClient) -> None:
    sent = form(client, field="starts_on", starts_on="30/02/2027")
    answer = client.post(f"{HERE}/fields", data=sent)
    assert (answer.status_code, "15/06/2026" in answer.json["wrong"]) == (200, True)
    assert only().typed == {"starts_on": "30/02/2027"}
    page = client.get(f"{HERE}/{only().id}").text
    assert filled(page, HERE)["starts_on"] == ["30/02/2027"]


@pytest.mark.parametrize("name", ["once", "group", "homepage", "state", "title_en", "speaker", "alt_vi_x", ""])
def test_only_fields_of_the_form_are_kept(client: LookingClient, name: str) -> None:
    assert client.post(f"{HERE}/fields", data=form(client, **{"field": name, name or "x": "x"})).status_code == 400
    assert count(Ticket) == 0


def test_the_same_form_twice_is_one_draft(client: LookingClient) -> None:
    sent = form(client, title_vi="Hô bài chòi")
    assert len({client.post(HERE, data=sent).location for _time in range(2)}) == 1
    assert count(Ticket) == 1


def test_a_draft_may_lack_everything_and_another_browser_does_not_see_it(app: Flask, client: LookingClient) -> None:
    there = client.post(HERE, data=form(client)).location
    assert client.get(there).status_code == 200
    assert app.test_client().get(there).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": "2027-02-30"}, "starts_on"),
        ({"starts_time": "25:61"}, "starts_time"),
        ({"starts_time": ""}, "starts_time"),
        ({"ends_time": "18:00"}, "ends_time"),
        ({"title_vi": ""}, "title_vi"),
        ({"kind": ""}, "kind"),
        ({"summary_vi": "a" * 251}, "summary_vi"),
        ({"ward": "", "venue": ""}, "area"),
        ({"price": "amount"}, "price_vnd"),
        ({"sender_phone": "0905"}, "sender_phone"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    client: LookingClient, changes: dict[str, str], field: str
) -> None:
    answer = client.post(HERE, data=form(client, **{**GOOD, **changes, "act": "preview"}))
    assert (answer.status_code, f'id="{field}_error"' in answer.text) == (422, True)
    assert {name: only().typed.get(name, "") for name in changes} == changes


def test_an_event_without_a_sentence_is_not_sent(client: LookingClient) -> None:
    ticket = send(client)
    assert ticket.event is not None and ticket.event.summary_vi != ""
    answer = client.post(HERE, data=form(client, **{**GOOD, "summary_vi": "", "act": "preview"}))
    assert (answer.status_code, 'id="summary_vi_error"' in answer.text) == (422, True)


# Seeing and sending


def test_the_preview_says_the_day_by_both_calendars(client: LookingClient) -> None:
    there = client.post(HERE, data=form(client, **GOOD, act="preview")).location
    page = client.get(there).text
    assert "Thứ Bảy, 06/02/2027, 19:30–21:30" in page
    assert "mùng 1 tháng Giêng, năm Đinh Mùi" in page


def test_the_chosen_day_is_told_by_the_moon_as_a_part(client: LookingClient) -> None:
    assert "mùng 1 tháng Giêng, năm Đinh Mùi" in client.get(f"{HERE}/day?starts_on=2027-02-06").text
    assert "Đinh Mùi" not in client.get(f"{HERE}/day?starts_on=2027-02-30").text


def test_sending_makes_an_event_that_waits_and_nobody_sees(client: LookingClient) -> None:
    ticket = send(client)
    event = ticket.event
    assert event is not None
    assert (ticket.state, event.state, event.venue_name, event.ward_old, event.languages) == (
        TicketState.WAITING, State.WAITING, "Sân đình", "cu-cam-pho", ["vi"]
    )  # fmt: skip
    assert client.get(f"/events/{event.slug}").status_code == 404
    assert client.post(f"{HERE}/{ticket.id}/sending").location == f"/code/{ticket.id}"
    assert count(Event) == 1


def test_the_page_of_the_code_names_it_and_leads_back(client: LookingClient) -> None:
    ticket = send(client)
    page = client.get(f"/code/{ticket.id}").text
    assert "Hô bài chòi" in page and tickets.digest is not None
    assert client.get(f"{HERE}/{ticket.id}").location == f"/code/{ticket.id}"
    assert client.get(f"/map/new/{ticket.id}").location == f"/code/{ticket.id}"


@pytest.mark.parametrize("kind", ["title", "day", "place"])
def test_a_likely_double_is_asked_about_and_another_one_is_not(client: LookingClient, kind: str) -> None:
    there = make.listing("Sân vận động", ward_new="hoi-an")
    same = {"starts_at": "2027-02-06T12:30:00Z", "ends_at": None, "venue_name": "sân đình"}
    make.event("HÔ BÀI CHÒI", **same)
    other = {
        "title": {"title": "Chèo thuyền", **same},
        "day": {"title": "Hô bài chòi", **same, "starts_at": "2027-02-07T12:30:00Z"},
        "place": {"title": "Hô bài chòi", **same, "venue_name": "", "venue_id": there.id},
    }[kind]
    another = make.event(**other)
    preview = client.get(client.post(HERE, data=form(client, **GOOD, act="preview")).location).text
    assert ('value="ho-bai-choi"' in preview, f'value="{another.slug}"' in preview) == (True, False)


def test_places_within_200_m_are_one_place(client: LookingClient) -> None:
    at = {"location_mode": "exact", "ward_new": "hoi-an"}
    near = make.listing("Sân trước", lat=15.8772, lon=108.3262, **at)
    make.listing("Sân sau", lat=15.8781, lon=108.3262, **at)
    make.listing("Sân xa", lat=15.8800, lon=108.3262, **at)
    make.event("Hô bài chòi", starts_at="2027-02-06T12:30:00Z", ends_at=None, venue_id=near.id)
    for venue, asked in (("Sân sau", True), ("Sân xa", False)):
        sent = form(client, **{**GOOD, "ward": "", "venue": venue, "act": "preview"})
        assert ('id="twins"' in client.get(client.post(HERE, data=sent).location).text) is asked


def test_a_photo_comes_along_with_its_words(client: LookingClient) -> None:
    words = {"alt_vi": "Anh hiệu", "credit": "Võ Thị Hoa", "people_agreed": "y"}
    send(client, **words, photo=(BytesIO(samples.jpeg(600, 400)), "choi.jpg"))
    kept = db.session.scalars(select(EventPhoto)).one()
    assert (kept.event_id, kept.alt_vi, kept.credit, kept.people_agreed) == (
        only().event_id, "Anh hiệu", "Võ Thị Hoa", True
    )  # fmt: skip


def test_a_trap_that_was_filled_in_marks_it_for_the_desk(client: LookingClient) -> None:
    assert send(client, homepage="x").suspicion == "trap"


# What becomes of it


def test_the_desk_asks_the_sender_mends_and_the_desk_publishes(client: LookingClient) -> None:
    ticket, moderator = send(client), cast.moderator()
    sendings.decide(ticket, Act.ASKED, moderator, note="Sân đình nào?")
    there = f"{HERE}/{ticket.id}"
    assert "Sân đình nào?" in client.get(f"/code/{ticket.id}").text
    mended = {**filled(client.get(there).text, HERE), "venue": "Sân đình Cẩm Phô", "act": "preview"}
    assert client.post(HERE, data=mended).location == f"{there}/preview"
    client.post(f"{there}/sending")
    assert (only().state, only().event.venue_name, count(Event)) == (TicketState.WAITING, "Sân đình Cẩm Phô", 1)
    sendings.decide(only(), Act.PUBLISHED, moderator)
    assert client.get(f"/events/{only().event.slug}").status_code == 200
    assert f'href="/events/{only().event.slug}"' in client.get(f"/code/{ticket.id}").text


def test_an_answer_by_the_code_alone_waits_for_the_desk_again(client: LookingClient) -> None:
    ticket = send(client)
    sendings.decide(ticket, Act.ASKED, cast.moderator())
    page = client.get(f"/code/{ticket.id}").text
    client.post(f"/code/{ticket.id}/answer", data={**filled(page, f"/code/{ticket.id}/answer"), "text": "Ở Cẩm Phô."})
    assert (only().state, only().event.state) == (TicketState.WAITING, State.WAITING)


def test_what_is_taken_back_is_laid_away(client: LookingClient) -> None:
    ticket = send(client)
    client.post(f"/code/{ticket.id}/withdrawal")
    assert (only().state, only().event.state) == (TicketState.WITHDRAWN, State.ARCHIVED)


# What is sent and wrong


JUNK = ("\0", "\u202eRTL", "a" * 13_000, "-1", "99999999999999999999", "0000-00-00", "24:00:61", "<b>x</b>", "[]", "٣")


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("address", [HERE, "/desk/events/new"])
def test_whatever_is_sent_in_every_field_is_refused_in_words(client: LookingClient, address: str, junk: str) -> None:
    cast.sign_in(client, cast.moderator())
    page = client.get(address)
    sent = {name: [junk, junk] for name in filled(page.text, address) if name not in {"once", "begun"}}
    answer = client.post(address, data={**sent, "act": "preview"})
    assert (answer.status_code, 'id="errors"' in answer.text) == (422, True)
    assert (count(Event), "\0" in answer.text) == (0, False)


@pytest.mark.parametrize("junk", JUNK)
def test_a_field_by_itself_may_hold_anything(client: LookingClient, junk: str) -> None:
    for name in ("starts_on", "starts_time", "ends_time", "price_vnd", "least_age", "venue", "sender_phone", "ward"):
        answer = client.post(f"{HERE}/fields", data=form(client, field=name, **{name: junk}))
        assert answer.status_code == 200
