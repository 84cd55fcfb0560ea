"""Writing into the record and reading from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.audit.models import AuditEntry
from portal.db import db
from portal.people.models import Person

_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def acting_from(address: str) -> Iterator[None]:
    """Acts inside are written down as coming from this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def come_from(address: str) -> None:
    """The same until the next one says otherwise: for a request, which has its process or thread to itself."""
    _address.set(address)


def note(act: str, kind: str, of_id: int | None, *, by: Person | None, at: datetime, **details: Any) -> AuditEntry:
    """Adds a row: `note("role_granted", "person", person.id, by=me, at=at, role="moderator")`.

    `details` are ids, keys and counts. What people wrote, and what they are called, never stands here: it could not
    be taken out again.
    """
    entry = AuditEntry(
        at=at, by_id=by.id if by else None, act=act, kind=kind, of_id=of_id, address=_address.get(), details=details
    )
    db.session.add(entry)
    return entry


def entries(
    *, by_id: int | None = None, people: Select[Person] | None = None, act: str = "", kind: str = "",
    of_id: int | None = None, since: datetime | None = None, until: datetime | None = None,
) -> Select[AuditEntry]:  # fmt: skip
    """The rows that fit, the latest first; `people` are those who acted or on whom somebody acted."""
    found = select(AuditEntry).options(joinedload(AuditEntry.by)).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    wanted = {"by_id": by_id, "act": act, "kind": kind, "of_id": of_id}
    for name, value in wanted.items():
        if value not in (None, ""):
            found = found.where(getattr(AuditEntry, name) == value)
    if people is not None:
        ids = people.order_by(None).with_only_columns(Person.id)
        on_them = and_(AuditEntry.kind == "person", AuditEntry.of_id.in_(ids))
        found = found.where(or_(AuditEntry.by_id.in_(ids), on_them))
    if since:
        found = found.where(AuditEntry.at >= since)
    if until:
        found = found.where(AuditEntry.at < until)
    return found
