"""What the pages of a step show: each step of a package with its word, what is prepared, what an advisor said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.businesses import queries as campaign
from portal.businesses.models import Enrolment, EnrolmentState, EvidenceKind, Shop, Step, StepVersion
from portal.businesses.sheets import rules as sheets
from portal.businesses.steps import checks, hints, policy, queries, same_facts, words
from portal.businesses.steps.models import Evidence, Progress, Review, Standing, Submission, Verdict
from portal.businesses.steps.queries import Count
from portal.city.chosen import here
from portal.kit import dates, hours, numbers, phone
from portal.kit.say import Refused
from portal.kit.word_count import count as words_in
from portal.media.panels.inspection import PDF
from portal.people.roles import person_of
from portal.web.language import current

READY = frozenset({Standing.IN_PROGRESS, Standing.CHANGES_WANTED})
URGENT = (Standing.CHANGES_WANTED, Standing.EXPIRED, Standing.EXPIRING, Standing.IN_PROGRESS)
MOST_AHEAD = 3
TAGS = {
    Standing.NOT_STARTED: "", Standing.IN_PROGRESS: "", Standing.SUBMITTED: "warn", Standing.CHANGES_WANTED: "red",
    Standing.ACCEPTED: "ok", Standing.EXPIRING: "warn", Standing.EXPIRED: "red", Standing.NOT_APPLICABLE: "",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A step in the list of its package."""

    step: Step
    wording: StepVersion
    progress: Progress | None
    standing: Standing
    needs: list[str]
    """Titles of the steps that must be accepted first."""
    review: Review | None
    held: Sequence[Evidence]

    @property
    def word(self) -> str:
        return str(_(words.SHOP_WORDS[self.standing]))

    @property
    def can_hand_in(self) -> bool:
        written = self.held or self.step.sheet or self.step.check
        typed = self.progress is not None and (self.progress.links or self.progress.draft_vi)
        return self.standing in READY and not self.needs and bool(written or typed)

    @property
    def meta(self) -> str:
        """What stands below the title of a step: what is handed in, when, until when it stands."""
        parts = []
        if said := about_held(self.held, self.progress):
            parts.append(said)
        if self.standing is Standing.SUBMITTED and self.progress and self.progress.submitted_at:
            parts.append(_("handed in %(day)s", day=day_of(self.progress.submitted_at)))
        if self.standing in policy.ACCEPTED and self.progress and self.progress.expires_on:
            parts.append(_("stands until %(day)s", day=dates.day(self.progress.expires_on, current())))
        return ", ".join(parts)


class Ahead(NamedTuple):
    """What a shop has to do now, how many steps are with its advisor, and how far it is with each package."""

    rows: list[Row]
    waiting: int
    is_whole: bool
    """All that is asked of it is accepted."""
    counts: dict[int, Count]


def checklist(shop: Shop, enrolment: Enrolment) -> tuple[list[Row], dict[int, Count]]:
    """The steps of a package, and how far the shop is with each package, in few questions whatever their number."""
    steps = queries.all_steps()
    progresses = queries.all_progress(shop)
    mine = [one for one in steps if one.package_id == enrolment.package_id]
    return _rows(mine, steps, progresses), queries.counted(steps, progresses)


def ahead(shop: Shop, enrolments: Sequence[Enrolment]) -> Ahead:
    """What a shop has to do now, the most urgent first, in few questions however much it has done."""
    steps, progresses = queries.all_steps(), queries.all_progress(shop)
    at_work = {one.package_id for one in enrolments if one.state is not EnrolmentState.STOPPED}
    mine = [one for one in steps if one.package_id in at_work]
    rows = _rows(mine, steps, progresses)
    urgent = sorted((row for row in rows if row.standing in URGENT), key=lambda row: URGENT.index(row.standing))
    fresh = [row for row in rows if row.standing is Standing.NOT_STARTED and not row.needs]
    waiting = sum(row.standing is Standing.SUBMITTED for row in rows)
    counts = queries.counted(steps, progresses)
    is_whole = bool(at_work) and all(counts[one].is_whole for one in at_work if one in counts)
    return Ahead([*urgent, *fresh[:1]][:MOST_AHEAD], waiting, is_whole, counts)


def _rows(mine: Sequence[Step], steps: Sequence[Step], progresses: Mapping[int, Progress]) -> list[Row]:
    wordings = campaign.titles([one.id for one in steps])
    begun = [progresses[one.id] for one in mine if one.id in progresses]
    reviews = queries.last_reviews([one.id for one in begun if one.standing in {Standing.CHANGES_WANTED}])
    held = queries.prepared([one.id for one in begun], pictures=False)
    titles = {one.id: _title(one, wordings[one.id]) for one in steps}
    rows = []
    for step in mine:
        progress = progresses.get(step.id)
        needs = [
            titles[one.needs_id]
            for one in step.needs
            if (standing := progresses.get(one.needs_id)) is None or standing.standing not in policy.BEHIND
        ]
        number = progress.id if progress else 0
        standing_now = progress.standing if progress else Standing.NOT_STARTED
        row = Row(step, wordings[step.id], progress, standing_now, needs, reviews.get(number), held.get(number, ()))
        rows.append(row)
    return rows


def _title(step: Step, wording: StepVersion) -> str:
    return f"{step.key} {wording.text('title', current()).text}"


