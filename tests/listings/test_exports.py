"""The map as files: what leaves, in which shape, and that it comes back without a change."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from portal.db import db
from portal.listings import columns, exports, importer, rules
from portal.listings.exports import Edition
from portal.listings.importer import Fate
from portal.listings.models import Listing, LocationMode, State
from tests import make
from tests.listings.tables import fates

pytestmark = pytest.mark.usefixtures("session")

EDITION = Edition("vi", "https://hoian.example/map", "https://hoian.example/map.csv?group=places", make.AT)
ENGLISH = Edition("en", "https://hoian.example/en/map", "https://hoian.example/en/map.csv", make.AT)
AWKWARD = {
    "name_vi": 'Nhà "Tơ"; lụa, áo',
    "name_en": "=1+1",
    "summary_vi": "Một dòng | hai\tdòng",
    "summary_en": "-5",
    "story_vi": "Dòng một\n\nDòng “hai”, 'ba'",
    "story_en": "'=SUM(A1)",
    "village": "@thôn",
    "street": "+84 Bạch Đằng",
    "team_name": "🏮 đội 👩‍🌾",
    "source": "qrt.vn; vrviet.vn",
    "source_id": "=7",
    "sustainability": "Đèn".encode().decode(),  # decomposed: stored composed
    "group": "processes",
    "area": "hoi-an",
    "ward_old": "cu-cam-ha",
    "ward_new": "hoi-an-tay",
    "location_mode": LocationMode.EXACT,
    "lat": 15.880123,
    "lon": 108.335,
    "precision_m": 0,
    "point_source": "owner",
    "stage": "trial",
    "legal_form": "public_body",
    "fields": ["craft", "folk-art"],
    "offers": ["space"],
    "needs": ["people", "money"],
    "languages": ["en", "vi"],
    "hours": "Mo-Fr 08:00-11:30,13:30-17:00; Su off",
    "paused_until": "2027-02-17",
    "web_links": ["https://to.example/b?a=1&c=2", "http://bao.example/a"],
    "price_from": 150_000,
    "made_in_days": 7,
    "steps": [{"vi": "Nhào “đất”, 2 lần", "en": "=knead", "minutes": 30}],
    "demo": True,
    "contacts": {
        "phone": ("+84905123456", True), "zalo": ("+84905123457", False), "page": ("https://to.example/", True),
    },
}  # fmt: skip


def all_entries() -> list[exports.Entry]:
    return list(exports.entries(select(Listing.id)))


def table() -> str:
    return "".join(exports.csv_rows(all_entries(), EDITION))


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table().removeprefix("\ufeff"))))


def collection(edition: Edition = EDITION) -> dict[str, Any]:
    return json.loads("".join(exports.geojson(all_entries(), edition)))  # type: ignore[no-any-return]


def in_every_state() -> Listing:
    """One public listing, and one in a state that visitors may not know of."""
    make.draft("Chưa xong")
    rules.hide(make.listing("Đã ẩn"), by=make.person(), at=make.AT, reason="closed")
    rules.archive(make.listing("Đã cất"), by=None, at=make.AT, reason="closed")
    return make.listing("Nhà Tơ")


# What comes back


def test_what_is_exported_imports_again_without_a_change() -> None:
    make.listing(**AWKWARD)
    make.listing("Không có điểm", group="ideas")
    make.listing("Nghệ nhân Lê Ân", group="people", area="tam-ky", lat=15.57, lon=108.48)
    read = importer.read(table().encode(), "map.csv")
    assert read.unknown == ()
    assert fates(importer.check(read)) == [Fate.SAME] * 3


def test_what_is_exported_as_geojson_imports_again_without_a_change() -> None:
    make.listing(**AWKWARD)
    make.listing("Không có điểm", group="ideas")
    read = importer.read("".join(exports.geojson(all_entries(), ENGLISH)).encode(), "map.geojson")
    assert read.unknown == ()
    assert fates(importer.check(read)) == [Fate.SAME] * 2


def forget(listing: Listing) -> None:
    """As in a portal that never knew it: nothing of it can be met again. Its history cannot be deleted."""
    listing.slug, listing.source_id, listing.state = "quen", None, State.ARCHIVED
    db.session.flush()


def test_an_export_of_one_portal_makes_the_same_listings_in_another() -> None:
    listing = make.listing(**AWKWARD)
    before, content = rules.values(listing), table()
    forget(listing)
    importer.apply(importer.check(importer.read(content.encode(), "map.csv")), by=None, at=make.AT + timedelta(days=1))
    after = rules.values(db.session.scalars(select(Listing).where(Listing.id != listing.id)).one())
    hidden = {"contacts": {"phone": ["+84905123456", False], "page": ["https://to.example/", False]}}
    assert after == before | hidden


def test_a_listing_of_few_words_makes_the_same_one_in_another_portal() -> None:
    listing = make.listing()
    before, content = rules.values(listing), table()
    forget(listing)
    importer.apply(importer.check(importer.read(content.encode(), "map.csv")), by=None, at=make.AT + timedelta(days=1))
    assert rules.values(db.session.scalars(select(Listing).where(Listing.id != listing.id)).one()) == before


def test_every_field_of_a_listing_has_a_column_in_both_directions() -> None:
    fields = {*rules.FIELDS, *columns.CONTACTS} - {"contacts"}
    assert fields <= set(columns.WRITTEN) and fields <= columns.READ.keys()
    assert set(columns.WRITTEN) <= columns.KNOWN


# What leaves, and what does not


def test_only_public_listings_leave() -> None:
    public = in_every_state()
    assert [one["slug"] for one in all_entries()] == [public.slug]
    assert "Chưa" not in table() and "Đã" not in table()


def test_a_contact_leaves_only_while_its_switch_is_on() -> None:
    make.listing(contacts={"phone": ("+84905123456", True), "zalo": ("+84905123457", False)})
    assert [(one["phone"], one["zalo"]) for one in rows()] == [("'+84905123456", "")]
    for written in (table(), exports.jsonld(all_entries(), EDITION), "".join(exports.geojson(all_entries(), EDITION))):
        assert "0905123457" not in written and "84905123457" not in written


def test_the_newest_comes_first() -> None:
    old, new = make.listing("Cũ"), make.listing("Mới")
    new.published_at = make.AT + timedelta(days=1)
    db.session.flush()
    assert [one["slug"] for one in all_entries()] == [new.slug, old.slug]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_listings_is_read_in_four_statements(count: int, queries: list[str]) -> None:
    for number in range(count):
        make.listing(f"Nhà {number}", fields=["craft"], contacts={"page": ("https://to.example/", True)})
    queries.clear()
    assert len(all_entries()) == count
    assert len(queries) == 4


def test_a_listing_in_hand_says_the_same_as_one_read_with_many() -> None:
    listing = make.listing(**AWKWARD)
    db.session.expire_all()
    assert dict(exports.entry(listing)) == dict(all_entries()[0])


# CSV


def test_the_table_is_marked_as_utf_8_and_names_its_columns() -> None:
    make.listing()
    assert table().startswith("\ufeffslug,group,area,ward,name_vi,name_en,summary_vi,summary_en,lat,lon,precision_m,")
    assert table().encode().startswith(b"\xef\xbb\xbf")


def test_a_row_tells_the_listing_in_plain_values() -> None:
    make.listing(**{**AWKWARD, "name_vi": "Nhà Tơ"})
    told = rows()[0]
    assert {name: told[name] for name in ("slug", "ward", "lat", "lon", "fields", "price_from", "demo", "url")} == {
        "slug": "nha-to", "ward": "hoi-an-tay", "lat": "15.880123", "lon": "108.335", "fields": "craft|folk-art",
        "price_from": "150000", "demo": "yes", "url": "https://hoian.example/map/nha-to",
    }  # fmt: skip
    assert (told["changed_at"], told["confirmed_at"]) == ("2026-11-22T03:00:00Z", "")


def test_no_cell_is_computed_by_a_spreadsheet() -> None:
    make.listing(**AWKWARD)
    cells = [cell for name, cell in rows()[0].items() if name not in {"lat", "lon"}]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_map_of_another_half_of_the_world_has_plain_numbers() -> None:
    one = {**all_entry(), "lat": -34.5, "lon": -58.25}
    assert ",-34.5,-58.25," in "".join(exports.csv_rows([one], EDITION))


def all_entry() -> dict[str, Any]:
    make.listing()
    return dict(all_entries()[0])


def test_a_long_table_comes_in_pieces() -> None:
    pieces = list(exports.csv_rows([all_entry()] * 1_200, EDITION))
    assert len(pieces) == 3
    assert "".join(pieces).count("\r\n") == 1_201


# GeoJSON


def test_a_collection_tells_its_licence_its_source_and_the_day_of_its_data() -> None:
    make.listing()
    told = collection()
    assert {name: told[name] for name in told if name != "features"} == {
        "type": "FeatureCollection",
        "title": "Hội An Sáng tạo",
        "attribution": "Hội An Sáng tạo, https://hoian.example/map",
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "generated": "2026-11-22T03:00:00Z",
    }


def test_a_feature_has_its_point_with_longitude_first() -> None:
    make.listing(lat=15.88, lon=108.335)
    assert collection()["features"][0]["geometry"] == {"type": "Point", "coordinates": [108.335, 15.88]}


def test_a_listing_without_a_point_has_no_geometry() -> None:
    make.listing()
    assert collection()["features"][0]["geometry"] is None


@pytest.mark.parametrize(
    ("edition", "name", "lang", "url"),
    [(EDITION, "Nhà Tơ", "vi", "https://hoian.example/map/nha-to"),
     (ENGLISH, "Silk House", "en", "https://hoian.example/en/map/nha-to")],
)  # fmt: skip
def test_a_feature_is_named_in_the_language_of_its_address(edition: Edition, name: str, lang: str, url: str) -> None:
    make.listing(name_en="Silk House", group="places", area="hoi-an")
    properties = collection(edition)["features"][0]["properties"]
    told = {one: properties[one] for one in ("slug", "name", "lang", "group", "area", "url")}
    assert told == {"slug": "nha-to", "name": name, "lang": lang, "group": "places", "area": "hoi-an", "url": url}


def test_a_missing_translation_falls_back_and_says_so() -> None:
    make.listing()
    properties = collection(ENGLISH)["features"][0]["properties"]
    assert (properties["name"], properties["lang"]) == ("Nhà Tơ", "vi")


# JSON-LD


def thing(lang: str = "vi", **given: Any) -> dict[str, Any]:
    listing = make.listing(**given)
    return json.loads(exports.listing_jsonld(listing, lang, "https://hoian.example/map/x"))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("group", "kind"),
    [("people", "Person"), ("organisations", "Organization"), ("places", "Place"), ("events", "Event"),
     ("ideas", "CreativeWork"), ("products", "Product"), ("processes", "HowTo"), ("experiences", "TouristAttraction")],
)  # fmt: skip
def test_each_group_is_a_thing_of_its_own_kind(group: str, kind: str) -> None:
    told = thing(group=group)
    assert (told["@context"], told["@type"], told["@id"]) == ("https://schema.org", kind, "https://hoian.example/map/x")


def test_a_place_tells_where_it_is_and_when_it_is_open() -> None:
    told = thing(
        name_en="Silk House", lat=15.88, lon=108.335, ward_new="hoi-an-tay", street="12 Bạch Đằng",
        hours="Mo 08:00-11:30; Sa 22:00-24:00", contacts={"phone": ("+84905123456", True)},
    )  # fmt: skip
    assert told["alternateName"] == "Silk House"
    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": 15.88, "longitude": 108.335}
    assert told["address"] == {
        "@type": "PostalAddress", "addressLocality": "Hội An Tây, Hội An", "streetAddress": "12 Bạch Đằng",
    }  # fmt: skip
    assert told["telephone"] == "+84905123456"
    hours = [(one["dayOfWeek"], one["opens"], one["closes"]) for one in told["openingHoursSpecification"]]
    assert hours == [("https://schema.org/Monday", "08:00", "11:30"), ("https://schema.org/Saturday", "22:00", "23:59")]


def test_a_person_works_somewhere_and_has_no_home() -> None:
    told = thing(group="people", lat=15.88, lon=108.335)
    assert told["workLocation"]["geo"]["latitude"] == 15.88
    assert "address" not in told and "homeLocation" not in told


def test_contacts_that_are_shown_lead_to_a_group() -> None:
    contacts = {"page": ("https://to.example/", True), "email": ("a@to.example", True), "zalo": ("+84905123456", False)}
    told = thing(group="organisations", contacts=contacts)
    assert (told["sameAs"], told["email"]) == ("https://to.example/", "a@to.example")
    assert "telephone" not in told


def test_a_product_tells_its_price() -> None:
    told = thing(group="products", price_from=0)
    assert told["offers"] == {"@type": "AggregateOffer", "lowPrice": 0, "priceCurrency": "VND"}
    assert "offers" not in thing(group="products", name="Khác")


def test_a_process_tells_its_steps_in_the_language_of_the_page() -> None:
    steps = [{"vi": "Nhào đất", "en": "Knead"}, {"vi": "Nung"}, {"minutes": 5}]
    told = thing("en", group="processes", steps=steps)
    assert told["step"] == [{"@type": "HowToStep", "text": "Knead"}, {"@type": "HowToStep", "text": "Nung"}]


def test_an_idea_is_its_teams() -> None:
    told = thing("en", group="ideas", team_name="Neo Chòi")
    assert (told["creator"], told["inLanguage"]) == ("Neo Chòi", "vi")


def test_no_text_can_end_the_script_it_stands_in() -> None:
    written = exports.listing_jsonld(make.listing("Tơ </script><b>"), "vi", "https://hoian.example/map/x")
    assert "<" not in written
    assert json.loads(written)["name"] == "Tơ </script><b>"


def test_a_graph_begins_with_the_data_set_and_its_licence() -> None:
    make.listing()
    graph = json.loads(exports.jsonld(all_entries(), EDITION))["@graph"]
    assert graph[0] == {
        "@type": "Dataset",
        "@id": EDITION.address,
        "name": "Hội An Sáng tạo",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "dateModified": "2026-11-22T03:00:00Z",
        "inLanguage": "vi",
    }
    assert [one["url"] for one in graph[1:]] == ["https://hoian.example/map/nha-to"]


# Atom

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(edition: Edition = EDITION) -> ElementTree.Element:
    return ElementTree.fromstring(exports.atom(all_entries(), edition))


def test_a_feed_says_where_it_stands_and_when_its_data_changed() -> None:
    make.listing()
    told = feed()
    assert told.findtext(f"{ATOM}id") == EDITION.address
    assert told.findtext(f"{ATOM}updated") == "2026-11-22T03:00:00Z"
    assert {link.get("rel"): link.get("href") for link in told.findall(f"{ATOM}link")} == {
        "self": EDITION.address, "alternate": EDITION.home, "license": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip


def test_an_entry_keeps_its_id_under_a_new_slug() -> None:
    listing = make.listing()
    before = feed().findtext(f"{ATOM}entry/{ATOM}id")
    listing.slug = "ten-moi"
    db.session.flush()
    assert feed().findtext(f"{ATOM}entry/{ATOM}id") == before == f"tag:hoian.example,2026-11-22:listing/{listing.id}"
    assert feed().find(f"{ATOM}entry/{ATOM}link").get("href") == "https://hoian.example/map/ten-moi"  # type: ignore[union-attr]


def test_an_entry_is_dated_by_its_data() -> None:
    listing = make.listing()
    rules.revise(listing, {"name_en": "Silk"}, by=None, at=make.AT + timedelta(hours=1))
    entry = feed().find(f"{ATOM}entry")
    assert entry is not None
    dates = [entry.findtext(f"{ATOM}{name}") for name in ("published", "updated")]
    assert dates == ["2026-11-22T03:00:00Z", "2026-11-22T04:00:00Z"]


def test_each_text_of_a_feed_has_its_language() -> None:
    make.listing(summary_en="Silk & more <b>")
    entry = feed(ENGLISH).find(f"{ATOM}entry")
    assert entry is not None
    texts = [entry.find(f"{ATOM}{name}") for name in ("title", "summary")]
    told = [(one.text, one.get(LANG)) for one in texts if one is not None]
    assert told == [("Nhà Tơ", "vi"), ("Silk & more <b>", "en")]
    assert [one.attrib for one in entry.findall(f"{ATOM}category")] == [
        {"term": "places", "label": "Places and spaces"},
    ]


# The same data, the same bytes


@pytest.mark.parametrize("write", [exports.csv_rows, exports.geojson, exports.jsonld, exports.atom])
def test_an_unchanged_map_gives_the_same_bytes(write: Any) -> None:
    make.listing(**AWKWARD)
    first = "".join(write(all_entries(), EDITION))
    db.session.expire_all()
    assert "".join(write(all_entries(), EDITION)) == first
