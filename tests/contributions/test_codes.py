import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.contributions import reports, tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketState
from portal.contributions.reports import Wrong
from portal.db import db
from portal.kit import code
from portal.kit.say import Refused
from portal.listings import photos
from portal.listings import rules as listings
from portal.listings.models import State
from portal.media.models import Upload
from portal.people.models import Person, Role
from tests import make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient

AT = make.AT
LATER = AT + timedelta(hours=1)


def sent(*, by: Person | None = None) -> tickets.Begun:
    """A proposal with the desk."""
    begun = tickets.begin(TicketKind.PROPOSAL, by=by, at=AT, language="vi", group="places")
    begun.ticket.listing = make.draft("Nhà Lụa Phố")
    listings.turn(begun.ticket.listing, State.WAITING, "sent", by=by, at=AT)
    tickets.turn(begun.ticket, Act.SENT, TicketState.WAITING, by=by, at=AT)
    return begun


def asked(*, by: Person | None = None) -> tickets.Begun:
    """A proposal of which the desk wants to know something."""
    begun = sent(by=by)
    moderator = make.person(Role.MODERATOR)
    tickets.say(begun.ticket, "Tổ tự làm hay mua sẵn?", from_desk=True, by=moderator, at=LATER)
    listings.turn(begun.ticket.listing, State.CHANGES_ASKED, "asked", by=moderator, at=LATER)
    tickets.turn(
        begun.ticket, Act.ASKED, TicketState.ASKED, by=moderator, at=LATER, reason="unclear", note="Tổ tự làm?"
    )
    return begun


def enter(client: LookingClient, begun: tickets.Begun) -> str:
    """Types the code; returns where it leads."""
    return str(client.post("/code", data={"code": code.show(begun.code)}).location)


# Looking up


@pytest.mark.parametrize("spelled", ["{0}", " {1} ", "{2}", "{3}"])
def test_a_code_is_read_however_it_is_spelled(client: LookingClient, spelled: str):
    begun = sent()
    shown = code.show(begun.code)
    typed = spelled.format(shown, shown.lower(), begun.code, " ".join(begun.code))
    assert client.post("/code", data={"code": typed}).location == f"/code/{begun.ticket.id}"


def test_a_wrong_check_and_an_unknown_code_say_the_same(client: LookingClient):
    begun = sent()
    unknown = next(one for one in ("2222-2222", "3333-333X", begun.code[::-1]) if tickets.find(one) is None)
    mistyped = begun.code[:-1] + ("2" if begun.code[-1] != "2" else "3")
    said = []
    for typed in (mistyped, unknown, "' OR 1=1 --"):
        answer = client.post("/code", data={"code": typed})
        assert answer.status_code == 422
        assert filled(answer.text, "/code")["code"] == [typed]
        said.append(re.search(r'id="code_error">([^<]+)<', answer.text)[1])
    assert len(set(said)) == 1


def test_an_empty_code_is_asked_for(client: LookingClient):
    answer = client.post("/code", data={"code": ""})
    assert (answer.status_code, 'id="code_error"' in answer.text) == (422, True)


def test_the_code_never_stands_in_an_address(client: LookingClient):
    begun = sent()
    assert begun.code not in enter(client, begun)


def test_who_typed_the_code_sees_it_large_and_nobody_else_sees_anything(app: Flask, client: LookingClient):
    begun = sent()
    page = client.get(enter(client, begun))
    assert code.show(begun.code) in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert app.test_client().get(f"/code/{begun.ticket.id}").status_code == 404


