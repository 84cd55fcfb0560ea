"""Names of the authors where jurors could read them: looked for in each file that arrives and in the words of an entry.

What is found is told to the team, before the deadline, and lies in the vault. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.city.chosen import here
from portal.competitions.entries.check_models import Finding
from portal.competitions.entries.checks import REFUSED
from portal.competitions.entries.files import inspected
from portal.competitions.entries.models import Anonymity, Entry, EntryFile
from portal.db import db
from portal.kit.fold import clean
from portal.kit.names_found import Known
from portal.kit.say import Refused
from portal.media.panels import inspection, scanner

AT_ONCE = 3
"""Files of one round: each may take as long as drawing it."""
TEXTS = ("title", "statement_vi", "statement_en")
NAMED = frozenset({"studio", "school", "teacher", "phone", "email", "shown_as"})
"""Fields of the vault that hold what is looked for."""


class Order(NamedTuple):
    """A file to look into, as plain values: the work is done outside any transaction."""

    file_id: int
    digest: str
    name: str
    known: Known
    is_new: bool


class Seen(NamedTuple):
    facts: inspection.Facts | None
    refused: Refused | None
    found: tuple[scanner.Finding, ...]


def orders() -> list[Order]:
    """The files that have arrived and wait, the longest waiting first."""
    waiting = select(EntryFile).where(
        EntryFile.arrived_at.is_not(None), EntryFile.checked_at.is_(None), EntryFile.removed_at.is_(None)
    )
    rows = db.session.scalars(
        waiting.options(joinedload(EntryFile.upload), joinedload(EntryFile.entry))
        .order_by(EntryFile.arrived_at, EntryFile.id).limit(AT_ONCE)
    ).all()  # fmt: skip
    return [
        Order(one.id, one.digest, one.upload.name if one.upload else "", known(one.entry), not one.facts)
        for one in rows
    ]


def look(order: Order, file: IO[bytes]) -> Seen:
    """Opens the file within walls, as often as is needed. A file that cannot be opened says why."""
    try:
        facts = inspection.look(file) if order.is_new else None
        file.seek(0)
        return Seen(facts, None, scanner.scan(file, order.known, name=order.name))
    except Refused as refused:
        return Seen(None, refused, ())


def note(file_id: int, seen: Seen, *, at: datetime) -> None:
    """Writes down what was found in a file, in place of what was found there before."""
    file = db.session.get(EntryFile, file_id)
    if file is None:
        return
    if seen.facts is not None:
        inspected(file, seen.facts, at=at)
    if seen.refused is not None:
        file.facts = {REFUSED: seen.refused.sentence, "values": dict(seen.refused.values)}
    _replace(file.entry, list(file.findings), seen.found, file=file, at=at)
    file.checked_at = at


def texts(entry: Entry, *, at: datetime) -> None:
    """Looks through the title and the statement."""
    names = known(entry)
    found = [one for name in TEXTS for one in scanner.statement(getattr(entry, name), names)]
    _replace(entry, [one for one in entry.findings if one.file_id is None], found, file=None, at=at)


def anew(entry: Entry) -> None:
    """The names have changed: each file is looked through once more."""
    for file in entry.files:
        if file.removed_at is None and file.arrived_at is not None:
            file.checked_at = None


def known(entry: Entry) -> Known:
    """Everything by which the authors could be known, as they said it themselves."""
    identity = entry.identity
    people = [one.name for one in entry.members if one.left_at is None]
    account = identity.person
    return Known(
        people=_said([*people, account.full_name, identity.teacher]),
        houses=_said([identity.studio, identity.school]),
        mails=_said([identity.email, account.email]),
        phones=_said([identity.phone, account.phone]),
        places=tuple(one.name for one in here().wards.values()),
    )


def standing(entry: Entry) -> list[Finding]:
    """What was found in what the entry holds now and has no reason yet."""
    return [
        one for one in entry.findings if one.settled_at is None and (one.file is None or one.file.removed_at is None)
    ]


def _replace(
    entry: Entry, before: list[Finding], found: Iterable[scanner.Finding], *, file: EntryFile | None, at: datetime
) -> None:  # fmt: skip
    """What is there already stays with its reason; what is not found any more goes."""
    left = {_key(one.kind, one.words, one.page): one for one in before}
    for one in found:
        if left.pop(_key(one.kind, one.words, one.page), None) is None:
            entry.findings.append(
                Finding(
                    entry_id=entry.id, file=file, kind=one.kind, words=one.words[:300], sure=one.sure, page=one.page,
                    box=list(one.box) if one.box else None, at=at,
                )
            )  # fmt: skip
    for gone in left.values():
        entry.findings.remove(gone)
        db.session.delete(gone)
    if entry.anonymity is not Anonymity.CLEARED:
        entry.anonymity = Anonymity.FLAGGED if standing(entry) else Anonymity.UNCHECKED
    db.session.flush()


def _key(kind: str, words: str, page: int | None) -> tuple[Any, ...]:
    return kind, words, page


def _said(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in words if one and clean(one)))
