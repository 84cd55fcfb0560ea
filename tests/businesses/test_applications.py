"""An application from its first field to the organisers' word, and what each of its states lets happen."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.businesses import applications, cohorts, enrolments, rules
from portal.businesses.models import ApplicationAct, ApplicationState, EnrolmentState
from portal.db import db
from portal.kit.say import Refused
from portal.listings.models import State
from portal.people.models import Role
from portal.web.clock import now
from tests import make
from tests.businesses import applying

AT = make.AT


def test_a_business_that_is_not_on_the_map_begins_as_a_draft_in_its_owners_care(session: object) -> None:
    by = make.person(name="Trần Thị Hạnh", phone="+84905222333")
    application = applying.draft("Applications", by=by)
    listing = application.shop.listing
    assert (listing.state, listing.is_owned_by(by), application.state) == (State.DRAFT, True, ApplicationState.DRAFT)
    assert (application.shop.slug, application.shop.phone) == ("applications-2", "+84905222333")
    assert applications.begin(application.shop, by=by, at=AT) is application


def test_nobody_brings_in_a_listing_of_others(session: object) -> None:
    place = make.listing("Nhà Tơ")
    with pytest.raises(Refused, match="look after"):
        rules.begin(place, by=make.person(), at=AT)
    shop = make.shop("Gốm Son")
    with pytest.raises(Refused, match="takes part already"):
        rules.begin(shop.listing, by=make.person(), at=AT)


def test_it_is_sent_when_it_is_whole_and_a_round_is_open_and_then_no_longer_changed(session: object) -> None:
    application = applying.draft()
    by = application.person
    with pytest.raises(Refused) as refused:
        applications.send(application, by=by, at=now())
    assert refused.value.field == "packages"
    applications.keep(application, applying.WRITTEN, typed={"hands": "nhiều"}, at=now())
    with pytest.raises(Refused, match="No round takes applications"):
        applications.send(application, by=by, at=now())
    first = applying.cohort()
    applications.send(application, by=by, at=now())
    applications.send(application, by=by, at=now())
    assert (application.state, application.cohort_id) == (ApplicationState.SENT, first.id)
    assert [one.state for one in application.acts] == [ApplicationState.DRAFT, ApplicationState.SENT]
    assert (application.shop.holder, application.typed) == ("Trần Thị Hạnh", {"hands": "nhiều"})
    with pytest.raises(Refused, match="can no longer be changed"):
        applications.keep(application, {"makes": "Khác"}, at=now())


def test_a_question_is_answered_once_and_the_answer_waits_for_the_desk_again(session: object) -> None:
    applying.cohort()
    application, desk = applying.sent(), make.person(Role.ORGANISER)
    applications.ask(application, "Chị có giấy đăng ký chưa?", by=desk, at=now())
    assert db.session.scalars(applications.waiting()).all() == []
    applications.answer(application, "Có từ 2019.", by=None, at=now())
    assert (application.state, db.session.scalars(applications.waiting()).all()) == (
        ApplicationState.ANSWERED,
        [application.id],
    )
    with pytest.raises(Refused, match="no open question"):
        applications.answer(application, "Nữa", by=None, at=now())


def test_accepted_it_has_an_advisor_and_its_packages_and_is_not_decided_twice(session: object) -> None:
    cohort = applying.cohort()
    application, desk = applying.sent(packages=[1, 3]), make.person(Role.ORGANISER)
    advisor = make.person(Role.ADVISOR, name="Lý Thanh Tùng")
    with pytest.raises(Refused, match="an advisor"):
        applications.accept(application, advisor=make.person(), cohort=cohort, by=desk, at=now())
    applications.accept(application, advisor=advisor, cohort=cohort, says="Chào chị", by=desk, at=now())
    shop = application.shop
    assert shop.advisor is advisor
    assert [(one.package.number, one.state) for one in shop.enrolments] == [
        (1, EnrolmentState.ACTIVE), (3, EnrolmentState.ACTIVE),
    ]  # fmt: skip
    with pytest.raises(Refused, match="decided already"):
        applications.refuse(application, "Hết chỗ", by=desk, at=now())
    assert application.state is ApplicationState.ACCEPTED


def test_a_full_round_leads_to_the_waiting_list_until_somebody_stops(session: object) -> None:
    cohort = applying.cohort(places=1)
    desk, advisor = make.person(Role.ORGANISER), make.person(Role.ADVISOR)
    first, second = applying.sent("Gốm Son"), applying.sent("Đèn lồng Ba")
    applications.accept(first, advisor=advisor, cohort=cohort, by=desk, at=now())
    with pytest.raises(Refused, match="full"):
        applications.accept(second, advisor=advisor, cohort=cohort, by=desk, at=now())
    applications.put_on_waiting_list(second, by=desk, at=now())
    assert (cohorts.free(cohort), cohorts.waiting(cohort)) == (0, 1)
    enrolments.stop(first.shop.enrolments[0], "Nghỉ sinh", by=desk, at=now())
    applications.accept(second, advisor=advisor, cohort=cohort, by=desk, at=now())
    assert (cohorts.free(cohort), cohorts.waiting(cohort)) == (0, 0)


def test_refused_never_without_a_reason_and_one_may_apply_again(session: object) -> None:
    applying.cohort()
    application, desk = applying.sent(), make.person(Role.ORGANISER)
    with pytest.raises(Refused, match="Write the reason"):
        applications.refuse(application, " ", by=desk, at=now())
    applications.refuse(application, "Đợt này chỉ nhận nghề thủ công.", by=desk, at=now())
    again = applications.begin(application.shop, by=application.person, at=now())
    assert again.id != application.id and again.code != application.code


def test_what_happened_to_an_application_is_only_added_to(session: object) -> None:
    applying.draft()
    assert db.session.scalars(select(ApplicationAct.state)).all() == [ApplicationState.DRAFT]
    for statement in ("UPDATE application_act SET says = 'x'", "DELETE FROM application_act"):
        with pytest.raises(DBAPIError, match="only added to"), db.session.begin_nested():
            db.session.execute(text(statement))
