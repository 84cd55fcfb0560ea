"""What somebody has to do now, by their roles: each task a name, how urgent it is, a sentence and one button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from portal.businesses import applications, stories
from portal.businesses import queries as campaign
from portal.businesses.policy import is_advisor
from portal.businesses.steps import queries as steps
from portal.competitions.entries.policy import keeps_entries
from portal.competitions.jury.policy import is_juror
from portal.contributions import queue
from portal.desk.tasks import of_businesses, of_competitions, of_events, of_map, of_people
from portal.desk.tasks.task import Task
from portal.events.importer import sources as event_sources
from portal.letters import rules as letters
from portal.listings import backlog, ownership
from portal.listings.policy import is_editor
from portal.people import requests
from portal.people.models import Person
from portal.people.policy import is_organiser
from portal.web.tally import tally


def tasks_of(person: Person, *, at: datetime) -> list[Task]:
    """The tasks of a person, the most urgent first."""
    number = tally(dict(_counted(person, at)))
    found: list[Task] = []
    if is_organiser(person):
        found += [
            *of_people.requests_about_data(number["requests"], at),
            *of_people.failed_letters(number["letters"]),
            *of_competitions.set_up(),
            *of_businesses.to_answer(number["applications"], number["stories"]),
        ]
    if is_juror(person):
        found += [*of_competitions.jury(person)]
    if is_editor(person):
        found += [
            *of_map.moderation(number["sent in"], number["late"]),
            *of_map.unpublished(),
            *of_map.recent_imports(at),
            *of_events.files(number["files"]),
            *of_map.doubtful(number["doubtful"]),
        ]
    if keeps_entries(person):
        found += [*of_competitions.to_check(person, at)]
    if is_advisor(person):
        found += [*of_businesses.advice(number["steps"])]
    if number["shops"]:
        found += [*of_businesses.applications_of(person), *of_businesses.steps_of(person)]
    found += [*of_competitions.entries_of(person, at), *of_events.registrations(person, at)]
    if number["shops"]:
        found += [*of_businesses.shops_of(person)]
    if number["listings"]:
        found += [*of_map.listings_of(person, at), *of_events.events_of(person, at)]
    return found


def _counted(person: Person, at: datetime) -> Iterator[tuple[str, Select[Any]]]:
    """What is only counted, and what is looked at only where there is any, by name: asked for in one question."""
    yield "shops", campaign.shops_of(person)
    yield "listings", ownership.listings_of(person)
    if is_organiser(person):
        yield "requests", requests.to_answer()
        yield "letters", letters.failed()
        yield "applications", applications.waiting()
        yield "stories", stories.waiting()
    if is_editor(person):
        yield "sent in", queue.waiting()
        yield "late", queue.late(at)
        yield "files", event_sources.waiting()
        yield "doubtful", backlog.to_confirm(at)
    if is_advisor(person):
        yield "steps", steps.waiting_of_mine(person)
