"""What is looked at before an entry is sent: what stops it, and what only deserves another look.

A rule of the competition says which checks of a slot stop the sending (`Slot.blocks`); all the others warn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.competitions.entries import files
from portal.competitions.entries.models import Entry, EntryFile, EntryMember
from portal.competitions.terms_models import Slot, SlotKind
from portal.kit import mail, phone, word_count
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.media.panels import inspection

TEAM, IDEA, PANELS, STATEMENT, SENDING = 1, 2, 3, 4, 5
RULES = {"bytes": "size", "pages": "pages", "paper": "sheet", "stands": "orientation", "dpi": "dpi"}
"""What the inspection calls a misfit, and the word by which a slot says that it stops the sending."""
REFUSED = "refused"
"""In the facts of a file that could not be opened: the sentence that says why."""


@dataclass(frozen=True)
class Remark:
    """One sentence about an entry, the step and the field where it is mended, and whether it stops the sending."""

    sentence: str
    step: int
    place: str = ""
    blocks: bool = False
    values: Mapping[str, object] = field(default_factory=dict)


def remarks(entry: Entry) -> list[Remark]:
    """All of them, in the order of the steps."""
    return [*_team(entry), *_idea(entry), *_files(entry), *_statement(entry), *_findings(entry), *_agreement(entry)]


def of_file(file: EntryFile) -> Iterator[Remark]:
    """What is to be said of one file, from what was read of its bytes."""
    slot, place = file.slot, f"alt_vi_{file.id}"
    if refused := file.facts.get(REFUSED):
        yield Remark(refused, PANELS, place, blocks=True, values=file.facts.get("values", {}))
    elif file.facts:
        for misfit in inspection.misfits(inspection.Facts.read(file.facts), file.size, demand(slot)):
            rule = RULES.get(misfit.key)
            stops = misfit.blocks if rule is None else rule in slot.blocks
            yield Remark(misfit.sentence, PANELS, place, blocks=stops, values=misfit.values)


def demand(slot: Slot) -> inspection.Demand:
    """What a slot asks of a file, in the words of the inspection."""
    return inspection.Demand(
        kinds=slot.formats or (inspection.PDF, inspection.JPEG, inspection.PNG), papers=slot.sizes,
        stands={"portrait": True, "landscape": False}.get(slot.orientation), pages=slot.most_pages,
        megabytes=slot.most_bytes and slot.most_bytes // files.MEGABYTE, dpi=slot.least_dpi,
    )  # fmt: skip


def _team(entry: Entry) -> Iterator[Remark]:
    if not readable(phone.parse, entry.identity.phone) and not readable(mail.parse, entry.identity.email):
        yield Remark(N_("Write a phone number or a mail address at which we reach you."), TEAM, "phone", blocks=True)
    for member in team_of(entry):
        if member.is_minor and member.guardian_agreed_at is None:
            yield Remark(
                N_("Somebody in the team is under 18: write the parent or guardian who agrees, and how to call them."),
                TEAM, "minors", blocks=True,
            )  # fmt: skip
            break


def team_of(entry: Entry) -> list[EntryMember]:
    """Everybody who is in the team today."""
    return [one for one in entry.members if one.joined_at is not None and one.left_at is None]


def readable(read: Any, typed: str) -> bool:
    try:
        return bool(typed and read(typed))
    except Refused:
        return False


def _idea(entry: Entry) -> Iterator[Remark]:
    if not entry.title or "title" in entry.typed:
        yield Remark(N_("Give your design a title of at most 120 letters."), IDEA, "title", blocks=True)
    if entry.category is None:
        yield Remark(N_("Choose the class in which you enter."), IDEA, "category", blocks=True)


def _files(entry: Entry) -> Iterator[Remark]:
    for slot in files.slots(entry):
        held = files.standing(entry, slot)
        if len(held) < slot.least:
            yield Remark(
                N_("At least %(least)s files are asked for here; there are %(held)s."), PANELS, f"file_{slot.key}",
                blocks=True, values={"least": slot.least, "held": len(held)},
            )  # fmt: skip
        for file in held:
            yield from of_file(file)
        if slot.kind is SlotKind.PANEL and (bare := [one for one in held if not one.alt_vi]):
            yield Remark(
                N_("A panel is not described yet for people who cannot see it."), PANELS, f"alt_vi_{bare[0].id}"
            )
        if any(one.arrived_at is not None and one.checked_at is None for one in held):
            yield Remark(N_("A file is still being looked at. You need not wait for that."), PANELS)


def _statement(entry: Entry) -> Iterator[Remark]:
    slot = next((one for one in entry.competition.slots if one.kind is SlotKind.STATEMENT), None)
    if slot is None:
        return
    if slot.least and not clean(entry.statement_vi) and not clean(entry.statement_en):
        yield Remark(N_("Write the statement, in Vietnamese or in English."), STATEMENT, "statement_vi", blocks=True)
    for name in ("statement_vi", "statement_en"):
        if slot.most_words and (count := word_count.count(getattr(entry, name))) > slot.most_words:
            yield Remark(
                N_("The statement has %(count)s words; at most %(most)s are allowed."), STATEMENT, name,
                blocks="words" in slot.blocks, values={"count": count, "most": slot.most_words},
            )  # fmt: skip
    if "video_url" in entry.typed:
        yield Remark(N_("The link to the video is no address of the web."), STATEMENT, "video_url")


def _findings(entry: Entry) -> Iterator[Remark]:
    """Names that the scanner found: never a reason to stop, the registrar looks after the deadline."""
    open_ones = [
        one for one in entry.findings if one.settled_at is None and (one.file is None or one.file.removed_at is None)
    ]
    if open_ones:
        yield Remark(
            N_("A name or an address of yours can be read in the entry. Jurors must not know whose it is."), PANELS,
            "findings", values={"count": len(open_ones)},
        )  # fmt: skip


def _agreement(entry: Entry) -> Iterator[Remark]:
    if entry.agreed_brief != entry.competition.brief_version:
        yield Remark(N_("Say that you agree to the brief and its licence."), SENDING, "agreed", blocks=True)
