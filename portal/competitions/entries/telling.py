"""The letters to a team, in each reader's language: the receipt, a question, what did not arrive, a withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from portal.competitions.entries import timing
from portal.competitions.entries.check_models import EntryQuery
from portal.competitions.entries.models import Entry, Receipt
from portal.kit import numbers
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link


def received(entry: Entry, receipt: Receipt, *, at: datetime) -> None:
    """The receipt with its sums, to everybody in the team who has an account."""
    for person in readers(entry):
        with in_language_of(person):
            lines = [f"{one['sha256']}  {one['size']}  {one['slot']}" for one in receipt.contents["files"]]
            _write(
                person, "entry_received",
                _("Received: entry %(code)s, no. %(number)s", code=entry.code, number=receipt.sequence),
                [
                    _("Your entry was received at %(second)s as no. %(number)s.",
                      second=timing.to_the_second(receipt.at, current()),
                      number=numbers.show(receipt.sequence, current())),
                    "\n".join(lines), _("Sum over all of it: %(digest)s", digest=receipt.digest),
                    link("entry_receipts.show", code=entry.code),
                ], at,
            )  # fmt: skip


def not_arrived(entry: Entry, *, at: datetime) -> None:
    for person in readers(entry):
        with in_language_of(person):
            _write(
                person, "entry_not_arrived", _("Entry %(code)s: files did not arrive", code=entry.code),
                [
                    _("The time in which announced files could still arrive is over, and some did not come. The entry"
                      " is not handed in; what you wrote is kept as a draft."),
                    link("entries.show", code=entry.code),
                ], at,
            )  # fmt: skip


def withdrawn(entry: Entry, *, at: datetime) -> None:
    for person in readers(entry):
        with in_language_of(person):
            _write(
                person, "entry_withdrawn", _("Entry %(code)s is withdrawn", code=entry.code),
                [_("Nobody judges it, and it is not shown."), link("entries.show", code=entry.code)], at,
            )  # fmt: skip


def asked(entry: Entry, query: EntryQuery, *, at: datetime) -> None:
    for person in readers(entry):
        with in_language_of(person):
            until = (
                _("Please answer until %(moment)s.", moment=timing.to_the_second(query.due_at, current()))
                if query.due_at else ""
            )  # fmt: skip
            _write(
                person, "entry_asked", _("A question about entry %(code)s", code=entry.code),
                [query.text, until, link("entries.show", code=entry.code)], at,
            )  # fmt: skip


def readers(entry: Entry) -> Iterator[Person]:
    """Everybody in the team who has an account."""
    for member in entry.members:
        person = member.person
        if person is not None and member.joined_at and member.left_at is None and person.erased_at is None:
            yield person


def _write(person: Person, kind: str, subject: str, parts: list[str], at: datetime) -> None:
    letters.write(person, kind=kind, subject=subject, body="\n\n".join(filter(None, parts)), at=at)
