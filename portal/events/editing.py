"""Saving the form of an event: this date or others of its series too, and a new hour only with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from portal.events import acts, rules
from portal.events.acts import Reason
from portal.events.models import Event
from portal.events.series import rules as series
from portal.kit.clock import parse_iso
from portal.people.models import Person

MOVED_BY = frozenset({"starts_at", "all_day"})
"""What makes it another time for those who wanted to come; an end that is added or shifted does not."""


class Scope(StrEnum):
    """Which dates of a series an edit is for."""

    ONE = "one"
    ONWARD = "onward"
    ALL = "all"


class How(NamedTuple):
    """What the writer said beside the fields."""

    reason: Reason = Reason("")
    scope: Scope = Scope.ONE
    overwrite: bool = False
    """Also where a date of the series was edited by itself."""


class Saved(NamedTuple):
    """Whether anything was different, and how many dates of the series kept words of their own."""

    changed: bool
    kept: int = 0


def save(event: Event, given: Mapping[str, Any], how: How, *, by: Person, at: datetime) -> Saved:
    """Writes a form to an event. Raises Refused at a field, at "reason_vi" where a public hour changes without one."""
    tidy, old = rules.tidied(given), rules.values(event)
    new = {name: value for name, value in tidy.items() if old[name] != value}
    if not new:
        return Saved(False)
    if how.scope is not Scope.ONE and event.series is not None:
        return _to_series(event, new, how, by=by, at=at)
    times = {name: new.pop(name) for name in rules.TIMES if name in new} if event.is_public() else {}
    if MOVED_BY & times.keys():
        whole = {**old, **times}
        ends = whole["ends_at"]
        moved = {"starts_at": parse_iso(whole["starts_at"]), "ends_at": parse_iso(ends) if ends else None}
        acts.move(event, {**moved, "all_day": whole["all_day"]}, by=by, at=at, reason=how.reason)
    else:
        new |= times
    rules.revise(event, new, by=by, at=at)
    return Saved(True)


def _to_series(event: Event, new: Mapping[str, Any], how: How, *, by: Person, at: datetime) -> Saved:
    revise = series.revise_from if how.scope is Scope.ONWARD else series.revise_all
    outcome = revise(
        event, new, by=by, at=at, overwrite=how.overwrite, reason_vi=how.reason.vi, reason_en=how.reason.en
    )
    return Saved(True, outcome.held)
