"""Plants the listings of the demo city, as anybody's files are: through the importer, so that twice changes nothing.

`listings.csv` brings them, `details.json` what its table has no column for, `links.csv` joins them, and `states.csv`
puts one listing into every state that visitors must not see.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from portal.db import db
from portal.listings import document, importer, rules
from portal.listings.columns import READ, written
from portal.listings.importer import Row, Table, Terms
from portal.listings.models import LinkKind, Listing, State

CITY = "hoi-an"  # whose listings these are
HERE = Path(__file__).parent
TERMS = Terms(demo=True, point_source="seed")


def plant(*, at: datetime) -> int:
    """Plants what is not here yet; returns how many listings, fields of listings and links that were."""
    return sum(
        [
            _import(importer.read((HERE / "listings.csv").read_bytes(), "listings.csv"), at=at),
            _import(_details(), at=at),
            _links(),
            _states(at=at),
        ]
    )


def _import(table: Table, *, at: datetime) -> int:
    import_ = importer.apply(importer.check(table, TERMS), by=None, at=at)
    return import_.added + import_.updated if import_ else 0


def _details() -> Table:
    """`details.json` as a table: what it says of a listing are the cells of that listing's row."""
    content = (HERE / "details.json").read_bytes()
    rows = [
        Row(number, {"slug": slug, **{name: written(value) for name, value in said.items()}})
        for number, (slug, said) in enumerate(json.loads(content).items(), 1)
    ]
    columns = {name: None for row in rows for name in row.cells}
    return Table("details.json", sha256(content).hexdigest(), tuple(columns), (), tuple(rows))


def _links() -> int:
    """Joins the listings; one that has been taken away since is passed over."""
    known = {one.slug: one for one in db.session.scalars(select(Listing))}
    joined = 0
    for row in _lines("links.csv"):
        source, target = known.get(row["source_slug"]), known.get(row["target_slug"])
        if source and target:
            joined += rules.link(source, LinkKind(row["kind"]), target) is not None
    return joined


def _states(*, at: datetime) -> int:
    """One listing in each state. The state is set past the verbs: several are reached by acts of people only."""
    planted = []
    for row in _lines("states.csv"):
        if not db.session.scalar(select(Listing.id).where(Listing.slug == row["slug"])):
            given = {name: READ[name](row[name]) for name in row if name not in {"slug", "state"}}
            listing = rules.create({**given, "demo": True}, by=None, at=at, address=row["slug"])
            listing.state = State(row["state"])
            planted.append(listing)
    db.session.flush()
    document.keep(planted)
    return len(planted)


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