def about_held(held: Sequence[Evidence], progress: Progress | None) -> str:
    """ "4 files, 2 links": what is prepared of a step."""
    files = [one for one in held if one.kind is EvidenceKind.FILE and one.upload is not None]
    links = len(progress.links.split()) if progress is not None else 0
    if len(files) == 1 and files[0].upload is not None:
        said = [files[0].upload.name]
    else:
        said = [_("Files: %(num)s", num=len(files))] if files else []
    return ", ".join([*said, *([_("Links: %(num)s", num=links)] if links else [])])


def waited(days: float) -> str:
    """A stretch of days in words; nobody is told of "0 days"."""
    return str(_("%(days)s days", days=numbers.show(days, current()))) if days > 1 else str(_("a day"))


def day_of(moment: datetime) -> str:
    return dates.day(moment.astimezone(ZoneInfo(here().zone)).date(), current())


class Criterion(NamedTuple):
    text: str
    lang: str


def lines(wording: StepVersion, field: str) -> list[Criterion]:
    """A text of a step, line by line, in the reader's language or the nearest."""
    said = wording.text(field, current())
    return [Criterion(line.strip(), said.lang) for line in said.text.splitlines() if line.strip()]


class ShownFile(NamedTuple):
    """A file among what is prepared or was handed in."""

    evidence: Evidence
    name: str
    size: int
    is_picture: bool
    has_preview: bool


def shown_files(held: Sequence[Evidence], previews: Mapping[int, bool]) -> list[ShownFile]:
    return [
        ShownFile(
            one, one.upload.name, one.upload.size, one.upload.media_type != PDF, previews.get(one.upload.id, False)
        )
        for one in held
        if one.kind is EvidenceKind.FILE and one.upload is not None
    ]  # fmt: skip


class Sheet(NamedTuple):
    """The form that a step really is, and how far it is."""

    kind: str
    state: sheets.SheetState


def sheet_of(shop: Shop, step: Step) -> Sheet | None:
    return Sheet(step.sheet, sheets.state_of(shop, step.sheet)) if step.sheet else None


class Check(NamedTuple):
    """What the portal finds of a step now."""

    good: bool
    says: str
    facts: list[same_facts.Fact]


def check_of(shop: Shop, step: Step, *, at: datetime) -> Check | None:
    if step.check == checks.SAME_FACTS:
        facts = same_facts.compare(shop)
        good, says, values = same_facts.judged(facts)
        return Check(good, _(says, **values), [one._replace(told=[*map(_as_read, one.told)]) for one in facts])
    found = checks.of_step(shop, step, at=at)
    return Check(found.good, _(found.says, **found.values), []) if found is not None else None


def _as_read(told: same_facts.Told) -> same_facts.Told:
    """A phone number and opening hours as people write them; what cannot be read stands as it was told."""
    with suppress(Refused):
        if told.fact == same_facts.PHONE:
            return told._replace(value=phone.show(phone.parse(told.value)))
        if told.fact == same_facts.HOURS:
            return told._replace(value=hours.show(hours.parse(told.value), current()))
    return told


class Said(NamedTuple):
    """An advisor's sentence as the shop reads it."""

    text: str
    name: str
    at: datetime
    accepted: bool


def said_of(review: Review | None) -> Said | None:
    if review is None or not review.says:
        return None
    return Said(review.says, review.by.full_name, review.at, review.verdict is Verdict.ACCEPTED)


def open_now(enrolment: Enrolment, progress: Progress | None, missing: Sequence[str]) -> bool:
    """Whether something may be written here now."""
    closed = progress is not None and progress.standing in policy.CLOSED
    return enrolment.state is not EnrolmentState.STOPPED and not closed and not missing


def expires(on: date | None) -> str:
    return dates.day(on, current()) if on else ""


def count_words(text: str) -> int:
    return words_in(text)


class Around(NamedTuple):
    """A step among others of its package: how it is worded, and the steps beside it with their titles."""

    wording: StepVersion
    steps: list[tuple[Step, str]]


def around(steps: Sequence[Step], step: Step) -> Around:
    """Four of the steps: the one before this one, this one, and those that follow."""
    here_at = next((place for place, one in enumerate(steps) if one.id == step.id), 0)
    first = max(0, min(here_at - 1, len(steps) - 4))
    shown = steps[first : first + 4]
    wordings = campaign.wordings([one.id for one in shown])
    return Around(wordings[step.id], [(one, wordings[one.id].text("title", current()).text) for one in shown])


def worth_a_look(progress: Progress, held: Sequence[Evidence], *, at: datetime) -> list[str]:
    """What the shop may want to look at before it hands in: cheap enough to say while the page is made."""
    found = (hints.said(one) for one in hints.at_once(progress, held, at=at))
    return [_(sentence, **values) for sentence, values in found]


class ShownHint(NamedTuple):
    """What the portal noticed, in words; whether it speaks for the evidence."""

    good: bool
    text: str


def hints_of(submission: Submission) -> list[ShownHint]:
    """What needs another look first."""
    found = []
    for one in queries.hints(submission):
        sentence, values = hints.said(one)
        found.append(ShownHint(one.good, _(sentence, **values)))
    return sorted(found, key=lambda one: one.good)


def name_of(person_id: int | None) -> str:
    person = person_of(person_id) if person_id else None
    return person.full_name if person is not None else ""


def verdict_of(submission: Submission) -> Verdict | None:
    """What became of a submission."""
    return submission.reviews[-1].verdict if submission.reviews else None
