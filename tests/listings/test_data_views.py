"""The filtered view as data: the same listings as the page, for programs, from the data alone."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pytest

from portal.listings import data_views, rules
from tests import make
from tests.looking import LookingClient

FILES = ("/map.csv", "/map.geojson", "/map.jsonld", "/map.atom", "/map.json")


def rows(client: LookingClient, address: str = "/map.csv") -> list[dict[str, str]]:
    text = client.get(address).get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_table_holds_what_the_page_would_show(client: LookingClient) -> None:
    make.listing("Gốm Son", group="products", lat=15.877, lon=108.302, ward_old="cu-thanh-ha", ward_new="hoi-an-tay")
    make.listing("Nhà Tơ")
    make.draft("Chưa xong")
    assert [row["slug"] for row in rows(client)] == ["nha-to", "gom-son"]
    found = rows(client, "/map.csv?q=gom")[0]
    expected = {
        "slug": "gom-son",
        "group": "products",
        "area": "hoi-an",
        "ward": "hoi-an-tay",
        "name_vi": "Gốm Son",
        "lat": "15.877",
    }
    assert {name: found[name] for name in expected} == expected


def test_geojson_has_every_row_and_no_point_where_there_is_none(client: LookingClient) -> None:
    make.listing("Gốm Son", name_en="Red pottery", lat=15.877, lon=108.302)
    make.listing("Nhà Tơ")
    answer = client.get("/en/map.geojson")
    features = json.loads(answer.data)["features"]
    assert answer.headers["X-Total-Count"] == "2"
    assert [feature["geometry"] and feature["geometry"]["coordinates"] for feature in features] == [
        None,
        [108.302, 15.877],
    ]
    assert features[1]["properties"]["name"] == "Red pottery"
    assert features[1]["properties"]["url"] == "http://localhost/en/map/gom-son"


def test_the_feed_is_xml_with_the_newest_first(client: LookingClient) -> None:
    for number in range(3):
        make.listing(f"Gốm {number}")
    feed = ElementTree.fromstring(client.get("/map.atom").data)  # nosec B314  our own answer
    titles = [title.text for title in feed.iterfind("{*}entry/{*}title")]
    assert titles == ["Gốm 2", "Gốm 1", "Gốm 0"]


@pytest.mark.parametrize("path", FILES)
def test_an_unchanged_map_is_304_and_a_changed_one_is_not(client: LookingClient, path: str) -> None:
    listing = make.listing("Gốm Son")
    first = client.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    assert client.get(f"{path}?q=gom", headers=known).status_code == 200
    assert client.get(f"/en{path}", headers=known).status_code == 200
    rules.revise(listing, {"summary_vi": "Khác rồi."}, by=None, at=make.AT)
    assert client.get(path, headers=known).status_code == 200


@pytest.mark.parametrize("path", FILES)
def test_any_site_may_read_it_and_nobody_is_asked_who_they_are(client: LookingClient, path: str) -> None:
    make.listing("Gốm Son")
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.vary and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", FILES)
def test_what_cannot_be_read_is_a_problem_document(client: LookingClient, path: str) -> None:
    answer = client.get(f"{path}?bbox=1,2")
    problem = json.loads(answer.data)
    assert (answer.status_code, answer.mimetype, problem["status"]) == (422, "application/problem+json", 422)
    assert "bbox" in problem["detail"]


def test_too_many_rows_for_one_file_are_refused_in_words(
    client: LookingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_views, "MOST_ROWS", 2)
    for number in range(3):
        make.listing(f"Gốm {number}")
    assert client.get("/map.geojson").status_code == 413
    assert client.get("/map.geojson?q=gom+1").status_code == 200
    assert client.get("/map.atom").status_code == 200


def test_the_map_in_the_browser_gets_what_its_view_holds(client: LookingClient) -> None:
    make.listing("Trong khung", lat=15.88, lon=108.33)
    make.listing("Ngoài khung", lat=15.95, lon=108.5)
    answer = json.loads(client.get("/map.json?bbox=108.3,15.87,108.35,15.9&zoom=14").data)
    assert (answer["count"], answer["points"]) == (1, [[15.88, 108.33, "places", "trong-khung", "Trong khung"]])
