"""The organisers' desk: a word on each application, advisors, rounds, wordings as versions, bands of measures."""

from __future__ import annotations

import re

from sqlalchemy import select

from portal.businesses import applications, measures, rules, self_check, stories
from portal.businesses.models import (
    ApplicationState,
    Cohort,
    EnrolmentState,
    EvidenceKind,
    Measure,
    Package,
    Step,
    StepVersion,
)  # fmt: skip
from portal.businesses.seed import packages
from portal.businesses.steps.models import Progress
from portal.city.chosen import here
from portal.db import db
from portal.letters.models import Letter
from portal.people.models import Role
from portal.web.clock import now
from tests import cast, make
from tests.businesses import applying
from tests.looking import LookingClient


def letters() -> list[str]:
    return list(db.session.scalars(select(Letter.kind).order_by(Letter.id)))


def test_an_organiser_asks_accepts_and_refuses_and_the_applicant_has_letters(client: LookingClient) -> None:
    cohort = applying.cohort(places=1)
    advisor = make.person(Role.ADVISOR, name="Lý Thanh Tùng")
    first, second = applying.sent("Gốm Son"), applying.sent("Đèn lồng Ba")
    cast.sign_in(client, make.person(Role.ORGANISER))
    queue = client.get("/desk/businesses").get_data(as_text=True)
    assert queue.index("Gốm Son") < queue.index("Đèn lồng Ba")
    there = f"/desk/businesses/applications/{first.id}"
    assert client.get(there).status_code == 200
    assert client.post(there, data={"act": "ask", "says": ""}).status_code == 422
    assert client.post(there, data={"act": "ask", "says": "Có giấy chưa?"}).status_code == 303
    applications.answer(first, "Có", by=None, at=now())
    given = {"act": "accept", "advisor": str(advisor.id), "cohort": str(cohort.id), "says": "Chào chị"}
    assert client.post(there, data=given).status_code == 303
    assert (first.state, first.shop.advisor_id) == (ApplicationState.ACCEPTED, advisor.id)
    again = client.post(there, data={"act": "refuse", "says": "Không"})
    assert again.status_code == 422 and first.state is ApplicationState.ACCEPTED
    other = f"/desk/businesses/applications/{second.id}"
    full = client.post(other, data=given)
    assert full.status_code == 422 and second.shop.advisor_id is None
    assert client.post(other, data={"act": "wait", "says": ""}).status_code == 303
    assert client.post(other, data={"act": "refuse", "says": "Hết chỗ đợt này."}).status_code == 303
    assert letters() == [
        "application_asked", "application_accepted", "advisor_given", "application_waits", "application_refused",
    ]  # fmt: skip
    assert client.get("/desk/businesses?state=refused").status_code == 200


def test_an_application_asks_the_same_however_much_was_said(client: LookingClient, queries: list[str]) -> None:
    applying.cohort()
    cast.sign_in(client, make.person(Role.ORGANISER))
    application, asked = applying.sent("Gốm Son"), []
    for more in (1, 4):
        for number in range(more):
            desk = make.person(Role.ORGANISER, Role.ADVISOR, name=f"Người hỏi {more} {number}")
            applications.ask(application, "Có giấy chưa?", by=desk, at=now())
            applications.answer(application, "Có", by=application.person, at=now())
        db.session.expire_all()
        queries.clear()
        page = client.get(f"/desk/businesses/applications/{application.id}").get_data(as_text=True)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8, asked
    assert (page.count("Có giấy chưa?"), page.count(", Người hỏi")) == (5, 5)


def test_packages_and_their_steps_ask_the_same_for_three_and_for_six(client: LookingClient, queries: list[str]) -> None:
    packages.bring_in(here().folder, at=make.AT)
    cast.sign_in(client, make.person(Role.ORGANISER))
    asked = []
    for numbers in ((), (4, 5, 6)):
        for number in numbers:
            words = StepVersion(number=1, title_vi="Việc", written_at=make.AT)
            step = Step(key=f"{number}.1", position=1, evidence_kind=EvidenceKind.LINK, versions=[words])
            db.session.add(Package(number=number, title_vi=f"Gói {number}", changed_at=make.AT, steps=[step]))
        db.session.flush()
        db.session.expire_all()
        queries.clear()
        page = client.get("/desk/businesses/packages").get_data(as_text=True)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 5, asked
    keys = re.findall(r'<span class="meta" translate="no">([\d.]+)</span>', page)
    assert (len(keys), keys[:3], keys[-3:]) == (42, ["1.1", "1.2", "1.3"], ["4.1", "5.1", "6.1"])