def test_a_forged_cookie_opens_nothing(app: Flask, client: LookingClient):
    begun = sent()
    forged = app.test_client()
    name = app.config["SESSION_COOKIE_NAME"]
    forged.set_cookie(name, "eyJ0aWNrZXRzIjpbIjIyMjIyMjIyIl19.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert forged.get(f"/code/{begun.ticket.id}").status_code == 404
    assert forged.post("/map/new", data={"group": "places", "name_vi": "Nhà Tơ"}).status_code == 303


def test_signing_out_forgets_the_codes(app: Flask, client: LookingClient):
    begun = sent()
    there = enter(client, begun)
    client.post("/people/sign-out")
    assert client.get(there).status_code == 404


def test_another_person_who_signs_in_here_does_not_get_the_codes_of_the_last(client: LookingClient):
    begun, other = sent(), make.person()
    there = enter(sign_in(client, make.person()), begun)
    assert client.get(there).status_code == 200
    client.post("/people/sign-out")
    assert sign_in(client, other).get(there).status_code == 404


# What it says


def test_what_the_desk_asks_stands_with_the_box_for_the_answer(client: LookingClient):
    page = client.get(enter(client, asked())).text
    assert "Tổ tự làm hay mua sẵn?" in page
    assert 'id="answer"' in page


def test_where_nothing_is_asked_there_is_no_box(client: LookingClient):
    assert 'id="answer"' not in client.get(enter(client, sent())).text


def test_what_is_public_is_linked(client: LookingClient):
    begun = sent()
    assert "Nhà Lụa Phố" in client.get(enter(client, begun)).text
    listings.publish(begun.ticket.listing, by=None, at=LATER)
    tickets.turn(begun.ticket, Act.PUBLISHED, TicketState.ACCEPTED, by=None, at=LATER)
    page = client.get(f"/code/{begun.ticket.id}").text
    assert f'href="/map/{begun.ticket.listing.slug}"' in page


def test_the_reason_of_a_refusal_is_read_by_the_sender(client: LookingClient):
    begun = sent()
    note = "Nơi này ở Huế."
    tickets.turn(begun.ticket, Act.REFUSED, TicketState.REFUSED, by=None, at=LATER, reason="not_local", note=note)
    page = client.get(f"/en{enter(client, begun)}").text
    assert (note in page, "Not of this city" in page) == (True, True)


def test_what_the_desk_took_back_is_no_longer_said(client: LookingClient):
    begun = sent()
    note = "Nơi này ở Huế."
    tickets.turn(begun.ticket, Act.REFUSED, TicketState.REFUSED, by=None, at=LATER, reason="not_local", note=note)
    assert note in client.get(enter(client, begun)).text
    tickets.turn(begun.ticket, Act.UNDONE, TicketState.WAITING, by=None, at=LATER)
    assert note not in client.get(f"/code/{begun.ticket.id}").text


# Answering and taking back


def test_an_answer_goes_back_to_the_desk_with_the_listing(client: LookingClient):
    begun = asked()
    there = enter(client, begun)
    answer = client.post(
        f"{there}/answer", data={**filled(client.get(there).text, f"{there}/answer"), "text": "Tự làm ạ."}
    )
    assert answer.location == there
    ticket = begun.ticket
    assert (ticket.state, ticket.listing.state) == (TicketState.WAITING, State.WAITING)
    assert [(one.from_desk, one.text) for one in ticket.messages][-1] == (False, "Tự làm ạ.")


def test_the_same_answer_twice_is_one_answer(client: LookingClient):
    begun = asked()
    there = enter(client, begun)
    form = {**filled(client.get(there).text, f"{there}/answer"), "text": "Tự làm ạ."}
    assert {client.post(f"{there}/answer", data=form).location for _time in range(2)} == {there}
    assert len([one for one in begun.ticket.messages if not one.from_desk]) == 1


def test_an_empty_answer_is_asked_for_and_changes_nothing(client: LookingClient):
    begun = asked()
    answer = client.post(f"{enter(client, begun)}/answer", data={"text": " "})
    assert (answer.status_code, begun.ticket.state) == (422, TicketState.ASKED)


def test_an_answer_that_comes_too_late_is_told_so_and_kept_in_its_box(client: LookingClient):
    begun = asked()
    there = enter(client, begun)
    tickets.turn(begun.ticket, Act.REFUSED, TicketState.REFUSED, by=None, at=LATER)
    answer = client.post(f"{there}/answer", data={"text": "Tự làm ạ."})
    assert answer.status_code == 422
    assert begun.ticket.state == TicketState.REFUSED


def test_what_was_asked_about_can_be_mended_and_sent_again(client: LookingClient):
    begun = asked()
    there = enter(client, begun)
    ticket = begun.ticket
    ticket.typed = {"name_vi": "Nhà Lụa Phố", "summary_vi": "Một câu.", "area": "hoi-an"}
    ticket.given = {"name_vi": "Nhà Lụa Phố", "summary_vi": "Một câu."}
    listings.revise(ticket.listing, {"name_vi": "Nhà Lụa Phố Hội"}, by=None, at=LATER)  # the desk put the name right
    page = client.get(f"/map/new/{ticket.id}")
    form = {**filled(page.text, "/map/new"), "summary_vi": "Một câu khác.", "act": "preview"}
    assert client.post("/map/new", data=form).location == f"/map/new/{ticket.id}/preview"
    assert client.post(f"/map/new/{ticket.id}/sending").location == there
    assert (ticket.state, ticket.listing.state) == (TicketState.WAITING, State.WAITING)
    assert (ticket.listing.name_vi, ticket.listing.summary_vi) == ("Nhà Lụa Phố Hội", "Một câu khác.")
    assert [str(one.act) for one in ticket.decisions] == ["sent", "asked", "answered"]


def test_a_photo_that_the_desk_does_not_want_is_taken_away_by_its_sender(client: LookingClient):
    begun = asked()
    enter(client, begun)
    ticket = begun.ticket
    for digest in ("a" * 64, "b" * 64):
        upload = Upload(digest=digest, size=1, media_type="image/jpeg", name="a.jpg", at=AT)
        photos.add(ticket.listing, upload, alt_vi="Nón", alt_en="", credit="Hoa", people_agreed=True, by=None, at=AT)
    page = client.get(f"/map/new/{ticket.id}").text
    assert page.count('value="drop-') == 2
    client.post("/map/new", data={**filled(page, "/map/new"), "act": f"drop-{'a' * 10}"})
    assert [one.upload.digest for one in ticket.listing.photos] == ["b" * 64]


def test_once_it_is_sent_again_no_photo_can_be_taken_away(client: LookingClient):
    begun = sent()
    enter(client, begun)
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="a.jpg", at=AT)
    photos.add(begun.ticket.listing, upload, alt_vi="N", alt_en="", credit="H", people_agreed=True, by=None, at=AT)
    client.post("/map/new", data={"once": begun.ticket.once, "group": "places", "act": f"drop-{'a' * 10}"})
    assert len(begun.ticket.listing.photos) == 1


