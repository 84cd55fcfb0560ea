"""Tables of ballots by pseudonym, in the columns that `bin/portal rank` reads: whoever has one can rank it anew."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from io import StringIO

from portal.competitions.jury.models import Round
from portal.competitions.results import apart, queries, reading
from portal.kit.cells import escaped
from portal.media import spreadsheet
from portal.media.spreadsheet import Cell

SCORES = ("entry", "juror", "criterion", "score", "weight")
ORDERS = ("juror", "entry", "position")
MOST_ROWS = 20_000
"""Of a workbook, which is made in the memory of a request; the CSV has no end."""


def as_csv(of: Round, left_out: Collection[str] = ()) -> str:
    """Every score of the round, an empty one does not apply; of a final every place that a juror gave."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in _rows(of, left_out):
        writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue()


def as_xlsx(of: Round, left_out: Collection[str] = ()) -> bytes | None:
    """The same as a workbook; None where it would have more than `MOST_ROWS`."""
    rows = []
    for row in _rows(of, left_out):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            return None
    name = f"{of.competition.slug} {of.number}"
    return spreadsheet.as_xlsx([(name, rows)], made_at=of.unsealed_at or of.opened_at or of.due_at)  # type: ignore[arg-type]


def _rows(of: Round, left_out: Collection[str]) -> Iterator[list[Cell]]:
    if orders := apart.orders(reading.orders(of), left_out):
        yield list(ORDERS)
        for order in orders:
            for entry, place in sorted(order.places.items()):
                yield [order.juror, entry, int(place)]
        return
    weights = {one.key: 0 if one.independent else one.weight for one in of.competition.criteria}
    yield list(SCORES)
    for one in queries.scores(of):
        if one.entry in left_out:
            continue
        points = None if one.points is None else int(one.points) if one.points == int(one.points) else one.points
        yield [one.entry, one.juror, one.criterion, points, weights[one.criterion]]
