"""A series that changes: its dates ahead are brought into line, gently where the public knows them already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from portal.db import db
from portal.events import rules, taking_place, when
from portal.events.models import Event, Status
from portal.events.series import copies, dating
from portal.events.series.models import Series
from portal.listings.models import State
from portal.people.models import Person

FOLLOWED = "followed"
"""The act by which a series changes its dates: what it did it may undo, what a person did it may not."""
TIMES = frozenset(rules.TIMES)


@dataclass(frozen=True)
class Why:
    """Who changes a series, when, and what the public reads of it where a date was announced already."""

    by: Person
    at: datetime
    reason_vi: str = ""
    reason_en: str = ""


@dataclass
class Outcome:
    """What became of the dates of a series; `held` are those that somebody edited and that stay as they are."""

    written: int = 0
    made: int = 0
    brought_back: int = 0
    moved: int = 0
    gone: int = 0
    cancelled: int = 0
    held: int = 0


def settle(series: Series, why: Why, *, overwrite: bool = False) -> Outcome:
    """Brings the dates ahead into line with the rule, the hour and the days left out.

    Dates whose day the rule no longer gives are laid away; those that are announced (public, and within 30 days or
    with people who take part) are cancelled with the reason. What somebody edited stays, unless `overwrite`. What the
    series itself took away comes back where its day fits again; what a person took away does not. Raises Refused at
    "reason_vi" when there is something to tell the public and no reason.
    """
    fitting, today, outcome = set(dating.days(series, at=why.at)), when.day_of(why.at), Outcome()
    with rules.in_bulk(at=why.at):
        events = copies.ahead(series, at=why.at)
        over = [one for one in events if one.series_day not in fitting and _day(one) >= today]
        free = [one for one in over if overwrite or not copies.is_edited(one, series)]
        _let_go(free, why, outcome)
        rehour(series, [one for one in events if one.series_day in fitting], why, outcome, overwrite=overwrite)
        outcome.held += len(over) - len(free)
        _bring_back(series, fitting, why, outcome)
        outcome.made = copies.make_missing(series, by=why.by, at=why.at)
    return outcome


def rehour(series: Series, events: Sequence[Event], why: Why, outcome: Outcome, *, overwrite: bool) -> None:
    """Gives dates the hour of the series, except where somebody gave them one. What is announced moves in words."""
    known = copies.announced(events, at=why.at)
    for event in events:
        span = dating.span(series, _day(event))
        if (event.starts_at, event.ends_at, event.all_day) == (span.starts_at, span.ends_at, span.all_day):
            continue
        if TIMES & {*event.own_fields} and not overwrite:
            outcome.held += 1
            continue
        own = [name for name in event.own_fields if name not in TIMES]
        if event.id in known and event.status == Status.PLANNED:
            taking_place.move(
                event, starts_at=span.starts_at, ends_at=span.ends_at, all_day=span.all_day, by=why.by, at=why.at,
                reason_vi=why.reason_vi, reason_en=why.reason_en,
            )  # fmt: skip
        else:
            rules.revise(event, copies.times(series, _day(event)), by=why.by, at=why.at, act=FOLLOWED)
        event.own_fields = own
        outcome.moved += 1


def _let_go(events: Sequence[Event], why: Why, outcome: Outcome) -> None:
    known = copies.announced(events, at=why.at)
    for event in events:
        if event.status == Status.CANCELLED:
            continue  # it stays to be read until its day has passed
        if event.id in known:
            changes = {"status": [str(event.status), str(Status.CANCELLED)]}
            taking_place.cancel(event, by=why.by, at=why.at, reason_vi=why.reason_vi, reason_en=why.reason_en)
            rules.note(event, FOLLOWED, changes, by=why.by, at=why.at, is_news=False)
            outcome.cancelled += 1
        else:
            rules.turn(event, State.ARCHIVED, FOLLOWED, by=why.by, at=why.at)
            outcome.gone += 1


def _bring_back(series: Series, fitting: set[date], why: Why, outcome: Outcome) -> None:
    """Dates that the series took away, and whose day it gives again: as the series is now, save what is their own."""
    away = select(Event).where(
        Event.series_id == series.id, Event.series_day >= when.day_of(why.at),
        or_(Event.state == State.ARCHIVED, Event.status == Status.CANCELLED),
    )  # fmt: skip
    for event in db.session.scalars(away).all():
        field = "state" if event.state == State.ARCHIVED else "status"
        if event.series_day not in fitting or event.is_over(why.at) or not _was_taken_away(event, field):
            continue
        given = {**series.fields, **copies.times(series, _day(event))}
        inherited = {name: value for name, value in given.items() if name not in event.own_fields}
        rules.revise(event, inherited, by=why.by, at=why.at, act=FOLLOWED)
        if field == "state":
            state = State.PUBLISHED if series.published_at is not None else State.DRAFT
            rules.turn(event, state, FOLLOWED, by=why.by, at=why.at)
        else:
            taking_place.resume(event, by=why.by, at=why.at, reason_vi=why.reason_vi, reason_en=why.reason_en)
        outcome.brought_back += 1


def _was_taken_away(event: Event, field: str) -> bool:
    """Whether it was the series that changed this field last, and no person."""
    acts = (one.act for one in db.session.scalars(rules.history(event)) if field in one.changes)
    return next(acts, "") == FOLLOWED


def _day(event: Event) -> date:
    return event.series_day or event.first_day
