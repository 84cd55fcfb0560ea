"""What was worked out for one version of the public map: each process keeps it until the map has changed.

Only a reading transaction remembers. It sees one version from its beginning to its end, and the stamp of that version
is read in the same snapshot as the answer, so no process can meet what belongs to another version.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from sqlalchemy import select

from portal.db import db, is_reading, read_rows
from portal.listings.models import MapVersion, State
from portal.listings.question import Query

ANSWERS = 200  # of each kind; the one not asked for longest is forgotten first
Work = TypeVar("Work", bound=Callable[..., Any])
STAMP = select(MapVersion.stamp).where(MapVersion.id == 1)
_known: list[Any] = []


def remembered(work: Work) -> Work:
    """`work(query, …)` is done once for each version of the map. Its answer is shared: nobody may change it."""

    @lru_cache(maxsize=ANSWERS)
    def known(_stamp: str, query: Query, *more: Hashable, **named: Hashable) -> Any:
        return work(query, *more, **named)

    _known.append(known)

    @wraps(work)
    def ask(query: Query, *more: Hashable, **named: Hashable) -> Any:
        is_public = query.state == State.PUBLISHED  # the version moves with what the public sees, with nothing else
        return known(stamp(), query, *more, **named) if is_public and is_reading() else work(query, *more, **named)

    return cast(Work, ask)


def forget() -> None:
    """As if the map had just changed: for measuring."""
    for known in _known:
        known.cache_clear()


def stamp() -> str:
    """The mark of the version of the map that this transaction sees; the database is asked once."""
    session = db.session()
    began, found = session.info.get("stamp", (None, ""))
    if began is None or began is not session.get_transaction():
        found = read_rows(STAMP).scalar() or ""
        session.info["stamp"] = (session.get_transaction(), found)
    return str(found)
