"""The calendar's pages: list, month, map, archive, filters and their refusals."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select

from portal.db import db
from portal.events import rules, taking_place, when
from portal.events.models import Event, EventKind
from portal.kit.fold import fold
from portal.listings import rules as listings
from tests import cast, make
from tests.looking import LookingClient, OwnRequests
from tests.make import AT, EVENING

PART = {"HX-Request": "true", "HX-Target": "results"}
TODAY = date(2026, 11, 22)  # a Sunday


@pytest.fixture(autouse=True)
def _noon(session: object) -> Iterator[None]:
    """It is ten in the morning of 22 November 2026 in Hội An."""
    with time_machine.travel(AT, tick=False):
        yield


def on(day: int, hour: int = 18, **given: Any) -> dict[str, Any]:
    """An evening so many days from today."""
    start = when.at_minute(TODAY + timedelta(days=day), hour * 60)
    return {"starts_at": start, "ends_at": start + timedelta(hours=2), **given}


def text(client: OwnRequests, path: str, **more: Any) -> str:
    return client.get(path, **more).get_data(as_text=True)


def titles(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/(?:en/|fr/)?events/[^"]+"[^>]*>(?:<s>)?([^<]+)', html)


def test_what_is_ahead_is_told_in_three_parts_the_past_left_out(client: LookingClient) -> None:
    for day, title in {-3: "Qua", -2: "Nay", 0: "Chủ nhật", 1: "Tuần sau"}.items():
        make.event(title, **on(day))
    with time_machine.travel(AT - timedelta(days=2), tick=False):  # a Friday
        parts = [titles(part) for part in text(client, "/events").split("<section>")[1:]]
    assert parts == [["Nay"], ["Chủ nhật"], ["Tuần sau"]]


def test_both_dates_stand_with_every_row(client: LookingClient) -> None:
    make.event("Đêm phố cổ")
    assert "Thứ Bảy, 28/11/2026 (20 tháng Mười âm lịch), 18:00–21:00." in text(client, "/events")
    assert "Saturday 28 November 2026 (20th of the 10th lunar month)" in text(client, "/en/events")
    assert "samedi 28 novembre 2026 (20e jour du 10e mois lunaire)" in text(client, "/fr/events")


def test_what_runs_for_weeks_is_said_once(client: LookingClient) -> None:
    whole = when.whole_days(TODAY - timedelta(days=3), TODAY + timedelta(days=9))
    make.event("Triển lãm", starts_at=whole.starts_at, ends_at=whole.ends_at, all_day=True)
    make.event("Tối nay", **on(0))
    html = text(client, "/events")
    assert titles(html) == ["Tối nay", "Triển lãm"]
    assert titles(text(client, "/events?when=running")) == ["Triển lãm"]


def test_twenty_stand_on_a_page_and_past_the_end_there_is_none(client: LookingClient) -> None:
    for number in range(23):
        make.event(f"Số {number:02}", **on(1 + number))
    assert titles(text(client, "/events")) == [f"Số {number:02}" for number in range(20)]
    assert titles(text(client, "/events?page=2")) == ["Số 20", "Số 21", "Số 22"]
    assert client.get("/events?page=3").status_code == 404


def test_the_archive_begins_with_the_latest(client: LookingClient) -> None:
    for ago in (9, 2, 30):
        make.event(f"Trước {ago} ngày", **on(-ago))
    make.event("Sắp tới", **on(1))
    assert titles(text(client, "/events?when=past")) == ["Trước 2 ngày", "Trước 9 ngày", "Trước 30 ngày"]


def test_a_bare_month_is_the_month(client: LookingClient) -> None:
    make.event("Đêm phố cổ")
    bare, said = (text(client, f"/events?{query}") for query in ("month=2026-11", "view=month&month=2026-11"))
    for html in (bare, said):
        assert "<h1>Tháng 11/2026</h1>" in html
        assert re.findall(r"<b>(Đêm [^<]+)</b>", html) == ["Đêm phố cổ"]


def test_a_cell_has_both_days_and_at_most_three_titles(client: LookingClient) -> None:
    for hour in (8, 9, 10, 11, 12):
        make.event(f"Lúc {hour}", **on(6, hour))
    html = text(client, "/events?month=2026-11&kind=festival")
    [cell] = re.findall(r'<li><time datetime="2026-11-28">.*?</li>', html, re.S)
    assert "28<small>Thứ Bảy</small><i>20/10</i>" in cell
    assert re.findall(r"<b>([^<]+)</b>", cell) == ["Lúc 8", "Lúc 9", "Lúc 10"]
    [more] = re.findall(r'<a class="more" href="([^"]+)">', cell)
    assert titles(text(client, more.replace("&amp;", "&"))) == ["Lúc 8", "Lúc 9", "Lúc 10", "Lúc 11", "Lúc 12"]
    assert 'class="today" aria-current="date"><time datetime="2026-11-22"' in html


def test_first_and_full_moons_stand_out(client: LookingClient) -> None:
    html = text(client, "/events?month=2025-07")
    assert re.findall(r'<i class="moon">([^<]+)</i>', html) == ["15/6", "1/6+"]


def test_a_month_as_a_list_holds_what_takes_place_in_it(client: LookingClient) -> None:
    make.event("Nay", **on(0))
    make.event("Tháng sau", **on(20))
    make.event("Qua", **on(-5))
    assert titles(text(client, "/events?view=list&month=2026-11")) == ["Qua", "Nay"]


@pytest.mark.parametrize("query", ["month=1989-12", "month=2101-01", "day=1989-12-31", "page=2"])
def test_what_the_calendar_does_not_reach_is_not_found(client: LookingClient, query: str) -> None:
    assert client.get(f"/events?{query}").status_code == 404


@pytest.mark.parametrize("query", ["month=1990-01", "month=2100-12"])
def test_what_it_reaches_is_drawn(client: LookingClient, query: str) -> None:
    assert client.get(f"/events?{query}").status_code == 200


@pytest.mark.parametrize(
    "bad",
    ["kind=circus", "area=nowhere", "ward=x", "language=xx", "free=maybe", "accessible=2", "venue=khong-co",
     "organiser=khong-co", "view=cube", "when=never", "month=2026-13", "month=202611", "day=30/02/2026", "page=0",
     "page=x"],
)  # fmt: skip
def test_a_bad_value_is_said_and_the_others_go_on_asking(client: LookingClient, bad: str) -> None:
    make.event("Nói", kind="talk")
    make.event("Chơi")
    answer = client.get(f"/events?{bad}&kind=talk")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="errors"' in html
    if not bad.startswith("kind"):
        assert titles(html) == ["Nói"]
        assert re.search(r'<input[^>]*checked[^>]*value="talk"', html)


def test_filters_are_joined(client: LookingClient) -> None:
    make.event("Đúng", kind="talk", step_free=True, languages=["en"], ward_old="cu-cam-nam")
    make.event("Sai loại", step_free=True, languages=["en"], ward_old="cu-cam-nam")
    make.event("Có bậc", kind="talk", languages=["en"], ward_old="cu-cam-nam")
    make.event("Có phí", kind="talk", step_free=True, languages=["en"], ward_old="cu-cam-nam", price="amount")
    query = "kind=talk&kind=market&accessible=1&language=en&ward=cu-cam-nam&free=1&area=hoi-an"
    assert titles(text(client, f"/events?{query}")) == ["Đúng"]


def test_a_place_and_an_organiser_are_filters_and_a_hidden_one_is_none(client: LookingClient) -> None:
    place = make.listing("Đình")
    make.event("Ở đình", venue_id=place.id)
    make.event("Ở nhà", organiser_id=place.id)
    assert titles(text(client, "/events?venue=dinh")) == ["Ở đình"]
    assert titles(text(client, "/events?organiser=dinh")) == ["Ở nhà"]
    listings.hide(place, by=make.person(), at=AT, reason="closed")
    refused, unknown = (client.get(f"/events?venue={slug}") for slug in ("dinh", "khong-co"))
    said = [
        re.findall(r'<div class="note red".*?</div>', one.get_data(as_text=True), re.S) for one in (refused, unknown)
    ]
    assert (refused.status_code, said[0]) == (422, said[1])


def test_a_swap_brings_the_results_and_the_way_to_other_months(client: LookingClient) -> None:
    make.event("Nói", kind="talk")
    answer = client.get("/events?month=2026-11&kind=talk&area=", headers=PART)
    part = answer.get_data(as_text=True)
    assert part.lstrip().startswith('<div class="wrap stack" id="results">') and "<h1" not in part
    [turning] = re.findall(r'<nav class="row" id="turning"[^>]* hx-swap-oob="true">.*?</nav>', part, re.S)
    assert re.findall(r'href="([^"]+)" rel="next"', turning) == ["/events?kind=talk&amp;month=2026-12"]
    assert answer.headers["HX-Push-Url"] == "/events?month=2026-11&kind=talk"


def test_every_kind_has_a_symbol_before_a_swap_brings_it(client: LookingClient) -> None:
    """The drawings stand at the end of the page, where a swap adds none."""
    page = text(client, "/events?month=2026-11")
    for number, kind in enumerate(EventKind):
        make.event(f"Loại {kind}", kind=kind, **on(-number, 8))
    part = text(client, "/events?month=2026-11", headers=PART)
    used = set(re.findall(r'<use href="#([^"]+)"', part))
    assert len(used) >= 6 and used <= set(re.findall(r'<symbol id="([^"]+)"', page))


def test_the_map_shows_where_and_its_pins_lead_to_what_is_on_there(client: LookingClient) -> None:
    make.event("Ở đình", venue_id=make.listing("Đình", lat=15.88, lon=108.33).id)
    make.event("Ở ẩn", venue_id=(hidden := make.listing("Ẩn", lat=15.89, lon=108.34)).id)
    listings.hide(hidden, by=make.person(), at=AT, reason="closed")
    html = text(client, "/events?view=map")
    assert titles(html) == ["Ở đình", "Ở ẩn"]
    assert re.findall(r'class="pin"[^>]*href="([^"]+)"', html) == ["/events?venue=dinh"]
    assert '<path class="dot"' not in html


def test_what_is_not_public_is_nowhere(app: Flask) -> None:
    client = OwnRequests(app, app.response_class)  # the one file carries a style of its own
    make.event("Ngày hội", **on(0))
    rules.hide(make.event("Bí mật", **on(0)), by=make.person(), at=AT, reason="sai")
    for path in ("/", "/events", "/events?month=2026-11", "/events?day=2026-11-22", "/events?view=map",
                 "/events/print?month=2026-11", "/pocket.html", "/sitemap.xml"):  # fmt: skip
        html = text(client, path)
        assert "ngay-hoi" in html and "Bí mật" not in html and "bi-mat" not in html, path


def test_a_cancelled_event_stays_and_says_so(client: LookingClient) -> None:
    taking_place.cancel(make.event("Đua thuyền"), by=make.person(), at=AT, reason_vi="Nước lớn.")
    assert re.search(r"<s>Đua thuyền</s>.*?class=\"tag red\"", text(client, "/events"), re.S)
    assert "<s>Đua thuyền</s>" in text(client, "/events?month=2026-11")


def test_pages_are_the_same_for_all_and_last_until_something_changes(client: LookingClient) -> None:
    make.event("Một")
    first = client.get("/events?month=2026-11")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate" and "Set-Cookie" not in first.headers
    cast.sign_in(client, cast.moderator())
    again = client.get("/events?month=2026-11", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    make.event("Hai")
    assert "Hai" in text(client, "/events?month=2026-11")


@pytest.mark.parametrize("path", ["/events", "/events?month=2026-11", "/events?view=map", "/events?when=past"])
def test_a_page_asks_as_many_questions_for_three_rows_as_for_one(
    client: LookingClient, queries: list[str], path: str
) -> None:
    counts = []
    for number in range(3):
        venue = make.listing(f"Nhà {number}", lat=15.88, lon=108.33)
        make.event(f"Tối {number}", venue_id=venue.id, **on(-1 if "past" in path else 0))
        db.session.expire_all()
        queries.clear()
        client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 9


def test_the_sheet_of_paper_has_both_dates_and_a_code(client: LookingClient) -> None:
    make.event("Đêm phố cổ")
    html = text(client, "/events/print?month=2026-11")
    assert "28<small>Thứ Bảy</small><i>20/10</i>" in html and "localhost/events?" in html
    assert re.search(r'<div class="qr" role="img"[^>]*><svg', html)
    assert 'name="robots" content="noindex"' in html


# Other pages


def test_the_home_page_tells_what_is_next(client: LookingClient) -> None:
    for day in range(6):
        make.event(f"Ngày {day}", **on(day))
    html = text(client, "/")
    assert titles(html) == ["Ngày 0", "Ngày 1", "Ngày 2", "Ngày 3"]
    assert "(14 tháng Mười âm lịch)" in html


def test_a_standing_event_says_its_next_day_on_the_map_and_its_dates_on_its_page(client: LookingClient) -> None:
    standing = make.listing("Đêm rằm", group="events")
    make.event("Đêm rằm tháng Mười", listing_id=standing.id)
    assert "Thứ Bảy, 28/11/2026 (20 tháng Mười âm lịch)" in text(client, "/map")
    assert titles(text(client, "/map/dem-ram")) == ["Đêm rằm tháng Mười"]


def test_a_place_tells_what_is_on_there(client: LookingClient) -> None:
    place = make.listing("Đình")
    make.event("Ở đình", venue_id=place.id)
    make.event("Đã qua", venue_id=place.id, **on(-2))
    html = text(client, "/map/dinh")
    assert titles(html) == ["Ở đình"] and 'href="/events?venue=dinh"' in html


def test_the_one_file_has_the_next_thirty_days(app: Flask) -> None:
    client = OwnRequests(app, app.response_class)
    make.event("Tháng này", **on(20))
    make.event("Tháng sau", **on(40))
    file = text(client, "/en/pocket.html")
    assert re.findall(r'<a href="\.\./events/([^"]+)"', file) == ["thang-nay"]
    assert '<base href="http://localhost/en/map/">' in file


def test_search_engines_are_told_of_the_calendar(client: LookingClient) -> None:
    make.event("Đêm phố cổ", starts_at=EVENING)
    body = text(client, "/sitemap.xml")
    assert "<loc>http://localhost/events</loc>" in body and "<loc>http://localhost/events/dem-pho-co</loc>" in body


# However many there are


def test_a_month_of_thousands_is_as_light_as_one_of_dozens(app: Flask) -> None:
    """The longest titles, more than three on every day: bytes and elements stay within the budget of the page."""
    one = make.event("Đêm hội", **on(-21, 6))
    _copy(one, 2_000)
    client = OwnRequests(app, app.response_class)
    sent = client.get("/events?month=2026-11", headers={"Accept-Encoding": "br"})
    html = text(client, "/events?month=2026-11")
    assert len(re.findall(r'class="more"', html)) == 30
    assert len(re.findall(r"<b>Đêm hội", html)) == 90
    assert len(sent.get_data()) <= 13_000  # 14 kB with its headers
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert len(list(tree.iter())) <= 900


def _copy(event: Event, count: int) -> None:
    """The same event on every day of its month, each time with a title of its own."""
    [row] = db.session.execute(select(Event.__table__).where(Event.__table__.c.id == event.id)).mappings()
    kept = {name: value for name, value in row.items() if name != "id"}
    rows = []
    for number in range(count):
        chance = random.Random(number)
        words = " ".join(chance.choice(WORDS) for _word in range(9))
        later = timedelta(days=number % 30, minutes=number // 30)
        rows.append({
            **kept, "slug": f"{fold(words).replace(' ', '-')}-{number}", "uid": f"copy-{number}",
            "title_vi": f"Đêm hội {words}", "starts_at": event.starts_at + later,
            "ends_at": event.ends_at and event.ends_at + later, "first_day": event.first_day + timedelta(number % 30),
            "last_day": event.last_day + timedelta(number % 30), "venue_name": f"Nhà văn hóa {chance.choice(WORDS)}",
        })  # fmt: skip
    db.session.execute(insert(Event.__table__), rows)


WORDS = (
    "gốm", "lồng đèn", "phố cổ", "chợ phiên", "xưởng mộc", "nghề mây", "ký họa", "bến sông", "đình làng", "trống hội",
    "thuyền", "thúng",
)  # fmt: skip
