"""What steps take from `/uploads`: files that show a step is done, from the people of the shop."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from portal.businesses import queries as campaign
from portal.businesses.models import Shop, Step
from portal.businesses.policy import works_in
from portal.businesses.steps import evidence, looking, queries, rules
from portal.config import MEGABYTE
from portal.db import db
from portal.kit.say import N_, Refused
from portal.media.panels.inspection import Facts
from portal.media.storage import Stored
from portal.people.models import Person
from portal.uploads.models import Transfer
from portal.uploads.receivers import Sender

NAME = "step"
"""The subject is the number of the shop, the slot the key of the step."""
ROOM = 400 * MEGABYTE
"""For all that is on its way to one shop at a time."""
GONE = N_("This step is not there any more.")
NO_ROOM = N_("Too much is on its way at once. Let the first files arrive.")


def subject_of(shop: Shop) -> str:
    return str(shop.id)


def opened_by(digest: str) -> str | None:
    """No tokens: who sends is signed in."""
    return None


def may_send(sender: Sender, subject: str, slot: str) -> bool:
    shop = _shop(subject)
    return shop is not None and works_in(sender.person, shop) and _step(shop, slot) is not None


def largest(subject: str, slot: str) -> int:
    return evidence.LARGEST


def check(transfer: Transfer, under_way: int, *, at: datetime) -> None:
    """What the whole file would be refused for is said before it is sent."""
    shop, step = _place(transfer)
    if missing := rules.missing_before(shop, step):
        raise Refused(rules.FIRST, values={"steps": ", ".join(missing)})
    if (progress := queries.find(shop, step)) is not None:
        rules.check_open(progress)
        evidence.check_room(progress, transfer.digest)
    if under_way + transfer.size > ROOM:
        raise Refused(NO_ROOM)


def look(file: IO[bytes]) -> Facts:
    return looking.look(file)


def arrived(transfer: Transfer, stored: Stored, seen: Facts, *, at: datetime) -> None:
    shop, step = _place(transfer)
    by = db.session.get(Person, transfer.person_id) if transfer.person_id else None
    take_in(shop, step, stored, seen, label=transfer.label, by=by, at=at)


def given_up(transfer: Transfer, *, at: datetime) -> None:
    """Nothing was announced of it beforehand: nothing is left of it."""


def take_in(
    shop: Shop, step: Step, stored: Stored, seen: Facts, *, label: str, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """A whole file that stands in the storage: by either road it becomes evidence here."""
    progress = rules.begin(shop, step, by=by, at=at)
    rules.check_open(progress)
    evidence.check_room(progress, stored.digest)
    upload = looking.record(stored, seen, label=label, by_id=by.id if by else None, at=at)
    evidence.add_file(progress, upload, by_id=by.id if by else None, at=at)
    rules.start(progress, by=by, at=at)


def _place(transfer: Transfer) -> tuple[Shop, Step]:
    shop = _shop(transfer.subject)
    step = _step(shop, transfer.slot) if shop is not None else None
    if shop is None or step is None:
        raise Refused(GONE)
    return shop, step


def _shop(subject: str) -> Shop | None:
    return db.session.get(Shop, int(subject)) if subject.isdecimal() and len(subject) < 10 else None


def _step(shop: Shop, key: str) -> Step | None:
    step = campaign.step_of_key(key)
    enrolled = step is not None and queries.enrolled(shop, step.package.number) is not None
    return step if enrolled else None