def test_what_is_taken_back_is_laid_away(client: LookingClient):
    begun = sent()
    there = enter(client, begun)
    assert client.post(f"{there}/withdrawal").location == there
    assert (begun.ticket.state, begun.ticket.listing.state) == (TicketState.WITHDRAWN, State.ARCHIVED)
    assert client.post(f"{there}/withdrawal").location == there


def test_what_was_decided_cannot_be_taken_back(client: LookingClient):
    begun = sent()
    listings.publish(begun.ticket.listing, by=None, at=LATER)
    tickets.turn(begun.ticket, Act.PUBLISHED, TicketState.ACCEPTED, by=None, at=LATER)
    assert client.post(f"{enter(client, begun)}/withdrawal").status_code == 422
    assert begun.ticket.listing.state == State.PUBLISHED


@pytest.mark.usefixtures("session")
def test_taking_back_a_report_leaves_the_listing_alone():
    listing = make.listing()
    ticket = reports.report(listing, Wrong.GONE, words="", phone=None, by=None, at=AT, language="vi").ticket
    tickets.withdraw(ticket, by=None, at=LATER)
    assert (ticket.state, listing.state) == (TicketState.WITHDRAWN, State.PUBLISHED)


@pytest.mark.usefixtures("session")
def test_answering_about_a_report_leaves_the_listing_alone():
    listing = make.listing()
    ticket = reports.report(listing, Wrong.FACTS, words="Sai", phone=None, by=None, at=AT, language="vi").ticket
    tickets.turn(ticket, Act.ASKED, TicketState.ASKED, by=None, at=LATER)
    tickets.answer(ticket, "Quán nghỉ thứ Hai.", by=None, at=LATER)
    assert (ticket.state, listing.state) == (TicketState.WAITING, State.PUBLISHED)


@pytest.mark.usefixtures("session")
def test_only_a_question_can_be_answered():
    with pytest.raises(Refused):
        tickets.answer(sent().ticket, "Vâng", by=None, at=LATER)


@pytest.mark.usefixtures("session")
def test_a_person_has_their_own_tickets_the_latest_first():
    me, other = make.person(), make.person()
    mine = [sent(by=me).ticket, sent(by=me).ticket]
    sent(by=other)
    mine[0].saved_at = LATER
    db.session.flush()
    found: list[Ticket] = list(db.session.scalars(tickets.of(me)))
    assert found == mine
