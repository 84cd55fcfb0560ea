"""The verbs of what comes again by a rule: begin, publish, edit one or from here or all, leave days out, end.

What pages call (keyword-only after the subject; each raises Refused in words, at a field where there is one):

- `begin(rule, fields, *, first_day, until, starts_minute, lasts_minutes, by, at)`: a Series, its dates as drafts
- `publish(series, *, by, at)`
- `revise_one(event, given, *, by, at)`: "chỉ ngày này"; the date keeps what is written here, whatever its series does
- `revise_from(event, given, *, by, at, overwrite, reason_vi)`: "từ ngày này", this date and all later ones
- `revise_all(event, given, *, by, at, overwrite, reason_vi)`: "cả chuỗi", all dates that are not over
- `held(series, given, from_day, *, at, but)`: which dates hold which of these fields as their own, so that the page
  asks before it says `overwrite=True`: `held(event.series, changed(event, given), event.series_day, at=…, but=event)`
- `share_photos(event, *, at, onward, overwrite)`: the pictures of this date become those of its series
- its rule, its exceptions and its end: `series/course.py`

`given` may be a whole form: only what differs from the event is carried to the others. `reason_vi` is needed where the
hour of dates changes that are announced: public, and within 30 days or with people who take part. Dates that are over
are never touched, save the one that is edited itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select

from portal.db import db
from portal.events import rules, taking_place, when
from portal.events.models import Event, EventRevision
from portal.events.series import copies, dating
from portal.events.series.models import Series
from portal.events.series.settling import FOLLOWED, Outcome, Why, rehour
from portal.kit import recurrence
from portal.kit.clock import parse_iso
from portal.kit.recurrence import Rule
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings.models import State
from portal.people.models import Person

FIELDS = tuple(name for name in rules.FIELDS if name not in rules.TIMES)
"""What a series says of all its dates; when they are is told by its rule and its hour."""


class Held(NamedTuple):
    """A date that somebody edited, and which of the fields that are to change it holds as its own."""

    event: Event
    fields: list[str]


def find(number: int) -> Series | None:
    return db.session.get(Series, number)


def listed() -> Select[Series]:
    """All series: those that go on first, the latest first."""
    return select(Series).order_by(Series.ended_at.is_not(None), Series.id.desc())


def coming(numbers: Collection[int], *, at: datetime, most: int = 3) -> dict[int, list[Event]]:
    """The next dates of several series, in the order in which they take place, in one statement."""
    place = func.row_number().over(partition_by=Event.series_id, order_by=(Event.starts_at, Event.id))
    ahead = select(Event.id, place.label("place")).where(
        Event.series_id.in_(numbers), Event.state.not_in(copies.GONE), Event.last_day >= when.day_of(at)
    ).subquery()  # fmt: skip
    found = select(Event).join(ahead, ahead.c.id == Event.id).where(ahead.c.place <= most).order_by(ahead.c.place)
    dates: dict[int, list[Event]] = {number: [] for number in numbers}
    for event in db.session.scalars(found):
        dates[event.series_id or 0].append(event)
    return dates


def preview(
    rule: Rule, *, first_day: date, until: date | None, starts_minute: int | None, lasts_minutes: int | None,
    at: datetime, exceptions: Sequence[str] = (), most: int = 12,
) -> list[when.Span]:  # fmt: skip
    """The next dates that such a series would have; nothing is kept. Raises Refused as `begin` does."""
    draft = Series(exceptions=list(exceptions))
    set_rule(draft, rule, first_day, until, starts_minute, lasts_minutes)
    return [dating.span(draft, day) for day in islice(dating.days(draft, at=at), most)]


def edited(series: Series, *, at: datetime) -> list[Event]:
    """The dates ahead into which somebody put work of their own."""
    return [one for one in copies.ahead(series, at=at) if copies.is_edited(one, series)]


def of_version(series: Series, version: int | None) -> None:
    """Raises Refused where somebody else has changed the series since this version was seen."""
    if version != series.version:
        raise Refused(N_("Somebody has changed this series meanwhile. Look at it again: what you typed is still here."))


# Begun and made


def begin(
    rule: Rule, fields: Mapping[str, Any], *, first_day: date, until: date | None, starts_minute: int | None,
    lasts_minutes: int | None, by: Person | None, at: datetime,
) -> Series:  # fmt: skip
    """A new series with its dates for 24 months, all drafts until it is published.

    `fields` are those of `FIELDS`; `starts_minute` None is all day, `lasts_minutes` None an open end.
    """
    series = Series(
        version=1, fields=_fields(fields), photos=[], exceptions=[], added_by_id=by.id if by else None, added_at=at,
        changed_at=at,
    )  # fmt: skip
    set_rule(series, rule, first_day, until, starts_minute, lasts_minutes)
    db.session.add(series)
    db.session.flush()
    if not copies.make_missing(series, by=by, at=at):
        raise Refused(N_("This rule gives no day in the next 24 months."), field="until" if until else "first_day")
    return series


def publish(series: Series, *, by: Person | None, at: datetime) -> None:
    """Makes all its dates public, and those that will be made."""
    if series.published_at is not None:
        return
    series.published_at = at
    with rules.in_bulk(at=at):
        for event in copies.ahead(series, at=at):
            if event.state == State.DRAFT:
                rules.publish(event, by=by, at=at)


def extend(series: Series, *, at: datetime) -> int:
    """Makes the dates that have come within 24 months; returns how many. Twice makes nothing twice."""
    return copies.make_missing(series, by=None, at=at) if series.ended_at is None else 0


def to_extend(at: datetime) -> list[int]:
    """The numbers of the series that do not reach the horizon of this day."""
    horizon = dating.horizon(at)
    short = or_(Series.reaches.is_(None), Series.reaches < horizon)
    goes_on = or_(Series.until.is_(None), Series.reaches.is_(None), Series.reaches < Series.until)
    return list(db.session.scalars(select(Series.id).where(Series.ended_at.is_(None), short, goes_on)))


# Edited: one, from here, all


def changed(event: Event, given: Mapping[str, Any]) -> dict[str, Any]:
    """What of this differs from the event, as it is kept."""
    old = rules.values(event)
    return {name: value for name, value in rules.tidied(given).items() if old[name] != value}


def held(
    series: Series, given: Collection[str], from_day: date | None = None, *, at: datetime, but: Event | None = None
) -> list[Held]:
    """The dates ahead that hold some of these fields as their own; `but` is the one that is being edited."""
    names = set(given)
    found = [Held(one, sorted(names & {*one.own_fields})) for one in copies.ahead(series, at=at, from_day=from_day)]
    return [one for one in found if one.fields and one.event is not but]


def revise_one(event: Event, given: Mapping[str, Any], *, by: Person | None, at: datetime) -> EventRevision | None:
    """Writes to this date alone. It keeps these fields, whatever the series does later."""
    return rules.revise(event, given, by=by, at=at)


def revise_from(
    event: Event, given: Mapping[str, Any], *, by: Person, at: datetime, overwrite: bool = False, reason_vi: str = "",
    reason_en: str = "",
) -> Outcome:  # fmt: skip
    """Writes to this date, to all later ones and to those still to be made. Earlier ones stay as they are."""
    return _revise(event, given, event.series_day, Why(by, at, reason_vi, reason_en), overwrite=overwrite)


def revise_all(
    event: Event, given: Mapping[str, Any], *, by: Person, at: datetime, overwrite: bool = False, reason_vi: str = "",
    reason_en: str = "",
) -> Outcome:  # fmt: skip
    """Writes to this date, to all that are not over and to those still to be made."""
    return _revise(event, given, None, Why(by, at, reason_vi, reason_en), overwrite=overwrite)


def rewrite(series: Series, given: Mapping[str, Any], *, by: Person, at: datetime, overwrite: bool = False) -> Outcome:
    """Writes these of `FIELDS` to a series and to all its dates that are not over."""
    new = {name: value for name, value in _fields(given).items() if series.fields.get(name) != value}
    with rules.in_bulk(at=at):
        return _spread(series, new, copies.ahead(series, at=at), Why(by, at), overwrite=overwrite)


def _revise(event: Event, given: Mapping[str, Any], from_day: date | None, why: Why, *, overwrite: bool) -> Outcome:
    series, new = _series_of(event), changed(event, given)
    times = {name: new.pop(name) for name in rules.TIMES if name in new}
    events = copies.ahead(series, at=why.at, from_day=from_day)
    with rules.in_bulk(at=why.at):
        if times:
            series.starts_minute, series.lasts_minutes = _hour(event, series, times)
        outcome = _spread(series, new, [one for one in events if one is not event], why, overwrite=overwrite)
        rules.revise(event, new, by=why.by, at=why.at, act=FOLLOWED)
        event.own_fields = [name for name in event.own_fields if name not in {*new, *times}]
        if times:
            rehour(series, [event, *(one for one in events if one is not event)], why, outcome, overwrite=overwrite)
    return outcome


def _hour(event: Event, series: Series, times: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The hour that an edit of one date gives to the series. Raises Refused where the edit names another day."""
    whole = {**rules.values(event), **times}
    ends_at = parse_iso(whole["ends_at"]) if whole["ends_at"] else None
    span = when.span(parse_iso(whole["starts_at"]), ends_at, all_day=whole["all_day"])
    if span.first_day != event.series_day:
        sentence = N_("The days of a series come from its rule. Change the rule, or move this date alone.")
        raise Refused(sentence, field="starts_at")
    return dating.hour_of(span, days=dating.rule_of(series).days)


