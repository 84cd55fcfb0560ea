"""The anonymity scanner: where a panel names the people who made it, drawn or hidden. It reads, and changes nothing.

Hidden places (author, layers, camera data) are gone from the juror's copy by themselves; what stands drawn on the sheet
(`seen`) only its maker can take away. A name in letters that were turned into lines or pixels is not found here: the
registrar looks at every sheet. Findings hold names: they belong into the vault and into no log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import IO, Any

from portal.kit.fold import nfc
from portal.kit.names_found import Known, Match, find
from portal.media.panels import confined, inspection

PLACES = ("text", "info", "xmp", "layer", "annotation", "field", "structure", "attachment", "link", "qr", "exif", "gps",
          "iptc", "comment", "png_text", "file_name", "statement")  # fmt: skip
"""All that `Finding.kind` can be."""
DRAWN = frozenset({"text", "qr", "statement"})
"""Kinds that jurors would see: only the maker can take them away. All others are gone from the juror's copy."""
LOOSE = frozenset({"info", "xmp", "layer", "link", "qr", "exif", "iptc", "comment", "png_text", "file_name",
                   "attachment"})  # fmt: skip
MOST = 60
ROOM = 300
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Finding:
    """One name in one place. `box` is left, top, width, height as fractions of the page; pages count from 1."""

    kind: str
    """Where, one of PLACES."""
    field: str
    """Which part of it, such as "Author"; "" where there are no parts."""
    words: str
    sure: bool
    seen: bool
    """Whether jurors would see it on the sheet: its kind is one of DRAWN."""
    page: int | None = None
    box: Box | None = None

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "box": list(self.box) if self.box else None}


def scan(panel: IO[bytes], known: Known, *, name: str = "") -> tuple[Finding, ...]:
    """What a panel, and the file name it came with, tells of who made it: the surest and most visible first.

    Takes as long as drawing each page once. Raises `Refused` for a panel that cannot be opened.
    """
    found = [*file_name(name, known)]
    try:
        for frame in confined.run("reading", panel, confined.MAKING):
            found += _in_texts(frame.facts.get("texts", ()), known)
            if "words" in frame.facts:
                found += _on_a_page(frame.facts, known)
    except confined.Unfit as unfit:
        raise inspection.refusal(unfit) from unfit
    return tidied(found)


def file_name(name: str, known: Known) -> Iterator[Finding]:
    """Names in the name of a file, which jurors never see: the copy has one of its own."""
    for one in find(name, known, loose=True):
        yield Finding("file_name", "", one.words[:ROOM], one.sure, seen=False)


def statement(text: str, known: Known) -> tuple[Finding, ...]:
    """Names in what an entrant writes about the design."""
    found = [Finding("statement", "", one.words[:ROOM], one.sure, seen=True)
             for line in text.splitlines() for one in find(line, known)]  # fmt: skip
    return tidied(found)


def tidied(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each only once, the visible and sure ones first, 60 at most."""
    once = {(one.kind, one.field, one.words, one.page, one.box): one for one in found}
    order = {place: number for number, place in enumerate(PLACES)}
    return tuple(sorted(once.values(), key=lambda one: (not one.seen, not one.sure, order.get(one.kind, 99),
                                                        one.page or 0)))[:MOST]  # fmt: skip


def _in_texts(texts: Sequence[Sequence[Any]], known: Known) -> Iterator[Finding]:
    for kind, field, page, box, words, seen in texts:
        about = {"seen": bool(seen), "page": page, "box": tuple(box) if box else None}
        matches = [one for line in words.splitlines() for one in find(line, known, loose=kind in LOOSE)]
        if kind in {"qr", "gps"} and not matches:
            yield Finding(kind, field, words[:ROOM], sure=False, **about)
        for one in matches:
            yield Finding(kind, field, one.words[:ROOM], one.sure, **about)


def _on_a_page(facts: dict[str, Any], known: Known) -> Iterator[Finding]:
    """Line by line; then over the end of each line, where only a whole name counts; then in lines as the eye reads."""
    words, lines = facts["words"], facts["lines"]
    found = [one for line in lines for one in _in_a_line(line, words, known)]
    for line, below in pairwise(lines):
        found += [one for one in _in_a_line([*line[-5:], *below[:5]], words, known) if one[0].sure]
    found += [one for line in _by_the_eye(words) for one in _in_a_line(line, words, known)]
    told: set[int] = set()
    for match, places in sorted(found, key=lambda one: not one[0].sure):
        if not told.issuperset(places):
            told |= set(places)
            box = _around([words[place][1] for place in places])
            yield Finding("text", "", match.words[:ROOM], match.sure, seen=True, page=facts["page"], box=box)


def _in_a_line(line: Sequence[int], words: Sequence[Any], known: Known) -> Iterator[tuple[Match, list[int]]]:
    text, starts = "", []
    for place in line:
        starts.append(len(text))
        text += nfc(words[place][0]) + " "
    for match in find(text, known):
        ends = [*starts[1:], len(text) + 1]
        yield match, [place for place, start, end in zip(line, starts, ends, strict=True)
                      if start < match.end and end - 1 > match.start]  # fmt: skip


def _by_the_eye(words: Sequence[Any]) -> Iterator[list[int]]:
    """Words that stand on one line of the sheet, in whatever order the file draws them."""
    rows: dict[int, list[int]] = {}
    for place, (_, (_, top, _, height)) in enumerate(words):
        if height > 0:
            rows.setdefault(round((top + height) / 0.004), []).append(place)
    for row in rows.values():
        line: list[int] = []
        for place in sorted(row, key=lambda one: float(words[one][1][0])):
            if line:
                left, _, width, height = words[line[-1]][1]
                if words[place][1][0] - left - width > 3 * max(height, 0.004):
                    yield line
                    line = []
            line.append(place)
        yield line


def _around(boxes: Sequence[Sequence[float]]) -> Box:
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] + box[side + 2] for box in boxes) for side in (0, 1))
    return left, top, round(right - left, 4), round(bottom - top, 4)
