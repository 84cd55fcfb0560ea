"""The record on the organisers' desk: who did what, on what, when, from where."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from portal.audit import naming, rules, words
from portal.audit.forms import RecordForm
from portal.audit.models import AuditEntry
from portal.city.chosen import here
from portal.contributions.ticket_words import WRONG
from portal.kit.say import N_
from portal.listings.field_names import REASONS
from portal.people import consents, me_words, roles
from portal.people.policy import is_organiser
from portal.people.words import ROLES
from portal.web.guard import guard
from portal.web.page import page
from portal.web.paging import asked_page, paged

bp = Blueprint("audit", __name__, url_prefix="/desk/audit")
PER_PAGE = 50
VALUES: dict[str, dict[Any, str]] = {
    "role": {str(role): name for role, name in ROLES.items()},
    "reason": {**REASONS, **{str(wrong): name for wrong, name in WRONG.items()}},
    "purpose": {str(purpose): name for purpose, name in consents.NAMES.items()},
    "asked": {str(kind): name for kind, name in me_words.REQUESTS.items()},
    "fields": dict(words.FIELDS),
    "cause": {"flood": N_("Flood"), "season": N_("Out of season")},
}


@bp.get("")
@guard(is_organiser)
def index() -> Response:
    form = RecordForm(request.args)
    good = form.validate()
    found = paged(_asked_for(form) if good else rules.entries(), asked_page(), size=PER_PAGE)
    return page(
        "audit/index.html",
        parts=("results",),
        status=200 if good else 422,
        form=form,
        found=found,
        names=naming.names_of(found.rows),
        words=words,
        told=_told,
        address_of_page=_address,
    )


def _asked_for(form: RecordForm) -> Any:
    day: date | None = form.on.data
    return rules.entries(
        people=roles.found(form.who.data) if form.who.data else None,
        act=form.act.data,
        kind=form.kind.data,
        since=_midnight(day) if day else None,
        until=_midnight(day + timedelta(days=1)) if day else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(here().zone))


def _told(entry: AuditEntry) -> list[str]:
    """The details of an act that have words, each as a phrase."""
    return [
        _(words.DETAILS[key], value=_value(key, value))
        for key, value in entry.details.items()
        if key in words.DETAILS and value not in (None, "", [])
    ]


def _value(key: str, value: Any) -> str:
    if key == "ward" and (ward := here().ward(value)):
        return ward.name
    known = VALUES.get(key, {})
    several = value if isinstance(value, list) else [value]
    return ", ".join(_(known[one]) if one in known else str(one) for one in several)


def _address(number: int) -> str:
    """Another page of the same question."""
    asked: dict[str, Any] = {
        name: request.args[name] for name in ("who", "act", "kind", "on") if request.args.get(name)
    }
    return url_for("audit.index", **asked, page=number)
