"""Applications for tests: a round that is open, and a shop that has written and sent one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from portal.businesses import applications, rules
from portal.businesses.models import Application, Cohort
from portal.businesses.seed import packages
from portal.city.chosen import here
from portal.db import db
from portal.people.models import Person
from portal.web.clock import now
from tests import make

WRITTEN: dict[str, Any] = {
    "packages": [1], "makes": "Gốm đỏ nung củi", "holder": "Trần Thị Hạnh", "phone": "+84905222333", "agreed": True,
}  # fmt: skip


def cohort(*, places: int = 5, at: datetime | None = None, name: str = "Đợt 1") -> Cohort:
    """A round that takes applications now."""
    at = at or now()
    packages.bring_in(here().folder, at=make.AT)
    made = Cohort(
        name_vi=name, name_en="Round 1", opens_at=at - timedelta(days=5), closes_at=at + timedelta(days=25),
        starts_on=date(2026, 12, 21), ends_on=date(2027, 3, 14), places=places, added_at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def draft(name: str = "Gốm Son", *, by: Person | None = None) -> Application:
    packages.bring_in(here().folder, at=make.AT)
    by = by or make.person(name="Trần Thị Hạnh")
    given = {"name_vi": name, "summary_vi": f"Một dòng về {name}.", "group": "organisations", "area": "hoi-an"}
    return applications.begin(rules.begin_new(given, by=by, at=make.AT), by=by, at=make.AT)


def sent(name: str = "Gốm Son", *, by: Person | None = None, **given: Any) -> Application:
    made = draft(name, by=by)
    applications.keep(made, WRITTEN | given, at=now())
    applications.send(made, by=made.person, at=now())
    return made
