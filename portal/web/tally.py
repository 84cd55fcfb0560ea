"""Many numbers in one question: a desk that counts what waits in ten places asks the database once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select

from portal.db import db


def tally(found: Mapping[str, Select[Any]]) -> Mapping[str, int]:
    """How many rows each of these selections has, by its name."""
    if not found:
        return {}
    counted = (select(func.count()).select_from(one.order_by(None).subquery()) for one in found.values())
    numbers = db.session.execute(select(*(one.scalar_subquery() for one in counted))).one()
    return dict(zip(found, numbers, strict=True))
