"""Pages for people who are signed in, timed in turn with the bare page: what they cost is told as a ratio to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import Flask

from portal.db import Mode, db, transactions
from portal.listings import search
from portal.listings.search import Query
from tests.bench import bare
from tests.bench.asking import page
from tests.bench.figures import Clock, Figures, timed
from tests.bench.stages import Stage


class BesideBare:
    """The bare page of a stage, at hand to be timed with others."""

    def __init__(self, app: Flask, stage: Stage) -> None:
        with app.test_request_context("/map"), transactions(Mode.READ):
            rows = search.find(Query()).rows
            db.session.rollback()
        self._work = page(bare.client(Path(stage.home), rows), ["/"])
        self._cost: dict[int, float] = {}

    def timed(self, clocks: Sequence[Clock]) -> None:
        """Runs the clocks in turn with the bare page."""
        plain = Clock(self._work)
        timed([plain, *clocks])
        self._cost |= {id(clock): plain.cpu_ms for clock in clocks}

    def told(self, clock: Clock, figures: Figures) -> Figures:
        """The figures of a clock that was timed here, with their ratio to the bare page."""
        return replace(figures, beside=round(clock.cpu_ms / self._cost[id(clock)], 2))
