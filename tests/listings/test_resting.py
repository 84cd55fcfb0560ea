"""While a ward rests nothing in it counts as open, and every page of it says why; one name stands for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.letters.models import Reminder
from portal.listings import queries, resting, search
from portal.listings.models import PauseCause, WardPause
from portal.listings.search import Query
from portal.web import clock
from tests import cast, make
from tests.looking import LookingClient

pytestmark = pytest.mark.usefixtures("session")
ALWAYS = "Mo-Su 00:00-24:00"
NOW = Query(open=(6, 600), open_at=make.AT)


def open_now(at: datetime = make.AT) -> list[str]:
    return sorted(row.name_vi for row in search.find(Query(open=(6, 600), open_at=at)).rows)


@pytest.fixture
def three() -> None:
    make.listing("Cũ", hours=ALWAYS, ward_old="cu-cam-nam")
    make.listing("Mới", hours=ALWAYS, ward_new="hoi-an")
    make.listing("Không đâu", hours=ALWAYS)


def rest(ward: str = "cu-cam-nam", cause: PauseCause = PauseCause.FLOOD, until: date | None = None) -> WardPause:
    return resting.begin(ward, cause, until=until, by=cast.moderator(), at=make.AT)


@pytest.mark.parametrize(
    ("ward", "still_open"),
    [("cu-cam-nam", ["Không đâu", "Mới"]), ("hoi-an", ["Cũ", "Không đâu"]), ("tam-ky", ["Cũ", "Không đâu", "Mới"])],
)
def test_what_lies_in_a_resting_ward_is_not_open(three: None, ward: str, still_open: list[str]) -> None:
    assert open_now() == ["Cũ", "Không đâu", "Mới"]
    rest(ward)
    assert open_now() == still_open
    assert search.find(NOW).total.n == len(still_open)


def test_found_by_words_it_is_not_open_either(three: None) -> None:
    rest()
    assert search.find(Query(q="cu", open=(6, 600), open_at=make.AT)).total.n == 0
    assert search.find(Query(q="cu")).total.n == 1


def test_ended_by_a_person_it_is_open_again(three: None) -> None:
    pause = rest()
    resting.end(pause, by=cast.organiser(), at=make.AT)
    assert "Cũ" in open_now()


def test_it_ends_with_its_day_and_the_worker_tells_the_map(three: None) -> None:
    pause = rest(until=date(2026, 11, 25))
    over = pause.until
    assert "Cũ" not in open_now(over - timedelta(seconds=1))
    assert "Cũ" in open_now(over)
    version, _changed = queries.map_version()
    reminder = db.session.scalar(select(Reminder).where(Reminder.kind == resting.OVER))
    assert (reminder.subject_id, reminder.due_at) == (pause.id, over)
    letters.REMINDED[resting.OVER](pause.id, over)
    assert (pause.ended_at, pause.ended_by_id) == (over, None)
    assert queries.map_version()[0] > version


def test_begin_and_end_stand_in_the_record_under_one_name_each() -> None:
    pause = rest()
    resting.end(pause, by=db.session.get_one(type(cast.organiser()), pause.by_id), at=make.AT)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "ward_pause").order_by(AuditEntry.id))
    assert [(one.act, one.by_id, one.details["ward"]) for one in entries] == [
        ("ward_paused", pause.by_id, "cu-cam-nam"), ("ward_pause_ended", pause.by_id, "cu-cam-nam"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ward", "until", "field"), [("nowhere", None, "ward"), ("cu-cam-nam", date(2026, 11, 22), "until")]
)
def test_an_unknown_ward_and_a_day_that_is_over_are_refused(ward: str, until: date | None, field: str) -> None:
    with pytest.raises(Refused) as refused:
        rest(ward, until=until)
    assert refused.value.field == field


def test_a_ward_rests_once() -> None:
    rest()
    with pytest.raises(Refused, match="already"):
        rest()


@pytest.mark.parametrize(
    ("cause", "words"),
    [(PauseCause.FLOOD, "Resting because of a flood"), (PauseCause.SEASON, "Resting: out of season")],
)
def test_its_page_and_its_row_say_why(client: LookingClient, three: None, cause: PauseCause, words: str) -> None:
    resting.begin("cu-cam-nam", cause, until=None, by=cast.moderator(), at=clock.now())
    resting_page, other = (client.get(f"/en/map/{slug}").get_data(as_text=True) for slug in ("cu", "moi"))
    other = other.partition("<main")[2]
    assert words in resting_page and "Open now" not in resting_page
    assert words not in other and "Open now" in other
    assert client.get("/en/map").get_data(as_text=True).partition("<main")[2].count(words) == 1
