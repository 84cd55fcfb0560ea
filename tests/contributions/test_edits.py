"""What an owner changes of a public listing is seen by nobody but them and the desk before it is accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.contributions import edits
from portal.contributions.models import Act, Decision, Ticket, TicketState
from portal.db import db
from portal.kit.say import Refused
from portal.listings import ownership, rules
from portal.listings.models import State
from portal.web import clock
from tests import cast, make
from tests.contributions import sendings
from tests.filling import filled
from tests.looking import LookingClient, OwnRequests

pytestmark = pytest.mark.usefixtures("session")
SECRET = "Bimatchuaduyet"
ROADS = (
    "/map/gom-son", "/en/map/gom-son", "/map", "/map.csv", "/map.geojson", "/map.atom", "/map.jsonld",
    "/map.json", "/", "/map/embed", "/map/gom-son/share", "/map/gom-son/poster", "/sitemap.xml", "/pocket.html",
)  # fmt: skip


def course() -> list[Act]:
    """What has become of all tickets, in the order in which it did."""
    return list(db.session.scalars(select(Decision.act).order_by(Decision.id)))


def test_a_change_that_waits_is_on_no_public_road(app: Flask):
    client = OwnRequests(app, app.response_class)
    owner = cast.artisan()
    listing = sendings.owned(owner, contacts={"phone": ["+84905000001", False]})
    before = {road: client.get(road).get_data(as_text=True) for road in ROADS}
    assert "Gốm Son" in before["/map"] and "Gốm Son" in before["/map.csv"]
    sendings.edit(
        listing, owner, name_vi=f"Gốm {SECRET}", summary_vi=f"{SECRET}.", story_vi=SECRET, group="people",
        needs=["money"], contacts={"phone": ["+84905999888", True]},
    )  # fmt: skip
    assert {road: client.get(road).get_data(as_text=True) for road in ROADS} == before
    assert '<data id="count" value="0">' in client.get(f"/map?q={SECRET}").get_data(as_text=True)
    assert '<data id="count" value="0">' in client.get("/map?need=money").get_data(as_text=True)


def test_an_owner_sends_a_change_and_sees_that_it_waits(client: LookingClient):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    cast.sign_in(client, owner)
    form = filled(client.get("/map/gom-son/edit").get_data(as_text=True), "/map/gom-son/edit")
    assert not {"source", "demo", "point_source"} & set(form)
    answer = client.post("/map/gom-son/edit", data=form | {"name_vi": "Gốm Son mới"})
    assert answer.status_code == 303
    ticket = edits.waiting(listing, owner)
    assert (ticket.given, ticket.state, listing.name_vi) == ({"name_vi": "Gốm Son mới"}, TicketState.WAITING, "Gốm Son")
    page = client.get("/en/map/gom-son/edit").get_data(as_text=True)
    assert 'value="Gốm Son mới"' in page
    assert "Your change waits for the map desk" in page


def test_an_owner_cannot_say_where_a_listing_comes_from(client: LookingClient):
    owner = cast.artisan()
    listing = sendings.owned(owner, source="baoquangnam.vn")
    cast.sign_in(client, owner)
    form = filled(client.get("/map/gom-son/edit").get_data(as_text=True), "/map/gom-son/edit")
    client.post("/map/gom-son/edit", data=form | {"name_vi": "Mới", "source": "tự khai", "demo": "y"})
    assert edits.waiting(listing, owner).given == {"name_vi": "Mới"}


def test_there_is_one_change_however_often_it_is_sent():
    owner = cast.artisan()
    listing = sendings.owned(owner)
    first = sendings.edit(listing, owner, price_from=1)
    version = first.version
    again = sendings.edit(listing, owner, price_from=2, offers=["market"])
    assert (again, again.given) == (first, {"price_from": 2, "offers": ["market"]})
    assert again.version == version + 1
    assert course() == [Act.SENT]


def test_a_change_that_changes_nothing_any_more_is_withdrawn():
    owner = cast.artisan()
    listing = sendings.owned(owner)
    ticket = sendings.edit(listing, owner, price_from=1)
    sent = edits.send(listing, {"price_from": None}, by=owner, at=make.AT, language="vi", base_version=listing.version)
    assert (sent.ticket, ticket.state, edits.waiting(listing, owner)) == (None, TicketState.WITHDRAWN, None)


def test_sending_again_answers_the_question_of_the_desk():
    owner = cast.artisan()
    listing = sendings.owned(owner)
    ticket = sendings.edit(listing, owner, price_from=1)
    sendings.decide(ticket, Act.ASKED, cast.moderator())
    sendings.edit(listing, owner, price_from=1)
    assert (ticket.state, course()[-1]) == (TicketState.WAITING, Act.ANSWERED)


def test_an_owner_reads_the_last_question_of_the_desk_above_the_change(client: LookingClient):
    owner, moderator = cast.artisan(), cast.moderator()
    listing = sendings.owned(owner)
    ticket = sendings.edit(listing, owner, price_from=1)
    sendings.decide(ticket, Act.ASKED, moderator, note="Giá này của năm nào?")
    sendings.edit(listing, owner, price_from=2)
    sendings.decide(ticket, Act.ASKED, moderator, note="Đã gồm phí gửi chưa?")
    cast.sign_in(client, owner)
    page = client.get("/map/gom-son/edit").get_data(as_text=True)
    assert "Đã gồm phí gửi chưa?" in page and "Giá này của năm nào?" not in page


def test_a_name_is_not_taken_away():
    owner = cast.artisan()
    with pytest.raises(Refused) as refused:
        sendings.edit(sendings.owned(owner), owner, name_vi=" ")
    assert refused.value.field == "name_vi"


def test_what_others_changed_meanwhile_stays_when_a_change_is_accepted():
    owner, moderator = cast.artisan(), cast.moderator()
    listing = sendings.owned(owner)
    ticket = sendings.edit(listing, owner, price_from=75000)
    rules.revise(listing, {"hours": "Mo-Fr 08:00-17:00"}, by=moderator, at=make.AT + timedelta(hours=1))
    sendings.decide(ticket, Act.PUBLISHED, moderator, at=make.AT + timedelta(hours=2))
    assert (listing.price_from, listing.hours) == (75000, "Mo-Fr 08:00-17:00")


def test_an_owner_takes_a_change_back(client: LookingClient):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    ticket = sendings.edit(listing, owner, price_from=1)
    cast.sign_in(client, owner)
    assert client.post("/map/gom-son/change/withdrawal").status_code == 303
    assert db.session.get(Ticket, ticket.id).state == TicketState.WITHDRAWN
    assert listing.price_from is None


def test_an_owner_writes_at_once_in_what_is_not_public_yet(client: LookingClient):
    owner = cast.artisan()
    listing = make.draft("Gốm Son")
    ownership.give(listing, owner, how="desk", by=None, at=make.AT)
    cast.sign_in(client, owner)
    form = filled(client.get("/map/gom-son/edit").get_data(as_text=True), "/map/gom-son/edit")
    client.post("/map/gom-son/edit", data=form | {"name_vi": "Gốm mới"})
    assert (listing.name_vi, listing.state, edits.waiting(listing, owner)) == ("Gốm mới", State.DRAFT, None)


def test_who_no_longer_looks_after_it_does_not_edit(client: LookingClient):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    ownership.end(listing, owner, by=cast.moderator(), at=make.AT)
    cast.sign_in(client, owner)
    assert client.get("/map/gom-son/edit").status_code == 403


@pytest.mark.parametrize("state", [State.REFUSED, State.SPAM, State.MERGED, State.ARCHIVED])
def test_of_what_the_desk_has_put_away_its_owner_sees_nothing(client: LookingClient, state: State):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    rules.turn(listing, state, "refused", by=None, at=make.AT)
    cast.sign_in(client, owner)
    assert [client.get(path).status_code for path in ("/map/gom-son", "/map/gom-son/edit")] == [404, 404]


def test_two_people_at_once_are_told_of_each_other(client: LookingClient):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    cast.sign_in(client, owner)
    form = filled(client.get("/map/gom-son/edit").get_data(as_text=True), "/map/gom-son/edit")
    rules.revise(listing, {"name_vi": "Gốm của ban biên tập"}, by=cast.moderator(), at=make.AT)
    answer = client.post("/map/gom-son/edit", data=form | {"name_vi": "Gốm của chủ"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Gốm của ban biên tập" in page and "Gốm của chủ" in page
    assert edits.waiting(listing, owner) is None


def test_the_desk_of_an_owner_names_the_listing_and_what_waits(client: LookingClient):
    owner = cast.artisan()
    listing = sendings.owned(owner)
    cast.sign_in(client, owner)
    rules.confirm(listing, by=owner, at=clock.now())
    assert "You look after this listing." in client.get("/en/desk").get_data(as_text=True)
    sendings.edit(listing, owner, price_from=1)
    assert "Your change waits for the map desk." in client.get("/en/desk").get_data(as_text=True)
