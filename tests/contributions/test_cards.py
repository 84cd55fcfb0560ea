"""Paper cards: good once, for ninety days, and unmoved by whoever guesses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.contributions import card_selections, cards, tickets
from portal.contributions.cards import CardState
from portal.contributions.models import Card, TicketKind, TicketState
from portal.db import db
from portal.kit.say import Refused
from portal.listings import ownership, rules
from portal.listings.models import Listing
from portal.people.models import Person, Role
from tests import make

AT = make.AT
CODE, OTHER = "K2WD9RTX", "7HPAXU3B"  # stand for codes: what is kept of one is its digest


def staff() -> Person:
    return make.person(Role.MODERATOR, name="Lê Thị Hoa")


def card(listing: Listing | None = None, symbols: str = CODE) -> Card:
    return cards.make(listing or make.listing("Gốm Son"), symbols, by=staff(), at=AT)


def refusal(found: Card | None, at: Any = AT) -> str:
    with pytest.raises(Refused) as refused:
        cards.check(found, at=at)
    return refused.value.sentence


def correct(held: Card, **given: Any) -> tickets.Begun:
    values = {"name_vi": "Gốm Son", "summary_vi": "Một dòng về Gốm Son."} | given
    return cards.correct(held, values, base_version=1, by=None, at=AT, language="vi", key="secret")


def test_only_the_digest_of_a_code_is_kept(session: object) -> None:
    [symbols] = cards.codes(1)
    made = card(symbols=symbols)
    assert symbols not in repr({column.name: getattr(made, column.name) for column in Card.__table__.columns})
    assert cards.find(f" {symbols[:4].lower()}-{symbols[4:]} ") is made


def test_a_wrong_code_and_an_unknown_one_say_the_same(session: object) -> None:
    card()
    unknown, *_ = cards.codes(1)
    assert refusal(cards.find("AAAA-AAAA")) == refusal(cards.find(unknown))


def test_a_new_card_ends_the_old_one_and_no_other(session: object) -> None:
    listing = make.listing("Gốm Son")
    old, others = card(listing), card(make.listing("Nhà Tơ"), "V5NQ2KJB")
    new = card(listing, OTHER)
    assert [cards.state_of(one, at=AT) for one in (old, others, new)] == [
        CardState.REVOKED, CardState.OPEN, CardState.OPEN,
    ]  # fmt: skip


def test_each_end_of_a_card_has_its_own_sentence_which_names_nothing(session: object) -> None:
    run_out, used, revoked = (card(make.listing(f"Gốm {n}"), f"{n}2WD9RTX") for n in "ABC")
    cards.confirm(used, by=None, at=AT)
    cards.revoke(revoked, by=staff(), at=AT)
    sentences = [refusal(run_out, at=AT + cards.LASTS), refusal(used), refusal(revoked)]
    assert len(set(sentences)) == 3
    assert not any("Gốm" in one for one in sentences)


def test_a_card_is_good_until_its_last_day_is_over(session: object) -> None:
    held = card()
    assert cards.check(held, at=AT + cards.LASTS - timedelta(seconds=1)) is held
    assert refusal(held, at=AT + cards.LASTS)


def test_a_card_opens_nothing_of_a_listing_that_has_gone(session: object) -> None:
    held = card()
    rules.hide(held.listing, by=make.person(), at=AT, reason="closed")
    assert "not on the map" in refusal(held)


def test_only_public_listings_get_a_card(session: object) -> None:
    with pytest.raises(Refused):
        card(make.draft())


def test_a_thousand_wrong_codes_do_nothing_to_a_card(session: object) -> None:
    held = card()
    for symbols in cards.codes(1_000):
        assert cards.find(symbols) is None
    assert cards.check(held, at=AT) is held


# Using


def test_all_right_makes_the_listing_fresh_and_names_nobody(session: object) -> None:
    held = card()
    cards.confirm(held, by=None, at=AT)
    assert (held.listing.confirmed_at, held.listing.confirmed_by) == (AT, "@owner")
    assert cards.state_of(held, at=AT) is CardState.USED


def test_a_correction_waits_and_the_public_text_stays(session: object) -> None:
    held = card()
    begun = correct(held, name_vi="Gốm Son Thanh Hà")
    ticket = begun.ticket
    assert (ticket.kind, ticket.state, ticket.given) == (
        TicketKind.EDIT, TicketState.WAITING, {"name_vi": "Gốm Son Thanh Hà"},
    )  # fmt: skip
    assert held.listing.name_vi == "Gốm Son"
    assert tickets.find(begun.code) is ticket


def test_a_correction_of_nothing_is_refused_and_leaves_the_card(session: object) -> None:
    held = card()
    with pytest.raises(Refused):
        correct(held)
    assert cards.state_of(held, at=AT) is CardState.OPEN


def test_the_code_of_a_correction_can_be_told_again(session: object) -> None:
    held = card()
    begun = correct(held, street="3 Phan Chu Trinh")
    ticket = cards.ticket_of(held)
    assert ticket is begun.ticket
    assert tickets.code_of(ticket, key="secret") == begun.code


def test_a_wish_to_be_hidden_is_due_and_hides_nothing_itself(session: object) -> None:
    held, due = card(), AT + timedelta(days=3)
    begun = cards.ask_to_hide(held, by=None, at=AT, due_at=due, language="vi", key="secret")
    ticket = begun.ticket
    assert (ticket.kind, ticket.reason, ticket.due_at) == (TicketKind.REPORT, "owner_hide", due)
    assert held.listing.is_public()


@pytest.mark.parametrize("again", ["confirm", "correct", "hide"])
def test_a_card_is_used_once(session: object, again: str) -> None:
    held = card()
    cards.confirm(held, by=None, at=AT)
    with pytest.raises(Refused):
        if again == "confirm":
            cards.confirm(held, by=None, at=AT)
        elif again == "correct":
            correct(held, street="3 Phan Chu Trinh")
        else:
            cards.ask_to_hide(held, by=None, at=AT, due_at=AT, language="vi", key="secret")


def test_whoever_used_a_card_may_own_the_listing_and_what_was_sent(session: object) -> None:
    held, person = card(), make.person()
    begun = correct(held, street="3 Phan Chu Trinh")
    cards.own(held, person, at=AT)
    assert ownership.owns(person, held.listing)
    assert begun.ticket.person_id == person.id


def test_what_happens_to_cards_is_in_the_record_without_their_codes(session: object) -> None:
    listing = make.listing("Gốm Son")
    card(listing)
    cards.confirm(card(listing, OTHER), by=None, at=AT)
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act.startswith("card_")).order_by(AuditEntry.id)
    ).all()
    assert [row.act for row in rows] == ["card_made", "card_revoked", "card_made", "card_used"]
    assert not any(symbols in repr(row.details) for row in rows for symbols in (CODE, OTHER))


# For the desk


def test_cards_are_counted_and_listed_by_what_became_of_them(session: object) -> None:
    run_out, used, revoked, held = (card(make.listing(f"Gốm {n}"), f"{n}2WD9RTX") for n in "ABCD")
    run_out.expires_at = AT
    cards.confirm(used, by=None, at=AT)
    cards.revoke(revoked, by=staff(), at=AT)
    assert card_selections.counts(at=AT) == dict.fromkeys(CardState, 1)
    by_state = {state: list(db.session.scalars(card_selections.handed_out(state, at=AT))) for state in CardState}
    assert by_state == {
        CardState.OPEN: [held], CardState.USED: [used], CardState.RUN_OUT: [run_out], CardState.REVOKED: [revoked],
    }  # fmt: skip


def test_listings_are_chosen_by_ward_by_group_and_by_having_no_owner(session: object) -> None:
    here = make.listing("Ở Cẩm Kim", ward_old="cu-cam-kim")
    product = make.listing("Sản phẩm", group="products")
    owned = make.listing("Có chủ")
    ownership.give(owned, make.person(), how="desk", by=None, at=AT)
    make.draft("Nháp")

    def names(**asked: Any) -> list[Listing]:
        return list(db.session.scalars(card_selections.to_choose(**asked)))

    assert names() == [here, product]
    assert names(without_owner=False) == [owned, here, product]
    assert names(ward="cu-cam-kim") == [here]
    assert names(group="products") == [product]
    assert names(q="o cam kim") == [here]
