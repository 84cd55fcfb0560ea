"""The registrar's desk: entries by state, the technical check, who may be seen by jurors, late links."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _

from portal.competitions import rules as competitions
from portal.competitions.entries import (
    asking,
    checking,
    checks,
    files,
    identity,
    late,
    manifest,
    queries,
    receipts,
    timing,
    words,
)  # fmt: skip
from portal.competitions.entries.check_models import Finding
from portal.competitions.entries.file_views import picture_of
from portal.competitions.entries.forms import CheckForm, LateForm, SettleForm, VaultForm
from portal.competitions.entries.models import Anonymity, Entry, EntryFile, EntryState
from portal.competitions.entries.policy import CHECKABLE, keeps_entries
from portal.competitions.jury import queries as jury
from portal.competitions.models import Competition
from portal.kit import code as short
from portal.kit import dates
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current, link
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("entry_desk", __name__, url_prefix="/desk/competitions")
AT_ONCE = 50


def competition(slug: str) -> Competition | None:
    return competitions.of_slug(slug, reader=reader.person())


def entry_of(slug: str, code: str) -> Entry | None:
    """An entry by its code; for whoever stands apart from it there is none."""
    found = competition(slug)
    entry = queries.of_desk(found, code) if found is not None else None
    return None if entry is None or found is None or entry.id in hidden(found) else entry


def hidden(of: Competition) -> frozenset[int]:
    """The entries of this competition that are nothing to the reader: a conflict of theirs stands."""
    person = reader.person()
    return jury.hidden(person, of) if person is not None else frozenset()


def file_of(slug: str, code: str, number: int) -> EntryFile | None:
    entry = entry_of(slug, code)
    return files.find(entry, number) if entry is not None else None


def finding_of(slug: str, code: str, number: int) -> Finding | None:
    entry = entry_of(slug, code)
    return next((one for one in entry.findings if one.id == number), None) if entry is not None else None


# The list


@bp.get("/<slug>/entries")
@guard(keeps_entries, load=competition)
def index(competition: Competition) -> Response:
    return _index(competition)


def _index(found: Competition, form: LateForm | None = None, *, status: int = 200) -> Response:
    apart, state = hidden(found), _state(request.args.get("state", ""))
    counts = queries.counts(found, apart)
    there = url_for("entry_desk.index", slug=found.slug)
    return page(
        "competitions/entries/desk.html", parts=("results",), status=status, competition=found, state=state,
        found=paged(queries.of_competition(found, state=state, hidden=apart), asked_page(), size=AT_ONCE),
        counts=counts,
        tabs=[(one, _(words.STATES[one]), counts[one]) for one in EntryState if counts.get(one)], words=words,
        authors=identity.same_authors(found, apart), related={one.id for one in queries.related(found)},
        uncleared=queries.uncleared(found, apart), once=queries.looked_at_once(found, apart), me=reader.me(),
        late_links=queries.late_links(found), form=form or LateForm(),
        address_of_page=lambda number: f"{there}?page={number}" + (f"&state={state}" if state else ""),
    )  # fmt: skip


def _state(typed: str) -> EntryState | None:
    return EntryState(typed) if typed in set(EntryState) else None


@bp.post("/<slug>/late-links")
@guard(keeps_entries, load=competition)
def give_late_link(competition: Competition) -> Response:
    """The code of a late link stands in this one answer."""
    form, at = LateForm(request.form), now()
    try:
        if not form.validate() or form.until_on.data is None:
            return _index(competition, form, status=422)
        code = late.give(
            competition, reason=form.reason.data or "", until=timing.end_of(form.until_on.data), by=reader.me(), at=at
        )
    except Refused as refused:
        form.refuse(refused)
        return _index(competition, form, status=422)
    g.private = True
    return page(
        "competitions/entries/late_given.html", competition=competition, shown=short.show(code),
        address=link("entry_late.ask", typed=code),
        until=dates.long_day(form.until_on.data, current()),
    )  # fmt: skip


# One entry


@bp.get("/<slug>/entries/<code>")
@guard(keeps_entries, load=entry_of)
def show(entry: Entry) -> Response:
    return _show(entry)


def _show(
    entry: Entry, form: CheckForm | None = None, vault: VaultForm | None = None, *, status: int = 200
) -> Response:  # fmt: skip
    at = now()
    return page(
        "competitions/entries/desk_entry.html", status=status, entry=entry, competition=entry.competition,
        remarks=checks.remarks(entry), words=words, said=asking.said, receipt=receipts.latest(entry),
        postmark=manifest.latest(entry), over=not timing.may_write(entry, at=at),
        slots=[(one, asking.shown_files(entry, one)) for one in files.slots(entry)],
        findings=checking.unsettled(entry), openings=identity.openings(entry), form=form or CheckForm(),
        vault=vault or VaultForm(), checkable=entry.state in CHECKABLE,
        verdicts=checking.verdicts(entry), people=checking.PEOPLE, me=reader.me(),
        author=identity.same_authors(entry.competition, hidden(entry.competition)).get(entry.id, ""),
    )  # fmt: skip


@bp.post("/<slug>/entries/<code>/check")
@guard(keeps_entries, load=entry_of)
def check(entry: Entry) -> Response:
    """Takes it in, asks, clears it, or says a word for the jury."""
    form, me, at = CheckForm(request.form), reader.me(), now()
    due = timing.end_of(form.due_on.data) if form.due_on.data else None
    verbs: dict[str, Callable[[], object]] = {
        "take": lambda: checking.take(entry, by=me, at=at),
        "ask": lambda: checking.ask(entry, form.text.data or "", due_at=due, by=me, at=at),
        "clear": lambda: checking.clear(entry, by=me, at=at),
        "recommend": lambda: checking.recommend_exclusion(entry, form.reason.data or "", by=me, at=at),
    }
    verb = verbs.get(request.form.get("act", ""))
    try:
        if not form.validate() or verb is None:
            return _show(entry, form, status=422)
        verb()
    except Refused as refused:
        form.refuse(refused)
        return _show(entry, form, status=422)
    return _back(entry)


@bp.post("/<slug>/entries/<code>/anonymity")
@guard(keeps_entries, load=entry_of)
def judge(entry: Entry) -> Response:
    form = CheckForm()
    to = Anonymity.CLEARED if request.form.get("act") == "clear" else Anonymity.FLAGGED
    try:
        checking.judge_anonymity(entry, to, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(entry, form, status=422)
    return _back(entry)


@bp.get(f"/<slug>/entries/<code>/files/<{NUMBER}:number>")
@guard(keeps_entries, load=file_of)
def picture(file: EntryFile) -> Response:
    """A light picture of a panel, as jurors see it."""
    return picture_of(file)


def _back(entry: Entry) -> Response:
    flash(_("Noted."), "ok")
    return go(url_for("entry_desk.show", slug=entry.competition.slug, code=entry.code))


@bp.post(f"/<slug>/entries/<code>/findings/<{NUMBER}:number>")
@guard(keeps_entries, load=finding_of)
def settle(finding: Finding) -> Response:
    """Why what was found tells nobody who it is."""
    form = SettleForm(request.form)
    entry = finding.file.entry if finding.file else queries.of_finding(finding)
    try:
        checking.settle(finding, form.because.data or "", by=reader.me(), at=now())
    except Refused as refused:
        flash(_(refused.sentence), "red")
    return go(url_for("entry_vault.findings", slug=entry.competition.slug, code=entry.code))
