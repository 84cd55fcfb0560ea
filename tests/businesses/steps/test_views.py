"""The pages of a shop's steps: the list in three words, one step written and handed in, read by those who may."""

from __future__ import annotations

import re
from io import BytesIO

from flask import Flask
from sqlalchemy import select

from portal.businesses.models import ShopMember
from portal.businesses.steps import queries as steps
from portal.businesses.steps import reviewing, rules
from portal.businesses.steps.models import Progress, ProgressAct, Standing, Submission, Verdict
from portal.db import db
from portal.people.models import Role
from tests import make
from tests.businesses.steps import planting, working
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.media import samples


def test_a_step_is_begun_by_a_photo_and_handed_in_by_one_button(client: LookingClient):
    shop = make.shop()
    sign_in(client, shop.members[0].person)
    here = f"/en/businesses/{shop.slug}/packages/1"
    listed = client.get(here).get_data(as_text=True)
    assert (listed.count(">Not done yet<"), listed.count(">Cannot start yet<")) == (10, 3)
    page = client.get(f"{here}/1.1")
    assert page.status_code == 200
    nothing = client.post(f"{here}/1.1", data={"act": "submit", "begun": "0", "note": "Dạ em gửi"})
    assert nothing.status_code == 422
    assert "Dạ em gửi" in nothing.get_data(as_text=True)
    sent = client.post(f"{here}/1.1/files", data={"file": (BytesIO(samples.jpeg()), "giay.jpg")})
    assert sent.status_code == 303
    done = client.post(f"{here}/1.1", data={"act": "submit", "note": "Dạ em gửi"})
    assert done.status_code == 303
    step = steps.step_of(steps.enrolled(shop, 1).package, "1.1")
    assert steps.find(shop, step).standing is Standing.SUBMITTED


def test_what_is_sent_back_says_why_is_mended_and_accepted(client: LookingClient, app: Flask):
    shop = make.shop(holder="Trần Thị Hạnh")
    shop.phone = "+84905123456"
    artisan = shop.members[0].person
    advisor = make.person(Role.ADVISOR, name="Trần Quốc Bảo")
    shop.advisor_id = advisor.id
    here = f"/en/businesses/{shop.slug}/packages/2/2.1"
    sign_in(client, artisan)
    client.post(here, data={"act": "submit", "begun": "0", "links": "https://facebook.com/gomson"})
    sign_in(client, advisor)
    board = client.get("/en/desk/advice").get_data(as_text=True)
    assert "1 step waits for me" in board
    number = db.session.scalars(select(Submission.id)).one()
    there = f"/en/desk/advice/{number}"
    assert "https://facebook.com/gomson" in client.get(there).get_data(as_text=True)
    silent = client.post(there, data={"decision": "back"})
    assert (silent.status_code, b"Say what is to be mended" in silent.data) == (422, True)
    client.post(there, data={"decision": "back", "says": "Chị bật xác thực hai bước nhé.", "tick": ["0"]})
    again = client.post(there, data={"decision": "accept", "tick": ["0", "1", "2"]})
    assert again.status_code == 422  # it was answered already
    sign_in(client, artisan)
    page = client.get(here).get_data(as_text=True)
    assert "Chị bật xác thực hai bước nhé." in page
    listed = client.get(here.removesuffix("/2.1")).get_data(as_text=True)
    assert "Chị bật xác thực hai bước nhé." in listed and "0 of 13 steps accepted" in listed
    mended = "https://facebook.com/gomson\nhttps://facebook.com/gomson/about"
    version = str(db.session.scalars(select(Progress.version)).one())
    client.post(here, data={"act": "submit", "begun": version, "links": mended, "note": "Em bật rồi ạ"})
    sign_in(client, advisor)
    second = db.session.scalars(select(Submission.id).order_by(Submission.id.desc())).first()
    page = client.get(f"/en/desk/advice/{second}").get_data(as_text=True)
    assert page.count("https://facebook.com/gomson/about</a>") == 1 and "Em bật rồi ạ" in page
    assert page.index("Time no. 1") < page.index("Time no. 2")
    client.post(f"/en/desk/advice/{second}", data={"decision": "accept", "tick": ["0", "1", "2"]})
    sign_in(client, artisan)
    listed = client.get(here.removesuffix("/2.1")).get_data(as_text=True)
    assert "1 of 13 steps accepted" in listed
    assert db.session.scalars(select(ProgressAct.standing).order_by(ProgressAct.id)).all() == [
        "in_progress", "submitted", "changes_wanted", "submitted", "accepted",
    ]  # fmt: skip


def test_the_list_of_a_package_asks_no_more_when_more_is_done(client: LookingClient, queries: list[str]):
    shop, advisor = make.shop(), make.person(Role.ADVISOR)
    shop.advisor_id = advisor.id
    sign_in(client, shop.members[0].person)
    hub = f"/en/businesses/{shop.slug}"
    asked: dict[str, list[int]] = {hub: [], f"{hub}/packages/1": []}
    for keys in (("1.1",), ("1.5", "1.6", "1.9")):
        for key in keys:
            submission = planting.handed_in(shop, key)
            reviewing.review(submission, Verdict.CHANGES_WANTED, ticks=[], says="Chụp lại nhé.", by=advisor, at=make.AT)
        db.session.flush()
        for address, counts in asked.items():
            queries.clear()
            assert client.get(address).status_code == 200
            counts.append(len([one for one in queries if one.startswith("SELECT")]))
    assert [(few == more, more <= 12) for few, more in asked.values()] == [(True, True)] * 2, asked


