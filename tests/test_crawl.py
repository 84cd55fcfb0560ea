"""Nobody comes by what is not theirs: each of the cast walks every road there is, and reads all that comes back.

What could leak is planted first: a stranger's phone and mail, contacts that are hidden, drafts, what waits for the
desk, an edit nobody has looked at, letters. Search, feeds, exports and pictures are roads like all others.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from portal.businesses import applications, stories
from portal.businesses.customers import orders, quick, reminder_rules, reminders
from portal.businesses.customers import rules as customers
from portal.businesses.customers.models import OrderState, TouchKind
from portal.businesses.customers.reminder_models import RuleKind
from portal.businesses.models import Shop
from portal.businesses.sheets import accounts, products
from portal.contributions import tickets
from portal.contributions.models import Act, TicketKind, TicketState
from portal.db import db
from portal.letters import rules as letters
from portal.listings import rules
from portal.people.models import Person, Role
from portal.web.language import LANGUAGES
from tests import cast, make
from tests.businesses import applying
from tests.businesses.showcase import handing
from tests.businesses.steps import planting as steps
from tests.looking import OwnRequests

LINK = re.compile(r"""(?:href|src|hx-get|data-save|data-src)=["']([^"'#]+)""")
STRANGER = ("0987 654 321", "0987654321", "84987654321", "kin-dao@example.org", "Người Kín Đáo")
HIDDEN_CONTACTS = ("0911 222 333", "0911222333", "84911222333", "giau@example.org")
LETTER = ("Chuyện riêng tư",)
AT_THE_DESK = (
    "Xưởng chưa đăng", "Mục đã giấu", "Đề xuất đang chờ", "Tóm tắt chờ duyệt", "Lời báo riêng", "0922 333 444",
    "84922333444", "Người Gửi Kín",
)  # fmt: skip
DRAFT_OF_SOMEBODY = ("Nháp của ai đó",)
SHEETS = (
    "0071888777666",
    "Lý do bán lỗ",
    "173.131",
    "173,131",
)  # an account's number, why a price is below cost, the cost
APPLICATION = ("Đứng Tên Kín", "Điều mong kín", "Câu hỏi kín của ban")
STORY = ("Câu chuyện chưa ai đồng ý",)
CUSTOMERS = (
    "Khách Kín Tên", "0933 444 555", "0933444555", "84933444555", "khach-kin@example.org", "Hãng của khách",
    "Ghi chú về khách", "nhãn kín riêng", "Lời khách nói", "Đơn hàng kín", "Câu mẫu kín", "Nhắc về khách", "987.654",
    "987,654",
)  # fmt: skip
HANDED_IN = ("87.654", "87,654", "bí mật")  # cost and reason in an accepted price list: the catalogue leaves them out
SECRETS = (
    *STRANGER, *HIDDEN_CONTACTS, *LETTER, *AT_THE_DESK, *DRAFT_OF_SOMEBODY, *SHEETS, *APPLICATION, *STORY, *CUSTOMERS,
    *HANDED_IN,
)  # fmt: skip
CAST = cast.CAST | {"advisor": cast.advisor}
MAY_READ = {
    "moderator": {*AT_THE_DESK, *HIDDEN_CONTACTS, "Người Kín Đáo"},  # by name, as the sender of an edit
    "organiser": {*AT_THE_DESK, *HIDDEN_CONTACTS, *STRANGER, *LETTER, *APPLICATION, *HANDED_IN},
    # what is priced below its cost, and whose shop it is, is what an advisor works with
    "advisor": {*HANDED_IN, *SHEETS[1:], "Người Kín Đáo"},
}
WORDS = ("chua dang", "da giau", "de xuat dang cho", "tom tat cho duyet", "nhap cua ai do", "giau example org")
ROADS = (
    "/", "/en", "/fr/map", "/map", "/map.csv", "/map.geojson", "/map.atom", "/map.jsonld", "/sitemap.xml",
    "/robots.txt",
    "/map.json?bbox=108.2,15.8,108.5,16.0&zoom=16", "/map/embed", "/map/numbers", "/pocket.html", "/code", "/claim",
    "/map/new?group=places", "/people/me", "/desk", "/desk/moderation", "/desk/people", "/desk/listings",
    "/map/xuong-chua-dang", "/map/muc-da-giau", "/map/de-xuat-dang-cho", "/map/muc-da-giau/share",
    "/map/xuong-chua-dang/edit", "/map/de-xuat-dang-cho/history",
    *(f"/businesses/gom-kin/sheets/{one}" for one in ("account", "account/print", "prices", "prices/print")),
    "/businesses/gom-kin/sheets/prices.csv", "/businesses", "/businesses/stories", "/businesses/apply",
    *(f"/businesses/gom-kin{one}" for one in ("", "/people", "/story", "/measures", "/catalogue", "/publications")),
    *(f"/businesses/gom-kin/{one}" for one in ("badges", "papers/profile", "papers/catalogue", "papers/poster-a4")),
    *(f"/businesses/gom-kin/packages/{one}" for one in ("1", "1/1.8", "2", "2/2.7", "2/2.9", "2/2.13")),
    *(f"/businesses/gom-kin/customers{one}" for one in (
        "", "/all", "/all?q=khach", "/1", "/orders", "/orders/1", "/orders/new?customer=1", "/reminders", "/replies",
        "/report", "/book", "/book/customers.csv", "/book/orders.csv", "/book/conversations.csv", "/lists/answer",
    )),
    "/businesses/gom-nha/customers/1", "/businesses/gom-nha/customers/orders/1", "/desk/advice", "/desk/audit",
    "/businesses/gom-nha/customers/all?q=kin", "/businesses/gom-nha/customers/1/joining?other=1", "/desk/letters",
    "/desk/businesses?state=question", "/desk/businesses/measures", "/desk/businesses/measures.csv",
    "/desk/businesses/stories",
    *(f"/{one}?q={quote(word)}" for word in WORDS for one in ("map", "map.csv", "map.geojson", "map.atom")),
)  # fmt: skip
A_FEW = 16


@pytest.fixture
def planted(session: object) -> None:
    """All of it belongs to strangers: none of the cast has anything to do with it."""
    stranger = make.person(name="Người Kín Đáo", phone="+84987654321")
    stranger.email = "kin-dao@example.org"
    contacts = {"zalo": ["+84911222333", False], "email": ["giau@example.org", False]}
    public = make.listing("Nhà Tơ", contacts=contacts, lat=15.88, lon=108.33)
    make.draft("Xưởng chưa đăng", lat=15.881, lon=108.331)
    rules.hide(make.listing("Mục đã giấu"), by=stranger, at=make.AT, reason="closed")
    proposed = make.draft("Đề xuất đang chờ")
    begin(TicketKind.PROPOSAL, proposed, sender_name="Người Gửi Kín", sender_phone="+84922333444")
    begin(TicketKind.EDIT, public, by=stranger, given={"summary_vi": "Tóm tắt chờ duyệt"}, base_version=public.version)
    begin(TicketKind.REPORT, public, reason="facts", text="Lời báo riêng")
    draft = tickets.begin(TicketKind.PROPOSAL, by=None, at=make.AT, language="vi", group="places").ticket
    draft.typed = {"name_vi": "Nháp của ai đó", "sender_phone": "0922 333 444"}
    letters.write(stranger, kind="test", subject="Chuyện riêng tư", body="Chuyện riêng tư", at=make.AT)
    shop = make.shop("Gốm Kín", owner=stranger)
    pot = products.add(shop, {"code": "K-1", "name_vi": "Lọ", "retail": 99_000, "reason": "Lý do bán lỗ"}, at=make.AT)
    products.price(pot, {"material": 173_131}, at=make.AT)
    accounts.write_down(shop, bank="970436", number="0071888777666", holder="GOM KIN", by=stranger, at=make.AT)
    stories.write(shop, *STORY, "", agreed=False, by=stranger, at=make.AT)
    applying.cohort()
    sent = applying.sent("Gốm Xin Vào", by=stranger, holder="Đứng Tên Kín", wish="Điều mong kín")
    applications.ask(sent, "Câu hỏi kín của ban", by=make.person(Role.ORGANISER, name="Trần Ban"), at=make.AT)
    handing.publish_prices(shop)
    handing.give_badge(shop)
    keep_a_book(shop, by=stranger)
    db.session.flush()


def keep_a_book(shop: Shop, *, by: Person) -> None:
    """A customer of whom everything is known, others of whom enough is known for step 2.7, and that step handed in."""
    given = {
        "name": "Khách Kín Tên", "phone": "+84933444555", "email": "khach-kin@example.org", "company": "Hãng của khách",
        "note": "Ghi chú về khách", "tags": ["nhãn kín riêng"], "zalo": True,
    }  # fmt: skip
    enough = [{"name": f"Khách Kín Tên {one}", "source": "market", "agreed": True} for one in range(30)]
    one = customers.add_all(shop, [given, *enough], by=by, at=make.AT)[0]
    customers.hear(one, TouchKind.ZALO, "Lời khách nói", by=by, at=make.AT)
    orders.begin(one, {"what": "Đơn hàng kín", "total": 987_654}, state=OrderState.DELIVERED, by=by, at=make.AT)
    quick.add(shop, title="Câu mẫu kín", text_vi="Câu mẫu kín", text_en="", at=make.AT)
    reminder_rules.add(shop, RuleKind.AFTER_SALE, says="Nhắc về khách", at=make.AT)
    reminders.fill(shop.id, at=make.AT)
    steps.handed_in(shop, "2.7", note="Đã nhập đủ")


def begin(
    kind: TicketKind, listing: rules.Listing, *, text: str = "", by: Person | None = None, **more: object
) -> None:
    given = more.pop("given", {})
    ticket = tickets.begin(kind, by=by, at=make.AT, language="vi", listing=listing, group="places", **more).ticket
    ticket.given = given
    if text:
        tickets.say(ticket, text, from_desk=False, by=None, at=make.AT)
    tickets.turn(ticket, Act.SENT, TicketState.WAITING, by=by, at=make.AT)


def walk(client: OwnRequests) -> Iterator[tuple[str, str]]:
    """Every page that can be reached, by its address; each endpoint's pages a few times over in each language."""
    waiting, seen, walked = deque(ROADS), set(ROADS), Counter[str]()
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        body = answer.get_data().decode("utf-8", errors="replace")
        yield address, f"{unescape(body)} {answer.headers}"
        if answer.mimetype != "text/html":
            continue
        for found in LINK.findall(body):
            parts = urlsplit(urljoin(f"http://localhost{address}", unescape(found)))
            onward = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc != "localhost" or parts.path.startswith("/static/") or onward in seen:
                continue
            seen.add(onward)
            walked[kind := kind_of(client.application, parts.path)] += 1
            if walked[kind] <= A_FEW:
                waiting.append(onward)


def kind_of(app: Flask, path: str) -> str:
    """The language and the endpoint of an address: `en listings.show`; an address that is none of ours by itself."""
    prefixed = path[1:].split("/", 1)[0]
    lang = prefixed if prefixed in LANGUAGES else ""
    try:
        return f"{lang} {app.url_map.bind('localhost').match(path.removeprefix(f'/{lang}') or '/')[0]}"
    except HTTPException:
        return path


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("who", CAST)
def test_nobody_comes_by_what_is_not_theirs(app: Flask, who: str) -> None:
    client, person = OwnRequests(app, app.response_class), CAST[who]()
    cast.sign_in(client, person)
    if who == "artisan":
        make.shop("Gốm Nhà", owner=person)
    forbidden = set(SECRETS) - MAY_READ.get(who, set())
    pages = list(walk(client))
    leaks = [(address, secret) for address, body in pages for secret in forbidden if secret in body]
    assert leaks == []
    assert len(pages) > 100


@pytest.mark.usefixtures("planted")
def test_the_walk_would_find_them(app: Flask) -> None:
    """What the desk may read it does come by: the walk is able to find what it looks for."""
    client = OwnRequests(app, app.response_class)
    cast.sign_in(client, cast.organiser())
    everything = " ".join(body for _address, body in walk(client))
    unseen = {one for one in SECRETS if one not in everything}
    assert unseen <= {
        *DRAFT_OF_SOMEBODY,
        *SHEETS,
        *STORY,
        *CUSTOMERS,
        *HANDED_IN,
        "0987654321",
        "84987654321",
        "0911222333",
        "84911222333",
        "84922333444",
    }


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("word", WORDS)
def test_counts_tell_nothing_of_what_is_not_public(app: Flask, word: str) -> None:
    client = OwnRequests(app, app.response_class)
    page = client.get("/map", query_string={"q": word}).get_data(as_text=True)
    assert '<data id="count" value="0">' in page