def _spread(series: Series, new: Mapping[str, Any], events: Sequence[Event], why: Why, *, overwrite: bool) -> Outcome:
    """Writes fields to the series and to these dates, except where a date holds one as its own."""
    outcome = Outcome()
    if not new:
        return outcome
    series.fields = {**series.fields, **new}
    note(series, why.at)
    people, told = copies.joined(events), []
    for event in events:
        own = {name for name in new if name in event.own_fields and not overwrite}
        outcome.held += bool(own)
        free = {name: value for name, value in new.items() if name not in own}
        revision = rules.revise(event, free, by=why.by, at=why.at, act=FOLLOWED)
        event.own_fields = [name for name in event.own_fields if name not in free]
        if revision is not None:
            outcome.written += 1
            if event.is_public() and event.id in people and rules.MOVES & revision.changes.keys():
                told.append(revision.id)
    letters.remind_all(taking_place.CHANGED, of=told, at=why.at)
    return outcome


def share_photos(event: Event, *, at: datetime, onward: bool = False, overwrite: bool = False) -> list[Event]:
    """The pictures of this date become those of its series, or with `onward` of its later dates only.

    Returns the dates that have pictures of their own; without `overwrite` they keep them.
    """
    series = _series_of(event)
    old, new = series.photos, copies.pictures(event)
    others = copies.ahead(series, at=at, from_day=event.series_day if onward else None)
    own = [one for one in others if one is not event and copies.pictures(one) not in (old, new)]
    series.photos = new
    note(series, at)
    heirs = [one for one in others if one is not event and (overwrite or one not in own)]
    copies.picture([one.id for one in heirs], new)
    for one in heirs:
        db.session.expire(one, ["photos"])
    rules.keep(event, at=at)
    return own


def _series_of(event: Event) -> Series:
    if event.series is None:
        raise ValueError("This event belongs to no series.")
    return event.series


def set_rule(
    series: Series, rule: Rule, first_day: date, until: date | None, starts_minute: int | None,
    lasts_minutes: int | None,
) -> None:  # fmt: skip
    if until is not None and until < first_day:
        raise Refused(N_("It ends before it begins. Look at both days."), field="until")
    dating.check_hour(starts_minute, lasts_minutes)
    series.rule = recurrence.to_json(rule)
    series.first_day, series.until = first_day, until
    series.starts_minute = starts_minute
    series.lasts_minutes = lasts_minutes if starts_minute is not None else None


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rules.tidied(given).items() if name in FIELDS}


def note(series: Series, at: datetime) -> None:
    series.version += 1
    series.changed_at = at
