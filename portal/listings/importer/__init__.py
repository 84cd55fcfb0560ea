"""Taking in a table of listings: read it, check it without writing, apply it, undo it.

    table = read(file, "craft-villages.csv")
    report = check(table)
    import_ = apply(report, by=person, at=now)
    undo(import_, by=person, at=later)

A listing is known again by its `source` and `source_id`, or by its slug, so that the same file twice changes nothing.
Nothing is written while one row is refused, and what somebody edited here is left alone unless the terms say otherwise.
"""

from portal.listings.importer.applying import Undone, apply, undo
from portal.listings.importer.comparing import Fate, Line, Report, check
from portal.listings.importer.reading import BYTES, ROWS, Table, read
from portal.listings.importer.rows import Row
from portal.listings.importer.terms import Own, Terms

__all__ = [
    "BYTES", "ROWS", "Fate", "Line", "Own", "Report", "Row", "Table", "Terms", "Undone", "apply", "check", "read",
    "undo",
]  # fmt: skip
