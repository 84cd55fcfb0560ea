"""The demo's panels, drawn by the project itself: plans, sections and perspectives of works that nobody made.

`panels(number, code=…, title=…)` gives the same bytes for the same words. The sheets carry a code and no name, save
where `PLANTED` says so: there the scanner has something to find. All of 24 entries take one second and 2.5 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from typing import NamedTuple

from portal.competitions.seed.canvas import Canvas, Colour, PdfSheet, Photograph, Point, box, circle, stroke

PDF, JPEG = "application/pdf", "image/jpeg"
INK, GREY, PALE, WHITE = (40, 38, 36), (140, 136, 130), (222, 218, 210), (255, 255, 255)
PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((178, 84, 56), (244, 214, 160), (96, 130, 92)), ((48, 96, 110), (226, 206, 178), (118, 142, 88)),
    ((196, 142, 48), (246, 232, 204), (82, 116, 84)), ((122, 66, 78), (236, 212, 202), (106, 136, 110)),
    ((74, 84, 104), (224, 220, 214), (92, 124, 96)), ((150, 104, 66), (240, 222, 190), (70, 108, 92)),
)  # fmt: skip
"""Roof, wall and leaf."""
SIZES = {"A0": (841.0, 1189.0), "A1": (594.0, 841.0), "A3": (297.0, 420.0)}
KINDS = ("bar", "court", "rows", "ring")
PLANTED = {2: "author", 6: "artist", 10: "sheet", 14: "layer", 19: "file"}
"""In which entries the maker's name stands, counted from 0, and where."""


class Panel(NamedTuple):
    """A file as an entrant would have sent it."""

    name: str
    body: bytes
    media_type: str


class Sheet(NamedTuple):
    """What a drawing is made with. `unit` is a hundredth of the sheet's width."""

    canvas: Canvas
    unit: float
    roof: Colour
    wall: Colour
    leaf: Colour
    kind: str
    chance: Random


Draw = Callable[[Sheet, float, float], None]


def panels(number: int, *, code: str, title: str, maker: str = "") -> tuple[Panel, ...]:
    """The panels of an entry, counted from 0: two, and for every fourth entry three.

    `maker` is written into the entries of `PLANTED` alone.
    """
    chance = Random(f"panel {number}")  # nosec B311  drawings, no secrets
    planted = PLANTED.get(number, "") if maker else ""
    paper = paper_of(number)
    subjects: list[tuple[str, Draw]] = [("Mặt bằng tầng trệt, 1 : 150", _plan), ("Phối cảnh từ công viên", _view)]
    if number % 4 == 0:
        subjects.insert(1, ("Mặt cắt A–A, 1 : 100", _section))
    made = []
    for at, (subject, draw) in enumerate(subjects):
        pixels = draw is _view and number % 3 != 1
        canvas: Photograph | PdfSheet = (
            Photograph(*SIZES[paper], dpi=_dpi(paper, number)) if pixels else PdfSheet(*SIZES[paper])
        )
        sheet = Sheet(canvas, canvas.width / 100, *PALETTES[number % 6], KINDS[number % 4], chance)
        draw(sheet, 16, 112 if draw is _section else 128)
        _frame(sheet, code, title, f"{subject} · {at + 1}/{len(subjects)}")
        if planted == "sheet" and at == 0:
            canvas.words((4 * sheet.unit, 136 * sheet.unit), f"KTS {maker}", size=1.3 * sheet.unit, ink=GREY)
        ending = "jpg" if pixels else "pdf"
        stem = f"{maker} - {at + 1}" if planted == "file" else f"{at + 1:02}-{FILED[draw]}"
        if isinstance(canvas, Photograph):
            body = canvas.jpeg(quality=58, artist=maker if planted == "artist" else "")
        else:
            hidden = planted if at == 0 else ""
            body = canvas.pdf(
                author=maker if hidden == "author" else "", layer=f"Hiện trạng - {maker}" if hidden == "layer" else ""
            )
        made.append(Panel(f"{stem}.{ending}", body, JPEG if pixels else PDF))
    return tuple(made)


