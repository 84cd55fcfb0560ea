"""What somebody has to do now, by their roles: each task a name, how urgent it is, a sentence and one button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses import applications, stories
from portal.businesses.models import ApplicationState
from portal.businesses.policy import is_advisor
from portal.businesses.steps import queries as steps
from portal.businesses.steps.models import Standing
from portal.city.chosen import here
from portal.competitions import checklist, deadlines
from portal.competitions import queries as competitions
from portal.competitions.entries import queries as entries
from portal.competitions.entries import timing
from portal.competitions.entries.models import EntryState
from portal.competitions.entries.policy import keeps_entries
from portal.competitions.jury import queries as juries
from portal.competitions.jury.policy import is_juror
from portal.contributions import edits, queue
from portal.contributions.models import TicketState
from portal.events.importer import sources as event_sources
from portal.events.registrations import queries as participants
from portal.events.selections import coming_of
from portal.kit import dates
from portal.letters import rules as letters
from portal.listings import backlog, needs
from portal.listings import rules as listings
from portal.listings.models import State
from portal.listings.policy import is_editor
from portal.people import requests
from portal.people.models import Person
from portal.people.policy import is_organiser
from portal.web.language import current

DRAFTS = frozenset({EntryState.DRAFT, EntryState.MANIFESTED})


@dataclass(frozen=True)
class Task:
    name: str
    sentence: str
    act: str
    """The words of the button."""
    address: str
    tag: str = ""
    kind: str = ""
    """How the tag looks: "warn", "red" or plain."""


def tasks_of(person: Person, *, at: datetime) -> list[Task]:
    """The tasks of a person, the most urgent first."""
    found: list[Task] = []
    if is_organiser(person):
        found += [*_requests(at), *_letters(), *_competitions(), *_applications()]
    if is_juror(person):
        found += [*_jury(person)]
    if is_editor(person):
        found += [*_moderation(at), *_unpublished(), *_imports(at), *_event_files(), *_doubtful(at)]
    if keeps_entries(person):
        found += [*_to_check(person, at)]
    if is_advisor(person):
        found += [*_advice(person)]
    found += [*_my_applications(person), *_steps(person), *_entries(person, at), *_registrations(person, at)]
    return [*found, *_mine(person, at), *_events(person, at)]


def _jury(person: Person) -> Iterator[Task]:
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


def _advice(person: Person) -> Iterator[Task]:
    """What shops have handed in and wait to hear of."""
    if number := steps.count_waiting(person):
        yield Task(
            ngettext("%(num)s step waits for your word", "%(num)s steps wait for your word", number),
            _("Of the shops you look after and of those without an advisor, the longest waiting first."),
            _("Answer them"), url_for("advice.index"), _("Advice"), "warn",
        )  # fmt: skip


def _steps(person: Person) -> Iterator[Task]:
    """What an advisor sent back to a shop that the person works in, and what has expired there."""
    for progress in steps.to_mend(person):
        name = progress.shop.listing.name_vi
        there = url_for(
            "shop_steps.show", slug=progress.shop.slug, number=progress.step.package.number, key=progress.step.key
        )
        if progress.standing is Standing.CHANGES_WANTED:
            sentence = _("Your advisor has sent step %(key)s back, with a sentence.", key=progress.step.key)
            yield Task(name, sentence, _("Read and mend"), there, _("Sent back"), "red")
        else:
            sentence = _("Step %(key)s has expired, or expires soon.", key=progress.step.key)
            yield Task(name, sentence, _("Renew it"), there, _("Expires"), "warn")


def _moderation(at: datetime) -> Iterator[Task]:
    waiting, late = queue.count(at=at)
    if waiting:
        yield Task(
            ngettext("%(num)s thing that was sent in waits", "%(num)s things that were sent in wait", waiting),
            _("Proposals, changes, reports and claims, the oldest first."),
            _("Open the queue"), url_for("moderation.index"),
            ngettext("%(num)s for more than a week", "%(num)s for more than a week", late) if late else "", "red",
        )  # fmt: skip


def _entries(person: Person, at: datetime) -> Iterator[Task]:
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


def _to_check(person: Person, at: datetime) -> Iterator[Task]:
    """Received entries that no juror may see yet, once their deadline has passed."""
    for competition, number in entries.to_check(at=at, hidden=juries.hidden(person)):
        yield Task(
            ngettext("%(num)s entry waits for the technical check", "%(num)s entries wait for the technical check",
                     number),
            competition.text("title", current()).text, _("Open the entries"),
            url_for("entry_desk.index", slug=competition.slug), _("To check"), "warn",
        )  # fmt: skip


def _registrations(person: Person, at: datetime) -> Iterator[Task]:
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


def _mine(person: Person, at: datetime) -> Iterator[Task]:
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


def _events(person: Person, at: datetime) -> Iterator[Task]:
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


def _requests(at: datetime) -> Iterator[Task]:
    if (number := requests.count_waiting()) and (first := requests.first_due()):
        due = dates.day(first.astimezone(ZoneInfo(here().zone)).date(), current())
        yield Task(
            ngettext("%(num)s request about data waits", "%(num)s requests about data wait", number),
            _("Each person has a right to an answer within two working days."),
            _("Answer"), url_for("requests.index"),
            _("Overdue since %(day)s", day=due) if first < at else _("Due %(day)s", day=due),
            "red" if first < at else "warn",
        )  # fmt: skip


def _letters() -> Iterator[Task]:
    if number := letters.count_failed():
        yield Task(
            ngettext("%(num)s letter did not arrive", "%(num)s letters did not arrive", number),
            _("The worker has given up. Look at what the mail server said, then send it again."),
            _("Open the letters"), url_for("letters.index"), _("Failed"), "red",
        )  # fmt: skip


def _competitions() -> Iterator[Task]:
    """Competitions that still miss something, and questions about a brief that wait."""
    waiting = competitions.waiting_questions()
    for one in competitions.at_desk():
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


def _applications() -> Iterator[Task]:
    """Businesses that applied and wait for a word, and stories that wait to be shown."""
    if number := applications.waiting():
        yield Task(
            ngettext("%(num)s application of a business waits", "%(num)s applications of businesses wait", number),
            _("Each wants a word within five working days."), _("Open the applications"),
            url_for("business_desk.index"), _("To answer"), "warn",
        )  # fmt: skip
    if number := len(stories.waiting()):
        yield Task(
            ngettext("%(num)s shop agreed that its story is shown", "%(num)s shops agreed that their stories are shown",
                     number),
            _("Read it before it is shown."), _("Open the stories"), url_for("story_desk.index"),
        )  # fmt: skip


def _my_applications(person: Person) -> Iterator[Task]:
    """What the organisers ask about an application, and drafts that are not sent."""
    for one in applications.of_person(person):
        name = one.shop.listing.name_vi
        if one.state is ApplicationState.QUESTION:
            yield Task(
                name, _("The organisers ask about your application."), _("Read and answer"),
                url_for("shop_applications.show", code=one.code), _("Question"), "red",
            )  # fmt: skip
        elif one.state is ApplicationState.DRAFT:
            yield Task(
                name, _("Your application is not sent yet."), _("Go on"),
                url_for("shop_applications.edit", code=one.code), _("Draft"), "warn",
            )  # fmt: skip


def _unpublished() -> Iterator[Task]:
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


def _event_files() -> Iterator[Task]:
    """Files of events that wait for an editor's word."""
    if waiting := event_sources.count_waiting():
        yield Task(
            ngettext("%(num)s file of events waits", "%(num)s files of events wait", waiting),
            _("Look what each would do, then say yes or forget it."),
            _("Look at the files"), url_for("event_sources.index"),
        )  # fmt: skip


def _imports(at: datetime) -> Iterator[Task]:
    for one in backlog.recent_imports(at):
        yield Task(
            _("Import “%(name)s”", name=one.file_name),
            _("%(added)s new, %(updated)s changed. If something went wrong, the whole import can be undone.",
              added=one.added, updated=one.updated),
            _("Open the imports"), url_for("imports.index"),
        )  # fmt: skip


def _doubtful(at: datetime) -> Iterator[Task]:
    if number := backlog.count_doubtful(at):
        yield Task(
            ngettext("%(num)s listing nobody has confirmed for a year",
                     "%(num)s listings nobody has confirmed for a year", number),
            _("Call or visit, then mark it as still true. Visitors see when that was."),
            _("Confirm them"), _list("doubtful"),
        )  # fmt: skip


def _list(tab: str) -> str:
    return url_for("desk.listings", tab=str(tab))
