"""How one takes part in an event: set up, closed early, opened again. More places are offered to those who wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from portal.db import db
from portal.events import rules as calendar
from portal.events.models import Event
from portal.events.registrations import places
from portal.events.registrations.models import Admission, Joining
from portal.events.series import copies
from portal.kit.fold import clean
from portal.kit.say import N_, Refused

FIELDS = ("joining", "url", "capacity", "opens_at", "closes_at", "most_people", "by_hand", "residents_only")
IN_SERIES = ("joining", "url", "capacity", "most_people", "by_hand", "residents_only")
"""What a series says of all its dates."""


def set_up(event: Event, given: Mapping[str, Any], *, at: datetime) -> Admission:
    """Says how one takes part. Refused where fewer places are left than are taken, and at a link that leads nowhere."""
    admission = event.admission
    if admission is None:
        admission = Admission(event_id=event.id, joining=Joining.NONE, url="", most_people=5, taken=0, by_hand=False,
                              residents_only=False)  # fmt: skip
    _check(event, given, taken=admission.taken or 0)
    for name in FIELDS:
        if name in given:
            setattr(admission, name, clean(given[name] or "") if name == "url" else given[name])
    event.admission = admission
    _again(event, at=at)
    return admission


def share(event: Event, *, at: datetime) -> int:
    """The dates of its series from this one on take part in the same way, and those still to be made; how many did.

    When registration opens and closes stays each date's own; a date in which people take part stays as it is.
    """
    series, admission = event.series, event.admission
    if series is None or admission is None:
        return 0
    series.admission = {name: getattr(admission, name) for name in IN_SERIES}
    later = [one for one in copies.ahead(series, at=at, from_day=event.series_day) if one is not event]
    taken = copies.joined(later)
    with calendar.in_bulk(at=at):
        for one in later:
            if one.id not in taken:
                set_up(one, series.admission, at=at)
    return len(later) - len(taken)


def close(event: Event, *, at: datetime) -> None:
    """Nobody else registers; who waits goes on waiting, and offers go on."""
    if event.admission is not None and event.admission.closed_at is None:
        event.admission.closed_at = at
        calendar.keep(event, at=at)


def reopen(event: Event, *, at: datetime) -> None:
    if event.admission is not None and event.admission.closed_at is not None:
        event.admission.closed_at = None
        calendar.keep(event, at=at)


def _check(event: Event, given: Mapping[str, Any], *, taken: int) -> None:
    joining = Joining(given.get("joining", Joining.NONE))
    parts = urlsplit(clean(given.get("url") or ""))
    if joining == Joining.LINK and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise Refused(N_("Write the whole address of the page, beginning with https://."), field="url")
    if joining != Joining.FORM and taken:
        raise Refused(
            N_("People have registered here already: the form has to stay. Close it instead."), field="joining"
        )
    capacity, opens_at, closes_at = given.get("capacity"), given.get("opens_at"), given.get("closes_at")
    if capacity is not None and capacity < max(taken, 1):
        fewer = N_("%(taken)s places are taken already: there cannot be fewer.")
        raise Refused(fewer, field="capacity", values={"taken": taken})
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise Refused(N_("It closes before it opens. Look at both times."), field="closes_at")
    if closes_at is not None and event.is_over(closes_at):
        raise Refused(N_("It closes after the event is over."), field="closes_at")


def _again(event: Event, *, at: datetime) -> None:
    """What changes with it: the pages that show it, and who may come after all."""
    db.session.flush()
    calendar.keep(event, at=at)
    places.offer(event, at=at)
    for session in event.sessions:
        places.offer(session, at=at)
