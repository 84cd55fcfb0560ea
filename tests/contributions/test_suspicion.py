from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.contributions import suspicion, tickets
from portal.contributions.models import Ticket, TicketKind, TicketState
from portal.db import db
from portal.people.models import Person
from portal.web import opened
from tests import make
from tests.filling import filled
from tests.looking import LookingClient
from tests.make import AT

LINKS = "https://a.example http://b.example www.c.example"


def seen(
    *, trap: str = "", opened_at: datetime | None = AT - timedelta(minutes=1), text: str = "", by: Person | None = None
) -> str:
    return suspicion.seen(trap=trap, opened_at=opened_at, texts=[text], by=by, at=AT)


@pytest.mark.usefixtures("session")
def test_what_a_person_does_is_not_suspicious():
    assert seen(text="Xem https://nhato.example") == ""


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("why", "given"),
    [
        ("trap", {"trap": "https://spam.example"}),
        ("fast", {"opened_at": AT - timedelta(seconds=3)}),
        ("fast", {"opened_at": None}),
        ("links", {"text": LINKS}),
    ],
)
def test_what_a_machine_does_is_marked_with_why(why: str, given: dict[str, object]):
    assert seen(**given) == why


@pytest.mark.usefixtures("session")
def test_people_whose_proposals_were_accepted_may_send_links():
    by = make.person()
    ticket = tickets.begin(TicketKind.PROPOSAL, by=by, at=AT, language="vi").ticket
    assert seen(text=LINKS, by=by) == "links"
    ticket.state, ticket.sent_at = TicketState.ACCEPTED, AT
    db.session.flush()
    assert seen(text=LINKS, by=by) == ""


def test_a_stamp_tells_when_and_a_forged_one_tells_nothing(app: Flask):
    with app.test_request_context():
        stamped = opened.stamp(AT)
        assert opened.read(stamped, at=AT) == AT
        assert opened.read(stamped.replace("1", "2", 1), at=AT) is None
        assert opened.read("1795316400", at=AT) is None


def test_the_trap_is_seen_by_nobody(client: LookingClient):
    page = client.get("/map/new?group=places").text
    assert '<div hidden><div class="field">' in page.replace("\n", "").replace("  ", "")


def test_what_falls_into_the_trap_reaches_the_desk_marked(client: LookingClient):
    good = {"name_vi": "Nhà Tơ", "summary_vi": "Một câu.", "homepage": "https://spam.example", "act": "preview"}
    client.post("/map/new", data={**filled(client.get("/map/new?group=places").text, "/map/new"), **good})
    ticket = db.session.scalars(select(Ticket)).one()
    client.post(f"/map/new/{ticket.id}/sending")
    assert (ticket.suspicion, ticket.state) == ("trap", TicketState.WAITING)
    assert "homepage" not in ticket.typed


def test_a_report_in_no_time_reaches_the_desk_marked(client: LookingClient):
    listing = make.listing()
    client.post(f"/map/{listing.slug}/report", data={"reason": "gone"})
    assert db.session.scalars(select(Ticket.suspicion)).one() == "fast"
