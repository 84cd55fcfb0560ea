"""The calendar as data: filters, limits, what is kept on the way, and the page that hands out the addresses."""

from __future__ import annotations

import json
import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import timedelta

import brotli
import pytest
import time_machine

from portal.events import feeds, rules, taking_place
from tests import make
from tests.events.feeds.calendars import events, read
from tests.looking import LookingClient
from tests.make import AT

FILES = ("/events.ics", "/events.atom", "/events.jsonld")


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=workshop", {"Xưởng"}),
        ("kind=workshop&kind=festival", {"Xưởng", "Hội"}),
        ("area=tam-ky", {"Hội"}),
        ("ward=cu-cam-nam", {"Xưởng"}),
        ("free=1", {"Hội", "Chợ"}),
        ("language=en", {"Chợ"}),
        ("accessible=1", {"Chợ"}),
        ("venue=nha-to", {"Chợ"}),
        ("organiser=nha-to", {"Hội"}),
        ("free=1&month=2026-12&view=month&page=2", {"Hội", "Chợ"}),
        ("", {"Xưởng", "Hội", "Chợ"}),
    ],
)
def test_a_feed_holds_what_was_asked_for(client: LookingClient, asked: str, found: set[str]) -> None:
    make.event("Xưởng", kind="workshop", ward_old="cu-cam-nam", price="amount", price_vnd=1)
    house = make.listing("Nhà Tơ")
    make.event("Hội", area="tam-ky", organiser_id=house.id)
    make.event("Chợ", kind="market", languages=["vi", "en"], step_free=True, venue_id=house.id)
    assert set(events(client, f"/events.ics?{asked}")) == found


def test_a_feed_reaches_back_30_days_and_no_further(client: LookingClient) -> None:
    for days in (29, 31):
        make.event(f"{days} ngày trước", starts_at=AT - timedelta(days=days), ends_at=None)
    long = make.event("Dài", starts_at=AT - timedelta(days=90), ends_at=AT + timedelta(days=1))
    assert set(events(client)) == {"29 ngày trước", long.title_vi}


def test_at_most_so_many_the_nearest_ones_and_it_says_so(
    client: LookingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.entries, "MOST", 3)
    for days in (-3, 1, 2, 3, 4):
        make.event(f"{days}", starts_at=AT + timedelta(days=days), ends_at=None)
    assert set(events(client)) == {"1", "2", "3"}
    assert str(read(client, "/en/events.ics")["X-WR-CALDESC"]).endswith("There are more: choose a filter to see them.")


def test_sessions_count_among_them(client: LookingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds.entries, "MOST", 3)
    parent = make.event("Hội")
    for number in range(4):
        make.session(parent, f"Phiên {number}")
    assert set(events(client)) == {"Hội", "Phiên 0", "Phiên 1"}


@pytest.mark.parametrize("path", FILES)
def test_a_feed_asks_the_database_as_often_for_many_as_for_one(
    client: LookingClient, queries: list[str], path: str
) -> None:
    def counted(events: int) -> int:
        for _number in range(events):
            venue = make.listing("Nhà Tơ")
            parent = make.event(venue_id=venue.id, organiser_id=venue.id)
            taking_place.cancel(make.session(parent, "Phiên"), by=None, at=AT, reason_vi="Bão.")
        client.get(path)
        del queries[:]
        assert client.get(path).status_code == 200
        return len(queries)

    assert (counted(1), counted(3)) == (7, 7)


@pytest.mark.parametrize("path", FILES)
def test_an_unchanged_calendar_is_304_and_a_changed_one_is_not(client: LookingClient, path: str) -> None:
    event = make.event()
    first = client.get(path)
    assert first.headers["Last-Modified"] == "Sun, 22 Nov 2026 03:00:00 GMT"
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    assert client.get(f"{path}?kind=festival", headers=known).status_code == 200
    assert client.get(f"/en{path}", headers=known).status_code == 200
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        again = client.get(path)
        assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    rules.revise(event, {"summary_vi": "Khác rồi."}, by=None, at=AT)
    assert client.get(path, headers=known).status_code == 200


def test_what_has_left_with_the_day_is_no_304(client: LookingClient) -> None:
    make.event(starts_at=AT - timedelta(days=30), ends_at=None)
    known = {"If-None-Match": client.get("/events.ics").headers["ETag"]}
    with time_machine.travel(AT + timedelta(days=1)):
        answer = client.get("/events.ics", headers=known)
    assert (answer.status_code, b"VEVENT" in answer.data) == (200, False)


@pytest.mark.parametrize("path", FILES)
def test_any_site_may_read_it_and_nobody_is_asked_who_they_are(client: LookingClient, path: str) -> None:
    make.event()
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.vary and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    "asked", ["kind=castle", "area=nowhere", "ward=x", "language=xx", "alarm=61", "alarm=x", "venue=x", "free=0"]
)
def test_what_cannot_be_read_is_a_problem_document(client: LookingClient, path: str, asked: str) -> None:
    answer = client.get(f"{path}?{asked}")
    problem = json.loads(answer.data)
    assert (answer.status_code, answer.mimetype, problem["status"]) == (422, "application/problem+json", 422)
    assert problem["detail"].startswith(asked.partition("=")[0])


