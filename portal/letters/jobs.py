"""What the worker does for people: sends the letters that are due, and comes back to what a reminder names."""

from __future__ import annotations

from datetime import datetime

from portal.letters import rules
from portal.letters.models import Letter, Reminder
from portal.letters.post import Post, Sealed
from portal.owed import Duty, Hopeless

NO_ADDRESS = "This person has no mail address: the letter waits in the portal."


def letters(post: Post) -> Duty[Letter, Sealed, str]:
    """Returns the duty of sending; its outcome is the address a letter went to, empty when there is none."""

    def send(letter: Sealed, at: datetime) -> str:
        if letter.to:
            post.send(letter, at=at)
        return letter.to

    return Duty(Letter, _seal, send, _note)


def reminders() -> Duty[Reminder, None, None]:
    """A reminder's own function runs in the transaction that marks it as done, so it runs once."""

    def act(reminder: Reminder, _outcome: None, at: datetime) -> None:
        if reminder.kind not in rules.REMINDED:
            raise Hopeless(f"Nobody knows a reminder of the kind {reminder.kind}.")
        rules.REMINDED[reminder.kind](reminder.subject_id, at)

    return Duty(Reminder, lambda reminder: None, lambda brief, at: None, act)


def _seal(letter: Letter) -> Sealed:
    person = letter.person
    return Sealed(
        letter.id, letter.message_id, person.full_name, person.email or "", person.language, letter.subject,
        letter.body, letter.written_at,
    )  # fmt: skip


def _note(letter: Letter, sent_to: str, at: datetime) -> None:
    letter.sent_to = sent_to
    letter.failure = "" if sent_to else NO_ADDRESS
    if letter.kind in rules.NOT_KEPT:
        letter.body = ""
