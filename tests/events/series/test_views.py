"""The desk of series: the forms join, the preview tells both calendars, nothing is written over unasked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from portal.db import db
from portal.events import rules as calendar
from portal.events.models import Event
from portal.events.series import course
from portal.events.series.models import Series
from portal.listings.models import State
from portal.people.models import Person
from tests import cast, make
from tests.events.series.series import FIRST, begun, on, weekly
from tests.looking import LookingClient
from tests.make import AT

DESK = "/en/desk/events/series"
NEAR, FAR = date(2026, 12, 8), date(2027, 3, 2)
RULE = {
    "kind_of_rule": "lunar-monthly", "day": "14", "leap_months": "y", "short_month": "last", "days": "1",
    "begins": "18:00", "ends": "22:00", "first_day": "2026-11-22", "month": "1", "nth": "1", "weekday": "5",
    "every": "1",
}  # fmt: skip
WORDS = {
    "title_vi": "Đêm phố cổ", "summary_vi": "Tắt điện, thắp đèn lồng.", "kind": "festival", "area": "hoi-an",
    "price": "free",
}  # fmt: skip
PART = {"HX-Request": "true", "HX-Target": "preview"}


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def editor(client: LookingClient) -> Person:
    me = cast.moderator()
    cast.sign_in(client, me)
    return me


def only() -> Series:
    return db.session.scalars(select(Series)).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


# A new series


def test_a_series_is_begun_as_a_draft_and_then_published(client: LookingClient, editor: Person) -> None:
    answer = client.post(DESK, data={**RULE, **WORDS, "once": "a"})
    series = only()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{DESK}/{series.id}")
    assert (series.fields["title_vi"], series.starts_minute, series.lasts_minutes) == ("Đêm phố cổ", 1080, 240)
    assert db.session.scalar(select(func.count()).where(Event.state == State.DRAFT)) == 25
    client.post(f"{DESK}/{series.id}/publication")
    assert db.session.scalar(select(func.count()).where(Event.state == State.PUBLISHED)) == 25
    page = client.get(f"{DESK}/{series.id}").text
    assert "14th of the 11th lunar month" in page and "Tuesday 22 December 2026, 18:00–22:00" in page


def test_the_same_form_twice_begins_one_series(client: LookingClient, editor: Person) -> None:
    for _ in range(2):
        client.post(DESK, data={**RULE, **WORDS, "once": "a"})
    assert only().fields["area"] == "hoi-an"


def test_the_preview_says_the_next_twelve_dates_by_sun_and_moon_and_keeps_nothing(
    client: LookingClient, editor: Person
) -> None:
    whole = client.post(DESK, data={**RULE, "act": "look"})
    part = client.post(DESK, data={**RULE, "act": "look"}, headers=PART)
    for answer in (whole, part):
        assert answer.status_code == 200
        assert answer.text.count("14th of the ") == 12
        assert (
            "Tuesday 22 December 2026" in answer.text and "14th of the 11th lunar month, year Bính Ngọ" in answer.text
        )
    assert ("<html" in whole.text, "<html" in part.text, count()) == (True, False, 0)


def test_the_preview_says_what_is_wrong_with_a_rule(client: LookingClient, editor: Person) -> None:
    answer = client.post(DESK, data={**RULE, "day": "31", "act": "look"}, headers=PART)
    assert "there is no day 31" in answer.text
    assert client.post(DESK, data={"act": "look", "kind_of_rule": "weekly", "weekdays": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"day": "31"}, "there is no day 31"),
        ({"kind_of_rule": "weekly"}, "Choose at least one day of the week."),
        ({"begins": ""}, "Say at what time it begins"),
        ({"ends": "18:00"}, "It ends in the minute in which it begins."),
        ({"until": "2026-01-01"}, "It ends before it begins."),
        ({"first_day": "2031-01-01"}, "no day in the next 24 months"),
        ({"title_vi": ""}, "This field is required."),
        ({"kind_of_rule": "hourly"}, "Not a valid choice"),
        ({"days": "many"}, "Write a whole number."),
    ],
)
def test_a_form_that_cannot_be_is_said_at_its_field(
    client: LookingClient, editor: Person, given: dict[str, str], sentence: str
) -> None:
    answer = client.post(DESK, data={**RULE, **WORDS, **given})
    assert (answer.status_code, count()) == (422, 0)
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({"kind_of_rule": "lunar-yearly", "day": "7", "month": "1"}, date(2027, 2, 12)),
        ({"kind_of_rule": "weekly", "weekdays": ["5", "6"], "every": "2"}, date(2026, 11, 22)),
        ({"kind_of_rule": "monthly-date", "day": "31", "short_month": "skip"}, date(2026, 12, 31)),
        ({"kind_of_rule": "monthly-weekday", "nth": "-1", "weekday": "6"}, date(2026, 11, 29)),
        ({"kind_of_rule": "yearly", "day": "31", "month": "12"}, date(2026, 12, 31)),
    ],
)
def test_each_kind_of_rule_can_be_chosen_and_shown_again(
    client: LookingClient, editor: Person, given: dict[str, Any], first: date
) -> None:
    client.post(DESK, data={**RULE, **WORDS, **given})
    series = only()
    kept, days = series.rule, db.session.scalar(select(func.min(Event.series_day)))
    assert (series.rule["kind"], days) == (given["kind_of_rule"], first)
    form = client.get(f"{DESK}/{series.id}/rule").text
    assert 'checked id="kind_of_rule' not in form or given["kind_of_rule"] in form
    sent = {**RULE, **given, "version": "1", "act": "do"}
    client.post(f"{DESK}/{series.id}/rule", data=sent)
    assert only().rule == kept


def test_what_stands_in_the_fields_of_another_kind_is_no_matter(client: LookingClient, editor: Person) -> None:
    client.post(
        DESK, data={**RULE, **WORDS, "kind_of_rule": "weekly", "weekdays": "1", "day": "mười bốn", "month": "x"}
    )
    assert only().rule == {"kind": "weekly", "days": 1, "weekdays": [1], "every": 1}


def test_all_that_is_wrong_is_said_at_once(client: LookingClient, editor: Person) -> None:
    page = client.post(DESK, data={**RULE, **WORDS, "kind_of_rule": "weekly", "begins": "", "title_vi": ""}).text
    assert page.count('aria-invalid="true"') + page.count('id="weekdays_error"') == 3


def test_an_evening_that_ends_at_midnight_or_after_it(client: LookingClient, editor: Person) -> None:
    client.post(DESK, data={**RULE, **WORDS, "ends": "24:00"})
    client.post(DESK, data={**RULE, **WORDS, "ends": "01:00"})
    assert list(db.session.scalars(select(Series.lasts_minutes).order_by(Series.id))) == [360, 420]


# The list


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_says_the_rule_and_three_dates_in_as_many_statements_for_one_as_for_three(
    client: LookingClient, editor: Person, queries: list[str], number: int
) -> None:
    for _ in range(number):
        begun(until=date(2027, 2, 1))
    client.get(DESK)
    queries.clear()
    page = client.get(DESK).text
    assert page.count("Every Tuesday") == number
    assert page.count("Tuesday 24 November 2026, 18:00–21:00") == number
    assert len([one for one in queries if "event_series" in one or "FROM event" in one]) == 3


# Another rule


def test_another_rule_is_looked_at_before_it_is_done(client: LookingClient, editor: Person) -> None:
    series = begun()
    data = {**RULE, "kind_of_rule": "weekly", "weekdays": "2", "first_day": "2026-11-24", "ends": "21:00",
            "version": str(series.version), "reason_vi": "Theo lịch mới."}  # fmt: skip
    look = client.post(f"{DESK}/{series.id}/rule", data={**data, "act": "look"}).text
    assert "101 dates are taken away." in look and "4 dates that were announced are cancelled." in look
    assert only().rule["weekdays"] == [1]
    done = client.post(f"{DESK}/{series.id}/rule", data={**data, "act": "do"})
    assert (done.status_code, only().rule["weekdays"]) == (303, [2])


def test_a_rule_that_cancels_needs_its_reason_at_its_field(client: LookingClient, editor: Person) -> None:
    series = weekly()
    data = {**RULE, "kind_of_rule": "weekly", "weekdays": "2", "version": str(series.version)}
    answer = client.post(f"{DESK}/{series.id}/rule", data=data)
    assert answer.status_code == 422
    assert "Say why. Everybody who wanted to come reads it." in answer.text


def test_who_saw_an_older_version_is_told(client: LookingClient, editor: Person) -> None:
    series = weekly()
    course.leave_out(series, FAR, by=editor, at=AT)
    for page, data in (("rule", RULE), ("words", WORDS)):
        answer = client.post(f"{DESK}/{series.id}/{page}", data={**data, "version": "1"})
        assert answer.status_code == 422
        assert "Somebody has changed this series meanwhile." in answer.text
        assert 'name="version" type="hidden" value="2"' in answer.text


# Its words


def test_words_reach_all_dates_but_those_edited_unless_the_writer_says_so(
    client: LookingClient, editor: Person
) -> None:
    series = weekly()
    edited = on(series, FAR)
    calendar.revise(edited, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    page = client.get(f"{DESK}/{series.id}/words").text
    assert "1 date was edited by itself" in page and "Đêm thơ" in page
    data = {**WORDS, "title_vi": "Đêm lụa", "version": "1"}
    client.post(f"{DESK}/{series.id}/words", data=data)
    assert (on(series, NEAR).title_vi, on(series, FAR).title_vi) == ("Đêm lụa", "Đêm thơ")
    client.post(f"{DESK}/{series.id}/words", data={**data, "title_vi": "Đêm hoa", "version": "2", "write_over": "y"})
    assert (on(series, NEAR).title_vi, on(series, FAR).title_vi) == ("Đêm hoa", "Đêm hoa")


# Days left out, its end


def test_a_pause_and_its_end(client: LookingClient, editor: Person) -> None:
    series = weekly()
    answer = client.post(f"{DESK}/{series.id}/pauses", data={"pause_first": "2027-03-01", "pause_last": "2027-03-10"})
    assert (answer.status_code, only().exceptions) == (303, ["2027-03-02", "2027-03-09"])
    assert "It takes place on 2 March 2027 after all" in client.get(f"{DESK}/{series.id}").text
    client.post(f"{DESK}/{series.id}/pauses/removal", data={"day": "2027-03-02"})
    assert only().exceptions == ["2027-03-09"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"pause_first": "2027-03-03"}, "The series has no date on these days."),
        ({"pause_first": "30/02/2027"}, "There is no such day"),
        ({"pause_first": "2026-12-08"}, "Say why."),
    ],
)
def test_a_pause_that_cannot_be_is_said_at_its_field(
    client: LookingClient, editor: Person, data: dict[str, str], sentence: str
) -> None:
    series = weekly()
    answer = client.post(f"{DESK}/{series.id}/pauses", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_series_ends_and_goes_on(client: LookingClient, editor: Person) -> None:
    series = weekly()
    refused = client.post(f"{DESK}/{series.id}/end")
    assert refused.status_code == 422
    client.post(f"{DESK}/{series.id}/end", data={"end_reason_vi": "Hết mùa."})
    assert "The series has ended" in client.get(f"{DESK}/{series.id}").text
    client.post(f"{DESK}/{series.id}/continuation")
    assert (only().ended_at, on(series, FIRST).status, on(series, FAR).state) == (None, "planned", "published")


# Pictures


def test_pictures_of_another_series_are_not_taken(client: LookingClient, editor: Person) -> None:
    series, other = weekly(), make.event()
    answer = client.post(f"{DESK}/{series.id}/pictures", data={"event": str(other.id)})
    assert (answer.status_code, only().photos) == (422, [])


def test_a_date_of_the_past_is_not_among_those_ahead(client: LookingClient, editor: Person) -> None:
    series = weekly()
    with time_machine.travel(AT + timedelta(days=3)):
        page = client.get(f"{DESK}/{series.id}").text
    assert "24 November 2026" not in page and "1 December 2026" in page
