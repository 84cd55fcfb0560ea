"""Where sun and moon stand, as exactly as a calendar needs: new moons, and the longitude of the sun.

Moments are Julian days in universal time (UT): 2451545.0 is noon in Greenwich on 1 January 2000. Good for 1899 to 2101.

Sources: new moons after Meeus, Astronomical Algorithms (2nd edition), chapter 49, with all its periodic and planetary
terms; the sun's apparent longitude after chapter 25 with the larger terms of VSOP87 (Bretagnon and Francou 1988,
series D) as appendix III gives them; nutation after chapter 22; delta T by the polynomials of Espenak and Meeus (NASA,
Five Millennium Canon of Solar Eclipses). The short formula for the sun in chapter 25 is off by up to a quarter of an
hour, which can put the sun's step into another month; this one is off by seconds.
"""

from math import cos, degrees, radians, sin

J2000 = 2451545.0
"""Noon of 1 January 2000 as a Julian day; the formulas count their time from here."""

MONTH = 29.530588861
"""The mean month from new moon to new moon, in days."""

_NEW_MOON_ZERO = 2451550.09766
_SECONDS_OF_DAY = 86400

# Days, and how many times the moon's anomaly, the sun's anomaly, the argument of latitude; the sun's orbit fades
# (its eccentricity, E) once for each sun's anomaly in a term.
_MOON = (
    (-0.40720, 1, 0, 0), (0.17241, 0, 1, 0), (0.01608, 2, 0, 0), (0.01039, 0, 0, 2), (0.00739, 1, -1, 0),
    (-0.00514, 1, 1, 0), (0.00208, 0, 2, 0), (-0.00111, 1, 0, -2), (-0.00057, 1, 0, 2), (0.00056, 2, 1, 0),
    (-0.00042, 3, 0, 0), (0.00042, 0, 1, 2), (0.00038, 0, 1, -2), (-0.00024, 2, -1, 0), (-0.00007, 1, 2, 0),
    (0.00004, 2, 0, -2), (0.00004, 0, 3, 0), (0.00003, 1, 1, -2), (0.00003, 2, 0, 2), (-0.00003, 1, 1, 2),
    (0.00003, 1, -1, 2), (-0.00002, 1, -1, -2), (-0.00002, 3, 1, 0), (0.00002, 4, 0, 0),
)  # fmt: skip
# Millionths of a day, the angle at new moon 0, and its growth from one new moon to the next, in degrees.
_PLANETS = (
    (325, 299.77, 0.107408), (165, 251.88, 0.016321), (164, 251.83, 26.651886), (126, 349.42, 36.412478),
    (110, 84.66, 18.206239), (62, 141.74, 53.303771), (60, 207.14, 2.453732), (56, 154.84, 7.306860),
    (47, 34.52, 27.261239), (42, 207.19, 0.121824), (40, 291.34, 1.844379), (37, 161.72, 24.198154),
    (35, 239.56, 25.513099), (23, 331.55, 3.592518),
)  # fmt: skip
# The formula errs by up to 20 seconds. One new moon stands so near to midnight in Vietnam that this decides its day:
# 7 July 1967, 17:00:04 UT by the ephemeris DE421 of the Jet Propulsion Laboratory, six seconds later than the formula.
_LOOKED_UP = {-402: 2439679.20838}
# VSOP87, longitude of the earth: for each power of time (in thousands of years) amplitudes in 10^-8 radian, phases in
# radian, and frequencies in radian a thousand years.
_EARTH = (
    (
        (175347046, 0, 0), (3341656, 4.6692568, 6283.07585), (34894, 4.6261, 12566.1517), (3497, 2.7441, 5753.3849),
        (3418, 2.8289, 3.5231), (3136, 3.6277, 77713.7715), (2676, 4.4181, 7860.4194), (2343, 6.1352, 3930.2097),
        (1324, 0.7425, 11506.7698), (1273, 2.0371, 529.691), (1199, 1.1096, 1577.3435), (990, 5.233, 5884.927),
        (902, 2.045, 26.298), (857, 3.508, 398.149), (780, 1.179, 5223.694), (753, 2.533, 5507.553),
        (505, 4.583, 18849.228), (492, 4.205, 775.523), (357, 2.92, 0.067), (317, 5.849, 11790.629),
        (284, 1.899, 796.298), (271, 0.315, 10977.079), (243, 0.345, 5486.778), (206, 4.806, 2544.314),
        (205, 1.869, 5573.143), (202, 2.458, 6069.777), (156, 0.833, 213.299), (132, 3.411, 2942.463),
        (126, 1.083, 20.775), (115, 0.645, 0.98), (103, 0.636, 4694.003), (102, 0.976, 15720.839),
        (102, 4.267, 7.114), (99, 6.21, 2146.17), (98, 0.68, 155.42), (86, 5.98, 161000.69), (85, 1.3, 6275.96),
        (85, 3.67, 71430.7), (80, 1.81, 17260.15), (79, 3.04, 12036.46), (75, 1.76, 5088.63), (74, 3.5, 3154.69),
        (74, 4.68, 801.82), (70, 0.83, 9437.76), (62, 3.98, 8827.39), (61, 1.82, 7084.9), (57, 2.78, 6286.6),
        (56, 4.39, 14143.5), (56, 3.47, 6279.55), (52, 0.19, 12139.55), (52, 1.33, 1748.02), (51, 0.28, 5856.48),
    ),
    (
        (628331966747, 0, 0), (206059, 2.678235, 6283.07585), (4303, 2.6351, 12566.1517), (425, 1.59, 3.523),
        (119, 5.796, 26.298), (109, 2.966, 1577.344), (93, 2.59, 18849.23), (72, 1.14, 529.69), (68, 1.87, 398.15),
        (67, 4.41, 5507.55), (59, 2.89, 5223.69), (56, 2.17, 155.42),
    ),
    ((52919, 0, 0), (8720, 1.0721, 6283.0758), (309, 0.867, 12566.152)),
    ((289, 5.844, 6283.076),),
)  # fmt: skip


