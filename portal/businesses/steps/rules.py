"""What a shop does with a step: begin it, write it, hand it in, take it back, take it up again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from portal.businesses import queries as campaign
from portal.businesses.models import EnrolmentState, Shop, Step
from portal.businesses.showcase import rules as showcase
from portal.businesses.steps import evidence, queries
from portal.businesses.steps.models import EvidenceLook, Progress, ProgressAct, Standing, Submission
from portal.businesses.steps.policy import BEHIND
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person

FIRST = N_("Before this step, %(steps)s must be accepted.")
LONGEST_TEXT, LONGEST_LINKS, LONGEST_NOTE = 8_000, 4_000, 1_000
WRITTEN = ("draft_vi", "draft_en", "links", "note")
ROOM = {"draft_vi": LONGEST_TEXT, "draft_en": LONGEST_TEXT, "links": LONGEST_LINKS, "note": LONGEST_NOTE}
STOPPED = N_("Your shop has left this package. What was handed in can still be read.")
WAITS = N_("This step is with the advisor. Take it back first, then change it.")
FINISHED = N_("This step is done. Take it up again first, then change it.")
NOT_ASKED = N_("This step was taken out of your list by an advisor.")
STALE = N_("Somebody of your shop has changed this meanwhile. Compare both texts, then save once more.")


class Meanwhile(Refused):
    """Two people of one shop wrote at once: the later one is turned away and sees what the other wrote."""

    def __init__(self, progress: Progress, field: str | None) -> None:
        super().__init__(STALE, field=field)
        self.theirs = {name: str(getattr(progress, name)) for name in WRITTEN}
        self.version = progress.version


def missing_before(shop: Shop, step: Step) -> list[str]:
    """The keys of the steps that keep this one from being begun."""
    return missing_of(step, queries.standings(shop, [one.needs_id for one in step.needs]) if step.needs else {})


def missing_of(step: Step, standing: Mapping[int, Standing]) -> list[str]:
    """The same where it is known already how each of them stands, by the number of the step."""
    return [one.needs.key for one in step.needs if standing.get(one.needs_id) not in BEHIND]


def begin(shop: Shop, step: Step, *, by: Person | None, at: datetime) -> Progress:
    """The shop's row for this step, made when it is first written. Raises `Refused` while another step is missing."""
    enrolment = queries.enrolled(shop, step.package.number)
    if enrolment is None or enrolment.state is EnrolmentState.STOPPED:
        raise Refused(STOPPED)
    if missing := missing_before(shop, step):
        raise Refused(FIRST, values={"steps": ", ".join(missing)})
    progress = queries.find(shop, step)
    if progress is None:
        progress = Progress(shop=shop, step=step, standing=Standing.NOT_STARTED, version=1, changed_at=at)
        progress.changed_by_id = by.id if by else None
        db.session.add(progress)
        db.session.flush()
    return progress


def save(
    progress: Progress, given: dict[str, str], *, seen: int | None, by: Person | None, at: datetime
) -> Progress:  # fmt: skip
    """Keeps what was typed. `seen` is the version the writer had before them; None where there was none to see."""
    changes = {name: _fitted(name, text) for name, text in given.items() if name in ROOM}
    changes = {name: text for name, text in changes.items() if text != getattr(progress, name)}
    if not changes or _was_sent(progress, changes):
        return progress
    check_open(progress)
    if seen is not None and seen != progress.version:
        raise Meanwhile(progress, next(iter(changes)))
    for name, text in changes.items():
        setattr(progress, name, text)
    touch(progress, by=by, at=at)
    return progress


def _was_sent(progress: Progress, changes: dict[str, str]) -> bool:
    """The button was pressed twice: the word for the advisor went along the first time, and nothing else is new."""
    last = queries.latest(progress) if progress.standing is Standing.SUBMITTED and set(changes) == {"note"} else None
    return last is not None and changes["note"] == last.note


