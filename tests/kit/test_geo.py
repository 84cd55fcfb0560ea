"""Points and boxes on the ground."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.geo import Box, Point, bearing, box_around, distance_m, parse_bbox, parse_near
from portal.kit.say import Refused

HOI_AN = Point(15.8770, 108.3260)
TAM_KY = Point(15.5736, 108.4740)
lats = st.floats(-90, 90)
lons = st.floats(-180, 180)
points = st.builds(Point, lats, lons)


@pytest.mark.parametrize(
    ("lat", "lon", "sentence"),
    [
        (90.1, 0, "A latitude lies between -90 and 90 degrees."),
        (108.3, 15.8, "A latitude lies between -90 and 90 degrees."),
        (math.nan, 0, "A latitude lies between -90 and 90 degrees."),
        (0, -180.1, "A longitude lies between -180 and 180 degrees."),
        (0, math.inf, "A longitude lies between -180 and 180 degrees."),
        (0, math.nan, "A longitude lies between -180 and 180 degrees."),
    ],
)
def test_a_point_off_the_globe_is_refused(lat, lon, sentence):
    with pytest.raises(Refused) as refused:
        Point(lat, lon)
    assert refused.value.sentence == sentence


def test_near_is_latitude_first():
    assert parse_near(" 15.877, 108.326 ") == HOI_AN
    assert parse_near("-15,+108") == Point(-15, 108)


@pytest.mark.parametrize("text", ["", "15.877", "15.877,108.326,5", "15,877;108,326", "a,b", "nan,0", "1e1,2", "1_5,2"])
def test_what_is_no_point_is_refused_with_an_example(text):
    with pytest.raises(Refused, match="Write the place as latitude,longitude, for example "):
        parse_near(text)


def test_a_point_outside_the_globe_is_refused_by_its_own_sentence():
    with pytest.raises(Refused, match="A latitude lies between"):
        parse_near("108.326,15.877")


def test_a_bbox_is_longitude_first():
    box = parse_bbox("108.26,15.83,108.55,15.99")
    assert (box.west, box.south, box.east, box.north) == (108.26, 15.83, 108.55, 15.99)
    assert box.contains(HOI_AN)
    assert not box.contains(TAM_KY)


def test_a_box_holds_its_corners_and_nothing_beyond_any_edge():
    box = Box(1, 2, 3, 4)
    assert all(box.contains(Point(lat, lon)) for lat in (2, 4) for lon in (1, 3))
    assert not any(box.contains(p) for p in [Point(1.9, 2), Point(4.1, 2), Point(3, 0.9), Point(3, 3.1)])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("108.26,15.83,108.55", "Write the box as west,south,east,north"),
        ("w,s,e,n", "Write the box as west,south,east,north"),
        ("108.26,15.83,inf,15.99", "Write the box as west,south,east,north"),
        ("108.55,15.83,108.26,15.99", "The west of the box must lie before its east"),
        ("108.26,15.99,108.55,15.83", "The west of the box must lie before its east"),
        ("15.83,108.26,15.99,108.55", "A latitude lies between"),
        ("-181,0,1,1", "A longitude lies between"),
        ("0,0,181,1", "A longitude lies between"),
    ],
)
def test_a_box_that_cannot_be_is_refused_with_the_reason(text, sentence):
    with pytest.raises(Refused, match=sentence):
        parse_bbox(text)


def test_a_degree_is_as_long_as_on_the_ellipsoid_within_the_stated_error():
    # Lengths of a degree on WGS 84 at latitude 15.88: 110.650 km to the north, 107.097 km to the east.
    north = distance_m(Point(15.38, 108), Point(16.38, 108))
    east = distance_m(Point(15.88, 108), Point(15.88, 109))
    assert north == pytest.approx(110_650, rel=0.0056)
    assert east == pytest.approx(107_097, rel=0.0056)


@given(points, points)
def test_distance_is_the_same_both_ways_and_at_most_half_the_globe(a, b):
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)
    assert 0 <= distance_m(a, b) <= 20_015_115
    assert distance_m(a, a) == 0


@pytest.mark.parametrize(
    ("there", "wind"),
    [
        (Point(16.0, 108.326), "n"),
        (Point(16.0, 108.46), "ne"),
        (Point(15.877, 108.5), "e"),
        (Point(15.7, 108.5), "se"),
        (Point(15.7, 108.326), "s"),
        (Point(15.7, 108.15), "sw"),
        (Point(15.877, 108.1), "w"),
        (Point(16.0, 108.19), "nw"),
        (HOI_AN, None),
    ],
)
def test_the_way_there_is_one_of_eight_winds(there, wind):
    assert bearing(HOI_AN, there) == wind


def test_the_way_leads_over_the_date_line_when_that_is_shorter():
    assert bearing(Point(0, 179), Point(0, -179)) == "e"


@given(
    centre=st.builds(Point, st.floats(-89, 89), st.floats(-170, 170)),
    metres=st.floats(0, 100_000),
    north=st.floats(-1, 1),
    east=st.floats(-1, 1),
)
def test_the_box_around_a_point_holds_everything_within_reach(centre, metres, north, east):
    box = box_around(centre, metres + 0.001)
    tall = math.degrees(metres / 6_371_008.8)
    near = Point(
        max(-90.0, min(90.0, centre.lat + north * tall)),
        max(-180.0, min(180.0, centre.lon + east * 2 * tall / math.cos(math.radians(centre.lat)))),
    )
    assert box.contains(near) or distance_m(centre, near) > metres


@given(st.builds(Point, st.floats(-60, 60), st.floats(-170, 170)), st.floats(1, 100_000))
def test_the_box_around_a_point_is_no_larger_than_needed(centre, metres):
    box = box_around(centre, metres)
    assert distance_m(centre, Point(box.north, centre.lon)) == pytest.approx(metres, rel=1e-6)
    assert distance_m(centre, Point(centre.lat, box.east)) == pytest.approx(metres, rel=0.01)


def test_a_box_around_a_pole_holds_every_longitude():
    box = box_around(Point(89.999, 10), 1000)
    assert (box.west, box.east, box.north) == (-180, 180, 90)
    assert box.south == pytest.approx(89.990, abs=1e-4)


@pytest.mark.parametrize("metres", [-1, math.inf, math.nan])
def test_what_is_no_distance_is_an_error(metres):
    with pytest.raises(ValueError, match="is no distance"):
        box_around(HOI_AN, metres)
