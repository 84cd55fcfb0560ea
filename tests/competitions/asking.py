"""How much a page asks the database: counted with nothing in the session, as a visitor's request finds it."""

from __future__ import annotations

import itertools

from portal.db import db
from tests.looking import LookingClient

MOST = 12
_again = itertools.count()


def statements(client: LookingClient, queries: list[str], address: str) -> int:
    """The number of statements that a page sends: few enough, and none of them twice."""
    db.session.flush()
    db.session.expunge_all()
    queries.clear()
    answer = client.get(f"{address}?{next(_again)}")  # nobody has been given this one before
    assert answer.status_code == 200
    assert len(queries) <= MOST and len(set(queries)) == len(queries), "\n".join(queries)
    return len(queries)
