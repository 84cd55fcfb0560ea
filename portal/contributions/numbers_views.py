"""The public numbers of the desk: what came in each week and what became of it."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.contributions import numbers
from portal.contributions.models import Act
from portal.kit import dates
from portal.listings.field_names import REASONS
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.page import page

bp = Blueprint("contribution_numbers", __name__)


@bp.get("/map/numbers")
@guard(anyone)
def show() -> Response:
    at = now()
    found = numbers.weeks(at=at)
    return page(
        "contributions/numbers.html",
        weeks=found,
        refused=numbers.refused_for(found),
        oldest=numbers.oldest_waiting(at=at),
        reasons=REASONS,
        Act=Act,
        day=lambda monday: dates.day(monday, current()),
    )
