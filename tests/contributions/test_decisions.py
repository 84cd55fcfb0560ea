"""What the desk decides moves the ticket and its listing together; what is half said is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.contributions import decisions, holding, tickets
from portal.contributions.decisions import Overtaken, Ruling
from portal.contributions.models import Act, TicketState
from portal.db import db
from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.letters.models import Letter, Reminder
from portal.listings import ownership, rules
from portal.listings.models import State
from tests import cast, make
from tests.contributions import sendings

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(
    ("act", "ticket_state", "listing_state"),
    [
        (Act.PUBLISHED, TicketState.ACCEPTED, State.PUBLISHED),
        (Act.ASKED, TicketState.ASKED, State.CHANGES_ASKED),
        (Act.REFUSED, TicketState.REFUSED, State.REFUSED),
        (Act.HIDDEN, TicketState.REFUSED, State.HIDDEN),
        (Act.SPAM, TicketState.SPAM, State.SPAM),
    ],
)
def test_a_decision_moves_a_proposal_and_its_listing(act, ticket_state, listing_state):
    ticket, moderator = sendings.proposal(), cast.moderator()
    made = sendings.decide(ticket, act, moderator)
    assert (ticket.state, ticket.listing.state) == (ticket_state, listing_state)
    assert (made.act, made.by_id) == (act, moderator.id)


def test_a_decision_is_written_into_the_record_without_its_words():
    ticket, moderator = sendings.proposal(), cast.moderator()
    sendings.decide(ticket, Act.REFUSED, moderator, note="Bà Năm ở kiệt 12")
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "ticket_refused"))
    assert (entry.of_id, entry.by_id, entry.details) == (
        ticket.id, moderator.id, {"ticket": "proposal", "reason": "unclear"}
    )  # fmt: skip


def test_a_question_stands_in_the_conversation():
    ticket = sendings.proposal()
    sendings.decide(ticket, Act.ASKED, cast.moderator(), note="Mở cửa lúc nào?")
    assert [(one.text, one.from_desk) for one in ticket.messages] == [("Mở cửa lúc nào?", True)]


@pytest.mark.parametrize(
    ("ruling", "field"),
    [
        (Ruling(Act.ASKED, reason="unclear"), "note"),
        (Ruling(Act.ASKED, note="Ở đâu?"), "reason"),
        (Ruling(Act.REFUSED), "reason"),
        (Ruling(Act.HIDDEN), "reason"),
        (Ruling(Act.MERGED), "into"),
        (Ruling(Act.SETTLED), "act"),
        (Ruling(Act.SENT), "act"),
    ],
)
def test_what_is_half_said_is_refused_at_its_field(ruling, field):
    ticket = sendings.proposal()
    with pytest.raises(Refused) as refused:
        decisions.decide(
            ticket, ruling, by=cast.moderator(), at=make.AT, version=ticket.version,
            subject_version=ticket.listing.version,
        )  # fmt: skip
    assert refused.value.field == field
    assert (ticket.state, ticket.listing.state) == (TicketState.WAITING, State.WAITING)


def test_what_lacks_a_sentence_is_not_published():
    ticket = sendings.proposal(summary_vi="")
    with pytest.raises(Refused) as refused:
        sendings.decide(ticket, Act.PUBLISHED, cast.moderator())
    assert refused.value.field == "summary_vi"


def test_an_accepted_change_becomes_the_public_text():
    owner = cast.artisan()
    listing = sendings.owned(owner, price_from=60000)
    ticket = sendings.edit(listing, owner, price_from=75000)
    sendings.decide(ticket, Act.PUBLISHED, cast.moderator())
    assert (listing.price_from, ticket.state) == (75000, TicketState.ACCEPTED)
    last = db.session.scalars(rules.history(listing)).first()
    assert (last.by_id, last.changes) == (owner.id, {"price_from": [60000, 75000]})


@pytest.mark.parametrize("act", [Act.REFUSED, Act.ASKED])
def test_a_change_that_is_not_accepted_leaves_the_text(act):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    before = rules.values(listing)
    sendings.decide(sendings.edit(listing, owner, name_vi="Gốm Son số một"), act, cast.moderator())
    assert (rules.values(listing), listing.state) == (before, State.PUBLISHED)


def test_a_report_is_settled_without_touching_the_listing_or_hides_it():
    listing, moderator = make.listing(), cast.moderator()
    sendings.decide(sendings.report(listing), Act.SETTLED, moderator)
    assert listing.state == State.PUBLISHED
    sendings.decide(sendings.report(listing), Act.HIDDEN, moderator)
    assert listing.state == State.HIDDEN


def test_a_claim_needs_the_tick_that_somebody_compared():
    listing, person, moderator = make.listing(), cast.member(), cast.moderator()
    ticket = sendings.claim(listing, person)
    with pytest.raises(Refused) as refused:
        sendings.decide(ticket, Act.PUBLISHED, moderator)
    assert (refused.value.field, ownership.owns(person, listing)) == ("compared", False)
    sendings.decide(ticket, Act.PUBLISHED, moderator, compared=True)
    assert ownership.owns(person, listing)


def test_a_refused_claim_gives_nothing():
    listing, person = make.listing(), cast.member()
    sendings.decide(sendings.claim(listing, person), Act.REFUSED, cast.moderator())
    assert not ownership.owns(person, listing)


def test_who_has_a_listing_or_has_asked_for_it_does_not_ask_again():
    person = cast.member()
    with pytest.raises(Refused, match="already"):
        sendings.claim(sendings.owned(person), person)
    listing = make.listing("Nhà Tơ")
    sendings.claim(listing, person)
    with pytest.raises(Refused, match="already"):
        sendings.claim(listing, person)


# Two at once


def test_a_held_ticket_is_nobody_elses():
    ticket, one, other = sendings.proposal(), cast.moderator(), make.person(name="Trần Tư")
    holding.hold(ticket, by=one, at=make.AT)
    with pytest.raises(Refused, match=one.full_name):
        sendings.decide(ticket, Act.PUBLISHED, other, at=make.AT + timedelta(minutes=29))
    assert ticket.state == TicketState.WAITING


def test_a_hold_runs_out_after_half_an_hour():
    ticket, one, other = sendings.proposal(), cast.moderator(), make.person(name="Trần Tư")
    holding.hold(ticket, by=one, at=make.AT)
    holding.hold(ticket, by=other, at=make.AT + timedelta(minutes=30))
    assert holding.holder(ticket, at=make.AT + timedelta(minutes=31)) == other


def test_only_an_organiser_takes_over_and_says_why():
    ticket, one, organiser = sendings.proposal(), cast.moderator(), cast.organiser()
    holding.hold(ticket, by=one, at=make.AT)
    with pytest.raises(Refused, match=one.full_name):
        holding.hold(ticket, by=cast.moderator(), at=make.AT, reason="urgent")
    with pytest.raises(Refused) as refused:
        holding.hold(ticket, by=organiser, at=make.AT)
    assert refused.value.field == "why"
    holding.hold(ticket, by=organiser, at=make.AT, reason="urgent")
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "ticket_taken_over"))
    assert holding.holder(ticket, at=make.AT) == organiser
    assert (entry.by_id, entry.details) == (organiser.id, {"held_by": one.id, "reason": "urgent"})


def test_what_is_let_go_is_free_and_only_its_holder_lets_it_go():
    ticket, one, other = sendings.proposal(), cast.moderator(), cast.organiser()
    holding.hold(ticket, by=one, at=make.AT)
    holding.let_go(ticket, by=other)
    assert holding.holder(ticket, at=make.AT) == one
    holding.let_go(ticket, by=one)
    assert holding.holder(ticket, at=make.AT) is None


def test_a_decision_counts_for_the_ticket_that_was_seen():
    ticket = sendings.proposal()
    with pytest.raises(Overtaken):
        decisions.decide(
            ticket, Ruling(Act.PUBLISHED), by=cast.moderator(), at=make.AT, version=ticket.version - 1,
            subject_version=ticket.listing.version,
        )  # fmt: skip
    assert ticket.state == TicketState.WAITING


def test_a_decision_counts_for_the_listing_that_was_seen():
    ticket, moderator = sendings.proposal(), cast.moderator()
    seen = ticket.listing.version
    rules.revise(ticket.listing, {"name_vi": "Tên khác"}, by=moderator, at=make.AT)
    with pytest.raises(Overtaken):
        decisions.decide(
            ticket, Ruling(Act.PUBLISHED), by=moderator, at=make.AT, version=ticket.version, subject_version=seen
        )
    assert decisions.changed_since(ticket.listing, seen) == {"name_vi": ("Nón lá có đèn", "Tên khác")}


def test_what_is_decided_is_not_decided_again():
    ticket, moderator = sendings.proposal(), cast.moderator()
    sendings.decide(ticket, Act.REFUSED, moderator)
    with pytest.raises(Overtaken):
        sendings.decide(ticket, Act.PUBLISHED, moderator)


# The sender is told


def test_a_sender_with_an_account_gets_one_letter_in_their_language(app):
    person = make.person(language="en")
    ticket = sendings.proposal(by=person)
    sendings.decide(ticket, Act.ASKED, cast.moderator(), note="Where is it?")
    from portal.contributions import jobs

    reminder = db.session.scalar(select(Reminder).where(Reminder.kind == decisions.ANSWERED))
    assert letters.REMINDED[reminder.kind] is jobs.tell_sender
    with app.test_request_context():
        jobs.tell_sender(reminder.subject_id, make.AT)
    [letter] = db.session.scalars(select(Letter)).all()
    assert (letter.person_id, letter.kind) == (person.id, "ticket_decided")
    assert "Where is it?" in letter.body and "The map desk has a question" in letter.body


def test_a_sender_without_an_account_is_owed_no_letter():
    sendings.decide(sendings.proposal(), Act.REFUSED, cast.moderator())
    assert db.session.scalars(select(Reminder).where(Reminder.kind == decisions.ANSWERED)).all() == []


def test_an_answer_brings_a_ticket_back_to_the_desk():
    ticket, moderator = sendings.proposal(), cast.moderator()
    sendings.decide(ticket, Act.ASKED, moderator)
    tickets.answer(ticket, "Ở Cẩm Kim.", by=None, at=make.AT)
    sendings.decide(ticket, Act.PUBLISHED, moderator)
    assert ticket.listing.is_public()
