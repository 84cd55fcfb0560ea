"""The demo city: its seed comes through the importer, twice is once, and what people did here stays."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.city.chosen import here
from portal.db import db
from portal.listings import rules, search
from portal.listings.columns import READ
from portal.listings.models import Link, LinkKind, Listing, LocationMode, Revision, State
from portal.listings.seed import demo
from tests import make

LATER = make.AT + timedelta(days=1)


def seed_lines() -> list[dict[str, str]]:
    return list(demo._lines("listings.csv"))


def plant_once() -> None:
    demo.plant(at=make.AT)


@pytest.mark.usefixtures("session")
def test_every_listing_of_the_seed_is_on_the_map() -> None:
    public = set(db.session.scalars(rules.published().with_only_columns(Listing.slug)))
    assert public == {line["slug"] for line in seed_lines()}
    assert search.find(search.Query()).total.n == 51


@pytest.mark.usefixtures("session")
def test_its_points_are_estimates_and_all_of_it_is_marked() -> None:
    kinds = Counter(db.session.execute(select(Listing.demo, Listing.location_mode, Listing.point_source)).all())
    with_point = sum(bool(line["lat"]) for line in seed_lines())
    assert kinds[True, LocationMode.APPROXIMATE, "seed"] == with_point
    assert {demo for demo, _, _ in kinds} == {True}


@pytest.mark.usefixtures("session")
def test_twice_changes_nothing() -> None:
    before = db.session.scalar(select(func.count()).select_from(Revision))
    assert demo.plant(at=LATER) == 0
    assert db.session.scalar(select(func.count()).select_from(Revision)) == before


@pytest.mark.usefixtures("session")
def test_what_was_edited_here_is_left_alone() -> None:
    listing = db.session.scalars(select(Listing).where(Listing.slug == "lang-cui-lu")).one()
    rules.revise(listing, {"summary_vi": "Chữ của chủ.", "stage": None}, by=make.person(), at=make.AT)
    demo.plant(at=LATER)
    assert (listing.summary_vi, listing.stage) == ("Chữ của chủ.", None)


@pytest.mark.usefixtures("session")
def test_its_listings_are_joined_as_they_say_of_themselves() -> None:
    count = db.session.scalar(select(func.count()).select_from(Link))
    assert count == len(list(demo._lines("links.csv"))) >= 25


@pytest.mark.usefixtures("session")
def test_details_are_on_the_listings() -> None:
    listing = db.session.scalars(select(Listing).where(Listing.slug == "hoianlife")).one()
    assert (listing.hours, len(listing.openings)) == ("Mo-Fr 08:00-17:00", 5)


@pytest.mark.usefixtures("session")
def test_every_state_has_a_listing_and_visitors_see_one_kind() -> None:
    states = Counter(db.session.scalars(select(Listing.state)))
    assert states == {state: 51 if state is State.PUBLISHED else 1 for state in State}
    assert search.find(search.Query(q="Old Ferry")).total.n == 0
    assert search.find(search.Query(q="Old Ferry", state=State.HIDDEN)).total.n == 1


def test_details_and_table_never_speak_of_the_same_field() -> None:
    """Else the two files would overwrite each other in turn."""
    table = seed_lines()
    details = json.loads((demo.HERE / "details.json").read_text(encoding="utf-8"))
    assert details.keys() == {line["slug"] for line in table}
    said = {name for one in details.values() for name in one}
    assert not said & table[0].keys()
    assert said <= READ.keys()


def test_links_join_listings_of_the_seed_by_known_kinds() -> None:
    slugs = {line["slug"] for line in seed_lines()}
    for line in demo._lines("links.csv"):
        assert {line["source_slug"], line["target_slug"]} <= slugs
        assert line["kind"] in set(LinkKind)


def test_the_states_of_the_seed_are_all_but_public(app: object) -> None:
    lines = list(demo._lines("states.csv"))
    assert Counter(line["state"] for line in lines) == Counter(set(State) - {State.PUBLISHED})
    assert {line["area"] for line in lines} == set(here().areas)
