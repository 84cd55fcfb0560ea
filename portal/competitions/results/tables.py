"""Tables of ballots by pseudonym, in the columns that `bin/portal rank` reads: whoever has one can rank it anew."""

from __future__ import annotations

import csv
from io import StringIO

from portal.competitions.jury.models import Round
from portal.competitions.results import queries
from portal.kit.cells import escaped

COLUMNS = ("entry", "juror", "criterion", "score", "weight")


def ballots(of: Round) -> str:
    """Every score of the round as CSV; an empty one does not apply."""
    weights = {one.key: 0 if one.independent else one.weight for one in of.competition.criteria}
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in queries.scores(of):
        points = "" if one.points is None else f"{one.points:g}"
        writer.writerow([escaped(one.entry), one.juror, one.criterion, points, weights[one.criterion]])
    return buffer.getvalue()
