"""What competitions wait for: an organiser, a juror, an entrant, whoever checks the entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.competitions import checklist, deadlines
from portal.competitions import queries as competitions
from portal.competitions.entries import queries as entries
from portal.competitions.entries import timing
from portal.competitions.entries.models import EntryState
from portal.competitions.jury import queries as juries
from portal.desk.tasks.task import Task
from portal.people.models import Person
from portal.web.language import current

DRAFTS = frozenset({EntryState.DRAFT, EntryState.MANIFESTED})


def set_up() -> Iterator[Task]:
    """Competitions that still miss something, and questions about a brief that wait."""
    waiting = competitions.waiting_questions()
    known = competitions.every()
    competitions.at_hand(*(one for one in known if not one.is_public()))
    for one in known:
        title, there = one.text("title", current()).text, url_for("set_up.show", slug=one.slug)
        if not one.is_public():
            missing = len(checklist.missing(one))
            sentence = ngettext("%(num)s thing is missing before it can be published.",
                                "%(num)s things are missing before it can be published.", missing)  # fmt: skip
            yield Task(title, sentence if missing else _("Nothing is missing: it can be published."),
                       _("Go on setting it up"), there, _("Being set up"), "warn")  # fmt: skip
        if number := waiting.get(one.id):
            yield Task(
                title, ngettext("%(num)s question about the brief waits for an answer.",
                                "%(num)s questions about the brief wait for an answer.", number),
                _("Answer them"), url_for("question_desk.index", slug=one.slug), _("Questions"), "warn",
            )  # fmt: skip


def jury(person: Person) -> Iterator[Task]:
    """The places of a juror that wait for an answer, and the ballots that are still to be locked."""
    for one in juries.due(person):
        title, slug = one.member.competition.text("title", current()).text, one.member.competition.slug
        if one.round is None:
            yield Task(
                title, _("You were asked into the jury."), _("Accept or decline"), url_for("jury.index"),
                _("Your answer is awaited"), "red",
            )  # fmt: skip
            continue
        sentence = (
            ngettext("%(num)s entry waits for your scores.", "%(num)s entries wait for your scores.", one.left)
            if one.left
            else _("Every entry has your scores: they only have to be locked.")
        )
        due = one.round.due_at
        told = _("Ballots are due: %(deadline)s.", deadline=deadlines.written(due, current())) if due else ""
        tag = _("%(done)s of %(all)s", done=one.all - one.left, all=one.all)
        yield Task(
            title, f"{sentence} {told}".strip(), _("Open my entries"), url_for("jury.show", competition=slug), tag,
            "warn",
        )  # fmt: skip


def to_check(person: Person, at: datetime) -> Iterator[Task]:
    """Received entries that no juror may see yet, once their deadline has passed."""
    for competition, number in entries.to_check(at=at, hidden=juries.hidden(person)):
        yield Task(
            ngettext("%(num)s entry waits for the technical check", "%(num)s entries wait for the technical check",
                     number),
            competition.text("title", current()).text, _("Open the entries"),
            url_for("entry_desk.index", slug=competition.slug), _("To check"), "warn",
        )  # fmt: skip


def entries_of(person: Person, at: datetime) -> Iterator[Task]:
    """Drafts that can still be sent, and questions of the registrar's."""
    for entry in entries.of_team(person):
        title, there = entry.competition.text("title", current()).text, url_for("entries.show", code=entry.code)
        name = f"{entry.code}, {title}"
        if entry.state == EntryState.QUERY:
            yield Task(
                name, _("The registrar asks about your entry."), _("Read and answer"), there, _("Question"), "red"
            )
        elif entry.state in DRAFTS and timing.may_write(entry, at=at) and (ends := timing.closes_at(entry)):
            until = deadlines.written(ends, current())
            yield Task(
                name, _("Your entry is not sent yet: until %(deadline)s.", deadline=until), _("Go on"), there,
                _("Draft"), "warn",
            )  # fmt: skip
