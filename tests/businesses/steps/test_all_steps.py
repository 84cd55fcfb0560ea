"""All 39 steps: each opens, takes what shows it, is answered, expires by a moved clock; what is accepted counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal.businesses import queries as campaign
from portal.businesses.models import EvidenceKind, Shop, Step
from portal.businesses.steps import expiry, hints, queries, reviewing, rules
from portal.businesses.steps.models import EvidenceLook, Progress, Standing, Submission, Verdict
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


def take_evidence(client: LookingClient, shop: Shop, step: Step, here: str) -> dict[str, str]:
    """What a shop brings to a step by its kind: a file is there before the button, a link comes along with it."""
    if step.evidence_kind is EvidenceKind.LINK:
        return {"links": f"https://example.org/{step.key}"}
    if step.evidence_kind is EvidenceKind.FILE and not step.sheet:
        nothing = client.post(here, data={"act": "submit"})
        assert nothing.status_code == 422 and "first" in nothing.get_data(as_text=True), step.key
        planting.photo(planting.begun(shop, step.key), f"{step.id:064x}", name=f"{step.key}.jpg")
    return {}


def accepted_of(shop: Shop) -> list[int]:
    counted = queries.counts(shop)
    return [counted[package.id].accepted for package in campaign.all_of(campaign.packages())]


def test_all_steps_open_take_their_evidence_are_reviewed_and_expire(client: LookingClient, app: Flask, capsys: Any):
    shop, advisor = make.shop(owner=make.person(name="Trần Thị Hạnh")), make.person(Role.ADVISOR)
    shop.advisor_id = advisor.id
    working.shop_at_work(shop)
    sign_in(client, shop.members[0].person)
    desk = app.test_client()
    sign_in(desk, advisor)
    steps = queries.all_steps()
    waiting = sorted(steps, key=lambda one: len(one.needs))  # what others need comes first
    held_back = done = 0
    while waiting:
        step = waiting.pop(0)
        here = f"/en/businesses/{shop.slug}/packages/{step.package.number}/{step.key}"
        if missing := rules.missing_before(shop, step):
            assert f"first {', '.join(missing)} must be accepted" in client.get(here).get_data(as_text=True)
            assert client.post(here, data={"act": "submit", "links": "https://example.org"}).status_code == 422
            held_back += 1
            waiting.append(step)
            continue
        assert client.get(here).status_code == 200, step.key
        before = accepted_of(shop)
        given = take_evidence(client, shop, step, here)
        sent = client.post(here, data={"act": "submit", "begun": _version(shop, step), **given})
        assert sent.status_code == 303, (step.key, sent.get_data(as_text=True))
        [submission] = db.session.scalars(select(Submission).join(Progress).where(Progress.step_id == step.id)).all()
        assert submission.evidence and accepted_of(shop) == before, step.key  # what waits is not done
        there = f"/en/desk/advice/{submission.id}"
        assert desk.get(there).status_code == 200, step.key
        ticks = [str(number) for number in range(len(reviewing.criteria_of(submission)))]
        assert desk.post(there, data={"decision": "accept", "tick": ticks}).status_code == 303, step.key
        before[step.package.number - 1] += 1
        assert accepted_of(shop) == before
        done += 1
    assert (len(steps), done, accepted_of(shop)) == (39, 39, [13, 13, 13])
    for number in (1, 2, 3):
        listed = client.get(f"/en/businesses/{shop.slug}/packages/{number}").get_data(as_text=True)
        assert listed.count("13 of 13 steps accepted") >= 3
    assert db.session.scalar(select(func.count()).select_from(EvidenceLook)) == 39
    lasting = expire(shop, steps)
    with capsys.disabled():
        print(f"\n{done} of {len(steps)} steps opened, handed in, reviewed, accepted; {held_back} times one waited for"
              f" another; {lasting} expired by the clock, {len(steps) - lasting} stand for ever")  # fmt: skip


def _version(shop: Shop, step: Step) -> str:
    progress = queries.find(shop, step)
    return str(progress.version if progress else 0)


def expire(shop: Shop, steps: Sequence[Step]) -> int:
    """By a moved clock: thirty days before the end each is told once, a day after it each has expired, once."""
    lasting = {one.id: one for one in steps if one.validity_days}
    ends: dict[date, list[int]] = {}
    for progress in queries.all_progress(shop).values():
        if progress.step_id in lasting:
            stands = timedelta(days=lasting[progress.step_id].validity_days or 0)
            assert progress.expires_on == hints.today(progress.accepted_at) + stands
            ends.setdefault(progress.expires_on, []).append(progress.step_id)
    for last, those in sorted(ends.items()):
        for days, standing in ((-31, "accepted"), (-30, "expiring"), (0, "expiring"), (1, "expired")):
            at = datetime.combine(last + days * DAY, time(5), tzinfo=UTC)
            for _twice in range(2):
                for number in expiry.due(at=at):
                    expiry.settle(number, at=at)
            found = db.session.scalars(select(Progress.standing).where(Progress.step_id.in_(those))).all()
            assert set(found) == {Standing(standing)}, (last, days)
    told = Counter(db.session.scalars(select(Reminder.kind).where(Reminder.kind.in_((expiry.EXPIRES, expiry.EXPIRED)))))
    assert told == {expiry.EXPIRES: len(lasting), expiry.EXPIRED: len(lasting)}
    for package in campaign.all_of(campaign.packages()):
        for_ever = sum(one.package_id == package.id and not one.validity_days for one in steps)
        assert queries.counts(shop)[package.id] == (for_ever, 13)
    return len(lasting)


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
