"""What a panel is and whether it may be taken: plain facts, which are stored, and sentences about what does not fit.

A panel that acts, is locked, hides files or takes too much is refused here for every competition. What a slot asks for
(a size, an orientation, a number of pages) is the competition's own business: `misfits` says it, the caller decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any

from portal.config import MEGABYTE
from portal.kit.say import N_, Refused
from portal.media.panels import confined

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
PAPERS = {"A0": (841, 1189), "A1": (594, 841), "A2": (420, 594), "A3": (297, 420), "A4": (210, 297)}
"""Millimetres, upright."""
TOLERANCE = 3.0
DIN = 2**0.5
LIKE_DIN = 0.02  # of the proportion, within which a picture may be printed on A-sizes without an edge
MILLIMETRES = 25.4

WHY = {
    "empty": N_("This file is empty. Choose the file once more."),
    "unknown": N_("This is no PDF, JPEG or PNG. Export the panel as PDF or JPEG and send that."),
    "broken": N_("This file is damaged or incomplete. Export it again and send that."),
    "locked": N_("This PDF is locked with a password or limits printing. Export it again without protection."),
    "script": N_("This PDF holds a script. Export it again as a plain PDF for print."),
    "launch": N_("This PDF opens other programs. Export it again as a plain PDF for print."),
    "attachment": N_("This PDF carries other files inside. Remove the attachments and send it again."),
    "form": N_("This PDF is a form that exchanges data. Print it to a new PDF and send that."),
    "moving": N_("This PDF holds video, sound or a 3D model. Export it again as a plain PDF for print."),
    "animated": N_("This picture moves. Choose one that stands still."),
    "pages": N_("This PDF has %(pages)s pages; at most %(most)s are opened. Send the panels as separate files."),
    "size": N_("A page of this PDF is larger than %(most)s mm or smaller than %(least)s mm. Set the page size and export it again."),  # noqa: E501
    "large": N_("A picture here has more than %(million)s million pixels. Save it smaller and send that."),
    "slender": N_("This picture is too long and narrow: its long side may measure at most %(times)s times the short one."),  # noqa: E501
}  # fmt: skip
HEAVY = N_("This file takes too much memory or time to open. Flatten it, or export it with fewer and smaller pictures.")

WRONG_KIND = N_("This kind of file is not taken here. Accepted: %(kinds)s.")
TOO_MANY_BYTES = N_("This file is larger than %(megabytes)s MB. Export it again with a lower picture quality.")
TOO_MANY_PAGES = N_("This file has %(pages)s pages; at most %(most)s are asked for.")
WRONG_PAPER = N_("Page %(page)s measures %(width)s × %(height)s mm; %(papers)s is asked for.")
NOT_DIN = N_("This picture is not in the proportion of %(papers)s (1 : 1.414). It would have an empty edge.")
MUST_STAND = N_("Page %(page)s lies; it must stand upright.")
MUST_LIE = N_("Page %(page)s stands upright; it must lie.")
COARSE = N_("At %(paper)s the pictures have %(dpi)s dpi; below %(least)s dpi they look coarse in print.")


@dataclass(frozen=True)
class Facts:
    """What was read from a panel. Sides in millimetres as the page is looked at; pixels of a picture, upright."""

    media_type: str
    pages: int
    sheets: tuple[tuple[float, float], ...] = ()
    pixels: tuple[int, int] | None = None
    dpi: int | None = None
    """Of the poorest picture that covers a twentieth of its sheet, in a PDF; None when there is none."""
    pictures: int = 0
    layers: int = 0
    remarks: int = 0
    fields: int = 0
    links: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Facts:
        """Back from `as_json`, also when an older release wrote it."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        sheets, pixels = known.pop("sheets", ()), known.pop("pixels", None)
        return cls(**known, sheets=tuple((w, h) for w, h in sheets), pixels=pixels and (pixels[0], pixels[1]))

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "sheets": [list(sheet) for sheet in self.sheets],
                "pixels": list(self.pixels) if self.pixels else None}  # fmt: skip

    @property
    def stands(self) -> tuple[bool, ...]:
        """For each page, whether it is higher than wide."""
        return tuple(high > wide for wide, high in self.sheets or ((self.pixels,) if self.pixels else ()))

    @property
    def papers(self) -> tuple[str, ...]:
        """For each page of a PDF the name of its size, "" for a size of its own."""
        return tuple(paper(*sheet) for sheet in self.sheets)

    def resolution(self, on: str) -> int | None:
        """Dots an inch: of a PDF's poorest large picture as it stands; of a picture printed on a paper, like "A1"."""
        if self.pixels is None:
            return self.dpi
        short, long = PAPERS[on]
        return round(min(min(self.pixels) / short, max(self.pixels) / long) * MILLIMETRES)


