"""Erasing a person: afterwards no table, file, feed or page says who it was, and nothing of anybody else is gone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, String, select, text
from sqlalchemy.exc import DBAPIError

from portal.audit.models import AuditEntry
from portal.contributions import tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketPhoto, TicketState
from portal.db import Words, db
from portal.kit.fold import fold
from portal.letters import rules as letters
from portal.letters.models import Letter
from portal.listings import ownership, photos, rules
from portal.listings.models import FormerSlug, Listing, Merge, Revision, State
from portal.media import jobs as media
from portal.media.models import Preview, Upload
from portal.media.storage import storage_for
from portal.people import codes, consents, held, jobs, passwords, requests, second_step
from portal.people import rules as people
from portal.people.consents import Purpose
from portal.people.models import Consent, DataRequest, Erasing, Person, PersonSession, Role
from portal.web.once import Once
from portal.worker import in_transaction, sweep_once
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient, OwnRequests
from tests.make import AT
from tests.media import samples
from tests.people.planting import plant, references

NAME, PHONE, MAIL = "Đặng Quỳnh Xuyzq", "+84905777123", "quynhxz@example.net"
ALL = f"Chị {NAME}, 0905 777 123, {MAIL}"
LATER = AT + timedelta(days=7)


def hits(value: Any) -> list[str]:
    """What of the person a value says, however it is written."""
    words = fold(str(value))
    digits = re.sub(r"[\s.()-]", "", words)
    return [needle for needle in ("xuyzq", "905777123", "quynhxz") if needle in words or needle in digits]


def everything_written() -> dict[str, Any]:
    """Every text of every table, and the words of the search."""
    found: dict[str, Any] = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Words | JSON):
                found[str(column)] = db.session.scalars(select(column)).all()
    rows = db.session.execute(text("SELECT * FROM listing_search")).all()
    return found | {"listing_search": [tuple(row) for row in rows]}


def left() -> dict[str, list[str]]:
    return {where: said for where, values in everything_written().items() if (said := hits(values))}


class Planted(NamedTuple):
    person: Person
    page: Listing
    shop: Listing
    ticket: Ticket


def photo_of(listing: Listing, app: Flask, by: Person) -> Upload:
    stored = storage_for(app.config["SETTINGS"]).put(samples.jpeg(comment=NAME.encode()))
    upload = Upload(digest=stored.digest, size=1, media_type="image/jpeg", name=f"{NAME}.jpg", by_id=by.id, at=AT)
    upload.previews = [Preview(width=320, due_at=AT)]
    db.session.add(upload)
    db.session.flush()
    photos.add(listing, upload, alt_vi=f"Chị {NAME}", alt_en="", credit=NAME, people_agreed=True, by=by, at=AT)
    return upload


@pytest.fixture
def planted(app: Flask, session: object) -> Planted:
    """A person who did everything one can do here, and left their name, number and address wherever they could."""
    person = make.person(name=NAME, phone=PHONE, password_hash=passwords.hashed("ba con cá sấu"))
    person.email = MAIL
    other = make.person(Role.ORGANISER, name="Lê Văn Quý")
    people.sign_in(person, device=f"Máy của {NAME}", at=AT)
    codes.hand(person, at=AT)
    second_step.begin(person, at=AT)
    people.grant(person, Role.ADVISOR, by=other, at=AT, reason=f"{NAME} biết nghề")
    for purpose in Purpose:
        consents.give(person, purpose, language="vi", at=AT)
    requests.ask_correction(person, f"Tên đúng là {NAME}", at=AT)
    letters.write(person, kind="test", subject=f"Chào {NAME}", body=ALL, at=AT)
    letters.write(other, kind="test", subject="Báo", body=f"{NAME} đã trao mã. Gọi 0905 777 123.", at=AT)

    page = make.listing(NAME, group="people", story_vi=ALL, contacts={"phone": [PHONE, True], "email": [MAIL, True]})
    ownership.give(page, person, how="desk", by=other, at=AT)
    rules.revise(page, {"story_vi": f"{ALL}. Bản hai."}, by=person, at=AT, reason=ALL)
    db.session.add(FormerSlug(slug="quynh-xuyzq", listing_id=page.id))
    photo_of(page, app, person)

    shop = make.listing(f"Gốm {NAME}", story_vi=f"{ALL} mở quán.", contacts={"zalo": [PHONE, True]})
    ownership.give(shop, person, how="desk", by=other, at=AT)
    rules.revise(shop, {"contacts": {"phone": [PHONE, True]}}, by=other, at=AT, reason=f"other: {NAME} nói")
    rules.confirm(shop, by=person, at=AT)
    photo_of(shop, app, person)

    ticket, _code = tickets.begin(
        TicketKind.PROPOSAL, by=person, at=AT, language="vi", listing=make.draft(f"Quán {NAME}"),
        sender_name=NAME, sender_phone=PHONE,
    )  # fmt: skip
    ticket.typed, ticket.given = {"story_vi": ALL}, {"contacts": {"phone": [PHONE, True]}}
    tickets.turn(ticket, Act.ASKED, TicketState.ASKED, by=other, at=AT, note=f"Chị {NAME} ơi?")
    tickets.say(ticket, ALL, from_desk=False, by=person, at=AT)
    upload = Upload(digest="b" * 64, size=1, media_type="image/jpeg", name=f"{NAME}.jpg", by_id=person.id, at=AT)
    ticket.photos.append(TicketPhoto(upload=upload, alt_vi=NAME, credit=NAME))
    settled = tickets.begin(TicketKind.REPORT, by=person, at=AT, language="vi", listing=shop).ticket
    settled.typed = {"words": ALL}
    tickets.turn(settled, Act.SETTLED, TicketState.ACCEPTED, by=other, at=AT, note=f"Cảm ơn {NAME}")
    about = tickets.begin(TicketKind.REPORT, by=other, at=AT, language="vi", listing=page).ticket
    about.typed = {"words": ALL}
    tickets.turn(about, Act.ASKED, TicketState.ASKED, by=person, at=AT, note=f"{NAME} hỏi")
    about.held_by_id, about.held_until = person.id, AT
    tickets.say(about, ALL, from_desk=False, by=other, at=AT)
    gone = make.listing("Gốm cũ")
    db.session.add(
        Merge(
            gone_id=gone.id,
            kept_id=shop.id,
            gone_state=State.PUBLISHED,
            carried={"story_vi": ALL},
            by_id=other.id,
            at=AT,
        )
    )
    db.session.add(Once(token="t", location="/map/gom-dang-quynh-xuyzq/edit", at=AT))
    db.session.flush()
    return Planted(person, page, shop, ticket)


def erase(planted: Planted) -> None:
    jobs.erase(planted.person, at=LATER)
    db.session.flush()
    db.session.expire_all()


def test_what_is_looked_for_is_found_before(planted: Planted):
    said = left()
    places = {"person.full_name", "letter.body", "revision.changes", "ticket.typed", "former_slug.slug", "upload.name",
              "search_word.word", "listing_search", "contact.value", "photo.credit", "once.location"}  # fmt: skip
    assert places <= set(said)


def test_no_table_says_who_it_was(planted: Planted):
    erase(planted)
    assert left() == {}


def test_no_public_page_and_no_feed_says_who_it_was(planted: Planted, app: Flask):
    visitor = OwnRequests(app, app.response_class)
    asked = "/map?q=xuyzq"
    addresses = [
        "/", "/map", "/map?group=people", "/map.csv", "/map.geojson", "/map.jsonld", "/map.atom", "/sitemap.xml",
        "/pocket.html", asked,
    ]  # fmt: skip
    slugs = [planted.page.slug, "quynh-xuyzq", planted.shop.slug]

    def said(address: str) -> str:
        """An answer without the question, which search repeats in its field and its links."""
        return re.sub(r"q(=|%3D)xuyzq|value=.xuyzq.|“xuyzq”", "", visitor.get(address).get_data(as_text=True))

    assert [address for address in addresses if not hits(said(address))] == []
    erase(planted)
    addresses.append(f"/map/{planted.shop.slug}")
    assert [address for address in addresses if hits(said(address))] == []
    assert [visitor.get(f"/map/{slug}").status_code for slug in slugs] == [404, 404, 404]


def test_no_file_says_who_it_was_once_the_worker_has_tidied_up(planted: Planted, app: Flask):
    """Cameras write their owner's name into a photo: of the shop's only the light picture stays, which never had it."""
    storage = storage_for(app.config["SETTINGS"])
    for photo in (*planted.page.photos, *planted.shop.photos):
        for preview in photo.upload.previews:
            light = storage.put(b"light " + str(photo.id).encode())
            preview.digest, preview.size, preview.done_at = light.digest, light.size, AT
    [light] = [one.digest for one in planted.shop.photos[0].upload.previews]
    [original] = {photo.upload.digest for photo in (*planted.page.photos, *planted.shop.photos)}
    assert b"Xuyzq" in storage.open(original).read()
    erase(planted)
    media.forget_orphans(storage, before=LATER + timedelta(days=400), in_transaction=lambda act: act())
    assert not storage.exists(original) and storage.exists(light)
    assert planted.shop.photos[0].upload.digest == light
    assert [one.digest for one in storage.each() if b"Xuyzq" in storage.open(one.digest).read()] == []


def test_a_place_made_tomorrow_is_erased_as_well(session: object):
    """Each column that names a person, with the person's words in whatever its row has room for."""
    person = make.person(name=NAME, phone=PHONE)
    person.email = MAIL
    own = [one for one in held.HELD if one.whole and one.column.class_ is not AuditEntry]
    assert len(own) < len(list(references()))
    for one in own:
        column: Column[Any] = one.column.property.columns[0]
        plant(column.table, words=ALL, **{column.name: person.id})
    assert len(left()) > 8
    jobs.erase(person, at=LATER)
    assert left() == {}


