"""Tables for tests of the importer, written from rows as a spreadsheet would write them."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

from portal.listings import importer
from portal.listings.importer import Fate, Line, Report, Table, Terms
from portal.listings.models import Import
from tests.make import AT

ROW = {
    "slug": "xuong-gom-son", "group": "places", "area": "hoi-an", "name_vi": "Xưởng gốm Son",
    "summary_vi": "Xưởng gốm nhỏ bên sông.", "lat": "15.8801", "lon": "108.3350",
}  # fmt: skip


def row(**cells: str) -> dict[str, str]:
    """A row that would be taken in, with these cells in place of its own."""
    return ROW | cells


def text_of(*rows: dict[str, str], separator: str = ",") -> str:
    columns = {name: None for one in rows for name in one}
    buffer = StringIO()
    writer = csv.DictWriter(buffer, list(columns), delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def table(*rows: dict[str, str]) -> Table:
    return importer.read(text_of(*rows).encode(), "bang.csv")


def report(*rows: dict[str, str], **terms: Any) -> Report:
    return importer.check(table(*rows), Terms(**terms))


def line(**cells: str) -> Line:
    """What the dry run says of one row."""
    return report(row(**cells)).lines[0]


def taken(*rows: dict[str, str], at: Any = AT, by: Any = None, **terms: Any) -> Import | None:
    """Checks and applies a table of these rows."""
    return importer.apply(report(*rows, **terms), by=by, at=at)


def told(line: Line) -> list[str]:
    """What is said of a row, with the columns it is said at."""
    return [f"{note.field}: {note}" if note.field else str(note) for note in line.notes]


def fates(report: Report) -> list[Fate]:
    return [line.fate for line in report.lines]


def feature(point: tuple[float, float] | None = None, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature; its point is longitude, latitude."""
    geometry = {"type": "Point", "coordinates": list(point)} if point else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def geojson_of(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False).encode()