def test_a_package_is_stopped_with_a_reason_and_goes_on_where_it_stood(client: LookingClient) -> None:
    shop, advisor = make.shop(), make.person(Role.ADVISOR)
    cast.sign_in(client, make.person(Role.ORGANISER))
    there = f"/desk/businesses/shops/{shop.slug}"
    assert "Gốm Son" in client.get("/desk/businesses/shops").get_data(as_text=True)
    assert client.post(f"{there}/advisor", data={"advisor": str(advisor.id)}).status_code == 303
    assert shop.advisor_id == advisor.id
    assert client.post(f"{there}/enrolments", data={"package": "1", "act": "stop"}).status_code == 422
    given = {"package": "1", "act": "stop", "reason": "Nghỉ sinh"}
    assert client.post(f"{there}/enrolments", data=given).status_code == 303
    assert shop.enrolments[0].state is EnrolmentState.STOPPED and letters()[-1] == "enrolment_stopped"
    assert "Nghỉ sinh" in client.get(there).get_data(as_text=True)
    assert client.post(f"{there}/enrolments", data={"package": "1", "act": "resume"}).status_code == 303
    assert shop.enrolments[0].state is EnrolmentState.ACTIVE and shop.enrolments[0].ended_at is None


def test_a_round_is_set_and_never_has_fewer_places_than_are_taken(client: LookingClient) -> None:
    cast.sign_in(client, make.person(Role.ORGANISER))
    given = {
        "name_vi": "Đợt 1", "opens_on": "2026-11-01", "closes_on": "2026-11-30", "starts_on": "2026-12-07",
        "ends_on": "2027-02-28", "places": "2",
    }  # fmt: skip
    wrong = client.post("/desk/businesses/rounds/new", data=given | {"closes_on": "2026-10-01"})
    assert wrong.status_code == 422 and 'id="closes_on_error"' in wrong.get_data(as_text=True)
    assert client.post("/desk/businesses/rounds/new", data=given | {"once": "a" * 16}).status_code == 303
    cohort = db.session.scalars(select(Cohort)).one()
    assert cohort.closes_at.isoformat() == "2026-11-30T17:00:00+00:00"
    for one in make.shop().enrolments:
        one.cohort_id = cohort.id
    make.shop("Đèn lồng").enrolments[0].cohort_id = cohort.id
    there = f"/desk/businesses/rounds/{cohort.id}"
    assert client.get(there).status_code == 200
    assert client.post(there, data=given | {"places": "1"}).status_code == 422
    assert client.post(there, data=given | {"places": "3"}).status_code == 303
    assert "2 trên 3" in (page := client.get("/desk/businesses/rounds").get_data(as_text=True)) or "2 of 3" in page


def test_other_words_of_a_step_are_a_version_more_and_touch_no_progress(client: LookingClient) -> None:
    shop = make.shop()
    step = db.session.scalars(select(Step).where(Step.key == "1.7")).one()
    db.session.add(Progress(shop_id=shop.id, step_id=step.id, changed_at=make.AT))
    db.session.flush()
    cast.sign_in(client, make.person(Role.ORGANISER))
    there = "/desk/businesses/steps/1.7"
    assert client.get("/desk/businesses/packages").status_code == client.get(there).status_code == 200
    words = {"title_vi": "Lập danh mục 12 sản phẩm", "checks_vi": "Đủ thông tin\nĐơn vị mét", "minutes": "45"}
    uneven = client.post(there, data=words | {"checks_en": "All of it"})
    assert uneven.status_code == 422 and 'id="checks_en_error"' in uneven.get_data(as_text=True)
    assert [client.post(there, data=words).status_code for _ in range(2)] == [303, 303]
    numbers = db.session.scalars(select(StepVersion.number).where(StepVersion.step_id == step.id)).all()
    assert (sorted(numbers), step.minutes) == ([1, 2], 45)
    assert db.session.scalars(select(Progress.step_id)).all() == [step.id]
    assert "Lập danh mục 12 sản phẩm" in client.get("/businesses").get_data(as_text=True)
    assert client.post(f"{there}/retirement").status_code == 409  # 1.8 waits for it
    assert client.post("/desk/businesses/steps/1.8/retirement").status_code == 409  # 1.13 and 3.1 wait for that
    assert client.post("/desk/businesses/steps/2.12/retirement").status_code == 303
    made = client.post("/desk/businesses/packages/2/steps/new", data=words | {"kind": "link", "once": "b" * 16})
    assert made.status_code == 303
    assert db.session.scalars(select(Step.key).where(Step.retired_at.is_not(None))).all() == ["2.12"]
    assert db.session.scalars(select(Step.id).where(Step.key == "2.14")).one()
    given = {"title_vi": "Hồ sơ", "weeks": "8"}
    assert client.post("/desk/businesses/packages/1", data=given).status_code == 303


