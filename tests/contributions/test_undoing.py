"""A decision taken back leaves ticket and listing as they were before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.contributions import undoing
from portal.contributions.models import Act, Decision, TicketState
from portal.db import db
from portal.kit.say import Refused
from portal.listings import ownership, rules, search
from portal.listings.models import State
from portal.listings.search import Query
from tests import cast, make
from tests.contributions import sendings

pytestmark = pytest.mark.usefixtures("session")
LATER = make.AT + timedelta(hours=1)


@pytest.mark.parametrize("act", [Act.PUBLISHED, Act.REFUSED, Act.HIDDEN, Act.SPAM])
def test_a_proposal_waits_again_with_the_same_values(act):
    ticket, moderator = sendings.proposal(), cast.moderator()
    before = (rules.values(ticket.listing), ticket.listing.state, ticket.listing.published_at)
    sendings.decide(ticket, act, moderator, at=LATER)
    undone = undoing.undo(ticket, by=moderator, at=LATER + timedelta(days=30))
    assert (rules.values(ticket.listing), ticket.listing.state, ticket.listing.published_at) == before
    assert (ticket.state, undone.act) == (TicketState.WAITING, Act.UNDONE)
    assert search.find(Query()).total.n == 0


def test_both_the_decision_and_its_undoing_stay():
    ticket, moderator = sendings.proposal(), cast.moderator()
    sendings.decide(ticket, Act.REFUSED, moderator, at=LATER)
    undoing.undo(ticket, by=moderator, at=LATER)
    course = db.session.scalars(select(Decision.act).where(Decision.ticket_id == ticket.id).order_by(Decision.id))
    assert course.all() == [Act.SENT, Act.REFUSED, Act.UNDONE]


def test_an_accepted_change_is_taken_back_field_by_field():
    owner, moderator = cast.artisan(), cast.moderator()
    listing = sendings.owned(owner, price_from=60000, hours="Mo-Fr 08:00-17:00")
    before = rules.values(listing)
    ticket = sendings.edit(listing, owner, price_from=75000, hours="Mo-Sa 08:00-17:00", offers=["training"])
    sendings.decide(ticket, Act.PUBLISHED, moderator, at=LATER)
    assert rules.values(listing) != before
    undoing.undo(ticket, by=moderator, at=LATER + timedelta(days=1))
    assert (rules.values(listing), listing.state) == (before, State.PUBLISHED)


def test_a_given_listing_is_taken_from_its_claimer_again():
    listing, person, moderator = make.listing(), cast.member(), cast.moderator()
    ticket = sendings.claim(listing, person)
    sendings.decide(ticket, Act.PUBLISHED, moderator, at=LATER, compared=True)
    undoing.undo(ticket, by=moderator, at=LATER)
    assert not ownership.owns(person, listing)


def test_after_thirty_days_it_stays():
    ticket, moderator = sendings.proposal(), cast.moderator()
    sendings.decide(ticket, Act.REFUSED, moderator, at=LATER)
    with pytest.raises(Refused, match="30 days"):
        undoing.undo(ticket, by=moderator, at=LATER + timedelta(days=30, seconds=1))
    assert ticket.state == TicketState.REFUSED


def test_what_somebody_has_changed_since_is_not_overwritten():
    ticket, moderator = sendings.proposal(), cast.moderator()
    sendings.decide(ticket, Act.PUBLISHED, moderator, at=LATER)
    rules.hide(ticket.listing, by=moderator, at=LATER + timedelta(hours=1), reason="closed")
    with pytest.raises(Refused, match="changed since"):
        undoing.undo(ticket, by=moderator, at=LATER + timedelta(hours=2))
    assert ticket.listing.state == State.HIDDEN


def test_an_older_change_waits_until_the_newer_is_decided():
    owner, moderator = cast.artisan(), cast.moderator()
    listing = sendings.owned(owner)
    first = sendings.edit(listing, owner, price_from=1000)
    sendings.decide(first, Act.REFUSED, moderator, at=LATER)
    sendings.edit(listing, owner, price_from=2000, at=LATER)
    with pytest.raises(Refused, match="newer"):
        undoing.undo(first, by=moderator, at=LATER)


@pytest.mark.parametrize("act", [Act.ASKED, None])
def test_a_question_and_a_sending_cannot_be_taken_back(act):
    ticket, moderator = sendings.proposal(), cast.moderator()
    if act:
        sendings.decide(ticket, act, moderator)
    with pytest.raises(Refused, match="nothing"):
        undoing.undo(ticket, by=moderator, at=LATER)