def paper_of(number: int) -> str:
    """The sheet that an entry is drawn on; most are small, since every pixel of it is owed the worker at the start."""
    return "A0" if number == 5 else "A1" if number % 8 == 1 else "A3"


def _dpi(paper: str, number: int) -> int:
    """Some entrants send fine pictures, some coarse ones; none more than about two million pixels."""
    return {"A0": 32, "A1": 46, "A3": 92}[paper] if number % 6 else {"A0": 24, "A1": 34, "A3": 60}[paper]


def _frame(sheet: Sheet, code: str, title: str, subject: str) -> None:
    canvas, unit = sheet.canvas, sheet.unit
    for edge in ((0, 0, 4 * unit, canvas.height), (canvas.width - 4 * unit, 0, canvas.width, canvas.height),
                 (0, 0, canvas.width, 16 * unit)):  # fmt: skip
        box(canvas, *edge, fill=WHITE)  # what grew over the edge of the drawing
    box(canvas, 2 * unit, 2 * unit, canvas.width - 2 * unit, canvas.height - 2 * unit, ink=INK, line=0.06 * unit)
    canvas.words((4 * unit, 8.4 * unit), title, size=3.6 * unit, ink=INK)
    canvas.words((4 * unit, 12.4 * unit), subject, size=1.6 * unit, ink=GREY)
    wide, high = 30.0, 10.0  # millimetres, whatever the size of the sheet
    left, top = canvas.width - 2 * unit - wide, 2 * unit
    box(canvas, left, top, left + wide, top + high, fill=WHITE, ink=INK, line=0.3)
    canvas.words((left + 4.4, top + 7.0), code, size=5.6, ink=INK)


