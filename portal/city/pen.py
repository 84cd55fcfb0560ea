"""The pens of the sketch: runs of spots become path data, short and on whole pixels.

Every pen takes the spots of one line or ring, in fractions of a pixel, leaves out those that a drawing of this size
does not need, and returns what goes into the `d` of an SVG path: one `M`, then relative steps; "" for what is smaller
than a pixel.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

ROUGHNESS = 1.2
"""Points that stand off a line by fewer pixels than this are left out."""

Pixel = tuple[int, int]
Spot = tuple[float, float]


def line(spots: Sequence[Spot]) -> str:
    """A line of straight strokes."""
    return _stroke(_whole(_spare(spots), step=1))


def ring(spots: Sequence[Spot]) -> str:
    """A closed shape with straight sides."""
    drawn = line(spots)
    return f"{drawn}z" if drawn else ""


def soft_line(spots: Sequence[Spot]) -> str:
    """A line drawn as one soft stroke that passes near its points and through the middles between them.

    These are the control points of a quadratic B-spline: `t` mirrors each at the middle that was just reached, so the
    middles are all that need be written. On even pixels every middle is whole and no rounding adds up along the line.
    """
    points = _whole(_spare(spots), step=2)
    if len(points) < 3:
        return _stroke(points)
    middles = [_middle(a, b) for a, b in pairwise(points)]
    start = _stroke([points[0], middles[0]])
    return f"{start}q{_bend(middles[0], points[1], middles[1:])}l{_steps([middles[-1], points[-1]])}"


def soft_ring(spots: Sequence[Spot]) -> str:
    """A closed shape with a soft edge, drawn as `soft_line` does."""
    points = _whole(_spare(spots), step=2)
    if points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        return ""
    middles = [_middle(a, b) for a, b in pairwise([points[-1], *points])]
    return f"M{_joined(middles[0])}q{_bend(middles[0], points[0], [*middles[1:], middles[0]])}z"


def _stroke(points: Sequence[Pixel]) -> str:
    """Straight from point to point; nothing when there is one point only."""
    return f"M{_joined(points[0])}l{_steps(points)}" if len(points) > 1 else ""


def _bend(start: Pixel, control: Pixel, middles: Sequence[Pixel]) -> str:
    """The rest of a `q` with that control point, and of the `t`s that follow it, through these middles."""
    turn = _joined([*_off(start, control), *_off(start, middles[0])])
    return turn + (f"t{_steps(middles)}" if len(middles) > 1 else "")


def _spare(spots: Sequence[Spot]) -> list[Spot]:
    """The line with as few points as a drawing needs (Ramer, Douglas and Peucker); both ends stay."""
    if len(spots) < 3:
        return list(spots)
    first, last = spots[0], spots[-1]
    offs = [_off_line(spot, first, last) for spot in spots[1:-1]]
    worst = max(range(len(offs)), key=offs.__getitem__) + 1
    if offs[worst - 1] < ROUGHNESS:
        return [first, last]
    return _spare(spots[: worst + 1])[:-1] + _spare(spots[worst:])


def _off_line(spot: Spot, first: Spot, last: Spot) -> float:
    """Distance from the line through both ends; from the end itself where they are one point, as in a ring."""
    along = last[0] - first[0], last[1] - first[1]
    off = spot[0] - first[0], spot[1] - first[1]
    length = hypot(*along)
    return abs(along[0] * off[1] - along[1] * off[0]) / length if length else hypot(*off)


def _whole(spots: Iterable[Spot], *, step: int) -> list[Pixel]:
    """The spots on whole pixels, multiples of `step`; a point that falls on the one before is dropped."""
    points: list[Pixel] = []
    for x, y in spots:
        point = step * round(x / step), step * round(y / step)
        if not points or point != points[-1]:
            points.append(point)
    return points


def _middle(a: Pixel, b: Pixel) -> Pixel:
    return (a[0] + b[0]) // 2, (a[1] + b[1]) // 2


def _off(a: Pixel, b: Pixel) -> Pixel:
    return b[0] - a[0], b[1] - a[1]


def _steps(points: Sequence[Pixel]) -> str:
    """From point to point, relative."""
    return _joined(number for a, b in pairwise(points) for number in _off(a, b))


def _joined(numbers: Iterable[int]) -> str:
    """Numbers of a path; a minus sign parts as well as a space."""
    return " ".join(map(str, numbers)).replace(" -", "-")
