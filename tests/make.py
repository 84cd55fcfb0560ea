"""Things for tests, as plain functions: each takes what matters to the test and fills in the rest."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from portal.db import db
from portal.listings import rules
from portal.listings.models import Listing
from portal.people.models import Grant, Person, Role

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # ten in the morning of a Sunday in Hội An
_numbers = itertools.count(1)


def person(*roles: Role, name: str = "Nguyễn Thị Bình", language: str = "vi", **more: Any) -> Person:
    number = next(_numbers)
    made = Person(full_name=name, email=f"person{number}@example.org", language=language, created_at=AT, **more)
    made.grants = [Grant(role=role, granted_at=AT) for role in roles]
    db.session.add(made)
    db.session.flush()
    return made


def draft(name: str = "Nhà Tơ", **given: Any) -> Listing:
    values = {"group": "places", "area": "hoi-an", "name_vi": name, "summary_vi": f"Một dòng về {name}."}
    return rules.create(values | given, by=None, at=AT)


def listing(name: str = "Nhà Tơ", **given: Any) -> Listing:
    """A published listing."""
    made = draft(name, **given)
    rules.publish(made, by=None, at=AT)
    db.session.flush()
    return made
