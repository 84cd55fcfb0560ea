"""The public numbers of each week are those of the record."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.contributions import numbers
from portal.contributions.models import Act
from portal.contributions.seed import demo
from portal.db import db
from portal.listings.seed import demo as listings
from portal.people import rules as people
from tests import cast, make
from tests.contributions import sendings
from tests.looking import LookingClient

pytestmark = pytest.mark.usefixtures("session")


def in_the_record() -> Counter[tuple[object, str]]:
    """The entries about tickets, by the Monday of their week and by their act."""
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "ticket")).all()
    return Counter((numbers.monday_of(one.at), one.act.removeprefix("ticket_")) for one in entries)


def test_every_number_of_every_week_equals_the_record():
    people.plant_demo_people(make.AT)
    listings.plant(at=make.AT)
    demo.plant(at=make.AT)
    weeks = numbers.weeks(at=make.AT, number=12)
    said = Counter({(week.monday, str(act)): count for week in weeks for act, count in week.counts.items()})
    assert said == in_the_record()
    assert sum(week.count(Act.SENT) for week in weeks) == 46
    refused = list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == "ticket_refused")))
    assert numbers.refused_for(weeks) == Counter(one.details["reason"] for one in refused)


def test_hours_are_counted_from_sending_to_the_end_and_told_in_their_middle():
    moderator = cast.moderator()
    for hours in (1, 2, 30):
        ticket = sendings.proposal(f"Nón {hours}", at=make.AT - timedelta(hours=hours))
        sendings.decide(ticket, Act.REFUSED, moderator, at=make.AT)
    sendings.decide(sendings.proposal("Nón"), Act.ASKED, moderator, at=make.AT)
    assert numbers.weeks(at=make.AT)[0].median_hours == 2


def test_a_week_begins_on_monday_morning_of_the_city():
    sunday_night = numbers.begin_of(numbers.monday_of(make.AT)) - timedelta(seconds=1)
    sendings.proposal("Một", at=sunday_night)
    sendings.proposal("Hai", at=sunday_night + timedelta(seconds=1))
    this, last, *_older = numbers.weeks(at=make.AT)
    assert (this.count(Act.SENT), last.count(Act.SENT)) == (1, 1)


def test_the_oldest_is_told_in_days():
    assert numbers.oldest_waiting(at=make.AT) is None
    sendings.proposal(at=make.AT - timedelta(days=9, hours=5))
    sendings.proposal("Trẻ")
    assert numbers.oldest_waiting(at=make.AT) == 9


def test_everybody_may_read_them(client: LookingClient):
    ticket = sendings.proposal()
    sendings.decide(ticket, Act.REFUSED, cast.moderator(), reason="advert", note="Lời riêng")
    page = client.get("/en/map/numbers").get_data(as_text=True)
    assert "Nón lá" not in page and "Lời riêng" not in page
    assert 'href="/en/map/numbers"' in client.get("/en/about").get_data(as_text=True)


@pytest.mark.parametrize("many", [1, 3])
def test_the_statements_do_not_grow(queries: list[str], many: int):
    for number in range(many):
        sendings.proposal(f"Nón {number}")
    queries.clear()
    assert numbers.weeks(at=make.AT)[0].count(Act.SENT) == many
    assert len(queries) == 1
