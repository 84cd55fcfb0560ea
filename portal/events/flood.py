"""The switch for a flood or the season, as far as it reaches the calendar: thrown in one act, taken back in one act.

Everything it does to an event is a revision that names the pause, so what it did can be found and undone, and nothing
else is (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import or_, select

from portal.db import db
from portal.events import flood_reach, rules, taking_place, when
from portal.events.models import Event, EventRevision, Status
from portal.kit.clock import iso, parse_iso
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings import resting
from portal.listings.models import PauseCause, WardPause
from portal.people.models import Person


class Stop(StrEnum):
    """What becomes of an event."""

    LEAVE = "leave"
    POSTPONE = "postpone"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Order:
    """What the switch is to do. An event that is not named is left; a closing that is not named stays."""

    cause: PauseCause
    until: date | None
    reason_vi: str
    reason_en: str = ""
    stops: Mapping[int, Stop] = field(default_factory=dict)
    closings: Mapping[int, date] = field(default_factory=dict)


def begin(
    wards: Sequence[str], order: Order, *, by: Person, together_with: Person | None, at: datetime
) -> list[WardPause]:
    """Lets the wards rest and does to their events and closings what the order says, in one act under two names."""
    if not wards:
        raise Refused(N_("Choose at least one ward."), field="ward")
    if not order.reason_vi.strip():
        raise Refused(N_("Say why. Everybody reads it."), field="reason_vi")
    _check_colleague(together_with, by)
    found = flood_reach.reach(wards, until=order.until, at=at)
    words = {"reason_vi": order.reason_vi, "reason_en": order.reason_en}
    with rules.in_bulk(at=at):
        pauses = {
            ward: resting.begin(
                ward, order.cause, until=order.until, by=by, at=at, together_with=together_with, **words
            )
            for ward in dict.fromkeys(wards)
        }
        for event in found.closings:
            if day := order.closings.get(event.id):
                _extend(event, day, by=by, at=at, pause=_pause_of(event, pauses), **words)
        for event in found.events:
            act = _ACTS[order.stops.get(event.id, Stop.LEAVE)]
            if act is not None:
                act(event, by=by, at=at, pause=_pause_of(event, pauses), **words)
    return list(pauses.values())


_ACTS = {Stop.LEAVE: None, Stop.POSTPONE: taking_place.postpone, Stop.CANCEL: taking_place.cancel}


def end(pause: WardPause, *, by: Person | None, at: datetime) -> None:
    """What is open there is open again; what this switch stopped takes place, what it moved goes back.

    Left as it is: what is over meanwhile, what somebody has changed since, and what lies in another ward that rests.
    """
    if pause.ended_at is not None:
        return
    with rules.in_bulk(at=at):
        resting.end(pause, by=by, at=at)
        standing = resting.wards(at=at)
        for event in _touched(pause):
            if not standing.keys() & {event.ward_new, event.ward_old}:
                _resume(event, by=by, at=at)
                _take_back(event, by=by, at=at)


def end_together(pause: WardPause, *, by: Person, at: datetime) -> list[WardPause]:
    """Ends all wards that were let rest by the same act."""
    ended = list(resting.together(pause))
    for one in ended:
        end(one, by=by, at=at)
    return ended


@letters.reminded(resting.OVER)
def end_in_time(number: int, at: datetime) -> None:
    """The worker ends a pause whose day has come: pages that were kept are made anew."""
    if (pause := resting.find(number)) is not None:
        end(pause, by=None, at=at)


def _check_colleague(one: Person | None, by: Person) -> None:
    """Two people answer for the switch; one alone only where there is nobody else."""
    colleagues = {colleague.id for colleague in resting.colleagues(by)}
    if one is None and colleagues:
        raise Refused(N_("Name the colleague with whom you decided this."), field="with_id")
    if one is not None and one.id not in colleagues:
        raise Refused(N_("Name a colleague who looks after the map, other than yourself."), field="with_id")


def _pause_of(event: Event, pauses: Mapping[str, WardPause]) -> WardPause:
    return next(pauses[ward] for ward in (event.ward_old, event.ward_new) if ward and ward in pauses)


def _extend(
    event: Event, day: date, *, by: Person, at: datetime, pause: WardPause, reason_vi: str, reason_en: str
) -> None:
    """Registration closes on a later day, at the same time of the day."""
    admission = event.admission
    assert admission is not None and admission.closes_at is not None
    old = admission.closes_at
    later = when.at_minute(day, when.minute_of(old))
    if later <= old:
        raise Refused(N_("Choose a day after the one on which registration closes now."), field=f"event_{event.id}_day")
    if event.is_over(later):
        raise Refused(N_("It closes after the event is over."), field=f"event_{event.id}_day")
    admission.closes_at = later
    changes = {"closes_at": [iso(old), iso(later)]}
    rules.note(
        event, "extended", changes, by=by, at=at, is_news=False, reason_vi=reason_vi, reason_en=reason_en, pause=pause
    )
    rules.keep(event, at=at)


# Taking back


def _touched(pause: WardPause) -> Sequence[Event]:
    """What this pause did something to, or another one before it in the same ward; an event before its sessions."""
    theirs = or_(EventRevision.pause_id == pause.id, flood_reach.in_wards([pause.ward]))
    numbers = select(Event.id).join(EventRevision, EventRevision.event_id == Event.id).where(
        EventRevision.pause_id.is_not(None), theirs
    )  # fmt: skip
    return db.session.scalars(
        select(Event).where(Event.id.in_(numbers)).order_by(Event.parent_id.is_not(None), Event.id)
    ).all()


def _resume(event: Event, *, by: Person | None, at: datetime) -> None:
    last = taking_place.latest(event, *taking_place.TOLD)
    if event.status == Status.PLANNED or event.is_over(at) or last is None:
        return
    if last.pause is None or last.pause.ended_at is None:
        return
    if event.parent is None or event.parent.status == Status.PLANNED:
        taking_place.resume(event, by=by, at=at, pause=last.pause)


def _take_back(event: Event, *, by: Person | None, at: datetime) -> None:
    """Registration closes when it did before, as long as that has not gone by and nobody chose another day since."""
    last, admission = taking_place.latest(event, "extended", "shortened"), event.admission
    if last is None or last.act == "shortened" or admission is None or admission.closes_at is None:
        return
    old, later = (parse_iso(text) for text in last.changes["closes_at"])
    if iso(admission.closes_at) != iso(later) or old <= at:
        return
    admission.closes_at = old
    changes = {"closes_at": [iso(later), iso(old)]}
    rules.note(event, "shortened", changes, by=by, at=at, is_news=False, pause=last.pause)
    rules.keep(event, at=at)
