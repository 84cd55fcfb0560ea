"""What a listing needs, for half a year: its owners are told before a need runs out, and a word of theirs renews it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.db import db
from portal.letters.models import Reminder
from portal.listings import kept, rules
from portal.listings.models import Listing, Mark, MarkKind
from portal.listings.rules import NEED_LASTS
from portal.people.models import Person

TOLD_BEFORE = timedelta(days=14)
LAPSES, LAPSED = "need_lapses", "need_lapsed"
"""The reminders of a listing whose need is about to run out, and of one whose need has."""
AHEAD = TOLD_BEFORE + timedelta(days=2)
BEHIND = timedelta(days=60)  # a worker that was away for longer than this leaves needs standing until they are renewed


def standing(listing: Listing, *, at: datetime) -> list[Mark]:
    """The needs that have not run out, the first to do so at the head."""
    found = [mark for mark in _needs(listing) if mark.lapses_at is None or mark.lapses_at > at]
    return sorted(found, key=lambda mark: (mark.lapses_at is not None, mark.lapses_at, mark.key))


def about_to_lapse(listing: Listing, *, at: datetime) -> list[Mark]:
    """The needs that run out within the next two weeks."""
    return [mark for mark in standing(listing, at=at) if mark.lapses_at and mark.lapses_at <= at + TOLD_BEFORE]


def renew(listing: Listing, *, by: Person | None, at: datetime) -> None:
    """All that stands is still needed: for another half a year."""
    marks = standing(listing, at=at)
    for mark in marks:
        mark.lapses_at = at + NEED_LASTS
    if marks:
        rules.note(listing, "renewed", {}, by=by, at=at)
        kept.touch(at=at)


def lapse(listing: Listing, *, at: datetime) -> None:
    """Takes away what has run out: nobody finds the listing by it any more. Its history says so."""
    left = sorted(mark.key for mark in standing(listing, at=at))
    rules.revise(listing, {"needs": left}, by=None, at=at, act="lapsed")


def plan(*, at: datetime) -> None:
    """Owes the reminders of all needs that run out soon or did so lately; those that are owed stay as they are."""
    lapsing = select(Mark.listing_id, Mark.lapses_at).distinct()
    lapsing = lapsing.where(Mark.kind == MarkKind.NEED, Mark.lapses_at.between(at - BEHIND, at + AHEAD))
    wanted = {
        one
        for listing_id, lapses_at in db.session.execute(lapsing)
        if lapses_at is not None
        for one in ((LAPSES, listing_id, lapses_at - TOLD_BEFORE), (LAPSED, listing_id, lapses_at))
    }
    db.session.add_all(
        Reminder(kind=kind, subject_id=listing_id, due_at=due_at)
        for kind, listing_id, due_at in sorted(wanted - _owed(since=at - BEHIND - TOLD_BEFORE))
    )


def _owed(*, since: datetime) -> set[tuple[str, int, datetime]]:
    known = select(Reminder.kind, Reminder.subject_id, Reminder.due_at)
    known = known.where(Reminder.kind.in_((LAPSES, LAPSED)), Reminder.due_at >= since)
    return {(kind, subject_id, due_at) for kind, subject_id, due_at in db.session.execute(known)}


def _needs(listing: Listing) -> Sequence[Mark]:
    return [mark for mark in listing.marks if mark.kind == MarkKind.NEED]
