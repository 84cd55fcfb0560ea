from datetime import timedelta

import pytest

from portal.db import db
from portal.listings import revisions, rules
from portal.listings.models import State
from tests import make
from tests.make import AT

LATER = AT + timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("session")


def plain(sentence: str) -> str:
    return sentence


def told(name: str, value: object, lang: str = "en") -> str:
    return revisions.told(name, value, lang=lang, say=plain)


def test_nothing_is_merged_when_nobody_wrote_meanwhile():
    listing = make.draft()
    assert revisions.merge(listing, {"name_vi": "Mới"}, since=listing.version) is None


def test_what_only_others_changed_is_theirs_and_what_both_changed_stays_mine():
    listing = make.draft("Cũ", street="12", village="An")
    since = listing.version
    rules.revise(listing, {"name_vi": "Của họ", "street": "14"}, by=None, at=LATER)
    mine = {**rules.values(listing), "name_vi": "Của tôi", "street": "12", "village": "Bình"}
    merge = revisions.merge(listing, mine, since=since)
    assert merge.theirs == {"name_vi": "Của họ", "street": "14"}
    assert (merge.values["name_vi"], merge.values["street"], merge.values["village"]) == ("Của tôi", "14", "Bình")


def test_a_change_that_was_taken_back_meanwhile_is_no_change():
    listing = make.draft(street="12")
    since = listing.version
    for street in ("14", "12"):
        rules.revise(listing, {"street": street}, by=None, at=LATER)
    assert revisions.merge(listing, {"street": "13"}, since=since) is None


def test_several_changes_of_others_count_from_what_the_form_began_with():
    listing = make.draft(street="12")
    since = listing.version
    for street in ("13", "14"):
        rules.revise(listing, {"street": street}, by=None, at=LATER)
    merge = revisions.merge(listing, {"street": "12"}, since=since)
    assert (merge.theirs, merge.values) == ({"street": "14"}, {"street": "14"})


def test_a_change_of_state_alone_is_nothing_to_merge():
    listing = make.draft()
    since = listing.version
    rules.publish(listing, by=None, at=LATER)
    assert revisions.merge(listing, {"name_vi": "Mới"}, since=since) is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name_vi", "Gốm", "Gốm"), ("name_vi", "", ""), ("lat", None, ""), ("lat", 15.88, "15.88"),
        ("state", State.HIDDEN, "Hidden"), ("state", "hidden", "Hidden"), ("stage", None, ""),
        ("stage", "a stage of old", "a stage of old"), ("group", "places", "Places and spaces"),
        ("group", "gods", "gods"),
        ("area", "hoi-an", "Hội An"), ("ward_old", "cu-cam-ha", "Cẩm Hà"),
        ("fields", ["craft", "alchemy"], "Craft, alchemy"),
        ("offers", ["training", "gold"], "Training, gold"), ("needs", [], ""),
        ("languages", ["en", "vi"], "English, Vietnamese"), ("hours", "sometimes", "sometimes"),
        ("hours", "Mo-Fr 08:00-17:00", "8:00 to 17:00, closed Saturday and Sunday"),
        ("price_from", 75_000, "75,000"), ("price_from", None, ""), ("demo", True, "Yes"), ("demo", False, "No"),
        ("contacts", {"zalo": ["+84905123456", True], "email": ["a@b.vn", False]},
         "E-mail: a@b.vn (hidden)\nZalo: 0905 123 456 (shown)"),
        ("web_links", ["https://b.vn/", "https://a.vn/"], "https://b.vn/\nhttps://a.vn/"), ("web_links", [], ""),
        ("paused_until", "2027-02-17", "17 February 2027"), ("paused_until", None, ""),
        ("steps", [{"vi": "Nhào", "minutes": 30}, {"vi": "Chuốt"}], "1. Nhào · 30\n2. Chuốt"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words(name: str, value: object, words: str):
    assert told(name, value) == words


def test_a_new_listing_tells_only_what_it_was_given():
    listing = make.draft("Gốm Son")
    [created] = db.session.scalars(rules.history(listing))
    changes = revisions.changes(created, lang="en", say=plain)
    assert [change.name for change in changes] == ["name_vi", "summary_vi"]
    assert all(change.old == [] for change in changes)


def test_a_field_that_was_empty_and_stays_so_is_not_told():
    revision = rules.note(make.draft(), "created", {"demo": [None, False], "name_en": [None, ""]}, by=None, at=AT)
    assert revisions.changes(revision, lang="en", say=plain) == []


def test_changes_are_told_in_the_order_of_the_form_and_an_unknown_field_last():
    listing = make.draft()
    revision = rules.note(
        listing, "edited", {"aura": ["", "Lò"], "street": ["1", "2"], "name_vi": ["a", "b"]}, by=None, at=AT
    )
    assert [one.name for one in revisions.changes(revision, lang="en", say=plain)] == ["name_vi", "street", "aura"]


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("duplicate: của Lò Sơn", "A duplicate: của Lò Sơn"),
        ("owner", "The owner wishes it"),
        ("the owner: called", "the owner: called"),
        ("", ""),
    ],
)
def test_a_reason_of_the_list_is_told_in_the_readers_words(kept: str, words: str):
    revision = rules.note(make.draft(), "hidden", {}, by=None, at=AT, reason=kept)
    assert revisions.reason(revision, say=plain) == words
