"""What the portal computes for a step: the customer book's own counts, and whether a shop says the same everywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from portal.businesses.customers import checks as book
from portal.businesses.steps import same_facts
from portal.businesses.steps.models import Progress

SAME_FACTS = "same_facts"


class Found(NamedTuple):
    """What a check says, as a msgid with its values, and whether that is enough. Counts only, never a customer."""

    good: bool
    says: str
    values: dict[str, Any]


def found(progress: Progress, *, at: datetime) -> Found | None:
    """None where a step has nothing to compute."""
    key = progress.step.check
    if not key:
        return None
    if key == SAME_FACTS:
        return Found(*same_facts.found(progress.shop))
    said = book.found(progress.shop, key, at=at)
    return Found(said.good, said.says, dict(said.values))
