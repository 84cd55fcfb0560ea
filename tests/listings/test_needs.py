"""Needs: told before they run out, renewed by a word, gone from page and search when nobody says it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.letters.models import Letter, Reminder
from portal.listings import jobs, needs, ownership, queries, rules, search
from portal.listings.models import Listing, MarkKind, Revision, Support
from portal.listings.question import Query
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient

AT = make.AT
LAPSES = AT + rules.NEED_LASTS


def owned(name: str = "Gốm Son", wanted: tuple[str, ...] = ("people", "space")) -> tuple[Listing, Person]:
    listing, owner = make.listing(name, needs=list(wanted)), make.person(name="Huỳnh Văn Ba")
    ownership.give(listing, owner, how="desk", by=None, at=AT)
    return listing, owner


def found(need: Support = Support.SPACE) -> list[str]:
    return [row.name_vi for row in search.find(Query(need=need)).rows]


def keys(listing: Listing) -> tuple[str, ...]:
    return tuple(sorted(listing.keys(MarkKind.NEED)))


def letters_of(person: Person) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.person_id == person.id)))


def test_a_need_that_ran_out_is_found_no_more(session: object) -> None:
    listing, _ = owned()
    assert found() == ["Gốm Son"]
    needs.lapse(listing, at=LAPSES)
    assert (found(), keys(listing)) == ([], ())
    revision = db.session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert (revision.act, revision.changes, revision.by_id) == ("lapsed", {"needs": [["people", "space"], []]}, None)


def test_only_what_ran_out_goes(session: object) -> None:
    listing, _ = owned(wanted=("people",))
    rules.revise(listing, {"needs": ["people", "space"]}, by=None, at=AT + timedelta(days=30))
    needs.lapse(listing, at=LAPSES)
    assert keys(listing) == ("space",)
    assert found() == ["Gốm Son"]


def test_the_page_hides_a_need_from_the_moment_it_runs_out(client: LookingClient) -> None:
    listing, _ = owned(wanted=("space",))
    listing.marks[0].lapses_at = AT - timedelta(days=400)
    page = client.get(f"/en/map/{listing.slug}").text
    assert "Is looking for" not in page


def test_renewing_gives_all_that_stands_another_half_year(session: object) -> None:
    listing, owner = owned()
    later = LAPSES - timedelta(days=10)
    needs.renew(listing, by=owner, at=later)
    assert {mark.lapses_at for mark in listing.marks} == {later + rules.NEED_LASTS}
    needs.lapse(listing, at=LAPSES)
    assert keys(listing) == ("people", "space")


def test_what_has_run_out_is_not_renewed(session: object) -> None:
    listing, owner = owned()
    needs.renew(listing, by=owner, at=LAPSES)
    assert {mark.lapses_at for mark in listing.marks} == {LAPSES}


# Reminders


def planned() -> list[tuple[str, object]]:
    rows = db.session.scalars(
        select(Reminder).where(Reminder.kind.in_((needs.LAPSES, needs.LAPSED))).order_by(Reminder.due_at)
    )
    return [(row.kind, row.due_at) for row in rows]


def test_reminders_are_owed_once_and_only_of_what_runs_out_soon(session: object) -> None:
    owned()
    needs.plan(at=AT)
    assert planned() == []
    for day in range(20):
        needs.plan(at=LAPSES - needs.TOLD_BEFORE + timedelta(days=day))
        db.session.flush()
    assert planned() == [(needs.LAPSES, LAPSES - needs.TOLD_BEFORE), (needs.LAPSED, LAPSES)]


def test_owners_are_told_with_a_link_to_the_button(session: object) -> None:
    listing, owner = owned()
    owner.language = "en"
    jobs.say_that_needs_lapse(listing.id, LAPSES - needs.TOLD_BEFORE)
    [letter] = letters_of(owner)
    assert "Gốm Son" in letter.subject
    assert "People, Space" in letter.body
    assert letter.body.endswith(f"http://localhost/en/map/{listing.slug}/needs")


def test_nobody_is_told_of_what_was_renewed_meanwhile(session: object) -> None:
    listing, owner = owned()
    needs.renew(listing, by=owner, at=LAPSES - timedelta(days=20))
    jobs.say_that_needs_lapse(listing.id, LAPSES - needs.TOLD_BEFORE)
    jobs.let_needs_lapse(listing.id, LAPSES)
    assert letters_of(owner) == []
    assert keys(listing) == ("people", "space")


# The page


@pytest.mark.parametrize("count", [1, 2])
def test_an_owner_renews_with_one_tap(client: LookingClient, count: int) -> None:
    listing, owner = owned(wanted=("people", "space")[:count])
    for mark in listing.marks:
        mark.lapses_at = make_later()
    sign_in(client, owner)
    page = client.get(f"/en/map/{listing.slug}/needs").text
    assert len(re.findall(r'class="tag warn"', page)) == count
    assert client.post(f"/en/map/{listing.slug}/needs").location == f"/en/map/{listing.slug}/needs"
    fresh = db.session.get(Listing, listing.id)
    assert all(mark.lapses_at > make_later() + timedelta(days=150) for mark in fresh.marks)


def make_later() -> datetime:
    return now() + timedelta(days=3)


def test_without_needs_the_page_says_so(client: LookingClient) -> None:
    listing, owner = owned(wanted=())
    assert "Nothing is looked for at present." in sign_in(client, owner).get(f"/en/map/{listing.slug}/needs").text


# Who can help


def test_those_of_the_same_area_come_first(session: object) -> None:
    listing, _ = owned(wanted=("space",))
    near = make.listing("Nhà văn hóa", offers=["space"])
    far = make.listing("Nhà Tam Kỳ", area="tam-ky", offers=["space"])
    make.listing("Không cho mượn", offers=["money"])
    assert [row.id for row in queries.who_can_help(listing, at=AT)] == [near.id, far.id]


def test_a_need_that_ran_out_asks_nobody(session: object) -> None:
    listing, _ = owned(wanted=("space",))
    make.listing("Nhà văn hóa", offers=["space"])
    assert queries.who_can_help(listing, at=LAPSES) == []


def test_editors_may_renew_too(client: LookingClient) -> None:
    listing, _ = owned()
    editor = sign_in(client, make.person(Role.MODERATOR))
    assert editor.post(f"/map/{listing.slug}/needs").status_code == 303
