"""What is settled when a deadline has passed: unsent changes give way to what was received, empty windows end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from portal.competitions.entries import receipts, rules, timing
from portal.competitions.entries.models import Entry, EntryState
from portal.db import db
from portal.kit.say import N_
from portal.letters import rules as letters

NOT_ARRIVED = "entry_not_arrived"
"""The reminder by which a team is told that its files did not come in time."""
WINDOW_ENDED = N_("The files did not arrive in time.")


def end_windows(*, at: datetime) -> int:
    """Entries that were sent by their sums and whose files did not come are drafts again; returns how many."""
    ended = [one for one in _in_state(EntryState.MANIFESTED) if _is_past(timing.arrives_until(one), at)]
    for entry in ended:
        if entry.receipts:
            receipts.restore(entry, at=at)
            rules.turn(entry, EntryState.SUBMITTED, at=at)
            continue
        rules.turn(entry, EntryState.DRAFT, reason=WINDOW_ENDED, at=at)
        letters.remind(NOT_ARRIVED, of=entry.id, at=at)
    return len(ended)


def settle_changed(*, at: datetime) -> int:
    """Received entries that were changed and not sent again are as they were received; returns how many."""
    changed = [
        one for one in _in_state(EntryState.SUBMITTED)
        if _is_past(timing.closes_at(one), at) and not receipts.is_current(one)
    ]  # fmt: skip
    for entry in changed:
        receipts.restore(entry, at=at)
    return len(changed)


def forget_drafts(*, before: datetime) -> int:
    """Empties drafts that nobody has touched since a moment and that can no longer be sent; returns how many."""
    stale = [
        one for one in _in_state(EntryState.DRAFT)
        if one.changed_at < before and _is_past(timing.arrives_until(one), before) and not one.practice and one.title
    ]  # fmt: skip
    for entry in stale:
        empty(entry)
    return len(stale)


def empty(entry: Entry) -> None:
    """Of a draft its code stays and its dates; what was written goes."""
    entry.title = entry.statement_vi = entry.statement_en = entry.video_url = ""
    entry.typed = {}
    for file in entry.files:
        file.alt_vi = file.alt_en = ""
    for finding in entry.findings:
        finding.words = ""


def _in_state(state: EntryState) -> Iterator[Entry]:
    return iter(db.session.scalars(select(Entry).where(Entry.state == state).order_by(Entry.id)).all())


def _is_past(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and at >= moment
