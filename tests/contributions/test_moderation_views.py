"""The moderation desk in a browser: look, take, decide, be overtaken, take back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from portal.contributions import holding, tickets
from portal.contributions.desk_words import OF_A_LISTING
from portal.contributions.models import Act, Ticket, TicketState
from portal.db import db
from portal.listings import duplicates, rules
from portal.listings.models import Photo, State
from portal.media.models import Preview, Upload
from portal.people.models import Person
from portal.web import clock
from tests import cast, make
from tests.contributions import sendings
from tests.filling import filled
from tests.looking import LookingClient, OwnRequests


@pytest.fixture
def moderator(client: LookingClient) -> Person:
    person = cast.moderator()
    cast.sign_in(client, person)
    return person


def page_of(client: LookingClient, ticket: Ticket) -> str:
    return client.get(f"/en/desk/moderation/{ticket.id}").get_data(as_text=True)


def form_of(client: LookingClient, ticket: Ticket) -> dict[str, Any]:
    return filled(page_of(client, ticket), f"/en/desk/moderation/{ticket.id}/decision")


def press(client: LookingClient, ticket: Ticket, form: dict[str, Any], **more: Any) -> Any:
    return client.post(f"/en/desk/moderation/{ticket.id}/decision", data=form | more)


def test_all_that_was_sent_is_on_the_page(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal(
        story_vi="Câu chuyện dài.", price_from=75000, contacts={"phone": ["+84905000001", False]}, offers=["training"]
    )
    page = page_of(client, ticket)
    for words in ("Một dòng về Nón lá có đèn.", "Câu chuyện dài.", "75,000", "0905 000 001", "Training", "hidden"):
        assert words in page, words


def test_publishing_asks_for_every_tick_and_keeps_what_was_typed(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal()
    form = form_of(client, ticket)
    answer = press(client, ticket, form, act="published", checks=["local", "true"], note="Cảm ơn chị.")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, ticket.state) == (422, TicketState.WAITING)
    assert "Not looked at yet: Something creative about it" in page
    assert "Cảm ơn chị." in page and page.count("checked") == 2
    answer = press(client, ticket, form, act="published", checks=list(OF_A_LISTING))
    assert (answer.status_code, ticket.state, ticket.listing.state) == (303, TicketState.ACCEPTED, State.PUBLISHED)


def test_after_a_decision_the_next_one_opens_and_is_held(client: LookingClient, moderator: Person) -> None:
    first, second = sendings.proposal("Một"), sendings.proposal("Hai")
    form = form_of(client, first)
    answer = press(client, first, form, act="refused", reason="advert")
    assert answer.location == f"/en/desk/moderation/{second.id}"
    assert holding.holder(second, at=clock.now()) == moderator
    assert press(client, second, form_of(client, second), act="spam").location == "/en/desk/moderation"


@pytest.mark.parametrize("typed", [{}, {"act": "sold"}, {"act": "asked"}, {"act": "settled"}, {"into": "0"}])
def test_what_cannot_be_decided_changes_nothing(client: LookingClient, moderator: Person, typed: Any) -> None:
    ticket = sendings.proposal()
    answer = press(client, ticket, form_of(client, ticket), **typed)
    assert (answer.status_code, ticket.state, ticket.listing.state) == (422, TicketState.WAITING, State.WAITING)


def test_merging_is_pressed_beside_the_twin(client: LookingClient, moderator: Person) -> None:
    kept = make.listing("Nón lá có đèn", group="products")
    ticket = sendings.proposal("Nón lá có đèn")
    assert f'name="into" value="{kept.id}"' in page_of(client, ticket)
    answer = press(client, ticket, form_of(client, ticket), into=kept.id)
    assert (answer.status_code, ticket.state, ticket.listing.state) == (303, TicketState.MERGED, State.MERGED)


def test_a_pair_that_is_not_the_same_is_not_shown_again(client: LookingClient, moderator: Person) -> None:
    other = make.listing("Nón lá có đèn", group="products")
    ticket = sendings.proposal("Nón lá có đèn")
    answer = client.post(f"/desk/moderation/{ticket.id}/not-same", data={"other": other.id})
    assert answer.status_code == 303
    assert duplicates.like(rules.values(ticket.listing), ignore=ticket.listing, for_desk=True) == []
    assert 'name="into"' not in page_of(client, ticket)


# Two at once


def test_who_comes_second_sees_who_is_at_work_and_cannot_decide(client: LookingClient, moderator: Person) -> None:
    ticket, other = sendings.proposal(), make.person(name="Võ Thị Sáu")
    form = form_of(client, ticket)
    holding.hold(ticket, by=other, at=clock.now())
    page = page_of(client, ticket)
    assert "Võ Thị Sáu is at work on this" in page and 'id="decide"' not in page
    answer = press(client, ticket, form, act="spam")
    assert "Võ Thị Sáu" in answer.get_data(as_text=True)
    assert (answer.status_code, ticket.state) == (422, TicketState.WAITING)


def test_an_organiser_takes_over_with_a_reason(client: LookingClient) -> None:
    organiser, ticket = cast.organiser(), sendings.proposal()
    cast.sign_in(client, organiser)
    holding.hold(ticket, by=cast.moderator(), at=clock.now())
    assert client.post(f"/desk/moderation/{ticket.id}/hold").status_code == 422
    assert client.post(f"/desk/moderation/{ticket.id}/hold", data={"why": "away"}).status_code == 303
    assert holding.holder(ticket, at=clock.now()) == organiser


def test_taking_and_letting_go(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal()
    client.post(f"/desk/moderation/{ticket.id}/hold")
    assert "You hold it until" in page_of(client, ticket)
    client.post(f"/desk/moderation/{ticket.id}/release")
    assert holding.holder(ticket, at=clock.now()) is None


def test_overtaken_by_a_change_of_the_listing_both_texts_are_shown(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal()
    form = form_of(client, ticket)
    rules.revise(ticket.listing, {"summary_vi": "Câu của người khác."}, by=moderator, at=make.AT)
    answer = press(client, ticket, form, act="refused", reason="advert", note="Lời của tôi.")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, ticket.state) == (409, TicketState.WAITING)
    assert "<del>" in page and "người khác" in page and "Lời của tôi." in page
    again = filled(page, f"/en/desk/moderation/{ticket.id}/decision")
    assert press(client, ticket, again, act="refused").status_code == 303


def test_overtaken_by_a_decision_nothing_is_decided_twice(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal()
    form = form_of(client, ticket)
    sendings.decide(ticket, Act.REFUSED, cast.organiser())
    answer = press(client, ticket, form, act="published", checks=list(OF_A_LISTING))
    assert (answer.status_code, ticket.state, ticket.listing.state) == (409, TicketState.REFUSED, State.REFUSED)


def test_overtaken_by_an_owner_who_changed_their_change(client: LookingClient, moderator: Person) -> None:
    owner = cast.artisan()
    listing = sendings.owned(owner, price_from=1)
    ticket = sendings.edit(listing, owner, price_from=2)
    form = form_of(client, ticket)
    sendings.edit(listing, owner, price_from=999)
    answer = press(client, ticket, form, act="published", checks=["true", "people", "home"])
    assert (answer.status_code, listing.price_from) == (409, 1)
    assert "999" in answer.get_data(as_text=True)


# Edits, reports, claims


def test_a_change_is_shown_field_by_field(client: LookingClient, moderator: Person) -> None:
    owner = cast.artisan()
    listing = sendings.owned(owner, "Gốm Son", price_from=60000)
    ticket = sendings.edit(listing, owner, name_vi="Gốm Son Thanh Hà", price_from=75000)
    rules.revise(listing, {"price_from": 65000}, by=moderator, at=make.AT)
    page = page_of(client, ticket)
    assert "<ins> Thanh Hà</ins>" in page or "<ins>Thanh Hà</ins>" in page
    assert "<del>65,000</del>" in page and "<ins>75,000</ins>" in page
    assert page.count("changed meanwhile") == 1


def test_a_report_says_what_is_wrong_and_is_settled(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.report(make.listing())
    page = page_of(client, ticket)
    assert "Something here is wrong" in page and "Sai rồi." in page
    assert press(client, ticket, form_of(client, ticket), act="settled").status_code == 303
    assert ticket.state == TicketState.ACCEPTED


def test_a_claim_shows_the_phone_and_needs_the_tick(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.claim(make.listing(), cast.artisan())
    page = page_of(client, ticket)
    assert "0905 123 456" in page and "Quán của tôi." in page
    assert press(client, ticket, form_of(client, ticket), act="published").status_code == 422
    assert press(client, ticket, form_of(client, ticket), act="published", compared="y").status_code == 303


def test_a_listing_is_claimed_once_however_often_the_form_is_sent(client: LookingClient) -> None:
    cast.sign_in(client, cast.member())
    listing = make.listing()
    form = filled(client.get(f"/map/{listing.slug}/claim").get_data(as_text=True), f"/map/{listing.slug}/claim")
    sent = form | {"words": "Quán của tôi."}
    answers = [client.post(f"/map/{listing.slug}/claim", data=sent).status_code for _twice in range(2)]
    assert (answers, db.session.query(Ticket).count()) == ([303, 303], 1)
    assert "You asked for this listing" in client.get(f"/en/map/{listing.slug}/claim").get_data(as_text=True)


# Taking back, restoring


def test_a_decision_is_taken_back(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal()
    sendings.decide(ticket, Act.REFUSED, moderator, at=clock.now())
    assert "Take the decision back" in page_of(client, ticket)
    assert client.post(f"/desk/moderation/{ticket.id}/undo").status_code == 303
    assert (ticket.state, ticket.listing.state) == (TicketState.WAITING, State.WAITING)
    assert client.post(f"/desk/moderation/{ticket.id}/undo").status_code == 409


def test_an_older_version_is_brought_back(client: LookingClient, moderator: Person) -> None:
    listing = make.listing("Gốm Son", price_from=1)
    before, version = rules.values(listing), listing.version
    rules.revise(listing, {"name_vi": "Khác", "offers": ["market"]}, by=moderator, at=make.AT)
    rules.revise(listing, {"price_from": 2, "name_vi": "Nữa"}, by=moderator, at=make.AT)
    assert f'name="version" value="{version}"' in client.get("/map/gom-son/history").get_data(as_text=True)
    client.post("/map/gom-son/restoration", data={"version": version})
    assert rules.values(listing) == before
    assert listing.version == version + 3


# The queue


def test_a_tab_swaps_the_rows_only(client: LookingClient, moderator: Person) -> None:
    sendings.report(make.listing("Nhà Tơ"))
    sendings.proposal("Nón lá")
    asks = {"HX-Request": "true", "HX-Target": "results"}
    part = client.get("/en/desk/moderation?why=report", headers=asks).get_data(as_text=True)
    assert "<html" not in part and "Nhà Tơ" in part and "Nón lá" not in part


@pytest.mark.parametrize("address", ["?why=nonsense", "?page=0", "?page=-1", "?page=x"])
def test_a_question_that_cannot_be_is_refused_in_words(client: LookingClient, moderator: Person, address: str) -> None:
    assert client.get(f"/desk/moderation{address}").status_code == 422


def test_past_the_end_is_nothing(client: LookingClient, moderator: Person) -> None:
    assert client.get("/desk/moderation?page=2").status_code == 404


def test_publishing_past_the_desk_leads_to_the_ticket(client: LookingClient, moderator: Person) -> None:
    ticket = sendings.proposal()
    answer = client.post(f"/map/{ticket.listing.slug}/publication")
    assert (answer.status_code, answer.location) == (303, f"/desk/moderation/{ticket.id}")
    assert ticket.listing.state == State.WAITING


def test_the_page_of_a_ticket_asks_no_more_for_more_of_everything(app: Flask, queries: list[str]) -> None:
    client = OwnRequests(app, app.response_class)
    cast.sign_in(client, cast.moderator())
    ticket = sendings.proposal()
    client.get("/desk")  # now and then a page asks whether this is a demo
    asked = {}
    for number in (1, 2, 3):
        make.listing("Nón lá có đèn", group="products")
        _photo(ticket, str(number))
        tickets.say(ticket, "Một câu.", from_desk=False, by=None, at=make.AT)
        sendings.decide(ticket, Act.ASKED, make.person(name=f"Người {number}"))
        tickets.answer(ticket, "Trả lời.", by=None, at=make.AT)
        db.session.flush()
        address = f"/desk/moderation/{ticket.id}"
        db.session.expire_all()
        queries.clear()
        page = client.get(address).get_data(as_text=True)
        asked[number] = len(queries)
        assert page.count("Một câu.") == page.count('name="into"') == page.count("<img") == number
    assert asked[1] == asked[2] == asked[3]


def _photo(ticket: Ticket, digit: str) -> None:
    upload = Upload(digest=digit * 64, size=1, media_type="image/jpeg", name="a.jpg", at=make.AT)
    made = {"due_at": make.AT, "done_at": make.AT, "digest": digit * 64, "size": 1, "height": 200}
    upload.previews = [Preview(width=320, **made)]
    ticket.listing.photos.append(Photo(upload=upload, alt_vi="Nón", credit="Hoa", people_agreed=True))