def _plan(sheet: Sheet, top: float, bottom: float) -> None:
    """The ground floor in its park: paths, trees, walls with doors, columns on a grid, dimensions, north."""
    canvas, unit, chance = sheet.canvas, sheet.unit, sheet.chance
    box(canvas, 4 * unit, top * unit, 96 * unit, bottom * unit, fill=(238, 240, 228))
    _path(sheet, [(4, 104), (34, 98), (62, 106), (96, 96)], 5)
    _path(sheet, [(70, top + 2), (66, 40), (74, 70), (64, 104)], 4)
    rooms = _rooms(sheet.kind)
    for left, upper, right, lower in rooms:
        _room(sheet, left, upper, right, lower)
    for x in range(14, 62, 8):
        _bubble(sheet, x, 22, str((x - 6) // 8))
        stroke(canvas, (x * unit, 24 * unit), (x * unit, 94 * unit), ink=GREY, line=0.04 * unit)
    for row, letter in enumerate("ABCDEFG"):
        y = 30 + 10 * row
        _bubble(sheet, 8, y, letter)
        stroke(canvas, (10 * unit, y * unit), (60 * unit, y * unit), ink=GREY, line=0.04 * unit)
        for x in range(14, 62, 8):
            box(canvas, (x - 0.5) * unit, (y - 0.5) * unit, (x + 0.5) * unit, (y + 0.5) * unit, fill=INK)
    _measured(sheet, 14, 54, 96.5, f"{chance.randrange(3200, 5200, 50) * 10}")
    for _ in range(26):
        at = chance.uniform(66, 93), chance.uniform(top + 3, bottom - 12)
        _tree_from_above(sheet, *at, chance.uniform(1.6, 3.4))
    for _ in range(10):
        _tree_from_above(sheet, chance.uniform(8, 62), chance.uniform(108, bottom - 4), chance.uniform(1.4, 2.8))
    _north(sheet, 90, bottom - 6)
    _scale_bar(sheet, 8, bottom + 4)


def _rooms(kind: str) -> list[tuple[float, float, float, float]]:
    """Rooms as left, upper, right, lower, in units."""
    plans: dict[str, list[tuple[float, float, float, float]]] = {
        "bar": [(14, 30, 30, 50), (30, 30, 54, 50), (14, 50, 54, 70), (14, 70, 38, 90), (38, 70, 54, 90)],
        "court": [(14, 30, 54, 42), (14, 42, 26, 78), (42, 42, 54, 78), (14, 78, 54, 90)],
        "rows": [(14, 30, 54, 44), (14, 52, 54, 66), (14, 74, 54, 90)],
        "ring": [(22, 30, 46, 40), (14, 40, 24, 80), (44, 40, 54, 80), (22, 80, 46, 90), (28, 52, 40, 68)],
    }
    return plans[kind]


def _room(sheet: Sheet, left: float, upper: float, right: float, lower: float) -> None:
    canvas, unit, chance = sheet.canvas, sheet.unit, sheet.chance
    box(canvas, left * unit, upper * unit, right * unit, lower * unit, fill=sheet.wall, ink=INK, line=0.5 * unit)
    step = 2.0
    at = left + step
    while at < right:  # boards of the floor
        stroke(canvas, (at * unit, (upper + 0.4) * unit), (at * unit, (lower - 0.4) * unit), ink=PALE, line=0.05 * unit)
        at += step
    door = chance.uniform(left + 1.5, right - 4.5)
    box(canvas, door * unit, (lower - 0.3) * unit, (door + 2.4) * unit, (lower + 0.3) * unit, fill=WHITE)
    leaf = [(door + 2.4 * cos(turn), lower - 2.4 * sin(turn)) for turn in (0, pi / 8, pi / 4, 3 * pi / 8, pi / 2)]
    stroke(canvas, *((x * unit, y * unit) for x, y in [*leaf, (door, lower)]), ink=INK, line=0.08 * unit)
    for _ in range(chance.randrange(2, 5)):  # tables with stools
        x, y = chance.uniform(left + 2, right - 5), chance.uniform(upper + 2, lower - 4)
        box(canvas, x * unit, y * unit, (x + 3) * unit, (y + 1.2) * unit, fill=WHITE, ink=GREY, line=0.08 * unit)
        for seat in (0.6, 1.5, 2.4):
            circle(canvas, ((x + seat) * unit, (y + 1.8) * unit), 0.35 * unit, corners=8, ink=GREY, line=0.06 * unit)


def _section(sheet: Sheet, top: float, bottom: float) -> None:
    """A cut through two halls under tiled roofs, with people and trees for scale."""
    canvas, unit, chance = sheet.canvas, sheet.unit, sheet.chance
    ground = 92.0
    box(canvas, 4 * unit, top * unit, 96 * unit, ground * unit, fill=(240, 244, 246))
    for x in (9, 13, 91):
        _tree_from_aside(sheet, x, ground, chance.uniform(22, 34))
    for left, right, eave, ridge in ((18, 48, 62, 46), (48, 80, 66, 54)):
        middle = (left + right) / 2
        box(canvas, left * unit, eave * unit, right * unit, ground * unit, fill=sheet.wall)
        roof = [(left - 3, eave + 1), (middle, ridge), (right + 3, eave + 1), (right + 3, eave + 2.2),
                (middle, ridge + 1.6), (left - 3, eave + 2.2)]  # fmt: skip
        canvas.shape([(x * unit, y * unit) for x, y in roof], fill=sheet.roof, ink=INK, line=0.2 * unit)
        for step in range(1, 12):  # tiles
            at = left - 3 + step * (right - left + 6) / 12
            slope = eave + 1 - (eave + 1 - ridge) * (1 - abs(at - middle) / (middle - left + 3))
            stroke(canvas, (at * unit, slope * unit), (at * unit, (slope + 1.4) * unit), ink=INK, line=0.08 * unit)
        for post in (left, middle, right):
            box(canvas, (post - 0.6) * unit, eave * unit, (post + 0.6) * unit, ground * unit, fill=INK)
        stroke(canvas, (left * unit, (eave + 14) * unit), (right * unit, (eave + 14) * unit), ink=INK, line=0.6 * unit)
        for _ in range(5):
            _person(sheet, chance.uniform(left + 2, right - 2), chance.choice((ground, eave + 13.7)))
    box(canvas, 4 * unit, ground * unit, 96 * unit, (ground + 1) * unit, fill=INK)
    for x in range(4, 96, 2):  # earth
        stroke(
            canvas, (x * unit, (ground + 1) * unit), ((x - 2) * unit, (ground + 4) * unit), ink=GREY, line=0.08 * unit
        )
    for level, y in (("±0.000", ground), ("+3.600", 76), ("+7.200", 62)):
        stroke(canvas, (81 * unit, y * unit), (88 * unit, y * unit), ink=GREY, line=0.08 * unit)
        canvas.words((82.5 * unit, (y - 0.6) * unit), level, size=1.3 * unit, ink=INK)
    _measured(sheet, 18, 80, ground + 8, "24600")
    _scale_bar(sheet, 8, bottom + 4)


def _view(sheet: Sheet, top: float, bottom: float) -> None:
    """The arcade seen from the park: two vanishing points, a long roof, people, shade."""
    canvas, unit, chance = sheet.canvas, sheet.unit, sheet.chance
    horizon = 82.0
    for step in range(12):  # the sky grows lighter towards the horizon
        tint = (208 + 3 * step, 224 + 2 * step, 236 + step)
        upper, lower = (top + (horizon - top) * part / 12 for part in (step, step + 1))
        box(canvas, 4 * unit, upper * unit, 96 * unit, lower * unit, fill=tint)
    box(canvas, 4 * unit, horizon * unit, 96 * unit, bottom * unit, fill=(206, 210, 184))
    for x in range(6, 96, 5):
        _tree_from_aside(sheet, x, horizon + 1, chance.uniform(9, 18))
    court = [(x * unit, y * unit) for x, y in ((4, bottom), (4, 98), (30, 88), (70, 88), (96, 98), (96, bottom))]
    canvas.shape(court, fill=(228, 214, 192))
    for step in range(16):  # paving runs to the left vanishing point
        y = 100 + step * (bottom - 100) / 16
        stroke(
            canvas, (4 * unit, y * unit), (96 * unit, (y - 6 + step * 0.3) * unit), ink=(206, 190, 166), line=0.1 * unit
        )

    mirrored, tall, steep = chance.random() < 0.5, chance.uniform(0.85, 1.2), chance.uniform(34, 44)

    def deep(x: float, height: float) -> Point:
        """A point of the long front, `height` over the ground: the front recedes to one side."""
        near = (x - 12) / 76
        across = 100 - x if mirrored else x
        return across * unit, (horizon + 4 + 14 * near - tall * height * (0.45 + 0.75 * near)) * unit

    front = [deep(12, 0), deep(88, 0), deep(88, 24), deep(12, 24)]
    canvas.shape(front, fill=sheet.wall, ink=INK, line=0.15 * unit)
    bays = {"bar": 9, "court": 6, "rows": 12, "ring": 8}[sheet.kind]
    for bay in range(bays):
        left, right = (12 + 76 * (part / bays) for part in (bay + 0.14, bay + 0.86))
        arch = [deep(left + (right - left) * (1 - cos(pi * turn / 6)) / 2, 13 + 5 * sin(pi * turn / 6))
                for turn in range(7)]  # fmt: skip
        canvas.shape([deep(left, 0), *arch, deep(right, 0)], fill=(92, 80, 72) if bay % 3 else (132, 112, 92))
    roof = [deep(9, 24), deep(91, 24), deep(86, steep), deep(16, steep)]
    canvas.shape(roof, fill=sheet.roof, ink=INK, line=0.15 * unit)
    for step in range(1, 34):  # rows of tiles
        low, high = deep(9 + 82 * step / 34, 24), deep(16 + 70 * step / 34, steep)
        stroke(canvas, low, high, ink=_darker(sheet.roof), line=0.1 * unit)
    for _ in range(14):
        _person(sheet, chance.uniform(10, 90), chance.uniform(104, bottom - 2), size=chance.uniform(1.2, 1.7))
    _tree_from_aside(sheet, 10 if mirrored else 90, bottom - 4, 46)
    canvas.words((4 * unit, (bottom + 4) * unit), "Sáng bán quà quê, chiều trẻ con học vẽ, tối họp tổ dân phố.",
                 size=1.5 * unit, ink=INK)  # fmt: skip


def _path(sheet: Sheet, line: list[Point], width: float) -> None:
    points = [(x * sheet.unit, y * sheet.unit) for x, y in line]
    sheet.canvas.shape(points, ink=(226, 216, 196), line=width * sheet.unit, closed=False)


def _tree_from_above(sheet: Sheet, x: float, y: float, radius: float) -> None:
    at = (x * sheet.unit, y * sheet.unit)
    circle(sheet.canvas, at, radius * sheet.unit, fill=sheet.leaf, ink=_darker(sheet.leaf), line=0.1 * sheet.unit)
    circle(sheet.canvas, at, 0.3 * sheet.unit, corners=6, fill=INK)


def _tree_from_aside(sheet: Sheet, x: float, ground: float, height: float) -> None:
    canvas, unit = sheet.canvas, sheet.unit
    wide = height * 0.025
    box(canvas, (x - wide) * unit, (ground - height * 0.6) * unit, (x + wide) * unit, ground * unit, fill=(96, 78, 62))
    for across, up, part in ((-0.18, 0.62, 0.2), (0.16, 0.66, 0.22), (0.0, 0.82, 0.24)):
        at = ((x + height * across) * unit, (ground - height * up) * unit)
        circle(canvas, at, height * part * unit, corners=14, fill=sheet.leaf)


def _person(sheet: Sheet, x: float, ground: float, size: float = 1.0) -> None:
    canvas, unit = sheet.canvas, sheet.unit * size
    x, y = x * sheet.unit, ground * sheet.unit
    canvas.shape([(x - 0.8 * unit, y), (x - 0.6 * unit, y - 4 * unit), (x + 0.6 * unit, y - 4 * unit),
                  (x + 0.8 * unit, y)], fill=(70, 72, 84))  # fmt: skip
    circle(canvas, (x, y - 4.8 * unit), 0.65 * unit, corners=10, fill=(70, 72, 84))


def _bubble(sheet: Sheet, x: float, y: float, text: str) -> None:
    unit = sheet.unit
    circle(sheet.canvas, (x * unit, y * unit), 1.4 * unit, fill=WHITE, ink=INK, line=0.1 * unit)
    sheet.canvas.words(((x - 0.5) * unit, (y + 0.6) * unit), text, size=1.5 * unit, ink=INK)


def _measured(sheet: Sheet, left: float, right: float, y: float, text: str) -> None:
    unit = sheet.unit
    stroke(sheet.canvas, (left * unit, y * unit), (right * unit, y * unit), ink=INK, line=0.08 * unit)
    for x in (left, right):
        stroke(sheet.canvas, ((x - 0.7) * unit, (y + 0.7) * unit), ((x + 0.7) * unit, (y - 0.7) * unit), ink=INK,
               line=0.15 * unit)  # fmt: skip
    sheet.canvas.words((((left + right) / 2 - 2) * unit, (y - 0.7) * unit), text, size=1.3 * unit, ink=INK)


def _north(sheet: Sheet, x: float, y: float) -> None:
    unit = sheet.unit
    circle(sheet.canvas, (x * unit, y * unit), 2.6 * unit, ink=INK, line=0.1 * unit)
    needle = [(x, y - 2.6), (x + 0.9, y + 1.6), (x, y + 0.8), (x - 0.9, y + 1.6)]
    sheet.canvas.shape([(a * unit, b * unit) for a, b in needle], fill=INK)


def _scale_bar(sheet: Sheet, x: float, y: float) -> None:
    unit = sheet.unit
    for part in range(5):
        box(sheet.canvas, (x + 4 * part) * unit, y * unit, (x + 4 * part + 4) * unit, (y + 0.8) * unit,
            fill=WHITE if part % 2 else INK, ink=INK, line=0.08 * unit)  # fmt: skip
    sheet.canvas.words(((x + 21) * unit, (y + 0.9) * unit), "10 m", size=1.3 * unit, ink=INK)


def _darker(colour: Colour) -> Colour:
    return colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4


FILED: dict[Draw, str] = {_plan: "mat-bang", _section: "mat-cat", _view: "phoi-canh"}
"""What entrants call the files of such drawings."""
