"""What was handed in beside what was handed in before: what came, what went, which words and cells are others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from portal.businesses.models import EvidenceKind
from portal.businesses.steps.models import Evidence, Submission
from portal.kit.difference import Piece, sides


class Cell(NamedTuple):
    """A value of a sheet with its type, and whether the other side says something else."""

    type: str
    value: Any
    changed: bool


class Table(NamedTuple):
    title: str
    columns: list[tuple[str, str]]
    rows: list[list[Cell]]


@dataclass
class Side:
    """One submission, as it stands beside the other."""

    submission: Submission
    texts: list[tuple[str, list[Piece]]] = field(default_factory=list)
    """The language, and the text in pieces."""
    told: list[tuple[str, list[Piece]]] = field(default_factory=list)
    """The label of a text of a sheet, and the text in pieces."""
    facts: list[tuple[str, Cell]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[tuple[str, bool]] = field(default_factory=list)
    """An address, and whether only this side has it."""
    files: list[tuple[Evidence, bool]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    visits: list[Evidence] = field(default_factory=list)


def beside(submission: Submission, earlier: Submission | None) -> tuple[Side | None, Side]:
    """The earlier one and this one. Where there is none before, nothing of this one counts as changed."""
    new = _side(submission, earlier)
    return (_side(earlier, submission) if earlier is not None else None), new


def _side(of: Submission, other: Submission | None) -> Side:
    side = Side(of)
    held, others = of.evidence, other.evidence if other is not None else of.evidence
    known_links = {one.link for one in others if one.link}
    known_files = {one.upload.digest for one in others if one.upload is not None}
    for one in held:
        if one.kind is EvidenceKind.LINK:
            side.links.append((one.link, one.link not in known_links))
        elif one.kind is EvidenceKind.FILE and one.upload is not None:
            side.files.append((one, one.upload.digest not in known_files))
        elif one.kind is EvidenceKind.CHECK and one.data:
            side.checks.append(one.data)
        elif one.kind is EvidenceKind.VISIT:
            side.visits.append(one)
    is_newer = other is None or of.number >= other.number
    for name, lang in (("text_vi", "vi"), ("text_en", "en")):
        if mine := _text(held, name):
            side.texts.append((lang, _pieces(mine, _text(others, name), is_newer)))
    _sheets(side, _data(held), _data(others), is_newer)
    return side


def _pieces(mine: str, theirs: str, is_newer: bool) -> list[Piece]:
    return sides(theirs, mine)[1] if is_newer else sides(mine, theirs)[0]


def _text(held: Sequence[Evidence], name: str) -> str:
    return next((text for one in held if (text := getattr(one, name))), "")


def _data(held: Sequence[Evidence]) -> dict[str, Any]:
    """The sheet that was handed in."""
    return next((one.data for one in held if one.kind is EvidenceKind.TEXT and one.data), {})


def _sheets(side: Side, mine: dict[str, Any], theirs: dict[str, Any], is_newer: bool) -> None:
    other_facts = {label: value for label, _type, value in theirs.get("facts", ())}
    for label, kind, value in mine.get("facts", ()):
        if kind == "text":
            side.told.append((label, _pieces(value, str(other_facts.get(label, "")), is_newer)))
        else:
            side.facts.append((label, Cell(kind, value, other_facts.get(label, value) != value)))
    other_tables = {one["title"]: one for one in theirs.get("tables", ())}
    for table in mine.get("tables", ()):
        rows = list(_rows(table, other_tables.get(table["title"])))
        if rows:
            side.tables.append(Table(table["title"], [tuple(one) for one in table["columns"]], rows))


def _rows(table: dict[str, Any], other: dict[str, Any] | None) -> Iterator[list[Cell]]:
    """Rows are the same row where their first cell is."""
    known = {row[0]: row for row in (other or table)["rows"] if row}
    for row in table["rows"]:
        before = known.get(row[0]) if row else None
        yield [
            Cell(kind, value, before is None or len(before) <= place or before[place] != value)
            for place, (value, (_label, kind)) in enumerate(zip(row, table["columns"], strict=False))
        ]
