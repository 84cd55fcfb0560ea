"""The question that an address asks of the calendar, and the addresses of questions near it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, request

from portal.city.chosen import here
from portal.events import when
from portal.events.filter_form import FILTERS, FilterForm
from portal.events.month import Month
from portal.events.question import Question
from portal.web.near import near

TIME = ("view", "when", "month", "day")


@dataclass(frozen=True)
class Asked:
    """What an address asks for: how it is shown, and of which days."""

    form: FilterForm
    good: bool
    question: Question
    at: datetime
    view: str = "list"
    when: str = "ahead"
    month: Month | None = None
    day: date | None = None
    page: int = 1

    @property
    def today(self) -> date:
        return when.day_of(self.at)

    @property
    def days(self) -> tuple[date, date] | None:
        """The days whose events are listed, both included; None for what is ahead, running or past."""
        if self.day is not None:
            return self.day, self.day
        return (self.month.first, self.month.last) if self.month else None


def asked(at: datetime) -> Asked:
    """What this request asks for. 404 for a day or a month that the calendar does not reach."""
    form = FilterForm(request.args, here())
    good = form.validate()
    values = {name: None if form.errors.get(name) else form[name].data for name in ("view", "when", "page")}
    view = values["view"] or ("month" if form.month.data and not form.day.data else "list")
    month = Month(_known(form.month.data)) if form.month.data else None
    if view == "month" and month is None:
        month = Month(when.day_of(at).replace(day=1))
    return Asked(
        form, good, form.question(), at, view=view, when=values["when"] or "ahead", month=month,
        day=_known(form.day.data) if form.day.data else None, page=values["page"] or 1,
    )  # fmt: skip


def _known(day: date) -> date:
    if not when.FIRST_YEAR <= day.year <= when.LAST_YEAR:
        abort(404)
    return day


def address(endpoint: str = "events.index", **changes: Any) -> str:
    """This question with some values changed or taken away: `address(page=2)`, `address(month=None)`.

    The page number goes with every change; `endpoint` asks the same of another address.
    """
    return near(endpoint, (*FILTERS, *TIME), **changes)


def filters_only() -> dict[str, None]:
    """Takes from an address what says how and when, so that the filters are left: `address(**filters_only())`."""
    return dict.fromkeys(TIME)
