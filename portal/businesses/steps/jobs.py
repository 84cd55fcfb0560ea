"""What the worker does for steps: looks into what was handed in, tells the shops, lets the calendar expire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app

from portal.businesses.steps import expiry, noticing, queries, reviewing, telling, visits
from portal.businesses.steps.models import EvidenceLook, Standing
from portal.businesses.steps.noticing import Order
from portal.letters.rules import reminded
from portal.media.panels.noticing import notice
from portal.media.storage import storage_for
from portal.owed import Duty
from portal.schedule import InTransaction, Task

LOST = {"refused": "lost"}


@reminded(reviewing.REVIEWED)
def tell_of_a_review(review_id: int, at: datetime) -> None:
    if (review := queries.review(review_id)) is not None:
        telling.reviewed(review, at=at)


@reminded(expiry.EXPIRES)
def tell_of_an_end(progress_id: int, at: datetime) -> None:
    """Not of one that was renewed or has expired meanwhile."""
    progress = queries.numbered(progress_id)
    if progress is not None and progress.standing is Standing.EXPIRING:
        telling.expires(progress, at=at)


@reminded(expiry.EXPIRED)
def tell_that_it_expired(progress_id: int, at: datetime) -> None:
    progress = queries.numbered(progress_id)
    if progress is not None and progress.standing is Standing.EXPIRED:
        telling.expired(progress, at=at)


@reminded(visits.CLOSED_VISIT)
def tell_of_a_visit(visit_id: int, at: datetime) -> None:
    if (visit := queries.visit(visit_id)) is not None:
        telling.visited(visit, at=at)


def expire(at: datetime, in_transaction: InTransaction) -> None:
    """Each step in a transaction of its own: two workers that come at once settle it once."""
    for number in in_transaction(partial(expiry.due, at=at)):
        in_transaction(partial(expiry.settle, number, at=at))


def look(orders: list[Order], at: datetime) -> dict[int, Mapping[str, Any]]:
    """Opens the files, each in a process of its own."""
    storage = storage_for(current_app.config["SETTINGS"])
    seen: dict[int, Mapping[str, Any]] = {}
    for order in orders:
        try:
            with storage.open(order.digest) as file:
                seen[order.evidence_id] = notice(file)
        except FileNotFoundError:
            seen[order.evidence_id] = LOST
    return seen


def _settle(row: EvidenceLook, seen: Mapping[int, Mapping[str, Any]], at: datetime) -> None:
    noticing.settle(row, seen, at=at)


DUTIES = (Duty(EvidenceLook, noticing.orders, look, _settle),)
TASKS = (Task("expire_steps", timedelta(hours=12), expire),)
