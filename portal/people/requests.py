"""What somebody asks for about their own data: a copy, a correction, to be erased. Answered within two working days."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.city.chosen import here
from portal.db import db
from portal.kit import dates
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import DataRequest, DataRequestKind, Person
from portal.people.rules import find as find_person

WORKING_DAYS = 2  # Law 91/2025/QH15
GRACE = timedelta(days=7)
ERASURE = "erase_person"  # the kind of reminder that carries an erasure out


def due(at: datetime) -> datetime:
    """The last minute of the second working day after the day of `at`, by the city's clocks."""
    return dates.working_days_after(at, WORKING_DAYS, ZoneInfo(here().zone))


def ask_correction(person: Person, words: str, *, at: datetime) -> DataRequest:
    """Asks for something to be put right that the person cannot change alone."""
    return _ask(person, DataRequestKind.CORRECT, words=clean(words, lines=True), at=at, due_at=due(at))


def write_down(who: str, kind: DataRequestKind, words: str, *, by: Person, at: datetime) -> DataRequest:
    """A request that reached the organisers by voice or letter. Refused where nobody is known by that address."""
    person = find_person(who)
    if person is None or person.erased_at is not None:
        raise Refused(N_("Nobody has an account with this number or address."), field="who")
    if kind == DataRequestKind.ERASE:
        return ask_erasure(person, by=by, at=at)
    if not clean(words):
        raise Refused(N_("Write what is to be corrected."), field="words")
    return _ask(person, kind, by=by, words=clean(words, lines=True), at=at, due_at=due(at))


def note_copy(person: Person, *, at: datetime) -> DataRequest:
    """Writes down that the person took a copy; it is answered at once."""
    made = _ask(person, DataRequestKind.COPY, at=at, due_at=at)
    made.done_at, made.done_by_id = at, person.id
    return made


def ask_erasure(person: Person, *, at: datetime, by: Person | None = None) -> DataRequest:
    """Everything about the person goes after the grace, unless they take this back. Asked twice it stands once."""
    if standing := standing_erasure(person):
        return standing
    made = _ask(person, DataRequestKind.ERASE, by=by, at=at, due_at=at + GRACE, takes_effect_at=at + GRACE)
    letters.remind(ERASURE, of=made.id, at=at + GRACE)
    return made


def standing_erasure(person: Person) -> DataRequest | None:
    """The person's wish to be erased, as long as it can be taken back."""
    return db.session.scalar(
        of(person).where(
            DataRequest.kind == DataRequestKind.ERASE,
            DataRequest.taken_back_at.is_(None),
            DataRequest.done_at.is_(None),
        )
    )


def is_open(request: DataRequest) -> bool:
    return request.done_at is None and request.taken_back_at is None


def take_back(request: DataRequest, *, by: Person, at: datetime) -> None:
    """The person stays after all, or needs no correction any more."""
    if is_open(request):
        request.taken_back_at = at
        audit.note("data_request_taken_back", "data_request", request.id, by=by, at=at, asked=str(request.kind))


def answer(request: DataRequest, words: str, *, by: Person, at: datetime) -> None:
    """Answers and closes a request. An erasure is stopped by that: its day carries it out, an answer does not."""
    if not is_open(request):
        raise Refused(N_("This request is closed already."))
    request.answer, request.done_by_id = clean(words, lines=True), by.id
    if request.kind == DataRequestKind.ERASE:
        request.taken_back_at = at
        audit.note("erasure_stopped", "data_request", request.id, by=by, at=at, person=request.person_id)
        return
    request.done_at = at
    audit.note("data_request_answered", "data_request", request.id, by=by, at=at, asked=str(request.kind))


def of(person: Person) -> Select[DataRequest]:
    """Everything a person asked for, the latest first."""
    return select(DataRequest).where(DataRequest.person_id == person.id).order_by(DataRequest.id.desc())


def find(number: int) -> DataRequest | None:
    return db.session.get(DataRequest, number)


def find_of(person: Person, number: int) -> DataRequest | None:
    """A request of this person; one of anybody else is as unknown as one that never was."""
    return db.session.scalar(of(person).where(DataRequest.id == number)) if 0 < number < 2**31 else None


def waiting() -> Select[DataRequest]:
    """What is still open, the one due first at the head."""
    rows = select(DataRequest).options(joinedload(DataRequest.person)).where(*_open())
    return rows.order_by(DataRequest.due_at, DataRequest.id)


def answered() -> Select[DataRequest]:
    """What was answered, carried out or taken back, the latest first."""
    closed = (DataRequest.done_at.is_not(None)) | (DataRequest.taken_back_at.is_not(None))
    rows = select(DataRequest).options(joinedload(DataRequest.person)).where(closed)
    return rows.where(DataRequest.kind != DataRequestKind.COPY).order_by(DataRequest.id.desc())


def to_answer() -> Select[int]:
    """The requests that somebody has to answer; an erasure carries itself out."""
    return select(DataRequest.id).where(*_open(), DataRequest.kind != DataRequestKind.ERASE)


def first_due() -> datetime | None:
    """When the most urgent of them is due."""
    first = waiting().where(DataRequest.kind != DataRequestKind.ERASE).limit(1)
    found = db.session.scalar(first)
    return found.due_at if found else None


def _open() -> tuple[ColumnElement[bool], ...]:
    return DataRequest.done_at.is_(None), DataRequest.taken_back_at.is_(None)


def _ask(
    person: Person, kind: DataRequestKind, *, at: datetime, by: Person | None = None, **more: object
) -> DataRequest:
    made = DataRequest(person_id=person.id, kind=kind, asked_at=at, **more)
    db.session.add(made)
    db.session.flush()
    audit.note("data_requested", "data_request", made.id, by=by or person, at=at, asked=str(kind), person=person.id)
    return made