def test_nobody_can_sign_in_as_the_erased_person_any_more(planted: Planted, client: LookingClient):
    browser = sign_in(client, planted.person)
    assert browser.get("/people/me").status_code == 200
    number = planted.person.id
    erase(planted)
    assert browser.get("/people/me").status_code == 303
    for who in (PHONE, MAIL, f"erased-{number}@erased.invalid"):
        assert people.recognise(who, "ba con cá sấu") is None
    kinds = (PersonSession, Consent)
    assert [db.session.scalars(select(kind).where(kind.person_id == number)).all() for kind in kinds] == [[], []]
    assert db.session.get_one(Person, number).roles == frozenset()


def test_their_own_page_is_gone_and_the_shop_stays_without_them(planted: Planted):
    erase(planted)
    assert (planted.page.state, planted.page.name_vi, planted.page.contacts, planted.page.photos) == (
        State.ARCHIVED, "(đã xóa)", [], [],
    )  # fmt: skip
    assert planted.shop.state == State.PUBLISHED and planted.shop.contacts == []
    assert (planted.shop.name_vi, planted.shop.story_vi) == ("Gốm …", "Chị …, …, … mở quán.")
    assert ownership.owners_of(planted.shop) == []
    assert planted.ticket.state == TicketState.WITHDRAWN and planted.ticket.photos == []


