"""The course of a series: another rule or hour, days left out, its end. Each brings its dates ahead into line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from portal.db import db
from portal.events.series import dating, rules
from portal.events.series.models import Series
from portal.events.series.settling import Outcome, Why, settle
from portal.kit.recurrence import Rule
from portal.kit.say import N_, Refused
from portal.people.models import Person

LONGEST_PAUSE = timedelta(days=92)


def change(
    series: Series, rule: Rule, *, first_day: date, until: date | None, starts_minute: int | None,
    lasts_minutes: int | None, by: Person, at: datetime, overwrite: bool = False, reason_vi: str = "",
    reason_en: str = "",
) -> Outcome:  # fmt: skip
    """Another rule or hour, from today on. Dates that no longer fit go, as `settling.settle` says; past ones stay."""
    rules.set_rule(series, rule, first_day, until, starts_minute, lasts_minutes)
    return _settle(series, Why(by, at, reason_vi, reason_en), overwrite=overwrite)


def leave_out(
    series: Series, first: date, last: date | None = None, *, by: Person, at: datetime, reason_vi: str = "",
    reason_en: str = "", overwrite: bool = False,
) -> Outcome:  # fmt: skip
    """Days on which it does not take place: a pause for Tết, a storm. Both are included."""
    last = last or first
    if last < first:
        raise Refused(N_("It ends before it begins. Look at both days."), field="last")
    if last - first > LONGEST_PAUSE:
        raise Refused(N_("A pause lasts three months at most. For a longer one, end the series."), field="last")
    given = {day.isoformat() for day in dating.days(series, at=at) if first <= day <= last}
    if not given:
        raise Refused(N_("The series has no date on these days."), field="first")
    series.exceptions = sorted({*series.exceptions, *given})
    return _settle(series, Why(by, at, reason_vi, reason_en), overwrite=overwrite)


def take_back(
    series: Series, day: date, *, by: Person, at: datetime, reason_vi: str = "", reason_en: str = ""
) -> Outcome:
    """It takes place on this day after all."""
    series.exceptions = [one for one in series.exceptions if one != day.isoformat()]
    return _settle(series, Why(by, at, reason_vi, reason_en))


def end(
    series: Series, *, by: Person, at: datetime, reason_vi: str = "", reason_en: str = "",
    overwrite: bool = False,
) -> Outcome:  # fmt: skip
    """No further dates. Those ahead go, save what somebody edited."""
    series.ended_at = at
    return _settle(series, Why(by, at, reason_vi, reason_en), overwrite=overwrite)


def go_on(series: Series, *, by: Person, at: datetime, reason_vi: str = "") -> Outcome:
    """A series that was ended goes on, with the dates that its end took away."""
    series.ended_at = None
    return _settle(series, Why(by, at, reason_vi))


def foretold(act: Callable[[], Outcome]) -> Outcome:
    """What would become of the dates: the act is done and undone again."""
    savepoint = db.session.begin_nested()
    try:
        return act()
    finally:
        savepoint.rollback()


def _settle(series: Series, why: Why, *, overwrite: bool = False) -> Outcome:
    rules.note(series, why.at)
    return settle(series, why, overwrite=overwrite)
