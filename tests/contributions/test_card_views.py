"""A card in its holder's hand: looking does nothing, one answer counts, and an account is theirs for the asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.contributions import cards, tickets
from portal.contributions.models import Card, Ticket, TicketKind
from portal.db import db
from portal.kit import code as codes
from portal.listings import ownership
from portal.listings.models import Listing
from portal.people import passwords, rules
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.conftest import Databases
from tests.filling import filled
from tests.looking import LookingClient

PASSWORD = "ba con vịt trời"
NUMBER = "0905 777 888"
HIDDEN, SHOWN = "+84905111222", "+84905333444"


class Held:
    """A listing and the code of its card."""

    def __init__(self) -> None:
        self.listing = make.listing(
            "Gốm Son", contacts={"phone": [HIDDEN, False], "zalo": [SHOWN, True]}, hours="Mo-Su 07:30-17:00"
        )
        [self.code] = cards.codes(1)
        self.card = cards.make(self.listing, self.code, by=make.person(Role.MODERATOR), at=now())
        self.address = f"/claim/{self.code}"


@pytest.fixture
def held(session: object) -> Held:
    return Held()


def answer(client: LookingClient, held: Held, said: str, lang: str = "/en") -> Any:
    return client.post(f"{lang}{held.address}", data={"answer": said})


def correction(client: LookingClient, held: Held, **changes: Any) -> Any:
    address = f"/en{held.address}/edit"
    return client.post(address, data=filled(client.get(address).text, address) | changes)


def is_open(card: Card) -> bool:
    return cards.state_of(db.session.get(Card, card.id), at=now()) is cards.CardState.OPEN


def only_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


# The code


def test_a_code_is_typed_in_any_way_and_leads_to_the_card(client: LookingClient, held: Held):
    answer = client.post("/claim", data={"code": f" {held.code[:4].lower()} {held.code[4:]} "})
    assert (answer.status_code, answer.location) == (303, held.address)


def test_wrong_and_unknown_codes_get_one_answer_that_keeps_what_was_typed(client: LookingClient, held: Held):
    [unknown] = cards.codes(1)
    wrong = held.code[:-1] + ("2" if held.code[-1] != "2" else "3")
    pages = [client.post("/en/claim", data={"code": code}) for code in (wrong, unknown)]
    assert [page.status_code for page in pages] == [422, 422]
    assert pages[0].text.replace(wrong, "") == pages[1].text.replace(unknown, "")
    assert f'value="{wrong}"' in pages[0].text
    assert client.get(f"/claim/{unknown}").status_code == 404


def test_a_card_that_no_longer_counts_says_why_and_names_nothing(client: LookingClient, held: Held):
    cards.revoke(held.card, by=make.person(), at=now())
    page = client.get(f"/en{held.address}")
    assert page.status_code == 410
    assert "no longer counts" in page.text
    assert "Gốm Son" not in page.text


def test_looking_does_nothing_and_is_kept_by_no_robot(client: LookingClient, held: Held):
    page = client.get(held.address)
    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert is_open(held.card)
    assert re.findall(r'name="answer" value="(\w+)"', page.text) == ["right", "edit", "hide"]


def test_a_number_that_visitors_do_not_see_is_not_shown_to_whoever_finds_a_card(client: LookingClient, held: Held):
    for address in (held.address, f"{held.address}/edit"):
        page = client.get(address).text
        assert "0905 333 444" in page
        assert not re.search(r"905\s?111\s?222", page)


@pytest.fixture
def limited(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path / "home", base_url="http://localhost", limits=True))
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_tries_are_limited_by_address(limited: Flask):
    guesses, stranger = cards.codes(21), limited.test_client()

    def tried(address: str) -> list[int]:
        environ = {"REMOTE_ADDR": address}
        return [stranger.get(f"/claim/{code}", environ_base=environ).status_code for code in guesses]

    def typed(address: str) -> list[int]:
        environ = {"REMOTE_ADDR": address}
        return [stranger.post("/claim", data={"code": one}, environ_base=environ).status_code for one in guesses]

    assert tried("10.0.0.1") == [404] * 20 + [429]
    assert typed("10.0.0.1") == [422] * 20 + [429]
    assert tried("10.0.0.2") == [404] * 20 + [429]


# The answers


def test_all_right_is_one_tap(client: LookingClient, held: Held):
    said = answer(client, held, "right")
    assert (said.status_code, said.location) == (303, "/en/claim/thanks")
    assert "“Gốm Son” is confirmed" in client.get("/en/claim/thanks").text
    listing = db.session.get(Listing, held.listing.id)
    assert listing.confirmed_by == "@owner"
    assert "by its owner" in client.get(f"/en/map/{listing.slug}").text


def test_a_correction_gets_a_code_and_changes_nothing_yet(client: LookingClient, held: Held):
    assert answer(client, held, "edit").location == f"/en{held.address}/edit"
    assert correction(client, held, name_vi="Gốm Son Thanh Hà").location == "/en/claim/thanks"
    ticket = only_ticket()
    assert (ticket.kind, ticket.given) == (TicketKind.EDIT, {"name_vi": "Gốm Son Thanh Hà"})
    [code] = re.findall(r'<p class="code" translate="no"><b>([^<]+)</b></p>', client.get("/en/claim/thanks").text)
    assert tickets.find(code) == ticket
    assert db.session.get(Listing, held.listing.id).name_vi == "Gốm Son"


def test_a_refused_correction_keeps_what_was_typed_and_the_card(client: LookingClient, held: Held):
    page = correction(client, held, name_vi="", zalo="12345", street="Ngõ 3")
    assert page.status_code == 422
    assert all(f'value="{typed}"' in page.text for typed in ("12345", "Ngõ 3"))
    assert is_open(held.card)


def test_a_hidden_number_stays_when_its_field_is_left_empty(client: LookingClient, held: Held):
    correction(client, held, street="Ngõ 3")
    assert only_ticket().given == {"street": "Ngõ 3"}


def test_contacts_can_be_changed_and_taken_away(client: LookingClient, held: Held):
    correction(client, held, phone="0905 999 000", phone_shown="y", zalo="")
    assert only_ticket().given == {"contacts": {"phone": ["+84905999000", True]}}


def test_a_wish_to_be_hidden_is_due_in_two_working_days(client: LookingClient, held: Held):
    answer(client, held, "hide")
    ticket = only_ticket()
    assert (ticket.kind, ticket.reason) == (TicketKind.REPORT, "owner_hide")
    assert 2 <= (ticket.due_at - ticket.sent_at).total_seconds() / 86_400 <= 5
    assert "within two working days" in client.get("/en/claim/thanks").text
    assert db.session.get(Listing, held.listing.id).is_public()


def test_an_answer_that_was_lost_on_the_way_is_given_again(client: LookingClient, held: Held):
    """The line was cut after the first sending: the same tap leads to the same code, and there is one ticket."""
    client.get(held.address)
    first, again = (answer(client, held, "hide") for _ in range(2))
    assert (first.location, again.location) == ("/en/claim/thanks", "/en/claim/thanks")
    assert codes.show(tickets.code_of(only_ticket(), key="for-tests-only") or "") in client.get("/claim/thanks").text


def test_a_used_card_opens_nothing_in_another_browser(client: LookingClient, held: Held, app: Flask):
    answer(client, held, "right")
    other = app.test_client()
    assert other.get(held.address).status_code == 410
    assert other.post(held.address, data={"answer": "hide"}).status_code == 410
    assert other.get("/claim/thanks").location == "/claim"


def test_an_unknown_answer_leads_back(client: LookingClient, held: Held):
    assert answer(client, held, "sell").location == f"/en{held.address}"
    assert is_open(held.card)


# The account


def own(client: LookingClient, number: str = NUMBER, password: str = PASSWORD) -> Any:
    return client.post("/en/claim/thanks", data={"who": number, "password": password})


def test_an_account_needs_a_number_and_a_password_only(client: LookingClient, held: Held):
    answer(client, held, "right")
    said = own(client)
    assert (said.status_code, said.location) == (303, "/en/people/me")
    person = rules.find(NUMBER)
    assert (person.full_name, person.email) == ("Gốm Son", None)
    assert ownership.owns(person, db.session.get(Listing, held.listing.id))
    assert "Gốm Son" in client.get("/en/people/me").text


def test_a_number_with_an_account_signs_in_instead(client: LookingClient, held: Held):
    known = make.person(name="Huỳnh Văn Ba", phone="+84905777888", password_hash=passwords.hashed(PASSWORD))
    answer(client, held, "right")
    assert own(client, password="không phải nó").status_code == 422
    assert not ownership.owns(known, held.listing)
    assert own(client).status_code == 303
    assert ownership.owns(db.session.get(Person, known.id), db.session.get(Listing, held.listing.id))


def test_who_is_signed_in_keeps_the_page_with_one_tap(client: LookingClient, held: Held):
    me = make.person(name="Huỳnh Văn Ba")
    sign_in(client, me)
    answer(client, held, "right")
    assert "signed in as Huỳnh Văn Ba" in client.get("/en/claim/thanks").text
    assert client.post("/en/claim/thanks").location == "/en/people/me"
    assert ownership.owns(db.session.get(Person, me.id), db.session.get(Listing, held.listing.id))


@pytest.mark.parametrize(
    ("number", "password"), [("12345", PASSWORD), (NUMBER, "12345678"), (NUMBER, NUMBER), ("", "")]
)
def test_a_bad_number_or_password_is_said_at_its_field(client: LookingClient, held: Held, number: str, password: str):
    answer(client, held, "right")
    page = own(client, number, password)
    assert page.status_code == 422
    assert 'class="err"' in page.text
    assert rules.find(NUMBER) is None


def test_nobody_owns_anything_without_having_used_a_card(client: LookingClient, held: Held):
    client.get(held.address)
    assert own(client).location == "/en/claim"
    assert rules.find(NUMBER) is None


def test_a_card_makes_one_owner_though_two_browsers_have_opened_it(client: LookingClient, held: Held, app: Flask):
    stranger = app.test_client()
    stranger.get(held.address)
    answer(client, held, "right")
    own(client)
    assert own(stranger, "0905 666 111").location == "/en/claim"
    assert rules.find("0905 666 111") is None
    assert stranger.get(held.address).status_code == 410


def test_an_hour_later_the_card_gives_nothing_away_any_more(client: LookingClient, held: Held):
    answer(client, held, "right")
    db.session.get(Card, held.card.id).used_at = now() - cards.OPEN_FOR
    assert own(client).location == "/en/claim"
