"""Sun and moon, held against PyEphem (VSOP87 in full, and another theory of the moon)."""

import math
from itertools import pairwise

import ephem
import pytest

from portal.kit import sky
from tests.kit import almanac

NOON_1899_12_31 = 2415020.0
"""Where ephem begins to count days, as a Julian day."""


def julian(moment):
    return float(ephem.Date(moment)) + NOON_1899_12_31


def even_time(moment):
    """What is left to compare when both have taken their own delta T off: seconds to add to ours."""
    return sky.delta_t(moment) - ephem.delta_t(moment - NOON_1899_12_31)


def test_every_new_moon_of_two_centuries_is_right_to_twenty_seconds():
    moons = [julian(moment) for moment in almanac.new_moons()]
    numbers = [round((moon - julian("2000/1/6 18:14")) / sky.MONTH) for moon in moons]
    assert numbers == list(range(numbers[0], numbers[0] + len(moons)))
    away = [
        (sky.new_moon(number) - moon) * 86400 + even_time(moon) for number, moon in zip(numbers, moons, strict=True)
    ]
    assert max(map(abs, away)) < 20


def test_the_sun_is_where_it_should_be_to_two_seconds_of_arc():
    passed = [(julian(moment), step * 30) for moment, step in almanac.sun_steps()]
    away = [(sky.sun_longitude(moment) - longitude + 180) % 360 - 180 for moment, longitude in passed]
    assert len(away) > 2400
    assert max(map(abs, away)) * 3600 < 2


@pytest.mark.parametrize(
    ("moment", "longitude"),
    [("2026/3/20 14:46", 0), ("2026/6/21 8:24", 90), ("2026/9/23 0:05", 180), ("2026/12/21 20:50", 270)],
)
def test_the_seasons_of_2026_begin_when_the_almanacs_say(moment, longitude):
    assert abs((sky.sun_longitude(julian(moment)) - longitude + 180) % 360 - 180) < 0.001


def test_a_longitude_goes_from_0_to_360():
    longitudes = [sky.sun_longitude(sky.J2000 + day) for day in range(366)]
    assert 0 <= min(longitudes) < 1 and 359 < max(longitudes) < 360
    assert all(0.95 < (after - before) % 360 < 1.03 for before, after in pairwise(longitudes))


@pytest.mark.parametrize(
    ("year", "seconds"), [(1900, -2.7), (1930, 24.0), (1955, 31.1), (1975, 45.5), (1995, 60.8), (2010, 66.1)]
)
def test_delta_t_is_as_it_was_measured(year, seconds):
    assert sky.delta_t(julian(f"{year}/1/1")) == pytest.approx(seconds, abs=0.7)


@pytest.mark.parametrize("year", [1920, 1941, 1961, 1986, 2005, 2050])
def test_delta_t_does_not_jump_where_its_formula_changes(year):
    turn = sky.J2000 + (year - 2000) * 365.25
    assert sky.delta_t(turn - 0.01) == pytest.approx(sky.delta_t(turn + 0.01), abs=0.7)


def test_the_number_of_a_new_moon_is_found_by_its_moment():
    numbers = range(-1236, 1250)
    assert all(abs(sky.new_moon_about(sky.new_moon(number) + 1) - number) <= 1 for number in numbers)
    assert sky.new_moon_about(julian("2000/1/10")) == 0
    assert math.isclose(sky.new_moon(0), julian("2000/1/6 18:13:44"), abs_tol=1e-3)
