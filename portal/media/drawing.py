"""Our own symbols as pixels: the part of SVG they are written in, drawn with Pillow.

Paths of straight lines and cubic curves, and circles; filled, stroked, or both. A drawing that uses more is refused, so
that a new symbol is never drawn wrongly without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree  # nosec B405  our own drawings

if TYPE_CHECKING:
    from PIL import ImageDraw

Point = tuple[float, float]
Line = Sequence[Point]

STEPS = 16  # straight pieces of a curve
TOKEN = re.compile(r"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Z": 0}
"""How many numbers each command of a path takes."""


class Shape(NamedTuple):
    """Lines in the drawing's own units, with the colours that its file names; "" where it names none."""

    lines: tuple[Line, ...]
    fill: str
    stroke: str
    width: float


def draw(onto: ImageDraw.ImageDraw, svg: str, *, at: Point, scale: float, colour: str) -> None:
    """Draws the inside of an `<svg>` with its origin at a pixel, `scale` pixels for each of its units.

    What names no colour, or `currentColor`, is drawn in `colour`. Raises ValueError for what it cannot draw.
    """
    for shape in shapes(svg):
        fill, stroke = (colour if one == "currentColor" else one for one in (shape.fill or colour, shape.stroke))
        for line in shape.lines:
            pixels = [(at[0] + x * scale, at[1] + y * scale) for x, y in line]
            if fill != "none" and len(pixels) > 2:
                onto.polygon(pixels, fill=fill)
            if stroke:
                onto.line(pixels, fill=stroke, width=max(1, round(shape.width * scale)), joint="curve")


@lru_cache(maxsize=64)
def shapes(svg: str) -> tuple[Shape, ...]:
    """The shapes of a drawing. Raises ValueError for an element or a path command that is not ours."""
    tree = ElementTree.fromstring(f"<svg>{svg}</svg>")  # nosec B314  our own files
    return tuple(_shape(part) for part in tree)


def _shape(part: ElementTree.Element) -> Shape:
    if part.tag == "circle":
        lines: tuple[Line, ...] = (_circle(*(float(part.get(name, "0")) for name in ("cx", "cy", "r"))),)
    elif part.tag == "path":
        lines = tuple(_path(part.get("d", "")))
    else:
        raise ValueError(f"<{part.tag}> is not drawn")
    return Shape(lines, part.get("fill", ""), part.get("stroke", ""), float(part.get("stroke-width", "1")))


def _circle(x: float, y: float, radius: float) -> Line:
    turns = [2 * pi * step / (4 * STEPS) for step in range(4 * STEPS)]
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]


def _path(text: str) -> Iterator[Line]:
    """The lines of a path's `d`, curves cut into straight pieces."""
    line: list[Point] = []
    bend: Point | None = None  # the last control point, which a smooth curve mirrors
    for command, numbers in _commands(text):
        x, y = line[-1] if line else (0.0, 0.0)
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        points = [(dx + a, dy + b) for a, b in zip(numbers[::2], numbers[1::2], strict=False)]
        before, bend = bend, None
        match command.upper():
            case "M":
                if len(line) > 1:
                    yield line
                line = [points[0]]
            case "L":
                line.append(points[0])
            case "H":
                line.append((dx + numbers[0], y))
            case "V":
                line.append((x, dy + numbers[0]))
            case "C":
                line += _curve((x, y), *points)
                bend = points[1]
            case "S":
                mirrored = (2 * x - before[0], 2 * y - before[1]) if before else (x, y)
                line += _curve((x, y), mirrored, *points)
                bend = points[0]
            case _:
                line.append(line[0])
                yield line
                line = [line[0]]
    if len(line) > 1:
        yield line


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with the numbers it takes; numbers that go on without a letter repeat the command."""
    tokens = TOKEN.findall(text)
    command = ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        takes = TAKES.get(command.upper())
        if takes is None or len(tokens) < takes or (takes == 0 and tokens and not tokens[0].isalpha()):
            raise ValueError(f"the path {text!r} cannot be drawn at {command!r}")
        yield command, [float(tokens.pop(0)) for _ in range(takes)]
        command = {"M": "L", "m": "l"}.get(command, command)


def _curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    """A cubic Bézier curve, without its start."""
    for step in range(1, STEPS + 1):
        t = step / STEPS
        parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(part * at[n] for part, at in zip(parts, (start, first, second, end), strict=True)) for n in (0, 1))
        yield x, y
