"""Whether an event takes place as announced: moved, postponed, cancelled, resumed, and why, for the public to read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events import rules
from portal.events.models import Event, EventRevision, Status
from portal.kit.clock import aware
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings.models import WardPause
from portal.people.models import Person

TOLD = ("moved", "postponed", "cancelled", "resumed")
"""Acts whose reason the public reads."""
CHANGED = "event_changed"
"""The reminder by which those who registered are told."""


def move(
    event: Event, *, starts_at: datetime, ends_at: datetime | None, by: Person, at: datetime, reason_vi: str,
    reason_en: str = "", all_day: bool | None = None, pause: WardPause | None = None,
) -> EventRevision | None:  # fmt: skip
    """Another date, with its reason for the public; its sessions are shifted by as much. It takes place again."""
    _need(reason_vi)
    shift = aware(starts_at) - event.starts_at
    given: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at}
    if all_day is not None:
        given["all_day"] = all_day
    sessions, waiting = list(event.sessions), _stopped_together(event)
    for one in (event, *waiting):
        one.status = Status.PLANNED
    event.own_fields = sorted({*event.own_fields, *rules.TIMES})
    revision = rules.revise(
        event, given, by=by, at=at, act="moved", reason_vi=reason_vi, reason_en=reason_en, pause=pause
    )
    for session in sessions:
        later = session.ends_at + shift if session.ends_at else None
        times = {"starts_at": session.starts_at + shift, "ends_at": later}
        rules.revise(session, times, by=by, at=at, act="moved", reason_vi=reason_vi, reason_en=reason_en, pause=pause)
    if event.parent is not None:
        rules.stretch(event.parent, by=by, at=at)
    if revision is not None and event.is_public():
        letters.remind(CHANGED, of=revision.id, at=at)
    return revision


def postpone(
    event: Event, *, by: Person | None, at: datetime, reason_vi: str, reason_en: str = "",
    pause: WardPause | None = None,
) -> EventRevision | None:  # fmt: skip
    """It does not take place on its date; the new one is not known yet. Its sessions wait with it."""
    return _stop(event, Status.POSTPONED, "postponed", by, at, reason_vi, reason_en, pause)


def cancel(
    event: Event, *, by: Person | None, at: datetime, reason_vi: str, reason_en: str = "",
    pause: WardPause | None = None,
) -> EventRevision | None:  # fmt: skip
    """It does not take place, nor do its sessions."""
    return _stop(event, Status.CANCELLED, "cancelled", by, at, reason_vi, reason_en, pause)


def resume(
    event: Event, *, by: Person | None, at: datetime, reason_vi: str = "", reason_en: str = "",
    pause: WardPause | None = None,
) -> EventRevision | None:  # fmt: skip
    """It takes place after all, on the date it has; so do the sessions that were stopped together with it."""
    if event.status == Status.PLANNED:
        return None
    waiting = _stopped_together(event)
    revision = _turn_status(event, Status.PLANNED, "resumed", by, at, reason_vi, reason_en, pause)
    for session in waiting:
        _turn_status(session, Status.PLANNED, "resumed", by, at, reason_vi, reason_en, pause)
    return revision


def latest(event: Event, *acts: str) -> EventRevision | None:
    """The last revision by one of these acts."""
    found = select(EventRevision).where(EventRevision.event_id == event.id, EventRevision.act.in_(acts))
    return db.session.scalar(found.order_by(EventRevision.id.desc()).limit(1))


def notice(event: Event) -> EventRevision | None:
    """What the public is told above the event: why it was moved, postponed, cancelled. Its text is the record's own."""
    told = latest(event, *TOLD)
    return None if told is None or told.act == "resumed" else told


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Say why. Everybody who wanted to come reads it."), field="reason_vi")


def _stopped_together(event: Event) -> list[Event]:
    """The sessions that were stopped by the same act as the event; one that was cancelled by itself stays so."""
    stopped = latest(event, "postponed", "cancelled")
    if event.status == Status.PLANNED or stopped is None:
        return []
    own = {session.id: latest(session, "postponed", "cancelled") for session in event.sessions}
    return [one for one in event.sessions if (last := own[one.id]) is not None and last.at == stopped.at]


def _stop(
    event: Event, status: Status, act: str, by: Person | None, at: datetime, reason_vi: str, reason_en: str,
    pause: WardPause | None,
) -> EventRevision | None:  # fmt: skip
    _need(reason_vi)
    if event.status == status:
        return None
    revision = _turn_status(event, status, act, by, at, reason_vi, reason_en, pause)
    for session in event.sessions:
        if session.status == Status.PLANNED:
            _turn_status(session, status, act, by, at, reason_vi, reason_en, pause)
    return revision


def _turn_status(
    event: Event, status: Status, act: str, by: Person | None, at: datetime, reason_vi: str, reason_en: str,
    pause: WardPause | None,
) -> EventRevision:  # fmt: skip
    changes = {"status": [str(event.status), str(status)]}
    event.status = status
    revision = rules.note(
        event, act, changes, by=by, at=at, reason_vi=reason_vi, reason_en=reason_en, pause=pause, is_news=True
    )
    rules.keep(event, at=at)
    if event.is_public():
        letters.remind(CHANGED, of=revision.id, at=at)
    return revision
