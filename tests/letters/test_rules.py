"""Letters and reminders as rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal import owed
from portal.db import db
from portal.letters import rules
from portal.letters.models import Letter
from portal.people.models import Person
from tests import make
from tests.make import AT


def write(person: Person | None = None, **more: object) -> Letter:
    letter = rules.write(
        person or make.person(),
        kind="welcome",
        subject="Chào",
        body="…",
        at=AT,
        **more,  # type: ignore[arg-type]
    )
    db.session.flush()
    return letter


def due(at: datetime) -> list[Letter]:
    return list(db.session.scalars(rules.due(at)))


def test_a_letter_is_due_at_once_or_when_it_says(session: object) -> None:
    now, later = write(), write(due_at=AT + timedelta(days=1))
    assert due(AT) == [now]
    assert due(AT + timedelta(days=1)) == [now, later]


def test_a_subject_is_one_line_and_not_too_long(session: object) -> None:
    subject = "One\r\nBcc: all@example.org " + "x" * 300
    letter = rules.write(make.person(), kind="welcome", subject=subject, body="", at=AT)
    assert letter.subject.startswith("One Bcc: all@example.org xxx")
    assert len(letter.subject) == rules.LONGEST_SUBJECT


def test_every_letter_has_a_number_of_its_own(session: object) -> None:
    assert write().message_id != write().message_id


def test_a_letter_in_somebodys_hands_is_due_again_when_the_time_has_run_out(session: object) -> None:
    letter = write()
    assert owed.take(Letter, letter.id, at=AT)
    assert not owed.take(Letter, letter.id, at=AT + owed.LEASE - timedelta(seconds=1))
    assert due(AT + owed.LEASE - timedelta(seconds=1)) == []
    assert due(AT + owed.LEASE) == [letter]
    assert owed.take(Letter, letter.id, at=AT + owed.LEASE)


def test_a_letter_rests_longer_after_each_failure_and_is_then_given_up(session: object) -> None:
    letter, at, rested = write(), AT, []
    while letter.gave_up_at is None:
        owed.failed(letter, "no answer", at=at)
        if letter.taken_until:
            rested.append(letter.taken_until - at)
            assert due(letter.taken_until - timedelta(seconds=1)) == []
            at = letter.taken_until
            db.session.flush()
            assert due(at) == [letter]
    assert rested == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]
    assert (letter.tries, letter.gave_up_at, letter.due_at) == (5, at, AT)
    db.session.flush()
    assert due(at + timedelta(days=365)) == []


def test_a_hopeless_letter_is_given_up_at_once(session: object) -> None:
    letter = write()
    owed.failed(letter, "no such person", at=AT, hopeless=True)
    assert (letter.gave_up_at, letter.failure) == (AT, "no such person")


def test_a_long_reason_is_cut_to_its_column(session: object) -> None:
    letter = write()
    owed.failed(letter, "x" * 1_000, at=AT)
    assert letter.failure == "x" * owed.ROOM_FOR_WORDS


def test_failed_letters_are_those_given_up_the_latest_first(session: object) -> None:
    older, newer, resting = write(), write(), write()
    for letter, at in ((older, AT), (newer, AT + timedelta(hours=1))):
        owed.failed(letter, "no such person", at=at, hopeless=True)
    owed.failed(resting, "no answer", at=AT)
    db.session.flush()
    assert list(db.session.scalars(rules.failed())) == [newer, older]


def test_a_letter_sent_again_has_all_its_tries_and_its_old_number(session: object) -> None:
    letter, staff = write(), make.person()
    number = letter.message_id
    owed.failed(letter, "no such person", at=AT, hopeless=True)
    rules.send_again(letter, by=staff, at=AT + timedelta(days=1))
    db.session.flush()
    assert due(AT + timedelta(days=1)) == [letter]
    assert (letter.tries, letter.failure, letter.gave_up_at) == (0, "", None)
    assert (letter.message_id, letter.sent_again_by_id) == (number, staff.id)
    assert list(db.session.scalars(rules.failed())) == []


def test_a_person_reads_their_own_finished_letters_only(session: object) -> None:
    binh, an = make.person(), make.person()
    mine, hers, waiting = write(binh), write(an), write(binh)
    for letter in (mine, hers):
        owed.done(letter, at=AT)
    db.session.flush()
    assert list(db.session.scalars(rules.notices(binh))) == [mine]
    assert waiting.done_at is None


def test_a_reminder_names_a_row_and_a_day(session: object) -> None:
    reminder = rules.remind("look-again", of=12, at=AT + timedelta(days=30))
    assert (reminder.kind, reminder.subject_id, reminder.due_at) == ("look-again", 12, AT + timedelta(days=30))
    assert rules.remind("look-again", of=12, at=AT + timedelta(days=30)) is reminder
    assert rules.remind("look-again", of=12, at=AT + timedelta(days=31)) is not reminder
