"""Transfers: a file is announced, arrives in pieces, and is handed over whole, or refused, or forgotten."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.db import db
from portal.kit.say import N_, Refused
from portal.media import rules as media
from portal.media.storage import Stored
from portal.people.models import Person
from portal.uploads import receivers
from portal.uploads.models import Transfer
from portal.uploads.receivers import Sender

LIFE = timedelta(days=2)  # since the last byte
REMEMBERED = timedelta(days=30)  # that there was one, so that its address answers "gone" and not "unknown"
MOST_UNDER_WAY = 40  # of one subject

EMPTY = N_("This file is empty. Choose it once more.")
TOO_MANY = N_("Too many files are on their way already. Let them arrive, or cancel one.")
CHANGED = N_("This is not the file that was announced: it changed while it was sent. Choose it once more.")


class TooLarge(Refused):
    """The file is larger than its slot takes; `most` is in bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(
            N_("This file is larger than %(megabytes)s MB. Save it smaller and send that."),
            values={"megabytes": most // 1_000_000},
        )
        self.most = most


def begin(
    sender: Sender, receiver: str, subject: str, *, slot: str, size: int, digest: str, label: str, media_type: str,
    at: datetime,
) -> Transfer:  # fmt: skip
    """Announces a file. The same file for the same slot again is the transfer that was begun before."""
    if size <= 0:
        raise Refused(EMPTY)
    if size > (most := receivers.known()[receiver].largest(subject, slot)):
        raise TooLarge(most)
    others = under_way(receiver, subject, at=at)
    if digest and (same := _same(others, slot, size, digest)):
        return same
    if len(others) >= MOST_UNDER_WAY:
        raise Refused(TOO_MANY)
    transfer = Transfer(
        name=secrets.token_urlsafe(24), receiver=receiver, subject=subject, slot=slot, size=size, digest=digest,
        label=media.label(label), media_type=media_type[:100], person_id=sender.person and sender.person.id,
        arrived=0, begun_at=at, expires_at=at + LIFE,
    )  # fmt: skip
    receivers.of(transfer).check(transfer, sum(one.size for one in others), at=at)
    db.session.add(transfer)
    db.session.flush()
    return transfer


def find(name: str) -> Transfer | None:
    return db.session.scalar(select(Transfer).where(Transfer.name == name))


def under_way(receiver: str, subject: str, *, at: datetime) -> Sequence[Transfer]:
    """The transfers of a subject that may still go on, the oldest first."""
    mine = select(Transfer).where(Transfer.receiver == receiver, Transfer.subject == subject)
    return db.session.scalars(
        mine.where(Transfer.ended_at.is_(None), Transfer.expires_at > at).order_by(Transfer.id)
    ).all()


def is_expired(transfer: Transfer, *, at: datetime) -> bool:
    return transfer.ended_at is None and transfer.expires_at <= at


def moved(name: str, arrived: int, *, at: datetime) -> datetime:
    """Some more has come; says until when the rest may."""
    transfer = _one(name)
    transfer.arrived, transfer.expires_at = min(arrived, transfer.size), at + LIFE
    return transfer.expires_at


def hand_over(name: str, stored: Stored, seen: object, *, at: datetime) -> None:
    """The whole file stands in the storage: its receiver takes it. `at` is when its last byte came."""
    transfer = _one(name)
    if transfer.ended_at is not None:
        return
    if transfer.digest and transfer.digest != stored.digest:
        raise Refused(CHANGED)
    receivers.of(transfer).arrived(transfer, stored, seen, at=at)
    transfer.arrived, transfer.ended_at = transfer.size, at


def refuse(name: str, why: Refused, *, at: datetime) -> None:
    """The whole file came and is not taken; its address says so from now on."""
    transfer = _one(name)
    transfer.arrived, transfer.ended_at = transfer.size, at
    transfer.refused = (str(why) if why.values else why.sentence)[:500]
    receivers.of(transfer).given_up(transfer, at=at)


def cancel(name: str, *, at: datetime) -> None:
    transfer = _one(name)
    receivers.of(transfer).given_up(transfer, at=at)
    db.session.delete(transfer)


def waiting() -> list[tuple[str, int]]:
    """Name and size of each transfer that was not handed over yet."""
    found = select(Transfer.name, Transfer.size).where(Transfer.ended_at.is_(None))
    return [(name, size) for name, size in db.session.execute(found)]


def names() -> set[str]:
    """Of the transfers whose part file is still needed."""
    return set(db.session.scalars(select(Transfer.name).where(Transfer.ended_at.is_(None))))


def expired(*, at: datetime) -> Sequence[str]:
    return db.session.scalars(select(Transfer.name).where(Transfer.ended_at.is_(None), Transfer.expires_at <= at)).all()


def forget(*, before: datetime) -> int:
    """Rows of transfers that ended, or could not go on any more, before a moment; returns how many."""
    last = func.coalesce(Transfer.ended_at, Transfer.expires_at)
    old = db.session.scalars(select(Transfer).where(last < before)).all()
    for transfer in old:
        db.session.delete(transfer)
    return len(old)


def erase(person: Person) -> None:
    """Takes a person's file names out of what is remembered."""
    for transfer in db.session.scalars(select(Transfer).where(Transfer.person_id == person.id)):
        transfer.label, transfer.media_type, transfer.refused, transfer.person_id = "", "", "", None


def _one(name: str) -> Transfer:
    return db.session.scalars(select(Transfer).where(Transfer.name == name)).one()


def _same(others: Sequence[Transfer], slot: str, size: int, digest: str) -> Transfer | None:
    alike = (one for one in others if (one.slot, one.size, one.digest) == (slot, size, digest))
    return next(alike, None)
