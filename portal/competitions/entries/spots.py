"""Where on a sheet a name was found: the sheet's own picture, as far as there is one, and a frame around the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from portal.competitions.entries.check_models import Finding
from portal.competitions.entries.models import EntryFile
from portal.media.panels import rules as panels

ACROSS = 100.0
UPRIGHT = 2**0.5
"""Of a sheet without a picture: those of series A stand like this."""
ROOM, LEAST = 1.5, 4.0
"""Around the words, and of the frame, in hundredths of the sheet's width."""


class Spot(NamedTuple):
    """A frame on a sheet that is 100 wide and `high` high; `has_picture` says whether the sheet's picture is made."""

    file: EntryFile
    page: int
    high: float
    has_picture: bool
    x: float
    y: float
    width: float
    height: float


def of(findings: Iterable[Finding]) -> Mapping[int, Spot]:
    """The spot of each finding that lies on a sheet, by the finding's number."""
    on_sheets = [(one, one.file, one.box) for one in findings if one.box and one.file is not None]
    made = panels.of_many([file.upload_id for _, file, _ in on_sheets if file.upload_id])
    found = {}
    for finding, file, box in on_sheets:
        page = finding.page or 1
        sheet = next((one for one in made.get(file.upload_id or 0, []) if one.page == page - 1 and one.manifest), None)
        size = sheet.manifest["pictures"][0] if sheet is not None and sheet.manifest else None
        high = ACROSS * size["height"] / size["width"] if size else ACROSS * UPRIGHT
        found[finding.id] = Spot(file, page, round(high, 1), size is not None, *_frame(box, high))
    return found


def _frame(box: list[float], high: float) -> tuple[float, float, float, float]:
    left, top, width, height = box[0] * ACROSS, box[1] * high, box[2] * ACROSS, box[3] * high
    wide, tall = max(width + 2 * ROOM, LEAST), max(height + 2 * ROOM, LEAST)
    x, y = left - (wide - width) / 2, top - (tall - height) / 2
    return round(x, 1), round(y, 1), round(wide, 1), round(tall, 1)
