"""What is answered when a field of a sheet comes in over the web: kept, what it was read as, or what is wrong."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, jsonify, request
from flask_babel import gettext as _

from portal.businesses.sheets import showing
from portal.businesses.sheets.keeping import Kept
from portal.businesses.sheets.models import Sheet
from portal.businesses.sheets.sheet_form import SheetForm
from portal.city.chosen import here
from portal.kit import dates
from portal.web.language import current


def saved(form: SheetForm, name: str, kept: Kept) -> Response:
    """What became of one field: kept, kept although it cannot be read, or second after somebody else's."""
    if kept.turned_away:
        theirs = showing.standing(kept.sheet, name, form.fields[name])
        sentence = _(
            "Another of you wrote “%(text)s” here first. Yours is kept: load the page anew and choose.", text=theirs
        )
        return said(_("Both texts are kept"), 200, wrong=sentence)
    wrong = str(form[name].errors[0]) if form[name].errors else ""
    return said(told(form, name, kept.sheet), 200, wrong=wrong)


def told(form: SheetForm, name: str, sheet: Sheet) -> str:
    """That it is saved, when, and of an amount what it was read as."""
    when = saved_at(sheet)
    field = form.fields[name]
    if form[name].errors or form[name].data in (None, ""):
        return str(_("Saved %(time)s", time=when))
    if amount := showing.read_out(field.type, form[name].data):
        return str(_("Saved %(time)s: %(amount)s", time=when, amount=amount))
    return str(_("Saved %(time)s", time=when))


def said(sentence: str, status: int, **more: str) -> Response:
    answer = jsonify(saved=sentence, **more)
    answer.status_code = status
    return answer


def saved_at(sheet: Sheet) -> str:
    return time_of(sheet.changed_at)


def time_of(at: datetime) -> str:
    """The time of day by the clock of the city."""
    return dates.time(at, ZoneInfo(here().zone), current())


def seen_version() -> int:
    """Of the sheet, when the page was made from which this was sent."""
    typed = request.form.get("begun", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
