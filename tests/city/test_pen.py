"""The pens: short paths that stay where the line was."""

import re
from math import cos, hypot, pi, sin

from portal.city import pen

WAVE = [(x, 200 + 60 * sin(x / 70)) for x in range(0, 700, 7)]
CIRCLE = [(300 + 120 * cos(turn / 20 * pi), 300 + 120 * sin(turn / 20 * pi)) for turn in range(41)]


def trace(path):
    """The points that a path passes through: a flattener of M, l, q, t and z, relative but for M."""
    here, control, points = (0.0, 0.0), None, []
    for letter, text in re.findall(r"([Mlqtz])([^Mlqtz]*)", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", text)]
        step = 4 if letter == "q" else 2
        for at in range(0, len(numbers), step):
            *bend, dx, dy = numbers[at : at + step]
            end = (dx, dy) if letter == "M" else (here[0] + dx, here[1] + dy)
            if letter == "q":
                control = (here[0] + bend[0], here[1] + bend[1])
            elif letter == "t":
                control = (2 * here[0] - control[0], 2 * here[1] - control[1])
            points += curve(here, control, end) if letter in "qt" else [end]
            here = end
    return points


def curve(start, control, end):
    return [
        tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, control, end, strict=True))
        for t in (0.25, 0.5, 0.75, 1.0)
    ]


def furthest(points, line):
    """The greatest distance of these points from the nearest of the line's."""
    return max(min(hypot(x - a, y - b) for a, b in line) for x, y in points)


def test_a_soft_line_stays_near_its_points_from_end_to_end():
    points = trace(pen.soft_line(WAVE))

    assert points[0] == (0, 200)
    assert hypot(points[-1][0] - WAVE[-1][0], points[-1][1] - WAVE[-1][1]) < 2
    assert furthest(points, WAVE) < 8


def test_a_soft_ring_closes_on_whole_pixels_without_drifting():
    points = trace(pen.soft_ring(CIRCLE))

    assert points[0] == points[-1]
    assert furthest(points, CIRCLE) < 12


def test_points_that_a_drawing_does_not_need_are_left_out():
    assert pen.line([(0, 0), (50, 1), (100, 0), (100, 80)]) == "M0 0l100 0 0 80"
    assert pen.line([(0, 0), (50, 2), (100, 0)]) == "M0 0l50 2 50-2"


def test_a_ring_keeps_its_shape_although_it_ends_where_it_began():
    assert pen.ring([(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]) == "M0 0l9 0 0 9-9 0 0-9z"


def test_what_is_smaller_than_a_pixel_is_not_drawn():
    speck = [(5, 5), (5.2, 5.1), (5, 5)]

    assert [draw(speck) for draw in (pen.line, pen.ring, pen.soft_line, pen.soft_ring)] == ["", "", "", ""]