@dataclass(frozen=True)
class Demand:
    """What a slot of a competition asks for; what is left out is free."""

    kinds: Collection[str] = (PDF, JPEG)
    papers: Collection[str] = ()
    stands: bool | None = None
    pages: int | None = None
    megabytes: int | None = None
    dpi: int | None = None


@dataclass(frozen=True)
class Misfit:
    """One thing that does not fit. `key` is for programs; only a wrong kind, size in MB or number of pages `blocks`."""

    key: str
    sentence: str
    values: Mapping[str, object]
    blocks: bool = False

    def refused(self, field: str | None = None) -> Refused:
        return Refused(self.sentence, values=self.values, field=field)


def look(panel: IO[bytes]) -> Facts:
    """Opens a panel within the walls. Raises `Refused` with a sentence for what cannot be taken anywhere."""
    try:
        frames = list(confined.run("looking", panel, confined.LOOKING))
    except confined.Unfit as unfit:
        raise refusal(unfit) from unfit
    return Facts.read(frames[-1].facts)


def refusal(unfit: confined.Unfit) -> Refused:
    """The sentence for a word from within the walls."""
    return Refused(WHY.get(unfit.why, HEAVY), values=unfit.values)


def paper(width: float, height: float) -> str:
    """The name of a size in millimetres, either way up, within 3 mm; "" for any other."""
    short, long = sorted((width, height))
    fits = (name for name, (x, y) in PAPERS.items() if abs(short - x) <= TOLERANCE and abs(long - y) <= TOLERANCE)
    return next(fits, "")


def misfits(facts: Facts, size: int, demand: Demand) -> tuple[Misfit, ...]:
    """Everything in which a panel of so many bytes differs from what is asked for, the graver first."""
    return (*_blocking(facts, size, demand), *_sizes(facts, demand), *_coarse(facts, demand))


def _blocking(facts: Facts, size: int, demand: Demand) -> Iterator[Misfit]:
    if facts.media_type not in demand.kinds:
        kinds = ", ".join(kind.rpartition("/")[2].upper() for kind in demand.kinds)
        yield Misfit("kind", WRONG_KIND, {"kinds": kinds}, blocks=True)
    if demand.megabytes and size > demand.megabytes * MEGABYTE:
        yield Misfit("bytes", TOO_MANY_BYTES, {"megabytes": demand.megabytes}, blocks=True)
    if demand.pages and facts.pages > demand.pages:
        yield Misfit("pages", TOO_MANY_PAGES, {"pages": facts.pages, "most": demand.pages}, blocks=True)


def _sizes(facts: Facts, demand: Demand) -> Iterator[Misfit]:
    wanted = ", ".join(demand.papers)
    for page, (name, (width, height)) in enumerate(zip(facts.papers, facts.sheets, strict=True), start=1):
        if demand.papers and name not in demand.papers:
            about = {"page": page, "width": round(width), "height": round(height), "papers": wanted}
            yield Misfit("paper", WRONG_PAPER, about)
    if demand.papers and facts.pixels and abs(max(facts.pixels) / min(facts.pixels) / DIN - 1) > LIKE_DIN:
        yield Misfit("paper", NOT_DIN, {"papers": wanted})
    if demand.stands is not None:
        for page, stands in enumerate(facts.stands, start=1):
            if stands is not demand.stands:
                yield Misfit("stands", MUST_STAND if demand.stands else MUST_LIE, {"page": page})


def _coarse(facts: Facts, demand: Demand) -> Iterator[Misfit]:
    on = next((name for name in facts.papers if name), next(iter(demand.papers), ""))
    dpi = facts.resolution(on) if on or not facts.pixels else None
    if demand.dpi and dpi is not None and dpi < demand.dpi:
        yield Misfit("dpi", COARSE, {"paper": on or "100 %", "dpi": dpi, "least": demand.dpi})
