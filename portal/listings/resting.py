"""Wards in which everything rests, because of a flood or of the season: nothing there counts as open meanwhile.

The wards that rest are few. They are asked for once for each version of the map, and every change of them is one. What
the same switch does to the calendar stands in `events/flood.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.city.chosen import here
from portal.db import db, read_rows
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings import kept
from portal.listings.models import PauseCause, WardPause
from portal.listings.policy import EDITORS
from portal.listings.question import Query
from portal.listings.remembered import remembered
from portal.people import rules as people
from portal.people.models import Person

OVER = "ward_pause_over"
STANDING = (
    select(
        WardPause.ward, WardPause.cause, WardPause.until, WardPause.reason_vi, WardPause.reason_en, WardPause.begun_at
    )
    .where(WardPause.ended_at.is_(None))
    .order_by(WardPause.id)
)


class Rest(NamedTuple):
    """Why a ward rests, and until when, if anybody can say."""

    cause: PauseCause
    until: datetime | None


class Standing(NamedTuple):
    """A pause that nobody has ended."""

    ward: str
    rest: Rest
    reason_vi: str
    reason_en: str
    begun_at: datetime


class Told(NamedTuple):
    """What everybody is told of one act: which wards rest, why, until when."""

    wards: tuple[str, ...]
    rest: Rest
    reason_vi: str
    reason_en: str


def wards(*, at: datetime) -> Mapping[str, Rest]:
    """The wards that rest at this moment, by their keys."""
    return {one.ward: one.rest for one in _now(at)}


def of(*keys: str | None, at: datetime) -> Rest | None:
    """Why something in these wards rests; a listing has a ward of today and one of former days."""
    found = wards(at=at)
    return next((found[key] for key in keys if key and key in found), None)


def told(*, at: datetime) -> list[Told]:
    """What stands on every public page: a line for each act, the latest first."""
    by_act = groupby(reversed(_now(at)), key=lambda one: (one.begun_at, one.rest, one.reason_vi, one.reason_en))
    return [
        Told(tuple(sorted(one.ward for one in some)), rest, reason_vi, reason_en)
        for (_begun, rest, reason_vi, reason_en), some in by_act
    ]


def pauses() -> Select[WardPause]:
    """All of them, those that stand first, the latest first."""
    named = (joinedload(WardPause.by), joinedload(WardPause.colleague), joinedload(WardPause.ended_by))
    return select(WardPause).options(*named).order_by(WardPause.ended_at.is_not(None), WardPause.id.desc())


def find(number: int) -> WardPause | None:
    return db.session.get(WardPause, number)


def together(pause: WardPause) -> Sequence[WardPause]:
    """The pauses that were begun by the same act and still stand, in their order."""
    same = select(WardPause).where(
        WardPause.begun_at == pause.begun_at, WardPause.by_id == pause.by_id, WardPause.ended_at.is_(None)
    )
    return db.session.scalars(same.order_by(WardPause.id)).all()


def colleagues(person: Person) -> list[Person]:
    """With whom a person may decide: everybody else who looks after the map."""
    return [one for one in people.with_any_role(EDITORS) if one.id != person.id]


def moment_of(until: date | None) -> datetime | None:
    """The moment in which things open again: when the given day begins in the city."""
    return datetime.combine(until, time(), tzinfo=ZoneInfo(here().zone)) if until else None


def check(asked: Collection[str], until: date | None, *, at: datetime) -> None:
    """Raises Refused unless these wards could be let rest until that day."""
    over, resting = moment_of(until), wards(at=at)
    if any(here().ward(ward) is None for ward in asked):
        raise Refused(N_("There is no such ward."), field="ward")
    if over is not None and over <= at:
        raise Refused(N_("This day is over already."), field="until")
    if already := [ward for ward in asked if ward in resting]:
        names = ", ".join(ward.name for key in already if (ward := here().ward(key)))
        sentence = N_("Everything in %(wards)s rests already. End that pause first.")
        raise Refused(sentence, field="ward", values={"wards": names})


def begin(
    ward: str, cause: PauseCause, *, until: date | None, by: Person, at: datetime, together_with: Person | None = None,
    reason_vi: str = "", reason_en: str = "",
) -> WardPause:  # fmt: skip
    """From now on everything in the ward rests: until the given day begins, or until somebody ends it."""
    check([ward], until, at=at)
    over = moment_of(until)
    pause = WardPause(
        ward=ward, cause=cause, until=over, reason_vi=clean(reason_vi), reason_en=clean(reason_en), by_id=by.id,
        with_id=together_with.id if together_with else None, begun_at=at,
    )  # fmt: skip
    db.session.add(pause)
    db.session.flush()
    if over is not None:
        letters.remind(OVER, of=pause.id, at=over)
    named = {"with_person": together_with.id} if together_with else {}
    audit.note("ward_paused", "ward_pause", pause.id, by=by, at=at, ward=ward, cause=str(cause), **named)
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


def _now(at: datetime) -> list[Standing]:
    return [one for one in _standing(Query()) if one.rest.until is None or one.rest.until > at]


@remembered
def _standing(_query: Query) -> Sequence[Standing]:
    return [
        Standing(ward, Rest(cause, until), reason_vi, reason_en, begun_at)
        for ward, cause, until, reason_vi, reason_en, begun_at in read_rows(STANDING)
    ]
