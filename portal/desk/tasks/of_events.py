"""What the calendar waits for: files to look at, registrations to confirm, the next event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.desk.tasks.task import Task
from portal.events.registrations import queries as participants
from portal.events.selections import coming_of
from portal.kit import dates
from portal.listings.policy import is_editor
from portal.people.models import Person
from portal.web.language import current


def files(waiting: int) -> Iterator[Task]:
    """Files of events that wait for an editor's word."""
    if waiting:
        yield Task(
            ngettext("%(num)s file of events waits", "%(num)s files of events wait", waiting),
            _("Look what each would do, then say yes or forget it."),
            _("Look at the files"), url_for("event_sources.index"), _("Waiting"), "warn",
        )  # fmt: skip


def registrations(person: Person, at: datetime) -> Iterator[Task]:
    """What has to be decided about those who take part in the events that the person runs."""
    for due in participants.due(person, at=at):
        title, there = due.event.text("title", current()).text, url_for("registration_desk.index", number=due.event.id)
        if due.asked:
            late = due.is_late(at)
            yield Task(
                title,
                ngettext("%(num)s registration is to be confirmed within 72 hours.",
                         "%(num)s registrations are to be confirmed within 72 hours.", due.asked),
                _("Confirm them"), there, _("Overdue") if late else _("To confirm"), "red" if late else "warn",
            )  # fmt: skip
        if due.offered:
            yield Task(
                title,
                ngettext("A place is held for %(num)s registration without an account: call them.",
                         "Places are held for %(num)s registrations without an account: call them.", due.offered),
                _("Call them"), there, _("Waiting list"), "warn",
            )  # fmt: skip


def events_of(person: Person, at: datetime) -> Iterator[Task]:
    """The next event that a listing of theirs organises."""
    if is_editor(person):
        return
    number, event = coming_of(person, at=at)
    if event is not None:
        yield Task(
            ngettext("%(num)s event is ahead", "%(num)s events are ahead", number),
            _("The next one: “%(name)s”, %(day)s.", name=event.title_vi, day=dates.day(event.first_day, current())),
            _("Open my events"), url_for("event_desk.index"),
        )  # fmt: skip
