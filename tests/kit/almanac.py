"""A second lunar calendar to hold ours against: another's astronomy (PyEphem), and the rules written another way.

It looks the moments of new moons and of the sun's steps up, puts them on days at UTC+7, and counts months through
the list of all of them; ours asks where the sun stands at the midnights between two winters.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import ephem

ZONE = timedelta(hours=7)
WINTER_SOLSTICE = 9
FROM, UNTIL = datetime(1898, 11, 1), datetime(2102, 3, 1)  # noqa: DTZ001 - ephem's moments are naive and universal


class Month(NamedTuple):
    first: date
    year: int
    number: int
    leap: bool


@cache
def new_moons() -> tuple[datetime, ...]:
    found, moment = [], ephem.Date(FROM)
    while moment < ephem.Date(UNTIL):
        moment = ephem.next_new_moon(moment)
        found.append(moment.datetime())
    return tuple(found)


@cache
def sun_steps() -> tuple[tuple[datetime, int], ...]:
    """When the sun passes each twelfth of its way, and which: 0 is where spring begins, 9 where winter does."""
    twelfth, pace = math.tau / 12, math.tau / 365.2422
    step = math.ceil(sun_longitude(float(ephem.Date(FROM))) / twelfth)
    found, moment = [], float(ephem.Date(FROM))
    while moment < ephem.Date(UNTIL):
        for _ in range(6):
            away = (step * twelfth - sun_longitude(moment) + math.pi) % math.tau - math.pi
            moment += away / pace
        found.append((ephem.Date(moment).datetime(), step % 12))
        moment, step = moment + 30, step + 1
    return tuple(found)


def sun_longitude(moment: float) -> float:
    """The sun's apparent longitude from the equinox of date, in radians; moments as ephem counts them, in UT."""
    sun = ephem.Sun(ephem.Date(moment))
    return float(ephem.Ecliptic(ephem.Equatorial(sun.g_ra, sun.g_dec, epoch=moment), epoch=moment).lon)


@cache
def months() -> tuple[Month, ...]:
    firsts = [local_day(moment) for moment in new_moons()]
    steps: list[set[int]] = [set() for _ in firsts]
    for moment, step in sun_steps():
        if (place := bisect_right(firsts, local_day(moment)) - 1) >= 0:
            steps[place].add(step)
    winters = [place for place, passed in enumerate(steps) if WINTER_SOLSTICE in passed]
    found = []
    for begin, end in pairwise(winters):
        number, year, leap_is_due = 11, firsts[begin + 1].year - (firsts[begin + 1].month < 6), end - begin == 13
        for place in range(begin, end):
            leap = leap_is_due and not steps[place]
            if leap:
                leap_is_due = False
            elif place > begin:
                number = number % 12 + 1
                year += number == 1
            found.append(Month(firsts[place], year, number, leap))
    return tuple(found)


def local_day(moment: datetime) -> date:
    return (moment + ZONE).date()
