"""Who made the entries, as they want to be named: told to nobody before the reveal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from portal.competitions.entries.models import Entry, Identity
from portal.competitions.models import Competition, Stage
from portal.db import db

REVEALED = tuple(Stage)[tuple(Stage).index(Stage.REVEALED) :]


def shown(competition: Competition, entries: Iterable[Entry]) -> Mapping[int, str]:
    """The authors of these entries by its number, where the reveal has been and they want to be named."""
    if competition.stage not in REVEALED:
        return {}
    found = select(Identity.entry_id, Identity.shown_as).where(
        Identity.entry_id.in_([entry.id for entry in entries]), Identity.shown_as != ""
    )  # fmt: skip
    return {row[0]: row[1] for row in db.session.execute(found)}