def _fitted(name: str, text: str) -> str:
    return clean(text, lines=True)[: ROOM[name]]


def check_open(progress: Progress) -> None:
    if progress.standing is Standing.SUBMITTED:
        raise Refused(WAITS)
    if progress.standing is Standing.NOT_APPLICABLE:
        raise Refused(NOT_ASKED)
    if progress.standing is Standing.ACCEPTED:
        raise Refused(FINISHED)


def touch(progress: Progress, *, by: Person | None, at: datetime) -> None:
    """What was typed was changed: who saw it before that is turned away."""
    progress.version += 1
    start(progress, by=by, at=at)


def start(progress: Progress, *, by: Person | None, at: datetime) -> None:
    """From here on it is in hand. What expires stays accepted until it is handed in anew."""
    progress.changed_by_id, progress.changed_at = by.id if by else None, at
    if progress.standing is Standing.NOT_STARTED:
        mark(progress, Standing.IN_PROGRESS, by=by, at=at)
    db.session.flush()


def submit(progress: Progress, *, by: Person | None, at: datetime) -> Submission:
    """Hands it in as it stands now. Pressed twice it was handed in once. Raises `Refused` for what is missing."""
    if progress.standing is Standing.SUBMITTED and (last := queries.latest(progress)) is not None:
        return last
    check_open(progress)
    begin(progress.shop, progress.step, by=by, at=at)
    handed = evidence.gather(progress, by=by, at=at)
    last = queries.latest(progress)
    wording = queries.wording_now(progress.step)
    made = Submission(
        progress=progress, number=last.number + 1 if last else 1, step_version_id=wording.id, note=progress.note,
        by_id=by.id if by else None, at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    evidence.bind(made, handed)
    progress.note = ""
    progress.version += 1
    progress.submitted_at = progress.changed_at = at
    mark(progress, Standing.SUBMITTED, by=by, at=at)
    db.session.add(EvidenceLook(submission_id=made.id, due_at=at))
    db.session.flush()
    return made


def take_back(progress: Progress, *, by: Person | None, at: datetime) -> None:
    """Out of the advisor's queue again: it stands where it stood before it was handed in."""
    if progress.standing is not Standing.SUBMITTED:
        raise Refused(N_("This step is not with the advisor any more."))
    progress.submitted_at = None
    progress.version += 1
    mark(progress, queries.stood_before(progress), by=by, at=at)


def reopen(progress: Progress, *, by: Person | None, at: datetime) -> None:
    """Takes a finished step up again: it no longer counts, until it is accepted anew."""
    if progress.standing is not Standing.ACCEPTED:
        raise Refused(N_("Only a step that was accepted can be taken up again."))
    progress.version += 1
    mark(progress, Standing.IN_PROGRESS, by=by, at=at)
    db.session.flush()
    showcase.unsettled(progress, at=at)


def mark(progress: Progress, standing: Standing, *, by: Person | None, at: datetime, says: str = "") -> None:
    """A change of standing, and its line in the record."""
    progress.standing = standing
    db.session.add(
        ProgressAct(progress_id=progress.id, standing=standing, says=says, by_id=by.id if by else None, at=at)
    )


def keep_all_the_same(
    slug: str, number: int, key: str, given: dict[str, str], *, seen: int | None, by: int, at: datetime
) -> None:  # fmt: skip
    """What was typed into a form that was refused, kept by itself; not over what somebody else wrote meanwhile."""
    shop, person = campaign.of_slug(slug), db.session.get(Person, by)
    enrolment = queries.enrolled(shop, number) if shop is not None else None
    step = queries.step_of(enrolment.package, key) if enrolment is not None else None
    if shop is None or step is None:
        return
    with suppress(Refused):
        progress = begin(shop, step, by=person, at=at)
        save(progress, given, seen=progress.version if seen == 0 and progress.version == 1 else seen, by=person, at=at)
