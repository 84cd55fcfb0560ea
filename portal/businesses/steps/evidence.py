"""What shows that a step is done: files as they arrive, links and texts as they were typed, sheets and checks as found.

What was handed in stands: taking a thing out afterwards only keeps it out of the next submission.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.businesses.models import EvidenceKind
from portal.businesses.sheets import rules as sheets
from portal.businesses.steps import checks, queries
from portal.businesses.steps.models import Evidence, Progress, Submission, SubmissionEvidence, Visit
from portal.city.chosen import here
from portal.config import MEGABYTE
from portal.db import db
from portal.kit import dates
from portal.kit.say import N_, Refused
from portal.media.models import Upload
from portal.people.models import Person

MOST_FILES = 80
MOST_LINKS = 40
LARGEST = 20 * MEGABYTE
LONGEST_LINK = 500
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
NO_FILE = N_("Add a photo or a PDF of it first.")
NO_FILE_OR_VISIT = N_("Add a photo or a PDF of it first, or ask your advisor to come by.")
NO_LINK = N_("Paste the link first.")
NO_TEXT = N_("Write the text in Vietnamese first.")
NO_SHEET = N_("The sheet of this step is not complete yet. Fill it in first.")
NO_ADDRESS = N_("“%(line)s” is not a whole address. Copy it from the browser, beginning with https://.")
FULL = N_("There is room for %(most)s files here. Take one out first.")
TWICE = N_("This file is here already. Choose another one.")
OVER = N_("The paper was valid until %(day)s. Bring the renewed one.")


def files(progress: Progress) -> list[Evidence]:
    """The files that are prepared, in the order in which they came."""
    return [one for one in standing(progress) if one.kind is EvidenceKind.FILE]


def standing(progress: Progress) -> list[Evidence]:
    """What would be handed in, or was."""
    return queries.prepared([progress.id]).get(progress.id, [])


def check_room(progress: Progress, digest: str) -> None:
    """What a file would be refused for once it is here. Raises `Refused`."""
    held = files(progress)
    if digest and any(one.upload is not None and one.upload.digest == digest for one in held):
        raise Refused(TWICE, field="file")
    if len(held) >= MOST_FILES:
        raise Refused(FULL, field="file", values={"most": MOST_FILES})


def add_file(progress: Progress, upload: Upload, *, by_id: int | None, at: datetime) -> Evidence:
    check_room(progress, upload.digest)
    made = Evidence(progress_id=progress.id, kind=EvidenceKind.FILE, upload=upload, by_id=by_id, at=at)
    db.session.add(made)
    db.session.flush()
    return made


def describe(evidence: Evidence, *, caption: str, valid_until: date | None) -> None:
    """What a file shows, and the day that is printed on a certificate."""
    evidence.caption, evidence.valid_until = caption[:200], valid_until


def remove(evidence: Evidence, *, at: datetime) -> None:
    evidence.removed_at = at
    db.session.flush()


def add_visit(progress: Progress, visit: Visit, *, at: datetime) -> Evidence:
    """A closed visit counts for this step."""
    made = Evidence(progress_id=progress.id, kind=EvidenceKind.VISIT, visit=visit, by_id=visit.advisor_id, at=at)
    db.session.add(made)
    db.session.flush()
    return made


def links(text: str) -> list[str]:
    """The addresses of a text, one a line; the same twice is one. Raises `Refused` for a line that is none."""
    found: dict[str, None] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        if not ADDRESS.fullmatch(line) or len(line) > LONGEST_LINK:
            raise Refused(NO_ADDRESS, field="links", values={"line": line[:60]})
        found[line] = None
    if len(found) > MOST_LINKS:
        raise Refused(N_("At most %(most)s links."), field="links", values={"most": MOST_LINKS})
    return list(found)


def gather(progress: Progress, *, by: Person | None, at: datetime) -> list[Evidence]:
    """What is handed in now. Raises `Refused` for the first thing that the step asks for and that is missing."""
    step = progress.step
    addresses = links(progress.links)
    held = standing(progress)
    brought = [one for one in held if one.kind is EvidenceKind.FILE]
    seen = [one for one in held if one.kind is EvidenceKind.VISIT and one.visit_id is not None]
    sheet = sheets.state_of(progress.shop, step.sheet) if step.sheet else None
    if sheet is not None and not sheet.filled:
        raise Refused(NO_SHEET, field="sheet")
    found = checks.found(progress, at=at)
    if found is not None and not found.good:
        raise Refused(found.says, field="check", values=found.values)
    if step.evidence_kind is EvidenceKind.LINK and not addresses:
        raise Refused(NO_LINK, field="links")
    if step.evidence_kind is EvidenceKind.TEXT and sheet is None and not progress.draft_vi:
        raise Refused(NO_TEXT, field="draft_vi")
    if step.evidence_kind is EvidenceKind.FILE and sheet is None and not brought and not (step.also_visit and seen):
        raise Refused(NO_FILE_OR_VISIT if step.also_visit else NO_FILE, field="file")
    _check_days(brought, at)
    made = [*brought, *seen]
    if sheet is not None:
        filled = sheets.snapshot(progress.shop, step.sheet, at=at)
        made += [_same(progress, held, EvidenceKind.TEXT, by, at, data=filled)]
    if progress.draft_vi or progress.draft_en:
        words = {"text_vi": progress.draft_vi, "text_en": progress.draft_en}
        made += [_same(progress, held, EvidenceKind.TEXT, by, at, **words)]
    made += [_same(progress, held, EvidenceKind.LINK, by, at, link=one) for one in addresses]
    if found is not None:
        data = {"says": found.says, "values": dict(found.values)}
        made += [_same(progress, held, EvidenceKind.CHECK, by, at, data=data)]
    for one in held:
        if one not in made:
            one.removed_at = at
    return made


def _check_days(brought: Iterable[Evidence], at: datetime) -> None:
    """A certificate that ran out yesterday is none."""
    today = at.astimezone(ZoneInfo(here().zone)).date()
    for one in brought:
        if one.valid_until is not None and one.valid_until < today:
            raise Refused(OVER, field="file", values={"day": dates.day(one.valid_until, "vi")})


def _same(
    progress: Progress, held: Sequence[Evidence], kind: EvidenceKind, by: Person | None, at: datetime, **holds: Any
) -> Evidence:  # fmt: skip
    """The row that says this already, or a new one."""
    for one in held:
        if one.kind is kind and all(getattr(one, name) == value for name, value in holds.items()):
            return one
    made = Evidence(progress_id=progress.id, kind=kind, by_id=by.id if by else None, at=at, **holds)
    db.session.add(made)
    return made


def bind(submission: Submission, handed: Sequence[Evidence]) -> None:
    """Writes down what was part of this submission, for good."""
    db.session.flush()
    db.session.add_all(SubmissionEvidence(submission_id=submission.id, evidence_id=one.id) for one in handed)


def valid_until(submission: Submission) -> date | None:
    """The first day printed on a certificate of it; None where none is."""
    return min((one.valid_until for one in submission.evidence if one.valid_until is not None), default=None)
