"""The pseudo-language: every page is drawn with all sentences in brackets; what is not in brackets was forgotten.

Left out is what is data: the city's own words, what people wrote, numbers, dates, and a short list of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import flask_babel
import pytest
from babel import Locale
from flask import Flask
from sqlalchemy import select

from portal.businesses.customers import seed as books
from portal.businesses.customers.models import Customer, Order, QuickReply
from portal.businesses.customers.words import LANGUAGES as SPOKEN
from portal.city.chosen import here
from portal.contributions import cards, holding, tickets
from portal.contributions.models import Act, Ticket, TicketState
from portal.db import db
from portal.events import dated, taking_place
from portal.events.models import Event
from portal.events.registrations import rules as registrations
from portal.kit import dates, hours, lunar_names
from portal.listings import imports, ownership
from portal.listings.models import Listing, State
from portal.listings.seed import demo
from portal.media.storage import storage_for
from portal.web.clock import now
from portal.web.language import LANGUAGES
from tests import cast, make
from tests.businesses.showcase import handing as showing_off
from tests.contributions import sendings
from tests.events.registrations import joining
from tests.events.registrations.test_views import soon
from tests.looking import OwnRequests
from tests.tree import pseudo

pytestmark = pytest.mark.one_engine  # it looks at words; what these pages ask is asked on both in their own tests

# Names and marks that are the same in every language, and the forms of writing that the kit keeps for itself.
NAMES = {"VI", "EN", "FR", "CSV", "GeoJSON", "JSON-LD", "Atom", "QR", "Zalo", "KB", "MB", "km", "m", "UTC", "Ko", "GB"}
PUBLIC = (
    "/claim", "/claim/AAAA-AAAA",
    "/map/numbers", "/events/feeds",
    "/", "/map", "/map?q=khong-co-gi-nhu-the", "/map?area=nowhere&page=x", "/map?q=lo&open=1", "/map?bbox=none",
    "/map?near=15.877,108.328&need=money&stage=running", "/map/embed", "/about", "/privacy", "/terms", "/accessibility",
    "/contact", "/offline", "/pocket.html", "/people/sign-in", "/people/welcome", "/people/sign-up",
    "/people/forgotten", "/people/forgotten/run-out", "/no/such/page", "/map/new", "/code",
    "/map/lang-gom-thanh-ha/report",
)  # fmt: skip
DESK = (
    "/desk/cards", "/desk/cards/new", "/desk/cards/new?ward=khong-co", "/map/lang-gom-thanh-ha/needs",
    "/desk/moderation", "/desk/moderation?why=decided", "/desk/moderation?why=owner",
    "/desk/wards", "/desk/wards?ward=hoi-an", "/map/lang-cui-lu/claim",
    "/desk", "/desk/listings", "/desk/listings?tab=draft", "/desk/listings?tab=hidden", "/desk/listings?tab=doubtful",
    "/desk/listings?q=khong-co-gi", "/desk/imports", "/desk/events/sources", "/desk/letters", "/map/new", "/people/me",
    "/people/sign-ins", "/people/password", "/people/proof", "/people/authenticator", "/people/notices", "/desk/people",
    "/desk/people?q=khong-co-ai", "/desk/codes",
    "/people/me/data", "/people/me/reach", "/people/me/consents", "/desk/requests", "/desk/audit",
    "/desk/audit?who=khong-co", "/desk/requests/new",
)  # fmt: skip
REFUSED = (
    ("/claim", {"code": "AAAA-AAAA"}),
    ("/desk/cards", {}),
    ("/people/sign-in", {"who": "", "password": ""}),
    ("/people/sign-in", {"who": "nobody@example.org", "password": "not this one"}),
    ("/people/welcome", {"who": "0905", "code": "XXXX", "password": "short"}),
    ("/people/sign-up", {"full_name": "", "who": "0905", "password": "short", "website": "x"}),
    ("/people/password", {"old": "", "password": "matkhau123"}),
    ("/people/forgotten", {"who": "nobody@example.org"}),
    ("/people/forgotten", {"who": "0905 123 456"}),
    ("/people/proof", {"password": "not this one"}),
    ("/desk/codes", {"who": "nobody@example.org"}),
    ("/desk/imports", {}),
    ("/map/new", {"group": "castles"}),
    ("/map/new", {"group": "products", "phone": "0905", "made_in_days": "x", "act": "preview"}),
    ("/map/new", {"group": "people", "location_mode": "approximate", "act": "preview"}),
    ("/code", {"code": "AAAA-AAAA"}),
    ("/map/lang-gom-thanh-ha/report", {"reason": "facts"}),
    ("/people/me", {"language": "xx"}),
    ("/people/me/reach", {"phone": "0905", "email": "nobody"}),
    ("/people/me/data/corrections", {}),
    ("/people/me/data/erasure", {}),
    ("/desk/requests/new", {"who": "0905 000 111", "kind": "erase"}),
)


TABLE = "group,area,name_vi,summary_vi,colour\nplaces,hoi-an,Nhà Mới,Một dòng.,red\nnowhere,hoi-an,Sai,Một dòng.,red\n"


def plant_once() -> None:
    """The listings of the demo city, so that every group, state and kind of field is on some page."""
    demo.plant(at=make.AT)


@pytest.fixture
def browser(app: Flask, session: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRequests]:
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda _domain: pseudo.Pseudo())
    app.extensions["sentences"].clear()
    yield OwnRequests(app, app.response_class)
    app.extensions["sentences"].clear()


def known() -> pseudo.Known:
    """Every text of the city and of the database, and the forms of writing that belong to a language itself."""
    rows = [row for table in db.metadata.sorted_tables for row in db.session.execute(select(table)).tuples()]
    opening = [hours.show(hours.parse(text), "vi") for text in db.session.scalars(select(Listing.hours)) if text]
    opening = [part.strip(" ,;") for text in opening for part in re.split(r"\d\d?:\d\d", text)]
    tongues = [name[:1].upper() + name[1:] for name in Locale("vi").languages.values()]
    return pseudo.Known(
        [
            *pseudo.strings([here(), [list(row) for row in rows], opening, tongues]),
            *(said for one in db.session.scalars(select(Event)) for said in _dates(one)),
            *LANGUAGES.values(),
            *SPOKEN.values(),
            *NAMES,
            *TABLE.split(","),
            *of_the_calendar(),
        ]
    )


def _dates(event: Event) -> tuple[str, ...]:
    """When an event is, as the kit writes it in Vietnamese."""
    return dated.solar(event, "vi"), dated.by_moon(event.first_day, "vi")


def of_the_calendar() -> list[str]:
    """Days and months as the kit writes them, by the sun and by the moon."""
    weekdays = [dates.weekday_name(number, "vi") for number in range(7)]
    months = [lunar_names.month(number, "vi") for number in range(1, 13)]
    words = [*weekdays, *months, "âm lịch", "rằm", "mùng", "tháng", "năm", *lunar_names.year(2026).split(), "Th\xa0"]
    return [*words, *(word[:1].upper() + word[1:] for word in words)]


def forgotten(browser: OwnRequests, addresses: list[str]) -> dict[str, list[str]]:
    data = known()
    found = {address: pseudo.bare(browser.get(address).get_data(as_text=True), data) for address in addresses}
    return {address: words for address, words in found.items() if words}


def test_no_public_page_has_a_bare_sentence(browser: OwnRequests) -> None:
    shown = [db.session.scalar(select(Listing.slug).where(Listing.group == key)) for key in here().groups]
    listings = [
        address for slug in shown for address in (f"/map/{slug}", f"/map/{slug}?photos=1", f"/map/{slug}/share")
    ]
    assert forgotten(browser, [*PUBLIC, *listings]) == {}


def test_no_page_of_the_calendar_has_a_bare_sentence(browser: OwnRequests) -> None:
    by, later = make.person(), make.EVENING + timedelta(days=3)
    one = make.event(
        price="amount", price_vnd=50_000, languages=["vi", "en"], step_free=True, least_age=10,
        online_url="https://example.org", contact_phone="+84905123456", shows_phone=True,
    )  # fmt: skip
    taking_place.cancel(make.session(one, "Khai mạc"), by=by, at=make.AT, reason_vi="Vì mưa.")
    moved = make.event("Đua thuyền", ends_at=later)
    taking_place.move(moved, starts_at=later, ends_at=None, by=by, at=make.AT, reason_vi="Vì bão.")
    asked = ("", "?view=map", "?when=past", "?when=running", "?day=2026-11-28", "?kind=talk", "?month=x&venue=z&free=q")
    pages = ["/events", "/events?month=2026-11", f"/events/{one.slug}", f"/events/{moved.slug}"]
    assert forgotten(browser, [*pages, *(f"/events{query}" for query in asked)]) == {}


def test_no_page_of_the_desk_has_a_bare_sentence(browser: OwnRequests, app: Flask) -> None:
    organiser = cast.organiser()
    cast.sign_in(browser, organiser)
    editing = [f"/map/{slug}/{page}" for slug in _one_of_each() for page in ("edit", "history")]
    creating = [f"/map/new{desk}?group={key}" for key in here().groups for desk in ("", "/desk")]
    assert forgotten(browser, [*DESK, f"/desk/people/{organiser.id}", *editing, *creating, _brought(app)]) == {}


def test_no_page_of_what_a_shop_shows_has_a_bare_sentence(browser: OwnRequests) -> None:
    shop = make.shop("Gốm Ngoài Bãi")
    showing_off.publish_prices(shop)
    showing_off.give_badge(shop)
    address = f"/businesses/{shop.slug}"
    assert forgotten(browser, [f"{address}/catalogue", f"/map/{shop.listing.slug}", "/businesses/badges"]) == {}
    cast.sign_in(browser, shop.members[0].person)
    assert forgotten(browser, [f"{address}/publications"]) == {}
    cast.sign_in(browser, cast.organiser())
    assert forgotten(browser, [f"{address}/badges", f"{address}/badges/1/revocation"]) == {}


def test_no_page_of_a_customer_book_has_a_bare_sentence(browser: OwnRequests) -> None:
    shop, other = make.shop("Gốm Ngoài Bãi"), make.shop("Lò Gạch Cũ")
    cast.sign_in(browser, other.members[0].person)
    empty = [f"/businesses/{other.slug}/customers{path}" for path in ("", "/all", "/orders", "/replies", "/reminders")]
    assert forgotten(browser, empty) == {}
    books.plant([shop], at=now())
    db.session.flush()
    cast.sign_in(browser, shop.members[0].person)
    book = f"/businesses/{shop.slug}/customers"
    people = db.session.scalars(select(Customer.id).order_by(Customer.id)).all()
    wanted = db.session.scalars(select(Order.id).order_by(Order.id)).all()
    reply = db.session.scalars(select(QuickReply.id)).first()
    one, another = people[0], people[4]
    of_one = (str(one), f"{one}/edit", f"{one}/replies", f"{one}/joining", f"{one}/joining?other={another}",
        f"{one}/deletion", f"{another}")  # fmt: skip
    pages = ("all", "all?q=khong-ai", "lists/answer", "lists/due", "new", "orders", "orders?which=all", "orders/new",
        "replies", f"replies/{reply}", "reminders", "book", "report")  # fmt: skip
    assert forgotten(browser, [book, *(f"{book}/{page}" for page in (*of_one, *pages))]) == {}
    assert forgotten(browser, [f"{book}/orders/{number}" for number in wanted[:6]]) == {}
    sent = {"name": "", "phone": "12", "what": "", "total": "x", "due_on": "x", "days": "x", "title": "", "act": "x"}
    posts = ("", "/orders", "/replies", "/reminders", "/book", f"/{one}", f"/{one}/joining", f"/orders/{wanted[0]}")
    answers = [browser.post(book + path, data=sent) for path in posts]
    assert [pseudo.bare(answer.get_data(as_text=True), known()) for answer in answers] == [[]] * len(posts)


def test_no_refusal_of_a_form_is_a_bare_sentence(browser: OwnRequests) -> None:
    organiser = cast.organiser()
    cast.sign_in(browser, organiser)
    slug = _one_of_each()[0]
    acts = [
        *REFUSED,
        (f"/desk/people/{organiser.id}/roles", {"role": "emperor"}),
        ("/map/new/desk", {"group": "places"}),
        *((f"/map/{slug}/{act}", {}) for act in ("edit", "hiding", "photos")),
    ]
    data = known()
    found = {path: pseudo.bare(browser.post(path, data=form).get_data(as_text=True), data) for path, form in acts}
    assert {path: words for path, words in found.items() if words} == {}


def test_no_page_of_a_ticket_has_a_bare_sentence(browser: OwnRequests) -> None:
    sent = {"name_vi": "Nhà Tơ Mới", "summary_vi": "Một dòng.", "phone": "0905 123 456", "phone_shown": "y"}
    preview = browser.post("/map/new", data={"once": "a", "group": "places", "act": "preview", **sent}).location
    assert forgotten(browser, [preview, preview.removesuffix("/preview"), "/map/new"]) == {}
    waiting = browser.post(preview.replace("/preview", "/sending")).location
    report = browser.post("/map/lang-gom-thanh-ha/report", data={"once": "b", "reason": "gone"}).location
    assert forgotten(browser, [waiting, report]) == {}
    asked = db.session.scalars(select(Ticket).order_by(Ticket.id)).first()
    assert asked is not None
    tickets.say(asked, "Tổ tự làm?", from_desk=True, by=None, at=make.AT)
    tickets.turn(asked, Act.ASKED, TicketState.ASKED, by=None, at=make.AT, reason="unclear", note="Tổ tự làm?")
    assert forgotten(browser, [waiting, preview.removesuffix("/preview")]) == {}
    assert pseudo.bare(browser.post(f"{waiting}/answer").get_data(as_text=True), known()) == []


def test_no_page_of_the_moderation_desk_has_a_bare_sentence(browser: OwnRequests) -> None:
    moderator, owner = cast.moderator(), cast.artisan()
    cast.sign_in(browser, cast.organiser())
    listing = sendings.owned(owner, "Gốm Sen bến sông", price_from=1)
    make.listing("Nón lá có đèn", group="products")
    sent = [
        sendings.proposal(contacts={"phone": ["+84905000001", False]}), sendings.edit(listing, owner, price_from=2),
        sendings.report(listing), sendings.claim(listing, cast.member()), sendings.proposal("Đèn lồng giấy"),
    ]  # fmt: skip
    holding.hold(sent[0], by=moderator, at=now())
    sendings.decide(sent[2], Act.ASKED, moderator, at=now())
    sendings.decide(sent[4], Act.REFUSED, moderator, at=now())
    pages = [f"/desk/moderation/{one.id}" for one in sent]
    assert forgotten(browser, [*pages, "/desk/moderation", f"/map/{listing.slug}/history"]) == {}
    refused = [browser.post(f"{pages[1]}/decision", data={"act": act}) for act in ("", "published", "asked")]
    overtaken = browser.post(f"{pages[1]}/decision", data={"act": "refused", "reason": "advert", "version": 0})
    over = browser.post(f"{pages[0]}/hold")
    assert (overtaken.status_code, over.status_code) == (409, 422)
    assert [pseudo.bare(one.get_data(as_text=True), known()) for one in (*refused, overtaken, over)] == [[]] * 5


def test_no_page_of_a_paper_card_has_a_bare_sentence(browser: OwnRequests) -> None:
    listing = make.listing("Gốm Sen", contacts={"phone": ["+84905000001", False], "zalo": ["+84905000002", True]})
    by, [first, second] = cast.moderator(), cards.codes(2)
    cards.make(listing, first, by=by, at=now())
    addresses = [f"/claim/{first}", f"/claim/{first}/edit"]
    assert forgotten(browser, addresses) == {}
    refused = browser.post(addresses[1], data={"zalo": "12"})
    browser.post(addresses[0], data={"answer": "right"})
    again = browser.post("/claim/thanks", data={"who": "12", "password": ""})
    assert [pseudo.bare(one.get_data(as_text=True), known()) for one in (refused, again)] == [[], []]
    cards.make(listing, second, by=by, at=now())
    browser.post(f"/claim/{second}", data={"answer": "hide"})
    assert forgotten(browser, ["/claim/thanks", addresses[0]]) == {}


def test_no_question_to_an_owner_is_a_bare_sentence(browser: OwnRequests) -> None:
    owner, listing = cast.artisan(), make.listing("Gốm Sen", needs=["space"])
    ownership.give(listing, owner, how="desk", by=None, at=now())
    cast.sign_in(browser, owner)
    pages = [f"/map/{listing.slug}/still-true", f"/map/{listing.slug}/needs", "/desk"]
    assert forgotten(browser, pages) == {}
    browser.post(pages[0], data={"answer": "ended"})
    assert forgotten(browser, pages[:1]) == {}


def test_no_page_about_taking_part_has_a_bare_sentence(browser: OwnRequests) -> None:
    of = joining.event(capacity=2, by_hand=True, residents_only=True, given=soon())
    festival = joining.event("Ngày hội", capacity=9, given=soon())
    joining.session(festival, "Xưởng tre", capacity=2, starts_at=festival.starts_at)
    closed = joining.event("Bàn tròn", capacity=1, given=soon(), opens_at=now() + timedelta(days=1))
    seats = [joining.join(of, is_resident=True, at=now(), access_needs="xe lăn", is_guardian=True) for _ in range(5)]
    registrations.cancel(seats[0], by=None, at=now())
    registrations.refuse(seats[4], "Đã đủ người", by=cast.moderator(), at=now())
    where = browser.post(f"/events/{of.slug}/registration", data=REGISTERED).location
    forms = [f"/events/{one.slug}/registration" for one in (of, festival, closed)]
    assert forgotten(browser, [*forms, *(f"/events/{one.slug}" for one in (of, festival, closed)), where]) == {}
    refused = browser.post(forms[1], data={"phone": "12", "people": "x"})
    assert pseudo.bare(refused.get_data(as_text=True), known()) == []
    taking_place.postpone(of, by=cast.moderator(), at=now(), reason_vi="Bão số 6")
    assert forgotten(browser, [forms[0], where]) == {}
    cast.sign_in(browser, cast.organiser())
    pages = ("registrations", "registrations/paper", "check-in", "admission")
    desk = [f"/desk/events/{of.id}/{page}" for page in pages]
    session_page = f"/desk/events/{festival.sessions[0].id}/admission"
    assert forgotten(browser, [*desk, f"{desk[2]}?q=khong-ai", session_page, f"{desk[0]}?state=waiting", "/desk"]) == {}
    acts = [
        (f"{desk[0]}/{seats[1].id}", {"act": "refuse"}), (f"{desk[2]}/walk-ins", {"people": "x"}),
        (desk[3], {"joining": "link", "url": "x", "most_people": "99"}), (desk[2], {"act": "x"}),
    ]  # fmt: skip
    answers = [browser.post(path, data=form) for path, form in acts]
    assert [pseudo.bare(one.get_data(as_text=True), known()) for one in answers] == [[]] * 4


REGISTERED = {"once": "a", "name": "Trần Gia Bảo", "phone": "0905 777 888", "people": "2", "is_resident": "y"}


def test_a_bare_sentence_is_found() -> None:
    page = '<p title="Close it">⟦Page ⟦two⟧ of <b>3⟧</b> Nhà Tơ, Open the map</p><script>let word</script>'
    assert pseudo.bare(page, pseudo.Known(["Nhà Tơ"])) == ["Close it", ", Open the map"]


def _one_of_each() -> list[str]:
    """A listing of each group, and one of each state."""
    found = [db.session.scalar(select(Listing.slug).where(Listing.group == key)) for key in here().groups]
    found += [db.session.scalar(select(Listing.slug).where(Listing.state == state)) for state in State]
    return list(dict.fromkeys(slug for slug in found if slug))


def _brought(app: Flask) -> str:
    """The dry run of a table with a new row, a refused one and a column that is not known."""
    kept = imports.keep(BytesIO(TABLE.encode()), name="bang.csv", storage=storage_for(app.config["SETTINGS"]))
    return f"/desk/imports/files/{imports.bring(kept, name='bang.csv', by=make.person(), at=make.AT).id}"
