"""Certificates: found by their code, and by the entry they are for."""

from __future__ import annotations

from sqlalchemy import select

from portal.competitions.entries.models import Entry
from portal.competitions.results.models import Certificate
from portal.db import db
from portal.kit import code as codes


def of_code(code: str) -> Certificate | None:
    """The certificate with this code, as people type it; a wrong one and an unknown one are the same."""
    read = codes.read(code)
    return db.session.scalar(select(Certificate).where(Certificate.code == read)) if read else None


def of_entry(entry: Entry) -> Certificate | None:
    return db.session.scalar(select(Certificate).where(Certificate.entry_id == entry.id))
