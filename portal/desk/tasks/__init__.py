"""What somebody has to do now, by their roles: each task a name, how urgent it is, a sentence and one button."""

from __future__ import annotations

from datetime import datetime

from portal.businesses.policy import is_advisor
from portal.competitions.entries.policy import keeps_entries
from portal.competitions.jury.policy import is_juror
from portal.desk.tasks import of_businesses, of_competitions, of_events, of_map, of_people
from portal.desk.tasks.task import Task
from portal.listings.policy import is_editor
from portal.people.models import Person
from portal.people.policy import is_organiser


def tasks_of(person: Person, *, at: datetime) -> list[Task]:
    """The tasks of a person, the most urgent first."""
    found: list[Task] = []
    if is_organiser(person):
        found += [
            *of_people.requests_about_data(at),
            *of_people.failed_letters(),
            *of_competitions.set_up(),
            *of_businesses.to_answer(),
        ]
    if is_juror(person):
        found += [*of_competitions.jury(person)]
    if is_editor(person):
        found += [
            *of_map.moderation(at),
            *of_map.unpublished(),
            *of_map.recent_imports(at),
            *of_events.files(),
            *of_map.doubtful(at),
        ]
    if keeps_entries(person):
        found += [*of_competitions.to_check(person, at)]
    if is_advisor(person):
        found += [*of_businesses.advice(person)]
    found += [
        *of_businesses.applications_of(person),
        *of_businesses.steps_of(person),
        *of_competitions.entries_of(person, at),
        *of_events.registrations(person, at),
    ]
    found += [*of_businesses.shops_of(person)]
    return [*found, *of_map.listings_of(person, at), *of_events.events_of(person, at)]
