"""The packages as the public reads them: what each holds, its steps by name, how long they take; kept with the map."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.businesses import queries
from portal.businesses.models import Package, Step, StepVersion
from portal.db import db
from portal.listings.models import Worded


@dataclass(frozen=True)
class Shown:
    """One package in one language."""

    of: Package
    title: Worded
    what: Worded
    whom: Worded
    result: Worded
    steps: list[tuple[str, Worded]]
    """Their keys and titles, in order."""
    minutes: int
    """All its steps together."""

    @property
    def hours(self) -> int:
        return max(1, round(self.minutes / 60))


def shown(lang: str) -> list[Shown]:
    """All packages, with their steps that are still asked for."""
    packages = db.session.scalars(queries.packages()).all()
    standing = select(Step).where(Step.retired_at.is_(None)).order_by(Step.package_id, Step.position)
    steps = db.session.scalars(standing).all()
    worded = queries.wordings([one.id for one in steps])
    return [_shown(one, [step for step in steps if step.package_id == one.id], worded, lang) for one in packages]


def _shown(package: Package, steps: list[Step], worded: dict[int, StepVersion], lang: str) -> Shown:
    title, what, whom, result = (package.text(field, lang) for field in ("title", "what", "whom", "result"))
    named = [(step.key, worded[step.id].text("title", lang)) for step in steps if step.id in worded]
    return Shown(package, title, what, whom, result, named, sum(step.minutes for step in steps))
