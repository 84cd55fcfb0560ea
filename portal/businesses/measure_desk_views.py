"""Before and after at the organisers' desk: counts of shops in bands, on a page and as a table to take along."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response
from flask_babel import gettext as _

from portal.businesses import measures
from portal.businesses.policy import runs_campaign
from portal.web.guard import guard
from portal.web.page import page

bp = Blueprint("measure_desk", __name__, url_prefix="/desk/businesses")


@bp.get("/measures")
@guard(runs_campaign)
def show() -> Response:
    return page(
        "businesses/desk/measures.html", rows=measures.table(), names=measures.NAMES, bands=measures.BANDS,
        number=measures.taking_part(), fewest=measures.FEWEST,
    )  # fmt: skip


@bp.get("/measures.csv")
@guard(runs_campaign)
def table() -> Response:
    """Bands alone; a number below three is not said. No shop and no exact figure stands in it."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(["field", "band", "before", "after"])
    for row in measures.table():
        rows.writerow([row.field, row.band, _said(row.before), _said(row.after)])
    answer = Response("\ufeff" + file.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="before-and-after.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _said(number: int | None) -> str:
    return str(number) if number is not None else str(_("too few to say"))
