"""What organisers owe to people: answers to requests about data, and letters that did not arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.city.chosen import here
from portal.desk.tasks.task import Task
from portal.kit import dates
from portal.people import requests
from portal.web.language import current


def requests_about_data(number: int, at: datetime) -> Iterator[Task]:
    if number and (first := requests.first_due()):
        due = dates.day(first.astimezone(ZoneInfo(here().zone)).date(), current())
        yield Task(
            ngettext("%(num)s request about data waits", "%(num)s requests about data wait", number),
            _("Each person has a right to an answer within two working days."),
            _("Answer"), url_for("requests.index"),
            _("Overdue since %(day)s", day=due) if first < at else _("Due %(day)s", day=due),
            "red" if first < at else "warn",
        )  # fmt: skip


def failed_letters(number: int) -> Iterator[Task]:
    if number:
        yield Task(
            ngettext("%(num)s letter did not arrive", "%(num)s letters did not arrive", number),
            _("The worker has given up. Look at what the mail server said, then send it again."),
            _("Open the letters"), url_for("letters.index"), _("Failed"), "red",
        )  # fmt: skip