def test_what_was_decided_stays_decided_and_what_they_held_is_free_again(planted: Planted):
    erase(planted)
    states = dict(db.session.execute(select(Ticket.state, Ticket.held_by_id)).tuples().all())
    assert states == {TicketState.WITHDRAWN: None, TicketState.ACCEPTED: None, TicketState.ASKED: None}


def test_a_letter_that_was_not_sent_yet_is_sent_to_nobody(planted: Planted):
    erase(planted)
    [mine] = db.session.scalars(select(Letter).where(Letter.person_id == planted.person.id)).all()
    assert (mine.subject, mine.body, mine.done_at) == ("", "", LATER)


def test_who_did_what_stays_in_the_history_and_in_the_record_by_number(planted: Planted):
    number = planted.person.id
    mine = select(Revision.act).where(Revision.by_id == number).order_by(Revision.id)
    acts = db.session.scalars(mine).all()
    noted = len(db.session.scalars(select(AuditEntry)).all())
    erase(planted)
    assert db.session.scalars(mine).all() == acts != []
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert len(entries) > noted and entries[-1].act == "person_erased" and entries[-1].of_id == number


def test_nothing_of_anybody_else_is_touched(planted: Planted):
    """Somebody of nearly the same name, with a shop, a ticket and a letter of their own."""
    other = make.person(name="Đặng Quỳnh Xuyến", phone="+84905777124")
    shop = make.listing(
        "Quán Xuyến", story_vi="Đặng Quỳnh Xuyến, 0905 777 124", contacts={"phone": ["+84905777124", True]}
    )
    ownership.give(shop, other, how="desk", by=None, at=AT)
    ticket = tickets.begin(TicketKind.REPORT, by=other, at=AT, language="vi", sender_name=other.full_name).ticket
    tickets.say(ticket, "Quán dời rồi", from_desk=False, by=other, at=AT)
    letter = letters.write(other, kind="test", subject="Chào", body="Đặng Quỳnh Xuyến", at=AT)
    db.session.flush()
    before = (rules.values(shop), shop.slug, [row.changes for row in db.session.scalars(rules.history(shop))])
    erase(planted)
    after = (rules.values(shop), shop.slug, [row.changes for row in db.session.scalars(rules.history(shop))])
    assert before == after
    assert (ticket.sender_name, ticket.messages[0].text, letter.body) == (
        "Đặng Quỳnh Xuyến", "Quán dời rồi", "Đặng Quỳnh Xuyến",
    )  # fmt: skip


