"""The numbers an operator watches, in the form Prometheus reads.

Several processes count together through files in `PROMETHEUS_MULTIPROC_DIR`, which `portal.serve` sets. The client
looks at that variable when it is imported, hence the late imports.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from portal import schedule
from portal.db import db
from portal.owed import Owed
from portal.web.clock import now

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.core import Metric

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Meters(NamedTuple):
    registry: CollectorRegistry
    answers: Counter
    seconds: Histogram


@cache
def init() -> Meters:
    """Makes the counters of this process, once."""
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    return Meters(
        registry,
        Counter("portal_answers_total", "Answers, by endpoint and status.", ["endpoint", "status"], registry=registry),
        Histogram("portal_answer_seconds", "Time to the last byte.", ["endpoint"], buckets=SECONDS, registry=registry),
    )


def count(endpoint: str | None, status: int, seconds: float) -> None:
    """Counts one answer. Addresses that lead nowhere share one name: a stranger cannot make up series."""
    meters = init()
    meters.answers.labels(endpoint or "none", str(status)).inc()
    meters.seconds.labels(endpoint or "none").observe(seconds)


def exposition() -> tuple[bytes, str]:
    """All numbers of all processes, and the media type of that text."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        answers = CollectorRegistry()
        MultiProcessCollector(answers)
    else:
        answers = init().registry
    work = CollectorRegistry()
    work.register(Work())
    return generate_latest(answers) + generate_latest(work), CONTENT_TYPE_LATEST


class Work:
    """What the worker has before it, asked from the database when somebody looks."""

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        waiting = GaugeMetricFamily("portal_owed", "Rows the worker has yet to make good.", labels=["kind"])
        given_up = GaugeMetricFamily("portal_given_up", "Rows that people must look at.", labels=["kind"])
        for kind in Owed.__subclasses__():
            name = kind.__name__.lower()
            waiting.add_metric([name], _count(kind, kind.gave_up_at.is_(None), kind.due_at <= now()))
            given_up.add_metric([name], _count(kind, kind.gave_up_at.is_not(None)))
        yield from (waiting, given_up)
        if beat := schedule.last_beat():
            age = (now() - beat).total_seconds()
            yield GaugeMetricFamily("portal_worker_heartbeat_age_seconds", "Since a worker was last seen.", value=age)

    def describe(self) -> Iterator[Metric]:
        return iter(())


def _count(kind: type[Owed], *which: object) -> int:
    found = select(func.count()).select_from(kind).where(kind.done_at.is_(None), *which)  # type: ignore[arg-type]
    return db.session.scalar(found) or 0
