from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.contributions import reports, tickets
from portal.contributions.models import Ticket, TicketKind, TicketState
from portal.contributions.reports import Wrong
from portal.db import db
from portal.kit import code
from portal.listings import rules as listings
from portal.listings.models import Listing
from tests import make
from tests.filling import filled
from tests.looking import LookingClient


def form(client: LookingClient, listing: Listing) -> dict[str, list[str]]:
    there = f"/map/{listing.slug}/report"
    return filled(client.get(there).text, there)


def only_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def test_a_listing_leads_to_its_report(client: LookingClient):
    listing = make.listing()
    assert f'href="/map/{listing.slug}/report"' in client.get(f"/map/{listing.slug}").text


def test_a_report_goes_to_the_desk_and_its_sender_gets_a_code(client: LookingClient):
    listing = make.listing()
    sent = {
        **form(client, listing),
        "reason": "facts",
        "words": "Quán đóng cửa thứ Hai.",
        "sender_phone": "0905 123 456",
    }
    answer = client.post(f"/map/{listing.slug}/report", data=sent)
    ticket = only_ticket()
    assert answer.location == f"/code/{ticket.id}"
    assert (ticket.kind, ticket.state, ticket.listing_id) == (TicketKind.REPORT, TicketState.WAITING, listing.id)
    assert (ticket.reason, ticket.sender_phone) == ("facts", "+84905123456")
    assert [one.text for one in ticket.messages] == ["Quán đóng cửa thứ Hai."]
    with client.session_transaction() as cookie:
        [symbols] = cookie["tickets"]
    assert tickets.find(symbols) == ticket
    assert code.show(symbols) in client.get(answer.location).text


def test_the_same_report_twice_is_one(app: Flask, client: LookingClient):
    listing = make.listing()
    sent = {**form(client, listing), "reason": "gone"}
    answers = [one.post(f"/map/{listing.slug}/report", data=sent) for one in (client, client, app.test_client())]
    assert {answer.location for answer in answers} == {f"/code/{only_ticket().id}"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "reason"),
        ({"reason": "no such thing"}, "reason"),
        ({"reason": "facts"}, "words"),
        ({"reason": "gone", "sender_phone": "0905 123 45"}, "sender_phone"),
        ({"reason": "gone", "words": "a" * 2001}, "words"),
    ],
)
def test_what_is_wrong_with_a_report_is_said_at_its_field(client: LookingClient, changes: dict[str, str], field: str):
    listing = make.listing()
    answer = client.post(f"/map/{listing.slug}/report", data={**form(client, listing), **changes})
    assert (answer.status_code, f'id="{field}_error"' in answer.text) == (422, True)
    assert db.session.scalar(select(Ticket)) is None
    for name, typed in changes.items():
        if name != "reason":
            assert typed in answer.text


def test_what_is_not_public_cannot_be_reported(client: LookingClient):
    listing = make.listing()
    listings.hide(listing, by=make.person(), at=make.AT, reason="closed")
    assert client.get(f"/map/{listing.slug}/report").status_code == 404


@pytest.mark.usefixtures("session")
def test_my_data_are_due_when_the_second_working_day_ends():
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    made = reports.report(make.listing(), Wrong.MY_DATA, words="", phone=None, by=None, at=friday, language="vi")
    assert made.ticket.due_at == datetime(2026, 11, 24, 16, 59, tzinfo=UTC)  # the last minute of Tuesday, in Hội An


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("wrong", [one for one in Wrong if one != Wrong.MY_DATA])
def test_other_reports_have_no_day_by_law(wrong: Wrong):
    made = reports.report(make.listing(), wrong, words="", phone=None, by=None, at=make.AT, language="vi")
    assert made.ticket.due_at is None