def test_an_advisor_is_shown_a_submission_in_twelve_questions(client: LookingClient, queries: list[str]):
    """However many work in the shop, however often it was handed in, whatever it holds and whatever waits beside it."""
    shop, other, desk = make.shop(), make.shop("Đèn lồng Ba"), make.person(Role.ADVISOR)
    sign_in(client, desk)
    submission, asked = planting.handed_in(shop, "1.1"), []
    for more in (1, 3):
        for number in range(more):
            reviewing.review(
                submission, Verdict.CHANGES_WANTED, ticks=[], says="Chụp lại nhé.",
                by=make.person(Role.ADVISOR, name=f"Cố vấn {number}"), at=make.AT,
            )  # fmt: skip
            shop.members.append(ShopMember(person=make.person(), joined_at=make.AT))
            planting.photo(submission.progress, f"{more}{number}" * 32, name=f"ảnh {more} {number}.jpg")
            submission = rules.submit(submission.progress, by=shop.members[-1].person, at=make.AT)
            planting.handed_in(other, {1: ["1.1"], 3: ["1.5", "1.6", "1.9"]}[more][number])
        reviewing.review(submission, Verdict.REFUSED, ticks=[], says="Không được.", by=make.person(Role.ADVISOR),
                         at=make.AT)  # fmt: skip
        db.session.flush()
        db.session.expire_all()
        queries.clear()
        page = client.get(f"/en/desk/advice/{submission.id}").get_data(as_text=True)
        asked.append(len(queries))
        refusal = submission.reviews[-1]
        reviewing.look_again(refusal, agrees=False, says="Tôi thấy được.", by=desk, at=make.AT)
        db.session.expire_all()
    assert asked[0] == asked[1] <= 12, asked
    assert (page.count("Time no. 4,"), page.count("Time no. 5,"), page.count("Time no. 3,")) == (1, 1, 0)
    assert page.count("ảnh 3 2.jpg") == 1 and page.count("ảnh 3 1.jpg") == 2
    assert "5 steps wait for me" in page and "A refusal that needs a second look" in page


def test_the_hub_says_what_comes_next(client: LookingClient):
    """Sent back first, then what is begun, then the first that can be; three at most, none when all is done."""
    shop, advisor = make.shop(), make.person(Role.ADVISOR)
    shop.advisor_id = advisor.id
    sign_in(client, shop.members[0].person)

    def hub() -> tuple[list[str], str]:
        html = client.get(f"/en/businesses/{shop.slug}").get_data(as_text=True)
        return re.findall(r'<li class="task">.*?>(\d\.\d+) ', html, re.S), html

    assert hub()[0] == ["1.1"]
    planting.begun(shop, "1.5")
    assert hub()[0] == ["1.5", "1.1"]
    submission = planting.handed_in(shop, "1.6")
    assert "1 step is with your advisor" in hub()[1]
    reviewing.review(submission, Verdict.CHANGES_WANTED, ticks=[], says="Chụp lại nhé.", by=advisor, at=make.AT)
    planting.begun(shop, "1.9")
    keys, page = hub()
    assert keys == ["1.6", "1.5", "1.9"] and "<p>Chụp lại nhé.</p>" in page
    for step in steps.all_steps():
        progress = steps.find(shop, step) or rules.begin(shop, step, by=shop.members[0].person, at=make.AT)
        progress.standing, progress.accepted_at = Standing.ACCEPTED, make.AT
    submission.progress.standing = Standing.SUBMITTED
    db.session.flush()
    assert hub()[0] == [] and "until your advisor answers" in hub()[1]
    submission.progress.standing = Standing.ACCEPTED
    assert "Everything is done." in hub()[1]


def test_the_report_of_facts_is_read_as_people_write(client: LookingClient):
    """The same number in two spellings is one; another one is shown where it is told. Hours are words."""
    shop = make.shop()
    working.shop_at_work(shop)
    sign_in(client, shop.members[0].person)
    there = f"/en/businesses/{shop.slug}/packages/2/2.4"
    page = client.get(there).get_data(as_text=True)
    assert "0905 123 456" in page and "+84905" not in page and "Mo-Sa" not in page
    planting.photo(planting.begun(shop, "1.1", draft_vi="Gọi 0905.123.456 giúp em"))
    planting.handed_in(shop, "1.1")
    assert "Told in two ways" not in client.get(there).get_data(as_text=True)
    planting.photo(planting.begun(shop, "1.5", draft_vi="Gọi 0913 222 333 giúp em"), "b" * 64)
    planting.handed_in(shop, "1.5")
    told = client.get(there).get_data(as_text=True)
    assert told.count("Told in two ways<") == 1 and "0913 222 333" in told and "Step 1.5" in told
