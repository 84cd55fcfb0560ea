from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.contributions import proposals, tickets
from portal.contributions.models import Ticket, TicketState
from portal.db import db
from portal.kit.say import Refused
from portal.listings import photos
from portal.listings.models import Listing, State
from portal.media.storage import storage_for
from portal.people import passwords
from portal.people.models import Role
from tests import make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient
from tests.media import samples

GOOD = {
    "name_vi": "Nón lá có đèn", "summary_vi": "Nón lá Cẩm Kim khâu tay, trong vành có dải đèn.",
    "ward_new": "cu-cam-kim", "price_from": "180.000", "made_in_days": "4",
}  # fmt: skip


def form(client: LookingClient, group: str = "products") -> dict[str, Any]:
    """The empty form as a browser would send it."""
    return filled(client.get(f"/map/new?group={group}").text, "/map/new")


def typed(client: LookingClient, **changes: Any) -> dict[str, Any]:
    return {**form(client), **GOOD, **changes}


def photo(name: str = "non.jpg") -> tuple[BytesIO, str]:
    return BytesIO(samples.jpeg(600, 400)), name


def only_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def count(kind: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


# Beginning


def test_looking_at_the_form_begins_nothing(client: LookingClient):
    assert "products" in form(client)["group"]
    assert count(Ticket) == 0


def test_every_group_has_its_own_short_form(client: LookingClient):
    assert {"problem_vi", "proposal_vi"} <= form(client, "ideas").keys()
    assert {"price_from", "made_in_days"} <= form(client, "products").keys()
    assert form(client, "people").keys().isdisjoint({"price_from", "problem_vi"})


def test_of_a_person_the_place_is_never_shown_exactly(client: LookingClient):
    page = client.get("/map/new?group=people").text
    assert ('value="approximate"' in page, 'value="exact"' in page) == (True, False)


def test_the_form_is_nobody_elses(client: LookingClient):
    assert client.get("/map/new?group=products").headers["Cache-Control"] == "no-store"


def test_the_first_field_that_is_left_begins_a_draft_with_a_code(client: LookingClient):
    sent = form(client)
    answer = client.post("/map/new/fields", data={**sent, "field": "name_vi", "name_vi": "Nón lá"})
    assert len(answer.data) <= 300
    ticket = only_ticket()
    assert (ticket.state, ticket.typed) == (TicketState.DRAFT, {"name_vi": "Nón lá"})
    assert tickets.find(answer.json["code"]) == ticket


def test_a_field_by_itself_is_all_that_is_saved_and_it_is_saved_when_wrong(client: LookingClient):
    sent = form(client)
    client.post("/map/new/fields", data={**sent, "field": "name_vi", "name_vi": "Nón lá"})
    answer = client.post(
        "/map/new/fields", data={"once": sent["once"], "group": "products", "field": "phone", "phone": "0905 123 45"}
    )
    assert "10" in answer.json["wrong"]
    assert only_ticket().typed == {"name_vi": "Nón lá", "phone": "0905 123 45"}


def test_a_box_that_is_unticked_is_forgotten(client: LookingClient):
    sent = form(client)
    about = {"once": sent["once"], "group": "products", "field": "phone_shown"}
    client.post("/map/new/fields", data={**about, "phone_shown": "y"})
    assert only_ticket().typed == {"phone_shown": "y"}
    client.post("/map/new/fields", data=about)
    assert only_ticket().typed == {}


@pytest.mark.parametrize("name", ["once", "group", "homepage", "id", "state", "alt_vi_x", ""])
def test_only_fields_of_the_form_are_kept(client: LookingClient, name: str):
    assert client.post("/map/new/fields", data={**form(client), "field": name, name: "x"}).status_code == 400
    assert count(Ticket) == 0


def test_when_the_first_answer_was_lost_the_same_form_is_told_the_same_code(app: Flask, client: LookingClient):
    sent = {**form(client), "field": "name_vi", "name_vi": "Nón lá"}
    codes = {
        client.post("/map/new/fields", data=sent).json["code"],
        app.test_client().post("/map/new/fields", data=sent).json["code"],
    }
    assert (len(codes), count(Ticket)) == (1, 1)


def test_another_secret_makes_another_code(session: object):
    made = [
        tickets.begin(tickets.TicketKind.PROPOSAL, by=None, at=make.AT, language="vi", once=once, key=key).code
        for once, key in (("abc", "one"), ("abd", "one"), ("abe", "two"))
    ]
    assert len(set(made)) == 3


# Keeping and going on


def test_a_draft_needs_nothing_and_comes_back_as_it_was_typed(client: LookingClient):
    answer = client.post("/map/new", data={**form(client), "summary_vi": "Một câu"})
    ticket = only_ticket()
    assert (answer.status_code, answer.location) == (303, f"/map/new/{ticket.id}")
    page = client.get(answer.location)
    assert filled(page.text, "/map/new")["summary_vi"] == ["Một câu"]
    assert page.headers["Cache-Control"] == "no-store"


def test_the_same_form_twice_is_one_draft_in_one_place(client: LookingClient):
    sent = typed(client)
    answers = [client.post("/map/new", data=sent) for _time in range(2)]
    assert (len({answer.location for answer in answers}), count(Ticket)) == (1, 1)


def test_what_is_wrong_is_said_at_its_field_and_kept_all_the_same(client: LookingClient):
    answer = client.post("/map/new", data=typed(client, phone="0905 123 45"))
    assert answer.status_code == 422
    assert 'id="phone_error"' in answer.text
    assert filled(answer.text, "/map/new")["phone"] == ["0905 123 45"]
    assert only_ticket().typed["phone"] == "0905 123 45"


def test_to_look_at_it_nothing_may_be_missing(client: LookingClient):
    answer = client.post("/map/new", data=typed(client, summary_vi="", act="preview"))
    assert (answer.status_code, 'id="summary_vi_error"' in answer.text) == (422, True)


def test_another_browser_sees_no_draft_of_somebody(app: Flask, client: LookingClient):
    there = client.post("/map/new", data=typed(client)).location
    assert client.get(there).status_code == 200
    assert app.test_client().get(there).status_code == 404


def test_the_page_of_the_groups_leads_back_to_what_was_begun(app: Flask, client: LookingClient):
    there = client.post("/map/new", data=typed(client)).location
    assert f'href="{there}"' in client.get("/map/new").text
    assert there not in app.test_client().get("/map/new").get_data(as_text=True)


def test_what_was_begun_without_a_name_is_named_by_its_group(client: LookingClient):
    there = client.post("/map/new", data={**form(client), "summary_vi": "Một câu"}).location
    assert f'href="{there}"' in client.get("/map/new").text


def test_a_draft_outlives_signing_in_and_is_then_the_persons(client: LookingClient):
    client.post("/map/new", data=typed(client))
    person = make.person()
    tickets.adopt([held(client)[0]], by=person)
    db.session.flush()
    assert db.session.scalars(tickets.of(person)).all() == [only_ticket()]


def test_signing_in_keeps_what_a_visitor_began(client: LookingClient):
    there = client.post("/map/new", data=typed(client)).location
    password = "ba con cá sấu"
    person = make.person(phone="+84905123456", password_hash=passwords.hashed(password))
    client.post("/people/sign-in", data={"who": "0905 123 456", "password": password})
    assert (only_ticket().person, client.get(there).status_code) == (person, 200)


def test_what_was_sent_is_not_adopted_by_who_signs_in(client: LookingClient):
    send(client)
    tickets.adopt(held(client), by=make.person())
    assert only_ticket().person_id is None


def held(client: LookingClient) -> list[str]:
    with client.session_transaction() as cookie:
        return list(cookie["tickets"])


# Photos


def test_a_photo_comes_along_with_the_form_and_with_its_words(client: LookingClient):
    words = {"alt_vi": "Nón sáng", "credit": "Võ Thị Hoa", "people_agreed": "y"}
    answer = client.post("/map/new", data={**typed(client), **words, "photo": photo(), "act": "preview"})
    ticket = only_ticket()
    assert (answer.status_code, answer.location) == (303, f"/map/new/{ticket.id}/preview")
    key = ticket.photos[0].upload.digest[:10]
    assert {name: ticket.typed[f"{name}_{key}"] for name in words} == words
    assert "Nón sáng" in client.get(answer.location).text


def test_a_photo_without_its_words_is_kept_and_asked_about(client: LookingClient):
    answer = client.post("/map/new", data={**typed(client), "photo": photo(), "act": "preview"})
    [kept] = only_ticket().photos
    key = kept.upload.digest[:10]
    assert answer.status_code == 422
    assert all(f'id="{name}_{key}_error"' in answer.text for name in ("alt_vi", "credit", "people_agreed"))


def test_a_word_for_the_people_shown_that_is_taken_back_is_forgotten(client: LookingClient):
    words = {"alt_vi": "Nón sáng", "credit": "Võ Thị Hoa", "people_agreed": "y"}
    client.post("/map/new", data={**typed(client), **words, "photo": photo()})
    again = filled(client.get(f"/map/new/{only_ticket().id}").text, "/map/new")
    key = only_ticket().photos[0].upload.digest[:10]
    assert again.pop(f"people_agreed_{key}") == ["y"]
    answer = client.post("/map/new", data={**again, "act": "preview"})
    assert (answer.status_code, f'id="people_agreed_{key}_error"' in answer.text) == (422, True)
    assert f"people_agreed_{key}" not in only_ticket().typed


def test_the_same_photo_twice_stands_once(client: LookingClient):
    sent = form(client)
    for _time in range(2):
        client.post("/map/new/photos", data={**sent, "photo": photo()})
    assert len(only_ticket().photos) == 1


def test_a_photo_by_itself_is_answered_with_the_part_that_shows_photos(client: LookingClient):
    asks = {"HX-Request": "true", "HX-Target": "photos"}
    answer = client.post("/map/new/photos", data={**form(client), "photo": photo()}, headers=asks)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="stack" id="photos">')
    assert "non.jpg" in answer.text


def test_the_sixth_photo_is_refused_at_its_place(client: LookingClient):
    sent = form(client)
    for width in range(300, 305):
        client.post("/map/new/photos", data={**sent, "photo": (BytesIO(samples.jpeg(width, 200)), "a.jpg")})
    answer = client.post("/map/new/photos", data={**sent, "photo": photo()})
    assert (answer.status_code, len(only_ticket().photos)) == (422, 5)


def test_a_photo_is_taken_away_again_with_its_words_and_nothing_else(client: LookingClient):
    sent = typed(client, alt_vi="Nón sáng")
    client.post("/map/new", data={**sent, "photo": photo()})
    key = only_ticket().photos[0].upload.digest[:10]
    again = filled(client.get(f"/map/new/{only_ticket().id}").text, "/map/new")
    answer = client.post("/map/new", data={**again, "act": f"drop-{key}"})
    assert answer.location == f"/map/new/{only_ticket().id}#photos"
    assert only_ticket().photos == []
    assert not [name for name in only_ticket().typed if name.endswith(key)]
    assert only_ticket().typed["name_vi"] == GOOD["name_vi"]


def test_the_light_picture_of_a_draft_is_for_who_holds_it(app: Flask, client: LookingClient):
    client.post("/map/new", data={**typed(client), "photo": photo()})
    ticket = only_ticket()
    upload = ticket.photos[0].upload
    there = f"/map/new/{ticket.id}/pictures/{upload.digest[:10]}/320"
    assert client.get(there).status_code == 404  # not made yet
    stored = storage_for(app.config["SETTINGS"]).put(b"RIFF....WEBP")
    made = upload.previews[0]
    made.digest, made.size, made.height, made.done_at = stored.digest, stored.size, 200, make.AT
    answer = client.get(there)
    assert (answer.data, answer.mimetype) == (b"RIFF....WEBP", "image/webp")
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'src="{there}"' in client.get(f"/map/new/{ticket.id}").text
    assert app.test_client().get(there).status_code == 404


def test_a_photo_is_asked_for_by_a_form_of_ours_only(client: LookingClient):
    assert client.post("/map/new/photos", data={"group": "castles", "photo": photo()}).status_code == 400
    assert count(Ticket) == 0


# Looking at it and sending


def send(client: LookingClient, **changes: Any) -> str:
    looked = client.post("/map/new", data=typed(client, act="preview", **changes))
    assert looked.status_code == 303, looked.text
    return str(client.post(f"/map/new/{only_ticket().id}/sending").location)


def test_the_preview_shows_how_it_will_look_and_only_contacts_that_are_switched_on(client: LookingClient):
    sent = typed(client, act="preview", phone="0905 123 456", phone_shown="y", zalo="0905 123 457")
    page = client.get(client.post("/map/new", data=sent).location).text
    assert ("+84905123456" in page, "+84905123457" in page, GOOD["summary_vi"] in page) == (True, False, True)


def test_the_preview_says_prices_and_kinds_as_the_page_will(client: LookingClient):
    products = client.get(client.post("/map/new", data=typed(client, act="preview")).location).text
    assert "180.000" in products
    sent = {**form(client, "organisations"), "name_vi": "Tổ Nón", "summary_vi": "Một tổ.", "legal_form": "cooperative"}
    there = client.post("/en/map/new", data={**sent, "act": "preview"}).location
    assert "Co-operative" in client.get(there).text


def test_a_draft_that_is_not_whole_has_no_preview(client: LookingClient):
    there = client.post("/map/new", data=form(client)).location
    assert client.get(f"{there}/preview").location == there


def test_what_may_be_the_same_is_asked_before_sending(client: LookingClient):
    twin = make.listing("Nón lá có đèn", group="products")
    page = client.get(client.post("/map/new", data=typed(client, act="preview")).location).text
    assert f'href="/map/{twin.slug}"' in page
    client.post(f"/map/new/{only_ticket().id}/sending", data={"twin": twin.slug})
    assert only_ticket().typed["twin"] == twin.slug


def test_sending_makes_a_listing_that_waits_and_nobody_sees(app: Flask, client: LookingClient):
    there = send(client)
    ticket = only_ticket()
    assert (ticket.state, ticket.listing.state, there) == (TicketState.WAITING, State.WAITING, f"/code/{ticket.id}")
    assert (ticket.listing.ward_old, ticket.listing.ward_new, ticket.listing.area) == ("cu-cam-kim", "hoi-an", "hoi-an")
    assert ticket.listing.price_from == 180_000
    assert app.test_client().get(f"/map/{ticket.listing.slug}").status_code == 404


def test_sent_twice_it_is_one_listing_and_the_same_answer(client: LookingClient):
    first = send(client)
    again = client.post(f"/map/new/{only_ticket().id}/sending")
    assert (again.status_code, again.location, count(Listing)) == (303, first, 1)


def test_after_sending_the_old_form_leads_to_the_ticket_and_changes_nothing(client: LookingClient):
    sent = typed(client, act="preview")
    client.post("/map/new", data=sent)
    client.post(f"/map/new/{only_ticket().id}/sending")
    answer = client.post("/map/new", data={**sent, "name_vi": "Khác"})
    assert (answer.location, only_ticket().typed["name_vi"]) == (f"/code/{only_ticket().id}", GOOD["name_vi"])
    late = client.post("/map/new/fields", data={**sent, "field": "name_vi", "name_vi": "Khác"})
    assert (late.status_code, only_ticket().typed["name_vi"]) == (409, GOOD["name_vi"])


def test_the_photos_of_a_proposal_become_the_listings(client: LookingClient):
    words = {"alt_vi": "Nón sáng", "credit": "Võ Thị Hoa", "people_agreed": "y"}
    send(client, photo=photo(), **words)
    ticket = only_ticket()
    assert ticket.photos == []
    assert [(one.alt_vi, one.credit, one.people_agreed) for one in ticket.listing.photos] == [
        ("Nón sáng", "Võ Thị Hoa", True)
    ]


def test_after_sending_no_photo_comes_along_any_more(client: LookingClient):
    sent = typed(client, act="preview")
    client.post("/map/new", data=sent)
    client.post(f"/map/new/{only_ticket().id}/sending")
    assert client.post("/map/new/photos", data={**sent, "photo": photo()}).status_code == 409
    assert (only_ticket().photos, only_ticket().listing.photos) == ([], [])


def test_what_is_with_the_desk_cannot_be_sent_once_more(client: LookingClient):
    send(client)
    with pytest.raises(Refused):
        proposals.send(only_ticket(), {}, {}, at=make.AT)


def test_what_the_map_refuses_is_said_on_the_form(client: LookingClient, monkeypatch: pytest.MonkeyPatch):
    client.post("/map/new", data=typed(client, act="preview"))
    monkeypatch.setattr(photos, "MOST", 0)
    client.post("/map/new/photos", data={"once": only_ticket().once, "group": "products", "photo": photo()})
    key = only_ticket().photos[0].upload.digest[:10]
    words = {f"alt_vi_{key}": "Nón", f"credit_{key}": "Hoa", f"people_agreed_{key}": "y"}
    only_ticket().typed = {**only_ticket().typed, **words}
    answer = client.post(f"/map/new/{only_ticket().id}/sending")
    assert (answer.status_code, 'id="photo_error"' in answer.text) == (422, True)
    assert (only_ticket().state, count(Listing)) == (TicketState.DRAFT, 0)


def test_a_dot_decides_the_area_and_is_shown_softly(client: LookingClient):
    send(client, ward_new="", area="hoi-an", location_mode="approximate", lat="15.572", lon="108.474")
    listing = only_ticket().listing
    assert (listing.area, listing.lat, listing.precision_m) == ("tam-ky", 15.572, 200)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"location_mode": "approximate"}, "lat"),
        ({"location_mode": "approximate", "lat": "10.5", "lon": "106.7"}, "lat"),
        ({"location_mode": "approximate", "lat": "15.572", "lon": "108.474", "ward_new": "cu-cam-kim"}, "ward_new"),
        ({"location_mode": "approximate", "lat": "vô cùng", "lon": "108.3"}, "lat"),
    ],
)
def test_a_dot_that_cannot_be_is_refused_at_its_field(client: LookingClient, changes: dict[str, str], field: str):
    answer = client.post("/map/new", data=typed(client, act="preview", **changes))
    assert (answer.status_code, f'id="{field}_error"' in answer.text) == (422, True)


def test_who_is_signed_in_finds_it_without_the_code(app: Flask, client: LookingClient):
    person = make.person()
    send(sign_in(client, person))
    other = sign_in(app.test_client(), person)
    assert only_ticket().person == person
    assert other.get(f"/code/{only_ticket().id}").status_code == 200


def test_editors_may_choose_to_write_directly(client: LookingClient):
    assert 'href="/map/new/desk"' not in client.get("/map/new").text
    editor = sign_in(client, make.person(Role.MODERATOR))
    assert 'href="/map/new/desk"' in editor.get("/map/new").text
