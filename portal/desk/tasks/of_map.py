"""What the map waits for: the map desk, and whoever looks after a listing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.contributions import edits
from portal.contributions.models import TicketState
from portal.desk.tasks.task import Task
from portal.listings import backlog, needs
from portal.listings import rules as listings
from portal.listings.models import State
from portal.people.models import Person


def moderation(waiting: int, late: int) -> Iterator[Task]:
    if waiting:
        yield Task(
            ngettext("%(num)s thing that was sent in waits", "%(num)s things that were sent in wait", waiting),
            _("Proposals, changes, reports and claims, the oldest first."),
            _("Open the queue"), url_for("moderation.index"),
            ngettext("%(num)s for more than a week", "%(num)s for more than a week", late) if late else "", "red",
        )  # fmt: skip


def unpublished() -> Iterator[Task]:
    counts = backlog.counts()
    if number := sum(counts[state] for state in backlog.NOT_PUBLIC_YET):
        first = next(state for state in backlog.NOT_PUBLIC_YET if counts[state])
        yield Task(
            ngettext("%(num)s listing is not public yet", "%(num)s listings are not public yet", number),
            _("Only the map desk sees them. Look them over and publish them, or write what is missing."),
            _("Look them over"), _list(first), _("Draft"), "warn",
        )  # fmt: skip
    if number := counts[State.HIDDEN]:
        yield Task(
            ngettext("%(num)s listing is hidden", "%(num)s listings are hidden", number),
            _("Each has its reason in the history. What has been mended can be public again."),
            _("Open the hidden ones"), _list(State.HIDDEN),
        )  # fmt: skip


def recent_imports(at: datetime) -> Iterator[Task]:
    for one in backlog.recent_imports(at):
        yield Task(
            _("Import “%(name)s”", name=one.file_name),
            _("%(added)s new, %(updated)s changed. If something went wrong, the whole import can be undone.",
              added=one.added, updated=one.updated),
            _("Open the imports"), url_for("imports.index"),
        )  # fmt: skip


def doubtful(number: int) -> Iterator[Task]:
    """A number above `backlog.COUNTED` says that there are more than that."""
    if number:
        several = ngettext(
            "%(num)s listing nobody has confirmed for a year", "%(num)s listings nobody has confirmed for a year",
            min(number, backlog.COUNTED),
        )  # fmt: skip
        yield Task(
            several if number <= backlog.COUNTED else f"{_('More than')} {several}",
            _("Call or visit, then mark it as still true. Visitors see when that was."),
            _("Confirm them"), _list("doubtful"), _("To confirm"), "warn",
        )  # fmt: skip


def listings_of(person: Person, at: datetime) -> Iterator[Task]:
    """The listings that the person looks after."""
    for listing, sent in edits.of_owner(person):
        edit = url_for("editing.edit", slug=listing.slug)
        if sent is not None and sent.state == TicketState.ASKED:
            yield Task(
                listing.name_vi, _("The map desk asks about your change."), _("Read and answer"), edit,
                _("Question"), "red",
            )  # fmt: skip
        elif sent is not None:
            yield Task(
                listing.name_vi, _("Your change waits for the map desk."), _("Look at it"), edit, _("Waiting"), "warn"
            )
        elif listing.is_public() and not listings.is_fresh(listing, at=at):
            yield Task(
                listing.name_vi, _("Nobody has confirmed this for a year. One tap is enough."), _("Is it still true?"),
                url_for("still_true.ask", slug=listing.slug), _("To confirm"), "warn",
            )  # fmt: skip
        elif listing.is_public() and needs.about_to_lapse(listing, at=at):
            yield Task(
                listing.name_vi, _("What you are looking for will soon no longer be shown."), _("Still needed?"),
                url_for("needs.show", slug=listing.slug), _("Needs"), "warn",
            )  # fmt: skip
        else:
            yield Task(listing.name_vi, _("You look after this listing."), _("Edit"), edit)


def _list(tab: str) -> str:
    return url_for("desk.listings", tab=str(tab))
