"""Events that were sent in stand in the same queue, are decided on the same page and taken back in the same way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.contributions import queue, undoing
from portal.contributions.models import Act, Ticket, TicketState
from portal.db import db
from portal.events import rules
from portal.events.models import Event
from portal.kit.say import Refused
from portal.listings.models import State
from portal.web.clock import now
from tests import cast, make
from tests.cast import sign_in
from tests.contributions import sendings
from tests.filling import filled
from tests.looking import LookingClient

WHOLE = {"title_en": "Bai choi", "summary_en": "A line.", "venue_name": "Sân đình"}
LATER = make.AT + timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("session")


def whole(title: str = "Đêm hát bài chòi", **more: object) -> Ticket:
    return sendings.event(title, **(WHOLE | more))


def a_double() -> Ticket:
    make.event("đêm hát BÀI CHÒI", venue_name="Sân đình")
    return whole()


def the_same_elsewhere() -> Ticket:
    make.event("Đêm hát bài chòi", venue_name="Bến sông")
    return whole()


def the_same_nearby() -> Ticket:
    at = {"location_mode": "exact", "ward_new": "hoi-an", "lat": 15.8772}
    one, two = make.listing("Sân trước", lon=108.3262, **at), make.listing("Sân sau", lon=108.3271, **at)
    make.event("Đêm hát bài chòi", venue_id=one.id)
    return whole(venue_name="", venue_id=two.id)


def the_same_a_day_later() -> Ticket:
    make.event("Đêm hát bài chòi", venue_name="Sân đình", starts_at=make.EVENING + timedelta(days=1), ends_at=None)
    return whole()


@pytest.mark.parametrize(
    ("send", "reasons"),
    [
        (whole, {"new"}),
        (lambda: whole(summary_en=""), {"new", "language"}),
        (lambda: whole(venue_name=""), {"new", "no_place"}),
        (lambda: whole(venue_name="", online_url="https://example.org"), {"new"}),
        (lambda: whole(ward_new="tam-ky"), {"new", "outside"}),
        (lambda: sendings.event(at=make.AT - timedelta(days=8), **WHOLE), {"new", "late"}),
        (a_double, {"new", "duplicate"}),
        (the_same_nearby, {"new", "duplicate"}),
        (the_same_elsewhere, {"new"}),
        (the_same_a_day_later, {"new"}),
    ],
)
def test_a_row_says_why_it_waits(send: Callable[[], Ticket], reasons: set[str]) -> None:
    ticket = send()
    [row] = queue.page(at=make.AT).rows
    assert (row.ticket, set(row.reasons)) == (ticket, reasons)


@pytest.mark.parametrize(
    ("act", "ticket_state", "event_state"),
    [
        (Act.PUBLISHED, TicketState.ACCEPTED, State.PUBLISHED),
        (Act.ASKED, TicketState.ASKED, State.CHANGES_ASKED),
        (Act.REFUSED, TicketState.REFUSED, State.REFUSED),
        (Act.HIDDEN, TicketState.REFUSED, State.HIDDEN),
        (Act.SPAM, TicketState.SPAM, State.SPAM),
    ],
)
def test_a_decision_moves_ticket_and_event_together(act: Act, ticket_state: TicketState, event_state: State) -> None:
    ticket = whole()
    sendings.decide(ticket, act, cast.moderator())
    assert ticket.event is not None
    assert (ticket.state, ticket.event.state) == (ticket_state, event_state)


def test_an_event_is_not_merged() -> None:
    ticket = whole()
    with pytest.raises(Refused) as refused:
        sendings.decide(ticket, Act.MERGED, cast.moderator())
    assert (refused.value.field, ticket.state) == ("act", TicketState.WAITING)


@pytest.mark.parametrize("act", [Act.PUBLISHED, Act.REFUSED, Act.HIDDEN, Act.SPAM])
def test_a_decision_is_taken_back(act: Act) -> None:
    ticket, moderator = whole(), cast.moderator()
    sendings.decide(ticket, act, moderator, at=LATER)
    undoing.undo(ticket, by=moderator, at=LATER + timedelta(days=1))
    assert ticket.event is not None
    assert (ticket.state, ticket.event.state, ticket.event.published_at) == (TicketState.WAITING, State.WAITING, None)


def test_what_somebody_did_since_is_not_undone() -> None:
    ticket, moderator = whole(), cast.moderator()
    sendings.decide(ticket, Act.PUBLISHED, moderator, at=LATER)
    assert ticket.event is not None
    rules.hide(ticket.event, by=moderator, at=LATER + timedelta(hours=1), reason="closed")
    with pytest.raises(Refused, match="changed since"):
        undoing.undo(ticket, by=moderator, at=LATER + timedelta(hours=2))
    assert ticket.event.state == State.HIDDEN


# The page


def test_the_page_says_both_dates_the_facts_and_what_it_may_be_a_double_of(client: LookingClient) -> None:
    sign_in(client, cast.moderator())
    ticket = a_double()
    page = client.get(f"/desk/moderation/{ticket.id}").text
    assert "Thứ Bảy, 28/11/2026, 18:00" in page and "20 tháng Mười, năm Bính Ngọ" in page
    assert "Một dòng về Đêm hát bài chòi." in page and "đêm hát BÀI CHÒI" in page


def test_it_is_published_on_that_page_when_everything_was_looked_at(client: LookingClient) -> None:
    sign_in(client, cast.moderator())
    ticket = whole(starts_at=now() + timedelta(days=3))
    there = f"/desk/moderation/{ticket.id}"
    sent = {**filled(client.get(there).text, f"{there}/decision"), "act": "published"}
    answer = client.post(f"{there}/decision", data=sent)
    assert (answer.status_code, 'id="checks"' in answer.text) == (422, True)
    client.post(f"{there}/decision", data={**sent, "checks": ["local", "true", "when", "people", "credit"]})
    event = db.session.scalars(select(Event)).one()
    assert (event.state, client.get(f"/events/{event.slug}").status_code) == (State.PUBLISHED, 200)


def test_who_decides_has_seen_the_last_version(client: LookingClient) -> None:
    moderator = cast.moderator()
    sign_in(client, moderator)
    ticket = whole()
    there = f"/desk/moderation/{ticket.id}"
    sent = {**filled(client.get(there).text, f"{there}/decision"), "act": "refused", "reason": "unclear"}
    assert ticket.event is not None
    rules.revise(ticket.event, {"title_vi": "Đêm bài chòi"}, by=moderator, at=now())
    answer = client.post(f"{there}/decision", data=sent)
    assert (answer.status_code, 'id="overtaken"' in answer.text, ticket.state) == (409, True, TicketState.WAITING)


def test_publishing_at_the_event_desk_leads_to_the_ticket_that_waits(client: LookingClient) -> None:
    sign_in(client, cast.moderator())
    ticket = whole()
    answer = client.post(f"/desk/events/{ticket.event_id}/publication")
    assert answer.location == f"/desk/moderation/{ticket.id}"
    assert db.session.scalars(select(Event)).one().state == State.WAITING


def test_the_letter_to_its_sender_names_it(client: LookingClient) -> None:
    from portal.contributions.jobs import tell_sender
    from portal.letters.models import Letter

    sender = cast.member()
    ticket = whole(by=sender)
    made = sendings.decide(ticket, Act.PUBLISHED, cast.moderator())
    tell_sender(made.id, make.AT)
    letter = db.session.scalars(select(Letter)).one()
    assert "Đêm hát bài chòi" in letter.subject and "/code/" in letter.body


# Something is wrong with one


def test_a_report_of_a_public_event_is_settled_or_hides_it(client: LookingClient) -> None:
    event, moderator = make.event(), cast.moderator()
    there = f"/events/{event.slug}/report"
    sent = {**filled(client.get(there).text, there), "reason": "facts", "words": "Bắt đầu lúc 19 giờ."}
    assert client.post(there, data={**sent, "words": ""}).status_code == 422
    assert client.post(there, data=sent).status_code == 303
    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.event_id, ticket.reason, [one.text for one in ticket.messages]) == (
        event.id, "facts", ["Bắt đầu lúc 19 giờ."]
    )  # fmt: skip
    sendings.decide(ticket, Act.SETTLED, moderator)
    assert db.session.scalars(select(Event)).one().state == State.PUBLISHED
    other = sendings.report(db.session.scalars(select(Event)).one())
    sendings.decide(other, Act.HIDDEN, moderator)
    assert db.session.scalars(select(Event)).one().state == State.HIDDEN


def test_what_nobody_sees_is_not_reported(client: LookingClient) -> None:
    ticket = whole()
    assert ticket.event is not None
    assert client.get(f"/events/{ticket.event.slug}/report").status_code == 404
