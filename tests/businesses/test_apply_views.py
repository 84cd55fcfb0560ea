"""Applying over the web: a draft that keeps what is typed, sent once, looked up and answered by its code."""

from __future__ import annotations

import re

from sqlalchemy import select

from portal.businesses import applications
from portal.businesses.models import Application, ApplicationState
from portal.db import db
from portal.letters.models import Letter
from portal.listings import ownership
from portal.people.models import Role
from portal.web.clock import now
from tests import cast, make
from tests.businesses import applying
from tests.looking import LookingClient

FIELDS = {
    "package_1": "y", "makes": "Gốm đỏ nung củi", "holder": "Trần Thị Hạnh", "phone": "0905 222 333", "agreed": "y",
    "women_led": "yes", "since_year": "2009", "hands": "3",
}  # fmt: skip


def begun(client: LookingClient) -> str:
    """A draft for a business that is not on the map; the address of its form."""
    cast.sign_in(client, make.person(name="Trần Thị Hạnh"))
    assert client.get("/businesses/apply?package=1").status_code == 200
    given = {"listing": "new", "name_vi": "Gốm Son", "summary_vi": "Gốm đỏ.", "area": "hoi-an", "once": "o" * 16}
    first, second = (client.post("/businesses/apply", data=given) for _ in range(2))
    assert first.status_code == 303 and first.location == second.location
    return str(first.location)


def test_beginning_asks_the_same_for_one_business_and_for_four(client: LookingClient, queries: list[str]) -> None:
    applying.cohort()
    owner, asked = make.person(), []
    cast.sign_in(client, owner)
    for names in (["Gốm Son"], ["Đèn lồng Ba", "Mộc Kim Bồng", "Rau Trà Quế"]):
        for name in names:
            sent = applying.sent(name, by=owner)
            applications.withdraw(sent, by=owner, at=now())
            applications.begin(sent.shop, by=owner, at=now())
            ownership.give(make.listing(f"{name} 2"), owner, how="desk", by=None, at=make.AT)
        db.session.expire_all()
        queries.clear()
        page = client.get("/businesses/apply").get_data(as_text=True)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8, asked
    assert (page.count('<li class="task">'), page.count('name="listing"')) == (4, 5)
    order = [page.index(f">{name}<") for name in ("Rau Trà Quế", "Mộc Kim Bồng", "Đèn lồng Ba", "Gốm Son")]
    assert order == sorted(order), "the newest first"


def test_a_draft_keeps_each_field_even_a_wrong_one_and_is_sent_with_a_letter(client: LookingClient) -> None:
    applying.cohort()
    address = begun(client)
    page = client.get(address)
    assert page.status_code == 200 and "Đợt 1" in page.get_data(as_text=True)
    fields = address.replace("/draft", "/fields")
    saved = client.post(fields, data={"field": "makes", "makes": "Gốm đỏ", "once": "x"})
    assert saved.status_code == 200 and saved.json and saved.json["wrong"] == ""
    wrong = client.post(fields, data={"field": "hands", "hands": "nhiều lắm", "once": "x"})
    assert wrong.json and wrong.json["wrong"]
    kept = client.get(address).get_data(as_text=True)
    assert 'value="Gốm đỏ"' in kept and 'value="nhiều lắm"' in kept

    refused = client.post(address, data={"makes": "Gốm đỏ", "act": "send"})
    gaps = re.findall(r'id="(\w+)_error"', refused.get_data(as_text=True))
    assert (refused.status_code, gaps) == (422, ["package_1", "holder", "phone", "agreed"])
    offered = client.get("/businesses/apply").get_data(as_text=True)
    assert re.findall(r'name="listing"[^>]* value="([^"]+)"', offered) == ["new"], "one goes on with what is begun"
    sent = client.post(address, data=FIELDS | {"act": "send"})
    assert sent.status_code == 303 and sent.location == address.removesuffix("/draft")
    application = db.session.scalars(select(Application)).one()
    assert (application.state, application.packages, application.hands) == (ApplicationState.SENT, [1], 3)
    assert (application.women_led, application.shop.phone) == (True, "+84905222333")
    [letter] = db.session.scalars(select(Letter).where(Letter.kind == "application_sent"))
    assert applications.find(application.code) is application and application.code[:4] in letter.subject
    assert client.get(address).location == sent.location


def test_whoever_has_the_code_looks_it_up_and_answers_and_learns_nothing_private(client: LookingClient) -> None:
    applying.cohort()
    application = applying.sent()
    applications.ask(application, "Chị có giấy đăng ký chưa?", by=make.person(Role.ORGANISER), at=now())
    found = client.post("/code", data={"code": f"{application.code[:4]} {application.code[4:]}".lower()})
    assert found.status_code == 303 and found.location == f"/businesses/applications/{application.code}"
    page = client.get(found.location).get_data(as_text=True)
    assert "Chị có giấy đăng ký chưa?" in page
    assert "Trần Thị Hạnh" not in page and "905" not in page
    assert client.post(f"{found.location}/answer", data={"text": ""}).status_code == 422
    assert client.post(f"{found.location}/answer", data={"text": "Có từ 2019."}).status_code == 303
    assert application.state is ApplicationState.ANSWERED
    assert client.post(f"{found.location}/withdrawal").status_code == 303  # first sign in
    assert application.state is ApplicationState.ANSWERED


def test_a_draft_is_its_peoples_own(client: LookingClient) -> None:
    application = applying.draft()
    there = f"/businesses/applications/{application.code}"
    cast.sign_in(client, make.person(Role.ORGANISER))
    assert [client.get(path).status_code for path in (there, f"{there}/draft")] == [404, 404]
    assert client.post(f"{there}/fields", data={"field": "makes", "makes": "x"}).status_code == 404
    cast.sign_in(client, application.person)
    assert client.get(there).location == f"{there}/draft"
