"""The page of each step, for all views that answer with one: whole, or refused with everything that was typed."""

from __future__ import annotations

from typing import Any

from flask import Response

from portal.competitions.entries import asking, checks, drafting, files, scanning, spots, team, words
from portal.competitions.entries.forms import FileForm, MemberForm, MinorForm, StepForm, SumsForm
from portal.competitions.entries.models import Entry
from portal.competitions.entries.policy import leads
from portal.competitions.terms_models import SlotKind
from portal.kit import word_count
from portal.web import reader
from portal.web.clock import now
from portal.web.page import page


def write(entry: Entry, number: int, form: StepForm, *, status: int = 200, **refused: Any) -> Response:
    """A step by its number. `refused` are the small forms on it that were sent and not taken."""
    draw = {
        checks.TEAM: _team, checks.IDEA: _idea, checks.PANELS: _panels, checks.STATEMENT: _statement,
        checks.SENDING: _look_again,
    }[number]  # fmt: skip
    around: dict[str, Any] = {
        "entry": entry, "number": number, "form": form, "stand": asking.stand(entry, at=now()), "words": words,
        "said": asking.said, "saved": drafting.saved_at(entry),
    }  # fmt: skip
    return draw(status=status, **around, **refused)


def _team(entry: Entry, *, member: MemberForm | None = None, **values: Any) -> Response:
    return page(
        "competitions/entries/step_1.html", entry=entry,
        members=team.listed(entry), room=team.room(entry), me=reader.me(),
        leads=leads(reader.me(), entry), member_form=member or MemberForm(),
        minor_form=lambda one: MinorForm(obj=one, prefix=f"m{one.id}-"), **values,
    )  # fmt: skip


def _idea(entry: Entry, **values: Any) -> Response:
    return page("competitions/entries/step_2.html", entry=entry, **values)


def _panels(entry: Entry, *, plain: FileForm | None = None, sums: SumsForm | None = None, **values: Any) -> Response:
    slots = [(one, asking.limits(one), asking.shown_files(entry, one)) for one in files.slots(entry)]
    findings = scanning.standing(entry)
    return page(
        "competitions/entries/step_3.html", entry=entry,
        parts=("files",), slots=slots, findings=findings, spots=spots.of(findings),
        plain=plain or FileForm(), sums=sums or SumsForm(), largest=files.LARGEST, **values,
    )  # fmt: skip


def _statement(entry: Entry, **values: Any) -> Response:
    slot = next((one for one in entry.competition.slots if one.kind is SlotKind.STATEMENT), None)
    return page("competitions/entries/step_4.html", entry=entry, slot=slot, count=word_count.count, **values)


def _look_again(entry: Entry, **values: Any) -> Response:
    slots = [(one, asking.shown_files(entry, one)) for one in files.slots(entry)]
    return page("competitions/entries/step_5.html", entry=entry, slots=slots, **values)
