"""What the pages of an entry show: where it stands, how far each step is, what is still to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from portal.competitions import deadlines
from portal.competitions.entries import checks, files, manifest, receipts, timing, words
from portal.competitions.entries.checks import Remark
from portal.competitions.entries.models import Entry, EntryFile, EntryState
from portal.competitions.entries.policy import IN_HAND
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results import awards, certificates
from portal.competitions.results.policy import is_told
from portal.competitions.terms_models import Slot, SlotKind
from portal.media.panels import rules as panels
from portal.media.panels.inspection import Facts
from portal.web.language import current


@dataclass(frozen=True)
class Step:
    number: int
    name: str
    is_done: bool


@dataclass(frozen=True)
class Stand:
    """An entry as its team sees it at a moment."""

    entry: Entry
    deadline: str
    """In words, "" where none is set."""
    window: str
    """Until when bytes may arrive that were announced in time, in words."""
    writes: bool
    sends: bool
    remarks: list[Remark]
    """None once the team can no longer mend anything."""
    steps: list[Step]
    is_current: bool
    missing: int

    @property
    def blocks(self) -> list[Remark]:
        return [one for one in self.remarks if one.blocks]

    @property
    def hints(self) -> list[Remark]:
        return [one for one in self.remarks if not one.blocks]


def stand(entry: Entry, *, at: datetime) -> Stand:
    ends, until = timing.closes_at(entry), timing.arrives_until(entry)
    open_now = entry.state in IN_HAND
    writes = open_now and timing.may_write(entry, at=at)
    late = open_now and not writes and until is not None and at < until and manifest.in_time(entry) is not None
    remarks = checks.remarks(entry) if open_now else []
    return Stand(
        entry=entry, deadline=deadlines.written(ends, current()) if ends else "",
        window=deadlines.written(until, current()) if until else "", writes=writes, sends=writes or late,
        remarks=remarks, steps=_steps(remarks), is_current=receipts.is_current(entry),
        missing=len(files.missing(entry)),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An entry among others of the same person."""

    entry: Entry
    deadline: str
    writes: bool
    opening: int
    """The step on which it goes on."""


def line(entry: Entry, *, at: datetime) -> Line:
    ends = timing.closes_at(entry)
    return Line(
        entry, deadlines.written(ends, current()) if ends else "",
        entry.state in IN_HAND and timing.may_write(entry, at=at), opening_page(entry),
    )  # fmt: skip


def _steps(remarks: list[Remark]) -> list[Step]:
    waiting = {one.step for one in remarks if one.blocks}
    return [Step(number, _(name), number not in waiting) for number, name in words.STEPS.items()]


def said(remark: Remark) -> str:
    return str(_(remark.sentence, **remark.values))


@dataclass(frozen=True)
class ShownFile:
    """A file in the list of its slot."""

    row: EntryFile
    name: str
    """As its sender calls it; "" while only its sum is known."""
    about: str
    tag: str
    kind: str
    has_picture: bool
    remarks: list[Remark]


def shown_files(entry: Entry, slot: Slot) -> list[ShownFile]:
    held = files.standing(entry, slot)
    made = panels.of_many([one.upload_id for one in held if one.upload_id])
    found = []
    for row in held:
        remarks = list(checks.of_file(row))
        pictures = [one for one in made.get(row.upload_id or 0, []) if one.done_at is not None and one.manifest]
        tag, kind = _tag(row, remarks)
        name = row.upload.name if row.upload else ""
        found.append(ShownFile(row, name, _about(row), tag, kind, bool(pictures), remarks))
    return found


def _tag(row: EntryFile, remarks: list[Remark]) -> tuple[str, str]:
    if row.arrived_at is None:
        return _("Announced, to arrive"), "warn"
    if any(one.blocks for one in remarks):
        return _("Does not fit"), "red"
    return _("Arrived"), "ok"


def _about(row: EntryFile) -> str:
    """ "A1, 300 dpi, 1 page": what was read of the file."""
    if not row.facts or checks.REFUSED in row.facts:
        return ""
    facts = Facts.read(row.facts)
    paper = next((name for name in facts.papers if name), "")
    if not paper and facts.pixels:
        paper = f"{facts.pixels[0]} × {facts.pixels[1]} px"
    dpi = facts.resolution(paper) if paper in {"A0", "A1", "A2", "A3", "A4"} else None
    return ", ".join(filter(None, (paper, f"{dpi} dpi" if dpi else "")))


def limits(slot: Slot) -> dict[str, Any]:
    """What the head of a slot says: how many, of what kind, how large."""
    kinds = [files.NAMES.get(one, one) for one in slot.formats]
    return {
        "least": slot.least, "most": slot.most, "kinds": kinds, "accept": ",".join(slot.formats),
        "megabytes": slot.most_bytes // files.MEGABYTE if slot.most_bytes else 0,
        "papers": ", ".join(slot.sizes) if slot.kind is SlotKind.PANEL else "",
    }  # fmt: skip


def opening_page(entry: Entry) -> int:
    """The step on which a draft goes on: the first that still needs something."""
    if entry.state is not EntryState.DRAFT:
        return 5
    return min((one.step for one in checks.remarks(entry) if one.blocks), default=5)


def deadlines_of(competition: Competition) -> list[tuple[str, str]]:
    """Each class that has a deadline of its own, and the one for all others, in words."""
    lang = current()
    general = deadlines.closes(competition, PhaseKind.SUBMIT)
    found = [("", deadlines.written(general, lang))] if general else []
    for one in competition.categories:
        own = deadlines.closes(competition, PhaseKind.SUBMIT, one)
        if own and own != general:
            found.append((one.text("name", lang).text, deadlines.written(own, lang)))
    return found


@dataclass(frozen=True)
class Outcome:
    """What came of an entry, once the results are public."""

    prizes: list[str]
    sentence: str
    certificate: str
    """The code of the certificate; "" while there is none."""


def outcome(entry: Entry) -> Outcome | None:
    """For its team: the prizes, what the jury says, the certificate. None before the results are published."""
    if not is_told(entry.competition):
        return None
    lang = current()
    said = awards.sentences([entry.id]).get(entry.id)
    certificate = certificates.of_entry(entry)
    return Outcome(
        [one.prize.text("name", lang).text for one in awards.of_entry(entry)],
        ((said.text_en if lang != "vi" else "") or said.text_vi) if said is not None else "",
        certificate.code if certificate is not None else "",
    )