def test_atom_has_the_latest_change_first_and_both_dates(client: LookingClient) -> None:
    first, second = make.event("Một"), make.event("Hai")
    rules.revise(first, {"summary_vi": "Mới."}, by=None, at=AT + timedelta(minutes=1))
    feed = ElementTree.fromstring(client.get("/en/events.atom").data)  # nosec B314  our own answer
    assert [title.text for title in feed.iterfind("{*}entry/{*}title")] == ["Một", "Hai"]
    ids = [one.text for one in feed.iterfind("{*}entry/{*}id")]
    assert ids == [f"tag:localhost,2026-11-22:event/{one.uid}" for one in (first, second)]
    told = feed.findtext("{*}entry/{*}summary") or ""
    assert told.startswith("Saturday 28 November 2026, 18:00 (20th of the 10th lunar month)")


def test_json_ld_holds_the_data_set_and_its_events(client: LookingClient) -> None:
    make.event("Hội")
    graph = json.loads(client.get("/events.jsonld?kind=festival").data)["@graph"]
    assert [thing["@type"] for thing in graph] == ["Dataset", "Festival"]
    assert graph[0]["@id"] == "http://localhost/events.jsonld?kind=festival"


def test_one_event_with_its_sessions_is_a_file_of_its_own(client: LookingClient) -> None:
    parent = make.event("Ngày hội", text_vi="Dài hơn.")
    make.session(parent, "Khai mạc")
    make.event("Khác")
    found = events(client, f"/events/{parent.slug}.ics")
    assert set(found) == {"Ngày hội", "Khai mạc"}
    assert "Dài hơn." in str(found["Ngày hội"]["DESCRIPTION"])
    assert events(client)["Ngày hội"]["UID"] == found["Ngày hội"]["UID"]


def test_a_session_alone_names_its_parent_and_stands_where_it_stands(client: LookingClient) -> None:
    parent = make.event("Ngày hội", venue_name="Nhà Tơ")
    session = make.session(parent, "Khai mạc")
    [one] = events(client, f"/events/{session.slug}.ics").values()
    assert (str(one["SUMMARY"]), str(one["RELATED-TO"])) == ("Khai mạc", parent.uid)
    assert str(one["LOCATION"]) == "Nhà Tơ, Hội An"


def test_500_events_weigh_at_most_60_kb(client: LookingClient) -> None:
    pick = random.Random(7)
    words = [
        "đêm",
        "phố",
        "cổ",
        "lồng",
        "đèn",
        "gốm",
        "làng",
        "nghề",
        "chợ",
        "hội",
        "hát",
        "bội",
        "tre",
        "nứa",
        "sông",
        "bến",
        "đò",
        "tranh",
        "lụa",
    ]
    venues = [make.listing(f"{pick.choice(words)} {number}", street=f"{number} Trần Phú") for number in range(40)]
    for number in range(500):
        make.event(
            " ".join(pick.choices(words, k=5)).capitalize(), starts_at=AT + timedelta(hours=7 * number), ends_at=None,
            summary_vi=" ".join(pick.choices(words, k=30)), venue_id=pick.choice(venues).id,
            organiser_name=pick.choice(words), price="amount", price_vnd=number * 1000,
        )  # fmt: skip
    answer = client.get("/events.ics", headers={"Accept-Encoding": "br"})
    assert (answer.headers["Content-Encoding"], len(answer.data) <= 60_000) == ("br", True), len(answer.data)
    assert brotli.decompress(answer.data).count(b"BEGIN:VEVENT") == 500


# The page


def test_the_page_hands_out_the_address_of_what_was_chosen(client: LookingClient) -> None:
    page = client.get("/en/events/feeds?kind=market&free=1&alarm=60").get_data(as_text=True)
    address = "localhost/en/events.ics?kind=market&amp;free=1&amp;alarm=60"
    assert (f'href="webcal://{address}"' in page, f'value="http://{address}"' in page) == (True, True)
    assert 'href="http://localhost/en/events.atom?kind=market&amp;free=1"' in page
    part = client.get("/en/events/feeds?kind=market", headers={"HX-Request": "true", "HX-Target": "addresses"})
    assert part.get_data(as_text=True).lstrip().startswith("<aside")


def test_the_page_says_what_it_cannot_read_and_keeps_the_rest(client: LookingClient) -> None:
    answer = client.get("/en/events/feeds?kind=market&area=nowhere")
    assert (
        answer.status_code,
        "events.ics?kind=market&#34;" in answer.text or 'events.ics?kind=market"' in answer.text,
    ) == (422, True)