def test_the_self_check_asks_what_organisers_worded_and_decides_as_they_say(client: LookingClient) -> None:
    applying.cohort()
    before = client.get("/businesses/self-check?phone=no").get_data(as_text=True)
    assert before.count("<fieldset") == 5 and "note warn" in before
    cast.sign_in(client, make.person(Role.ORGANISER))
    there = "/desk/businesses/self-check/phone"
    assert client.get("/desk/businesses/self-check").status_code == client.get(there).status_code == 200
    words = {"asks_vi": "Có điện thoại riêng không?", "asks_en": "A phone of your own?", "decides": "y"}
    wordless = client.post(there, data=words)
    assert wordless.status_code == 422 and 'id="no_vi_error"' in (page := wordless.get_data(as_text=True))
    assert "A phone of your own?" in page  # nothing typed is lost
    assert client.post(there, data=words | {"no_vi": "Hãy mượn một chiếc."}).status_code == 303
    after = client.get("/en/businesses/self-check?phone=no&makes=yes").get_data(as_text=True)
    assert "A phone of your own?" in after and "does not suit" in after
    assert 'lang="vi">Hãy mượn một chiếc.' in after
    assert "Có điện thoại riêng không?" in client.get("/businesses").get_data(as_text=True)
    packages.bring_in(here().folder, at=make.AT)
    assert self_check.outcome(self_check.questions(), {"phone": "no"}) is not None
    assert "Có điện thoại riêng không?" in client.get("/businesses").get_data(as_text=True)


def test_bands_are_counted_by_the_last_word_and_small_numbers_are_not_said(client: LookingClient) -> None:
    for number in range(7):
        shop = make.shop(f"Cơ sở {number}")
        by = rules.people(shop)[0].person
        for band in ("0", "1-10" if number < 4 else "11-30" if number < 6 else "101+"):
            measures.write(shop, "before", {"orders": band, "revenue": "5-20"}, None, by=by, at=make.AT)
    told = {row.band: row.before for row in measures.table() if row.field == "orders"}
    assert told == {"0": 0, "1-10": 4, "11-30": None, "31-100": 0, "101+": None}
    assert measures.untold({"a": 5, "b": 3, "c": 1}, ["a", "b", "c"]) == {"a": 5, "b": None, "c": None}
    cast.sign_in(client, make.person(Role.ORGANISER))
    assert client.get("/desk/businesses/measures").status_code == 200
    table = client.get("/desk/businesses/measures.csv").get_data(as_text=True)
    assert "revenue,5-20,7,0" in table and "Cơ sở" not in table


def test_a_shop_says_how_it_stands_and_only_bands_are_taken(client: LookingClient) -> None:
    owner = make.person()
    shop = make.shop(owner=owner)
    cast.sign_in(client, owner)
    there = f"/businesses/{shop.slug}/measures"
    assert client.get(there).status_code == client.get(f"{there}?time=after").status_code == 200
    assert client.post(there, data={"time": "before"}).status_code == 422
    assert client.post(there, data={"time": "before", "revenue": "12500000"}).status_code == 422
    assert client.post(there, data={"time": "after", "revenue": "5-20", "channels": "3"}).status_code == 303
    row = db.session.scalars(select(Measure)).one()
    assert (row.time, row.revenue, row.channels) == ("after", "5-20", 3)


def test_a_story_is_public_only_with_consent_and_an_organiser_and_gone_in_one_request(client: LookingClient) -> None:
    owner, desk = make.person(), make.person(Role.ORGANISER)
    shop = make.shop(owner=owner)
    there, public, at_desk = f"/businesses/{shop.slug}/story", "/businesses/stories", "/desk/businesses/stories"
    words = {"text_vi": "Trước đây tôi chỉ bán ở chợ."}

    def shown() -> bool:
        return words["text_vi"] in client.get(public).get_data(as_text=True)

    cast.sign_in(client, owner)
    assert client.get(there).status_code == 200
    assert client.post(there, data=words).status_code == 303
    cast.sign_in(client, desk)
    assert client.post(f"{at_desk}/{shop.slug}").status_code == 404
    cast.sign_in(client, owner)
    assert client.post(there, data=words | {"agreed": "y"}).status_code == 303 and not shown()
    cast.sign_in(client, desk)
    assert words["text_vi"] in client.get(at_desk).get_data(as_text=True)
    assert client.post(f"{at_desk}/{shop.slug}", data={"act": "publish"}).status_code == 303 and shown()
    cast.sign_in(client, owner)
    assert client.post(f"{there}/withdrawal").status_code == 303 and not shown()
    story = stories.of(shop)
    assert story is not None and story.agreed_at is None
