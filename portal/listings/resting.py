"""Wards in which everything rests, because of a flood or of the season: nothing there counts as open meanwhile.

The wards that rest are few. They are asked for once for each version of the map, and every change of them is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from portal.audit import rules as audit
from portal.city.chosen import here
from portal.db import db
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings import kept
from portal.listings.models import PauseCause, WardPause
from portal.listings.question import Query
from portal.listings.remembered import remembered
from portal.people.models import Person

OVER = "ward_pause_over"


class Rest(NamedTuple):
    """Why a ward rests, and until when, if anybody can say."""

    cause: PauseCause
    until: datetime | None


def wards(*, at: datetime) -> Mapping[str, Rest]:
    """The wards that rest at this moment, by their keys."""
    return {
        ward: Rest(cause, until) for ward, cause, until in _standing(Query()) if until is None or until > at
    }  # fmt: skip


def of(*keys: str | None, at: datetime) -> Rest | None:
    """Why something in these wards rests; a listing has a ward of today and one of former days."""
    found = wards(at=at)
    return next((found[key] for key in keys if key and key in found), None)


def pauses() -> Select[WardPause]:
    """All of them, those that stand first, the latest first."""
    return select(WardPause).order_by(WardPause.ended_at.is_not(None), WardPause.id.desc())


def find(number: int) -> WardPause | None:
    return db.session.get(WardPause, number)


def begin(ward: str, cause: PauseCause, *, until: date | None, by: Person, at: datetime) -> WardPause:
    """From now on everything in the ward rests: until the given day begins, or until somebody ends it."""
    if here().ward(ward) is None:
        raise Refused(N_("There is no such ward."), field="ward")
    over = datetime.combine(until, time(), tzinfo=ZoneInfo(here().zone)) if until else None
    if over is not None and over <= at:
        raise Refused(N_("This day is over already."), field="until")
    if ward in wards(at=at):
        raise Refused(N_("Everything in this ward rests already. End that pause first."), field="ward")
    pause = WardPause(ward=ward, cause=cause, until=over, by_id=by.id, begun_at=at)
    db.session.add(pause)
    db.session.flush()
    if over is not None:
        letters.remind(OVER, of=pause.id, at=over)
    audit.note("ward_paused", "ward_pause", pause.id, by=by, at=at, ward=ward, cause=str(cause))
    kept.touch(at=at)
    return pause


def end(pause: WardPause, *, by: Person | None, at: datetime) -> None:
    """What is open there is open again."""
    if pause.ended_at is not None:
        return
    pause.ended_at, pause.ended_by_id = at, by.id if by else None
    audit.note("ward_pause_ended", "ward_pause", pause.id, by=by, at=at, ward=pause.ward)
    db.session.flush()
    kept.touch(at=at)


@letters.reminded(OVER)
def end_in_time(number: int, at: datetime) -> None:
    """The worker ends a pause whose day has come: pages that were kept are made anew."""
    if (pause := find(number)) is not None:
        end(pause, by=None, at=at)


@remembered
def _standing(_query: Query) -> Sequence[tuple[str, PauseCause, datetime | None]]:
    standing = select(WardPause.ward, WardPause.cause, WardPause.until).where(WardPause.ended_at.is_(None))
    return [(ward, cause, until) for ward, cause, until in db.session.execute(standing.order_by(WardPause.id))]
