"""The weekly count: the same list three weeks in a row, and what is offered beside what is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Remark, Rows, Type, empty, good, look, missing
from portal.kit.say import N_

WEEKS = (1, 2, 3)
COUNTED = {1: N_("First count"), 2: N_("Second count"), 3: N_("Third count")}


class Stock(Kind):
    key = "stock"
    title = N_("Stock of three weeks")
    about = N_("Count once a week, on the same day, from one list. Offer no more than there is.")
    fields = tuple(Field(f"on_{week}", COUNTED[week], Type.DAY) for week in WEEKS)
    tables = (
        Rows(
            "lines", N_("Products"),
            (
                Field("product", N_("Product"), Type.PRODUCT),
                *(Field(f"count_{week}", COUNTED[week], Type.COUNT, most=100_000) for week in WEEKS),
                Field("offered", N_("Offered on all channels"), Type.COUNT, most=100_000),
            ),
            most=30, each=N_("Product %(n)s"),
        ),
    )  # fmt: skip

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, *(f"on_{week}" for week in WEEKS)):
            yield missing(N_("Write down the three days on which you counted."))
        else:
            yield from _weekly([date.fromisoformat(given[f"on_{week}"]) for week in WEEKS])
        rows = self.tables[0].filled(given)
        if not rows:
            yield missing(N_("Write down what you counted."))
        if any(row[f"count_{week}"] is None for _n, row in rows for week in WEEKS):
            yield missing(N_("Each product needs all three counts."))
        for number, row in rows:
            left, offered = row["count_3"], row["offered"]
            if left is not None and offered is not None and offered > left:
                sentence = N_(
                    "%(name)s: %(offered)s are offered, %(left)s are there. Somebody will order what you have not."
                )
                piece = known.piece(row["product"])
                name = piece.name if piece else row["product"] or "?"
                yield look(sentence, f"lines_{number}_offered", name=name, offered=offered, left=left)
        if rows and all((row["offered"] or 0) <= (row["count_3"] or 0) for _n, row in rows):
            yield good(N_("Nothing is offered that is not there."))


def _weekly(days: list[date]) -> Iterator[Remark]:
    for before, after in pairwise(days):
        if not 5 <= (after - before).days <= 9:
            yield look(N_("The counts are not a week apart."), "on_2")
            return
