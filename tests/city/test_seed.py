"""The seed of the demo city agrees with the city and with itself."""

import csv
import json
import re
from pathlib import Path

import pytest

from portal.city import load

CITY = load("hoi-an")
SEED = Path(__file__).parents[2] / "portal/listings/seed"
KINDS = {
    "works_in": ({"people"}, {"organisations", "places"}),
    "runs": ({"organisations"}, {"places"}),
    "hosts": ({"places", "experiences"}, {"events"}),
    "makes": ({"people"}, {"products"}),
    "used_for": ({"processes"}, {"products"}),
    "practised_in": ({"processes"}, {"places"}),
    "experience_at": ({"experiences"}, {"places"}),
    "supports": (set(CITY.groups), {"ideas"}),
}
"""Which groups a link may join: from, to."""
NEEDS = {"people", "money", "connection", "communication", "training", "space", "materials", "market"}
STAGES = {"idea", "trial", "running", "scaled", "ended"}
BOTH = ("story", "materials", "problem", "proposal", "next", "access")
ALL_FIELDS = {f"{name}_{lang}" for name in BOTH for lang in ("vi", "en")} | {
    "fields", "stage", "offers", "needs", "hours", "price_from", "made_in_days", "steps",
}  # fmt: skip


def rows(name):
    with (SEED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


LISTINGS = {row["slug"]: row for row in rows("listings.csv")}
LINKS = rows("links.csv")
DETAILS = json.loads((SEED / "details.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", LISTINGS.values(), ids=LISTINGS)
def test_a_seed_listing_stands_in_this_city(row):
    assert row["group"] in CITY.groups
    assert row["area"] in CITY.areas
    if row["ward_new"]:
        assert CITY.ward_named(row["ward_new"], age="new").area == row["area"]
    if row["ward_old"]:
        old = CITY.ward_named(row["ward_old"], age="old")
        assert (old.area, CITY.wards[old.new_key].name) == (row["area"], row["ward_new"])
    if row["lat"]:
        assert CITY.area_of(float(row["lat"]), float(row["lon"])).key == row["area"]


def test_the_seed_holds_every_group_and_no_slug_twice():
    assert len(rows("listings.csv")) == len(LISTINGS) == 51
    assert {row["group"] for row in LISTINGS.values()} == set(CITY.groups)


def test_the_seed_has_links_enough_and_none_twice():
    assert len(LINKS) == len({tuple(link.values()) for link in LINKS}) >= 25


@pytest.mark.parametrize("link", LINKS, ids=lambda link: " ".join(link.values()))
def test_a_link_joins_two_listings_of_the_groups_its_kind_joins(link):
    sources, targets = KINDS[link["kind"]]

    assert LISTINGS[link["source_slug"]]["group"] in sources
    assert LISTINGS[link["target_slug"]]["group"] in targets


def test_details_are_of_listings_of_the_seed():
    assert set(DETAILS) <= set(LISTINGS)


@pytest.mark.parametrize(("slug", "told"), DETAILS.items(), ids=DETAILS)
def test_a_detail_speaks_both_languages_in_known_words(slug, told):
    assert set(told) <= ALL_FIELDS
    assert set(told["fields"]) <= set(CITY.fields)
    assert told["stage"] in STAGES
    assert set(told["offers"]) | set(told["needs"]) <= NEEDS
    for name in BOTH:
        assert (f"{name}_vi" in told) == (f"{name}_en" in told), name


def test_each_process_tells_its_steps_and_each_idea_what_it_needs_next():
    for slug, row in LISTINGS.items():
        told = DETAILS[slug]
        if row["group"] == "processes":
            assert len(told["steps"]) >= 5
            assert told["materials_vi"]
            for step in told["steps"]:
                assert all(step[key] for key in ("vi", "en", "minutes", "who_vi", "who_en"))
        if row["group"] == "ideas":
            assert told["problem_vi"] and told["proposal_vi"] and told["next_vi"]
        if row["group"] == "products":
            assert told["price_from"] > 0 and told["materials_vi"]


def test_no_telephone_number_and_no_street_address_is_in_the_details():
    text = json.dumps(DETAILS, ensure_ascii=False)

    assert not re.search(r"\+84|\b0\d{8,}|\b\d+ (?:đường|kiệt|hẻm)\b", text)
