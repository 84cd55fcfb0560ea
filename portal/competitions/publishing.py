"""Publishing a competition, changing its brief by numbered addenda, making a phase longer: all told to who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from portal.audit import rules as audit
from portal.competitions import checklist, deadlines, mirroring, rules
from portal.competitions.brief_models import Addendum, BriefVersion
from portal.competitions.models import Competition, Extension, Phase, PhaseKind, Stage
from portal.competitions.terms_models import Category
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

EXTENDED, AMENDED = "competition_extended", "competition_amended"
"""Reminders on which the worker writes to everybody who registered."""
SHOWN = "competition_shown"
"""The reminder on which pages are drawn anew, once every process knows of the new entry in the menu."""
A_WHILE = timedelta(minutes=2)
TEXTS = ("title", "summary", "brief", "licence", "obligation")
"""What a version of the brief keeps, in each language."""
LANGUAGES = ("vi", "en", "fr")
MOST_SHIFT = timedelta(days=180)


def publish(competition: Competition, *, by: Person | None, at: datetime) -> None:
    """Makes it public: from here on its rules stand. Refused while something is missing or a warning unanswered."""
    if competition.is_public():
        raise Refused(N_("This competition is public already."))
    if lacks := checklist.missing(competition):
        raise Refused(N_("It cannot be published yet: %(count)s things are missing."), values={"count": len(lacks)})
    if checklist.open_warnings(competition, at):
        raise Refused(N_("Answer each warning with a reason first."))
    last = deadlines.last_deadline(competition)
    if last is not None and last <= at:
        raise Refused(N_("The deadline lies in the past."))
    db.session.flush()  # what the rules say must be written before they stand
    competition.published_at = at
    keep_version(competition, by=by, at=at)
    rules.keep_step(competition, Stage.PUBLISHED, by=by, at=at)
    db.session.flush()
    mirroring.mirror(competition, by=by, at=at)
    letters.remind(SHOWN, of=competition.id, at=at + A_WHILE)


def keep_version(competition: Competition, *, by: Person | None, at: datetime) -> BriefVersion:
    """Keeps the brief as it is now."""
    texts = {f"{name}_{code}": getattr(competition, f"{name}_{code}") for name in TEXTS for code in LANGUAGES}
    made = BriefVersion(
        competition_id=competition.id, version=competition.brief_version, texts=texts, by_id=by and by.id, at=at
    )
    db.session.add(made)
    return made


# Addenda


def amend(
    competition: Competition, given: Mapping[str, str], texts: Mapping[str, str], *, by: Person | None, at: datetime
) -> Addendum:
    """A numbered addendum: `given` says what changes, `texts` are changed texts of the brief. All in it are told.

    Refused without a Vietnamese text, and before publication, when the brief itself can be written.
    """
    if not competition.is_public():
        raise Refused(N_("The brief is not public yet: change it where it stands."))
    if not clean(given.get("text_vi", ""), lines=True):
        raise Refused(N_("Write in Vietnamese what changes."), field="text_vi")
    number = 1 + (db.session.scalar(
        select(func.max(Addendum.number)).where(Addendum.competition_id == competition.id)) or 0)  # fmt: skip
    addendum = Addendum(
        competition_id=competition.id, number=number, by_id=by and by.id, at=at,
        **{name: clean(given.get(name, ""), lines=True) for name in ("text_vi", "text_en", "text_fr")},
    )  # fmt: skip
    db.session.add(addendum)
    renew(competition, texts, by=by, at=at)
    db.session.flush()
    db.session.refresh(competition, ["addenda"])
    letters.remind(AMENDED, of=addendum.id, at=at)
    audit.note("competition_amended", "competition", competition.id, by=by, at=at, number=number)
    return addendum


def renew(competition: Competition, texts: Mapping[str, str], *, by: Person | None, at: datetime) -> None:
    """The next version of the brief; the former ones stay readable."""
    allowed = {f"{name}_{code}" for name in TEXTS for code in LANGUAGES}
    if unknown := set(texts) - allowed:
        raise ValueError(f"Not texts of the brief: {sorted(unknown)}")
    for name, text in texts.items():
        setattr(competition, name, clean(text, lines=not name.startswith(("title", "summary"))))
    competition.brief_version += 1
    competition.changed_at = at
    keep_version(competition, by=by, at=at)
    mirroring.touch(at=at)


# Extensions

EXTENSIBLE = tuple(kind for kind in PhaseKind if kind != PhaseKind.REVEAL)
REOPENS = (Stage.QUESTIONS_CLOSED, Stage.SUBMISSION_CLOSED)


def extend(
    competition: Competition, kind: PhaseKind, to: datetime, *, reason_vi: str, reason_en: str = "",
    category: Category | None = None, later_too: bool = True, by: Person | None, at: datetime,
) -> Extension:  # fmt: skip
    """Makes a phase, or the deadline of one class, longer; `to` is the first moment at which it is over then.

    With `later_too` what ends later moves by as much. Classes with a deadline of their own move along with everybody's,
    also those that were over, unless they would still be. Everybody who registered is told. Refused at "to" or
    "reason_vi".
    """
    was = deadlines.closes(competition, kind, category)
    if not competition.is_public() or was is None:
        raise Refused(N_("This phase has no date that could be moved."))
    if not clean(reason_vi):
        raise Refused(N_("Write the reason in Vietnamese: it is published."), field="reason_vi")
    if to <= was:
        raise Refused(N_("The new date must be later than the one that stands."), field="to")
    if to <= at:
        raise Refused(N_("The new date lies in the past."), field="to")
    if to - was > MOST_SHIFT:
        raise Refused(N_("This is more than half a year later."), field="to")
    if was <= at and (kind != PhaseKind.SUBMIT or competition.stage not in (Stage.PUBLISHED, *REOPENS)):
        raise Refused(N_("This phase is over."))
    words = {"reason_vi": clean(reason_vi)[:300], "reason_en": clean(reason_en)[:300], "by_id": by and by.id, "at": at}
    later = [one for one in competition.phases if one.kind != kind and _begins(competition, one) >= was]
    if not later_too and any((deadlines.closes(competition, one.kind) or to) <= to for one in later):
        raise Refused(N_("A later phase would be over before this one: move the later dates too."), field="later_too")
    moved = _longer(competition, kind, category, was, to, words)
    if kind == PhaseKind.SUBMIT and category is None:
        for one in competition.categories:
            own = deadlines.closes(competition, kind, one) if one.closes_at is not None else None
            if own is not None and own + (to - was) > at:  # one that was over opens again, like everybody's
                _longer(competition, kind, one, own, own + (to - was), words)
    for phase in later if later_too else ():
        if (ends := deadlines.closes(competition, phase.kind)) is not None:
            _longer(competition, phase.kind, None, ends, ends + (to - was), words)
    if kind == PhaseKind.SUBMIT and competition.stage == Stage.SUBMISSION_CLOSED:
        rules.keep_step(competition, Stage.QUESTIONS_CLOSED, by=by, at=at)
    db.session.flush()
    db.session.refresh(competition, ["extensions"])
    competition.changed_at = at
    mirroring.mirror(competition, by=by, at=at)
    letters.remind(EXTENDED, of=moved.id, at=at)
    audit.note("competition_extended", "competition", competition.id, by=by, at=at, phase=str(kind))
    return moved


def _begins(competition: Competition, phase: Phase) -> datetime:
    return deadlines.opens(competition, phase.kind) or phase.opens_at


def _longer(
    competition: Competition, kind: PhaseKind, category: Category | None, was: datetime, to: datetime,
    words: Mapping[str, Any],
) -> Extension:  # fmt: skip
    made = Extension(
        competition_id=competition.id, phase=kind, category_id=category and category.id, was_at=was, now_at=to, **words
    )
    db.session.add(made)
    return made
