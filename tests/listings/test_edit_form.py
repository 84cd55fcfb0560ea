"""The form of a listing without a browser: what it has for which group, and what it makes of what is typed."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.listings import rules
from portal.listings.forms import OF_ONE_GROUP, SECTIONS, HidingForm, ListingForm, PhotoForm
from portal.listings.models import Channel, LocationMode

NEEDED = {"group": "places", "area": "hoi-an", "ward_new": "", "ward_old": "", "location_mode": "area",
          "point_source": "", "stage": "", "legal_form": "", "name_vi": "Nhà Tơ", "version": "1"}  # fmt: skip


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def form(group: str = "places", **typed: object) -> ListingForm:
    return ListingForm(MultiDict(NEEDED | {"group": group} | typed), group=group)


def test_every_field_that_may_be_written_is_on_the_form_of_some_group():
    on_a_form = {name for group in (*OF_ONE_GROUP, "places") for name in form(group).given()}
    assert on_a_form == set(rules.FIELDS) - {"source_id"}  # by which an import finds its listing again


def test_every_field_of_the_form_stands_in_one_section():
    in_sections = [name for _title, rows in SECTIONS for row in rows for name in row]
    assert len(in_sections) == len(set(in_sections))
    assert set(in_sections) == {name for group in OF_ONE_GROUP for name in form(group)._fields} - {"version", "reason"}


def test_a_group_shows_only_the_headings_it_has_fields_for():
    titles = {group: [title for title, _rows in form(group).sections()] for group in ("ideas", "products", "places")}
    assert len(titles["ideas"]) == len(titles["products"]) == len(titles["places"]) + 1
    assert set(titles["ideas"]) - set(titles["places"]) != set(titles["products"]) - set(titles["places"])


@pytest.mark.parametrize("group", ["processes", "products", "ideas", "places"])
def test_a_group_has_its_own_fields_and_no_other_groups(group: str):
    own = set(OF_ONE_GROUP.get(group, ()))
    others = {name for names in OF_ONE_GROUP.values() for name in names} - own
    names = set(form(group)._fields)
    assert own <= names and not others & names


def test_what_is_typed_becomes_what_the_rules_take():
    filled = form(
        "products", name_vi=" Nón \u200b lá ", price_from="1tr5", lat="15,8801", lon="108.338", location_mode="exact",
        phone="0905 123 456", phone_shown="y", zalo="", email="Mai@Example.org", offers=["training"], demo="y",
        story_vi="Một\r\n\r\n\r\nhai", summary_vi="Một\ndòng",
    )  # fmt: skip
    assert filled.validate(), filled.errors
    given = filled.given()
    expected = {
        "name_vi": "Nón lá", "price_from": 1_500_000, "lat": 15.8801, "lon": 108.338,
        "location_mode": LocationMode.EXACT,
        "contacts": {"phone": ["+84905123456", True], "email": ["mai@example.org", False]}, "offers": ["training"],
        "needs": [], "demo": True, "story_vi": "Một\n\nhai", "summary_vi": "Một dòng",
    }  # fmt: skip
    assert {name: given[name] for name in expected} == expected


def test_addresses_are_typed_on_lines_of_their_own():
    filled = form(web_links="https://b.example/x\r\n\r\n  http://a.example \r\nhttps://b.example/x\r\n")
    assert filled.validate(), filled.errors
    assert filled.given()["web_links"] == ["https://b.example/x", "http://a.example"]


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "bao.example", "https://", "ftp://a.example", f"https://a.vn/{'a' * 500}"]
)
def test_what_is_no_web_address_is_refused_and_stays_as_it_was_typed(bad: str):
    filled = form(web_links=f"https://a.example\r\n{bad}")
    assert not filled.validate() and list(filled.errors) == ["web_links"]
    assert filled.web_links._value() == f"https://a.example\n{bad}"


def test_addresses_stand_on_lines_of_their_own():
    standing = ListingForm(group="places", values={"web_links": ["https://b.example", "https://a.example"]})
    assert standing.web_links._value() == "https://b.example\nhttps://a.example"
    assert form(web_links="").given()["web_links"] == []


@pytest.mark.parametrize(("typed", "day"), [("2027-02-17", "2027-02-17"), ("17/2/2027", "2027-02-17"), ("", None)])
def test_a_pause_ends_on_a_day(typed: str, day: str | None):
    filled = form(paused_until=typed)
    assert filled.validate(), filled.errors
    assert filled.given()["paused_until"] == day


def test_a_day_that_is_not_in_the_calendar_is_refused():
    filled = form(paused_until="2027-02-30")
    assert not filled.validate() and list(filled.errors) == ["paused_until"]


def test_values_that_go_through_the_form_come_back_the_same():
    values = {
        "group": "processes", "area": "hoi-an", "name_vi": "Gốm", "hours": "Mo-Fr 08:00-17:00",
        "paused_until": "2027-02-17", "web_links": ["https://b.vn", "https://a.vn"],
        "lat": 15.88, "lon": 108.33, "location_mode": LocationMode.APPROXIMATE, "precision_m": 200,
        "offers": ["market", "training"], "contacts": {"zalo": ["+84905123456", True]},
        "steps": [{"vi": "Nhào đất", "minutes": 30, "who_vi": "Thợ chính"}],
    }  # fmt: skip
    given = ListingForm(group="processes", values=values).given()
    assert {name: given[name] for name in values} == values


def test_a_source_by_which_an_import_finds_its_listing_cannot_be_typed_over():
    assert "source" in ListingForm(group="places", values={"source": "báo", "source_id": None})
    assert "source" not in ListingForm(group="places", values={"source": "báo", "source_id": "7"})


def test_a_language_that_is_seldom_spoken_stays_ticked():
    assert ("es" in dict(ListingForm(group="places", values={"languages": ["es"]}).languages.choices)) is True


def test_at_most_forty_steps_have_room():
    many = ListingForm(group="processes", values={"steps": [{"vi": str(number)} for number in range(39)]})
    assert len(many.steps.entries) == 40


def test_every_channel_has_a_field_and_a_switch():
    assert {f"{one}{end}" for one in Channel for end in ("", "_shown")} <= set(form()._fields)


def test_a_reason_to_hide_is_its_key_and_the_words_beside_it():
    hiding = HidingForm(MultiDict({"why": "duplicate", "note": " của  Lò Sơn "}))
    assert hiding.validate() and hiding.reason() == "duplicate: của Lò Sơn"
    assert HidingForm(MultiDict({"why": "owner"})).reason() == "owner"


@pytest.mark.parametrize("why", ["", "boredom", "other"])
def test_hiding_for_no_reason_is_refused(why: str):
    assert not HidingForm(MultiDict({"why": why})).validate()


def test_a_photo_that_is_only_words_is_refused():
    photo = PhotoForm(MultiDict({"photo": "me.jpg", "alt_vi": "a", "credit": "b", "people_agreed": "y"}))
    assert not photo.validate() and list(photo.errors) == ["photo"]
