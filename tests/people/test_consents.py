"""Consents: one purpose each, never given by silence, taken back with the tap that takes them back."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.listings import ownership, photos, rules
from portal.people import consents
from portal.people.consents import Purpose
from portal.people.models import Consent, Person
from tests import make
from tests.cast import sign_in
from tests.listings.test_edit_photos import WORDS, upload
from tests.looking import LookingClient, look_at
from tests.make import AT

# What people have agreed to cannot be rewritten: a new wording is added below the others, never put in their place.
SAID = {
    Purpose.NAME: ["ff0f62"],
    Purpose.CALL: ["b11f51"],
    Purpose.NEWS: ["42c942"],
    Purpose.PHOTO: ["aaa47d"],
}


@pytest.fixture
def hanh(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh")


@pytest.fixture
def browser(client: LookingClient, hanh: Person) -> LookingClient:
    return sign_in(client, hanh)


def test_no_wording_that_somebody_agreed_to_was_changed():
    said = {purpose: [sha256(words.encode()).hexdigest()[:6] for words in consents.WORDINGS[purpose]]
            for purpose in Purpose}  # fmt: skip
    assert said == SAID


def test_nobody_agrees_to_anything_before_they_say_so(hanh: Person):
    assert [one.given for one in consents.standings(hanh)] == [None] * len(Purpose)
    assert not hanh.show_name


def test_a_yes_is_kept_with_its_wording_language_road_and_day(hanh: Person):
    consents.give(hanh, Purpose.NEWS, language="en", at=AT)
    kept = db.session.scalars(select(Consent)).one()
    assert (kept.purpose, kept.wording, kept.language, kept.road, kept.given_at, kept.withdrawn_at) == (
        "news", 1, "en", "web", AT, None,
    )  # fmt: skip
    assert consents.agreed(hanh, Purpose.NEWS) and not consents.agreed(hanh, Purpose.CALL)


def test_a_yes_given_twice_is_one(hanh: Person):
    for _time in range(2):
        consents.give(hanh, Purpose.CALL, language="vi", at=AT)
    assert len(db.session.scalars(select(Consent)).all()) == 1


def test_a_yes_taken_back_ends_and_is_not_forgotten(hanh: Person):
    consents.give(hanh, Purpose.CALL, language="vi", at=AT)
    assert consents.withdraw(hanh, Purpose.CALL, at=AT)
    assert not consents.agreed(hanh, Purpose.CALL)
    assert not consents.withdraw(hanh, Purpose.CALL, at=AT)
    [kept] = db.session.scalars(consents.history(hanh))
    assert kept.withdrawn_at == AT
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["consent_given", "consent_withdrawn"]


def test_an_earlier_wording_does_not_cover_a_new_one(hanh: Person, monkeypatch: pytest.MonkeyPatch):
    consents.give(hanh, Purpose.NEWS, language="vi", at=AT)
    grown: Mapping[Purpose, tuple[str, ...]] = {
        **consents.WORDINGS, Purpose.NEWS: (*consents.WORDINGS[Purpose.NEWS], "Two mails a month.")
    }  # fmt: skip
    monkeypatch.setattr(consents, "WORDINGS", grown)
    standing = consents.standing(hanh, Purpose.NEWS)
    assert (standing.given, standing.outdated, standing.version) == (None, True, 2)
    assert db.session.scalars(consents.people_who_agree(Purpose.NEWS)).all() == []
    consents.give(hanh, Purpose.NEWS, language="vi", at=AT)
    assert [(one.wording, one.withdrawn_at) for one in db.session.scalars(consents.history(hanh))] == [
        (2, None), (1, AT),
    ]  # fmt: skip
    assert db.session.scalars(consents.people_who_agree(Purpose.NEWS)).all() == [hanh]


# On the page


def test_a_tap_gives_and_a_tap_takes_back_within_the_row(browser: LookingClient, hanh: Person):
    headers = {"HX-Request": "true", "HX-Target": "consent_news"}
    given = browser.post("/en/people/me/consents/news", headers=headers)
    assert given.status_code == 200 and "Take back" in given.text and 'id="consent_news"' in given.text
    look_at(given.text, whole=False)
    assert consents.agreed(hanh, Purpose.NEWS)
    back = browser.post("/en/people/me/consents/news/withdrawal", headers=headers)
    assert "I agree" in back.text and "Take back" not in back.text
    assert not consents.agreed(hanh, Purpose.NEWS)


def test_without_a_script_the_page_says_what_the_tap_did(browser: LookingClient):
    answer = browser.post("/en/people/me/consents/call")
    assert (answer.status_code, answer.location) == (303, "/en/people/me#consent_call")
    assert browser.get("/en/people/me").text.count("Take back") == 2  # the button and its label
    history = browser.get("/en/people/me/consents").text
    assert "Call me about my listing" in history and "Wording 1." in history


def test_a_purpose_that_does_not_exist_is_404(browser: LookingClient):
    assert browser.post("/people/me/consents/everything").status_code == 404


@pytest.mark.parametrize(("owner", "instead"), [(True, "its owner"), (False, "the map desk")])
def test_a_name_is_shown_while_its_person_agrees_and_leaves_the_map_with_the_tap(
    browser: LookingClient, hanh: Person, owner: bool, instead: str
):
    browser.post("/people/me/consents/name")
    db.session.refresh(hanh)
    assert hanh.show_name
    listing = make.listing("Gốm Son")
    if owner:
        ownership.give(listing, hanh, how="desk", by=None, at=AT)
    rules.confirm(listing, by=hanh, at=AT, as_owner=owner)
    db.session.flush()
    assert "by Trần Thị Hạnh" in browser.get("/en/map/gom-son").text
    browser.post("/people/me/consents/name/withdrawal")
    db.session.refresh(hanh)
    assert not hanh.show_name
    page = browser.get("/en/map/gom-son").text
    assert f"by {instead}" in page and "Trần Thị Hạnh" not in page


def test_photos_leave_ones_own_page_with_the_consent_and_stay_on_a_shop(browser: LookingClient, hanh: Person):
    page, shop = make.listing("Hạnh", group="people"), make.listing("Gốm Son")
    for number, listing in enumerate((page, shop)):
        ownership.give(listing, hanh, how="desk", by=None, at=AT)
        photos.add(listing, upload(f"{number}" * 64), **WORDS, by=hanh, at=AT)
    consents.give(hanh, Purpose.PHOTO, language="vi", at=AT)
    browser.post("/people/me/consents/photo/withdrawal")
    db.session.refresh(page)
    db.session.refresh(shop)
    assert (len(page.photos), len(shop.photos)) == (0, 1)
