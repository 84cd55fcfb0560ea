"""Times the full recomputation of a large ranking, in this process: `python -m tests.bench.ranking` prints its figures.

2,000 entries × 15 jurors × 6 criteria, one ballot in a hundred missing: values, severity, margins, agreement, brackets
and the order without each juror (QUALITY.md §2). No database has a part in it.
"""

from __future__ import annotations

import json

from portal.kit import ranking
from portal.kit.ballots import Ballot, Criterion
from portal.kit.pcg import Pcg32
from tests.bench.figures import Clock, timed

ENTRIES, JURORS = 2_000, 15
WEIGHTS = dict(zip("abcdef", (20, 15, 20, 15, 20, 10), strict=True))
WHAT = f"ranking {ENTRIES:,} × {JURORS} × {len(WEIGHTS)}, recomputed"


def main() -> None:
    criteria = [Criterion(key, weight) for key, weight in WEIGHTS.items()]
    given = ballots()

    def recompute() -> None:
        found = ranking.by_scores(given, criteria)
        assert len(found.entries) == ENTRIES

    clock = Clock(recompute)
    timed([clock])
    print(json.dumps(clock.figures(WHAT, ENTRIES, "python").as_dict()))


def ballots() -> list[Ballot]:
    chance = Pcg32(1)
    return [
        Ballot(f"J{juror:02}", f"E{entry:04}", {key: chance.below(21) / 2 for key in WEIGHTS})
        for juror in range(JURORS)
        for entry in range(ENTRIES)
        if chance.below(100)
    ]


if __name__ == "__main__":
    main()