def new_moon(number: int) -> float:
    """The moment of a new moon; number 0 is that of 6 January 2000, and -1 the one before. Right to 20 seconds."""
    if number in _LOOKED_UP:
        return _LOOKED_UP[number]
    t = number * MONTH / 36525
    mean = _NEW_MOON_ZERO + MONTH * number + 0.00015437 * t**2 - 0.00000015 * t**3
    fading = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = radians(2.5534 + 29.1053567 * number - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t**2 + 0.00001238 * t**3)
    latitude = radians(160.7108 + 390.67050284 * number - 0.0016118 * t**2 - 0.00000227 * t**3)
    node = radians(124.7746 - 1.56375588 * number + 0.0020672 * t**2)
    swing = sum(a * fading ** abs(s) * sin(m * moon + s * sun + f * latitude) for a, m, s, f in _MOON)
    planets = sum(a * sin(radians(start + growth * number)) for a, start, growth in _PLANETS) / 1e6
    return _universal(mean + swing - 0.00017 * sin(node) + planets)


def new_moon_about(moment: float) -> int:
    """The number of the new moon before a moment, by the mean month: the true one may be the next or the last."""
    return int((moment - _NEW_MOON_ZERO) // MONTH)


def sun_longitude(moment: float) -> float:
    """The apparent longitude of the sun in degrees, 0 <= it < 360, from the equinox of date. Right to about 0.0002.

    Spring begins at 0, summer at 90, winter at 270. The sun takes 24 minutes for a sixtieth of a degree.
    """
    years = (moment + delta_t(moment) / _SECONDS_OF_DAY - J2000) / 365.25
    t = years / 1000
    earth = sum(t**power * sum(a * cos(b + c * t) for a, b, c in terms) for power, terms in enumerate(_EARTH)) / 1e8
    return (degrees(earth) + 180 + (_nutation(years) + _aberration(years) - 0.09033) / 3600) % 360


def delta_t(moment: float) -> float:
    """How far even time is ahead of the turning earth, in seconds: 64 in 2000. From 2005 on it is a forecast."""
    year = 2000 + (moment - J2000) / 365.25
    if year < 1920:
        return _polynomial(year - 1900, -2.79, 1.494119, -0.0598939, 0.0061966, -0.000197)
    if year < 1941:
        return _polynomial(year - 1920, 21.20, 0.84493, -0.0761, 0.0020936)
    if year < 1961:
        return _polynomial(year - 1950, 29.07, 0.407, -1 / 233, 1 / 2547)
    if year < 1986:
        return _polynomial(year - 1975, 45.45, 1.067, -1 / 260, -1 / 718)
    if year < 2005:
        return _polynomial(year - 2000, 63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599)
    if year < 2050:
        return _polynomial(year - 2000, 62.92, 0.32217, 0.005589)
    return -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year)


def _universal(dynamical: float) -> float:
    """Delta T changes by a second a year at most: a minute's difference in its argument is nothing."""
    return dynamical - delta_t(dynamical) / _SECONDS_OF_DAY


def _nutation(years: float) -> float:
    """The nodding of the earth's axis in longitude, in seconds of arc; years from 2000. Meeus, chapter 22."""
    t = years / 100
    node = radians(125.04452 - 1934.136261 * t)
    sun = radians(280.4665 + 36000.7698 * t)
    moon = radians(218.3165 + 481267.8813 * t)
    return -17.20 * sin(node) - 1.32 * sin(2 * sun) - 0.23 * sin(2 * moon) + 0.21 * sin(2 * node)


def _aberration(years: float) -> float:
    """How far the sun is seen behind its place, in seconds of arc; more when the earth is near. Meeus, chapter 25."""
    anomaly = radians(357.52911 + 359.9905029 * years)
    return -20.4898 / (1.00014 - 0.01671 * cos(anomaly) - 0.00014 * cos(2 * anomaly))


def _polynomial(x: float, *coefficients: float) -> float:
    return sum(coefficient * x**power for power, coefficient in enumerate(coefficients))
