"""All 39 steps: each opens, takes what shows it, is answered, expires by a moved clock; what is accepted counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal.businesses import queries as campaign
from portal.businesses.models import EvidenceKind, Shop, Step
from portal.businesses.steps import expiry, queries, reviewing, rules
from portal.businesses.steps.models import EvidenceLook, Progress, Standing, Verdict
from portal.db import db
from portal.kit.say import Refused
from portal.letters.models import Reminder
from portal.people.models import Role
from tests import make
from tests.businesses.steps import planting, working
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.make import AT

DAY = timedelta(days=1)


def take_evidence(shop: Shop, step: Step) -> Progress:
    """What a shop brings to a step by its kind."""
    typed = {}
    if step.evidence_kind is EvidenceKind.LINK:
        typed = {"links": f"https://example.org/{step.key}"}
    progress = planting.begun(shop, step.key, **typed)
    if step.evidence_kind is EvidenceKind.FILE:
        planting.photo(progress, f"{step.id:064x}", name=f"{step.key}.jpg")
    return progress


def test_all_steps_open_take_their_evidence_are_answered_and_expire(client: LookingClient):
    shop = make.shop(owner=make.person(name="Trần Thị Hạnh"))
    advisor = make.person(Role.ADVISOR)
    working.shop_at_work(shop)
    sign_in(client, shop.members[0].person)
    steps = queries.all_steps()
    order = sorted(steps, key=lambda one: len(one.needs))  # what others need comes first
    waiting = [*order]
    assert len(steps) == 39
    accepted: Counter[int] = Counter()
    while waiting:
        step = waiting.pop(0)
        if rules.missing_before(shop, step):
            with pytest.raises(Refused):
                rules.begin(shop, step, by=None, at=AT)
            waiting.append(step)
            continue
        here = f"/en/businesses/{shop.slug}/packages/{step.package.number}"
        progress = take_evidence(shop, step)
        page = client.get(f"{here}/{step.key}")
        assert (step.key, page.status_code) == (step.key, 200)
        submission = rules.submit(progress, by=shop.members[0].person, at=AT)
        assert rules.submit(progress, by=shop.members[0].person, at=AT) is submission
        assert submission.evidence, step.key
        planting.accept(submission, by=advisor)
        accepted[step.package.number] += 1
        listed = client.get(here).get_data(as_text=True)
        assert f"{accepted[step.package.number]} of 13 steps accepted" in listed, step.key
    assert accepted == {1: 13, 2: 13, 3: 13}
    assert db.session.scalar(select(func.count()).select_from(EvidenceLook)) == 39
    expire(shop, steps)


def expire(shop: Shop, steps: list[Step]) -> None:
    """By a moved clock: thirty days before the end each is told once, a day after it each has expired, once."""
    lasting = [one for one in steps if one.validity_days]
    for days in sorted({one.validity_days for one in lasting}):
        those = [one.id for one in lasting if one.validity_days == days]
        way = ((days - 31, "accepted"), (days - 30, "expiring"), (days, "expiring"), (days + 1, "expired"))
        for moment, standing in way:
            at = AT + moment * DAY
            for _twice in range(2):
                for number in expiry.due(at=at):
                    expiry.settle(number, at=at)
            found = db.session.scalars(select(Progress.standing).where(Progress.step_id.in_(those))).all()
            assert set(found) == {Standing(standing)}, (days, moment)
    told = Counter(db.session.scalars(select(Reminder.kind).where(Reminder.kind.in_((expiry.EXPIRES, expiry.EXPIRED)))))
    assert told == {expiry.EXPIRES: len(lasting), expiry.EXPIRED: len(lasting)}
    for package in campaign.all_of(campaign.packages()):
        for_ever = sum(one.package_id == package.id and not one.validity_days for one in steps)
        assert queries.counts(shop)[package.id] == (for_ever, 13)


def test_what_does_not_apply_counts_neither_as_done_nor_as_asked(session: object):
    shop, advisor = make.shop(), make.person(Role.ADVISOR)
    package = planting.step("1.1").package_id
    planting.accepted(shop, "1.1", by=advisor)
    reviewing.leave_out(shop, planting.step("1.6"), says="Bán theo mẫu của khách", by=advisor, at=AT)
    planting.handed_in(shop, "1.5")
    assert queries.counts(shop)[package] == (1, 12)
    with pytest.raises(Refused):
        rules.save(queries.find(shop, planting.step("1.6")), {"note": "?"}, seen=None, by=None, at=AT)
    reviewing.ask_again(queries.find(shop, planting.step("1.6")), by=advisor, at=AT)
    assert queries.counts(shop)[package] == (1, 13)


def test_a_refusal_counts_when_a_second_advisor_agrees_and_never_ones_own_shop(session: object):
    first, second = make.person(Role.ADVISOR), make.person(Role.ADVISOR)
    shop = make.shop()
    own = make.shop("Nhà Tơ", owner=second)
    submission = planting.handed_in(shop, "1.1")
    review = reviewing.review(submission, Verdict.REFUSED, ticks=[], says="Giấy của người khác.", by=first, at=AT)
    with pytest.raises(Refused, match="another advisor"):
        reviewing.look_again(review, agrees=True, says="", by=first, at=AT)
    assert submission.progress.standing is Standing.SUBMITTED
    assert queries.last_reviews([submission.progress_id]) == {}
    reviewing.look_again(review, agrees=True, says="", by=second, at=AT)
    assert submission.progress.standing is Standing.CHANGES_WANTED
    assert queries.last_reviews([submission.progress_id]) == {submission.progress_id: review}
    with pytest.raises(Refused, match="You work in this shop"):
        reviewing.review(planting.handed_in(own, "1.1"), Verdict.ACCEPTED, ticks=range(4), says="", by=second, at=AT)


def test_two_people_of_one_shop_never_write_over_each_other(client: LookingClient):
    shop = make.shop()
    progress = planting.begun(shop, "2.1", links="https://a.example/1")
    sign_in(client, shop.members[0].person)
    here = f"/en/businesses/{shop.slug}/packages/2/2.1"
    seen = str(progress.version)
    mine = client.post(here, data={"begun": seen, "links": "https://a.example/mine"})
    late = client.post(here, data={"begun": seen, "links": "https://a.example/late"})
    assert (mine.status_code, late.status_code) == (303, 422)
    page = late.get_data(as_text=True)
    assert "https://a.example/late</textarea>" in page and "https://a.example/mine</p>" in page
    field = client.post(f"{here}/fields", data={"field": "links", "begun": seen, "links": "https://a.example/later"})
    assert field.status_code == 409 and "https://a.example/mine" in field.json["wrong"]
    again = client.post(
        f"{here}/fields", data={"field": "links", "begun": field.json["begun"], "links": "https://b.example"}
    )
    assert (again.status_code, db.session.scalars(select(Progress.links)).one()) == (200, "https://b.example")


def test_a_certificate_that_ran_out_yesterday_is_refused_in_a_sentence(client: LookingClient):
    shop = make.shop()
    file = planting.photo(planting.begun(shop, "1.1"))
    file.valid_until = (AT - DAY).date()
    with pytest.raises(Refused, match="valid until 21/11/2026"):
        rules.submit(file.progress, by=None, at=AT)
    file.valid_until = (AT + 40 * DAY).date()
    progress = planting.accepted(shop, "1.1", by=make.person(Role.ADVISOR))
    assert progress.expires_on == (AT + 40 * DAY).date()


def test_what_was_handed_in_and_said_of_it_is_only_added_to(session: object):
    first, second = make.person(Role.ADVISOR), make.person(Role.ADVISOR)
    submission = planting.handed_in(make.shop(), "1.1")
    review = reviewing.review(submission, Verdict.REFUSED, ticks=[], says="Không đọc được.", by=first, at=AT)
    reviewing.look_again(review, agrees=True, says="", by=second, at=AT)
    for table in ("step_act", "step_submission", "submission_evidence", "step_review", "second_look"):
        column = "submission_id" if table == "submission_evidence" else "id"
        for act in (f"UPDATE {table} SET {column} = {column} + 1", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="added to"), db.session.begin_nested():
                db.session.execute(text(act))