def test_whoever_takes_the_citys_name_does_not_erase_the_city(session: object):
    """Only what is tied to a person loses their name: not a page or a letter that has the same words."""
    listing = make.listing("Phố cổ Hội An", story_vi="Hội An về đêm")
    letter = letters.write(make.person(), kind="test", subject="Hội An", body="Hội An", at=AT)
    db.session.flush()
    jobs.erase(make.person(name="Hội An"), at=LATER)
    assert (listing.name_vi, listing.story_vi, letter.body) == ("Phố cổ Hội An", "Hội An về đêm", "Hội An")


def test_a_number_that_others_wrote_down_leaves_their_pages_and_the_words_stay(session: object):
    """A neighbour proposed a stall with the person's number, and somebody else looks after a third one."""
    person = make.person(name="Chợ Hội An", phone=PHONE)
    stall = make.listing("Quầy nón", story_vi="Ở Chợ Hội An. Gọi 0905 777 123.", contacts={"phone": [PHONE, True]})
    kept = make.listing("Quán Mai", story_vi="Gọi 0905 777 123.", contacts={"phone": [PHONE, True]})
    ownership.give(kept, make.person(), how="desk", by=None, at=AT)
    before = (rules.values(kept), kept.slug)
    jobs.erase(person, at=LATER)
    assert (stall.story_vi, stall.contacts, stall.is_public()) == ("Ở Chợ Hội An. Gọi ….", [], True)
    assert hits([row.changes for row in db.session.scalars(rules.history(stall))]) == []
    assert (rules.values(kept), kept.slug) == before


# The one road past the triggers


def test_the_history_cannot_be_emptied_by_any_other_road(planted: Planted):
    erase(planted)
    assert db.session.scalars(select(Erasing)).all() == []
    for statement in (
        "UPDATE revision SET reason = 'x'",
        "DELETE FROM revision",
        "UPDATE ticket_decision SET note = 'x'",
    ):
        with pytest.raises(DBAPIError, match="only added to"), db.session.begin_nested():
            db.session.execute(text(statement))


# Asking for it


def test_an_erasure_waits_its_grace_and_is_carried_out_by_the_worker_once(real_app: Flask):
    def ask() -> tuple[int, int]:
        person = make.person(name=NAME, phone=PHONE)
        return person.id, requests.ask_erasure(person, at=AT).id

    def named(number: int) -> str:
        return db.session.get_one(Person, number).full_name

    with real_app.app_context():
        number, asked = in_transaction(ask)
    sweep_once(real_app, LATER - timedelta(minutes=1))
    with real_app.app_context():
        assert in_transaction(lambda: named(number)) == NAME
    sweep_once(real_app, LATER + timedelta(minutes=1))
    sweep_once(real_app, LATER + timedelta(minutes=2))
    with real_app.app_context():
        assert in_transaction(lambda: named(number)) == "(đã xóa)"
        assert in_transaction(lambda: db.session.get_one(DataRequest, asked).done_at) == LATER + timedelta(minutes=1)


def test_taken_back_in_time_nothing_is_erased(session: object):
    person = make.person(name=NAME)
    asked = requests.ask_erasure(person, at=AT)
    requests.take_back(asked, by=person, at=AT)
    jobs.carry_out(asked.id, LATER)
    assert (person.full_name, person.erased_at, asked.done_at) == (NAME, None, None)
    assert requests.standing_erasure(person) is None


def test_asked_for_twice_it_stands_once(session: object):
    person = make.person()
    assert requests.ask_erasure(person, at=AT).id == requests.ask_erasure(person, at=AT).id
