"""What the worker does for competitions: letters to all who are in one, and the ends of questions and submission."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from portal.competitions import mirroring, publishing, queries, questions, roster, rules, telling
from portal.letters.rules import reminded
from portal.schedule import InTransaction, Task


@reminded(roster.INVITED)
def invite(member_id: int, at: datetime) -> None:
    if (member := queries.place(member_id)) is not None:
        telling.invited(member, at=at)


@reminded(publishing.EXTENDED)
def extend(extension_id: int, at: datetime) -> None:
    extension = queries.extension(extension_id)
    if extension is not None and (competition := rules.numbered(extension.competition_id)) is not None:
        telling.extended(extension, competition, at=at)


@reminded(publishing.AMENDED)
def amend(addendum_id: int, at: datetime) -> None:
    addendum = queries.addendum(addendum_id)
    if addendum is not None and (competition := rules.numbered(addendum.competition_id)) is not None:
        telling.amended(addendum, competition, at=at)


@reminded(questions.RELEASED)
def answer(competition_id: int, at: datetime) -> None:
    if (competition := rules.numbered(competition_id)) is not None:
        telling.answered(competition, at=at)


@reminded(publishing.SHOWN)
def show(_competition_id: int, at: datetime) -> None:
    """Every process has learned by now that the menu leads to competitions: pages kept before that are let go."""
    mirroring.touch(at=at)


def note_ends(at: datetime, in_transaction: InTransaction) -> None:
    """Each competition in a transaction of its own; on most looks nothing has ended."""
    for number in in_transaction(partial(queries.to_step, at)):
        in_transaction(partial(_step, number, at))


def _step(number: int, at: datetime) -> None:
    if (competition := rules.numbered(number)) is not None:
        rules.follow_the_clock(competition, at=at)


TASKS = (Task("note-ends-of-phases", timedelta(minutes=1), note_ends),)
