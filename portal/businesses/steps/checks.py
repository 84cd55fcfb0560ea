"""What the portal computes for a step: the customer book's own counts, and whether a shop says the same everywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from portal.businesses.customers import checks as book
from portal.businesses.models import Shop, Step
from portal.businesses.steps import same_facts
from portal.businesses.steps.models import Progress

SAME_FACTS = "same_facts"


class Found(NamedTuple):
    """What a check says, as a msgid with its values, and whether that is enough. Counts only, never a customer."""

    good: bool
    says: str
    values: dict[str, Any]


def found(progress: Progress, *, at: datetime) -> Found | None:
    return of_step(progress.shop, progress.step, at=at)


def of_step(shop: Shop, step: Step, *, at: datetime) -> Found | None:
    """None where a step has nothing to compute."""
    if not step.check:
        return None
    if step.check == SAME_FACTS:
        return Found(*same_facts.found(shop))
    said = book.found(shop, step.check, at=at)
    return Found(said.good, said.says, dict(said.values))
