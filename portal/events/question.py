"""What a reader asks of the calendar: the same filter for pages, feeds and the file for the phone's calendar."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from portal.events.models import Event, EventKind, Price
from portal.listings.models import State


@dataclass(frozen=True)
class Question:
    """An empty one is answered by everything public."""

    kinds: frozenset[EventKind] = frozenset()
    area: str = ""
    ward: str = ""
    free: bool = False
    language: str = ""
    accessible: bool = False
    venue_id: int | None = None
    organiser_id: int | None = None
    listing_id: int | None = None

    @property
    def is_plain(self) -> bool:
        return self == Question()


def answers(question: Question, *, sessions: bool = False) -> list[ColumnElement[bool]]:
    """The conditions under which a public event answers. The sessions of an event stand on its page, not beside it."""
    conditions: list[ColumnElement[bool]] = [Event.state == State.PUBLISHED]
    if not sessions:
        conditions.append(Event.parent_id.is_(None))
    if question.kinds:
        conditions.append(Event.kind.in_(sorted(question.kinds)))
    if question.area:
        conditions.append(Event.area == question.area)
    if question.ward:
        conditions.append(or_(Event.ward_new == question.ward, Event.ward_old == question.ward))
    if question.free:
        conditions.append(Event.price.in_([Price.FREE, Price.DONATION]))
    if question.language:
        conditions.append(Event.spoken.contains(f" {question.language} ", autoescape=True))
    if question.accessible:
        conditions.append(Event.step_free.is_(True))
    for column, wanted in (
        (Event.venue_id, question.venue_id), (Event.organiser_id, question.organiser_id),
        (Event.listing_id, question.listing_id),
    ):  # fmt: skip
        if wanted is not None:
            conditions.append(column == wanted)
    return conditions
