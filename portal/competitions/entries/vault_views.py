"""The vault of an entry: opened for a reason that is written down first, with its log; and what the scanner found."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _

from portal.competitions.entries import checking, identity, spots, words
from portal.competitions.entries.desk_views import competition, entry_of, hidden
from portal.competitions.entries.forms import SettleForm, VaultForm
from portal.competitions.entries.models import Entry
from portal.competitions.entries.policy import keeps_entries
from portal.competitions.models import Competition
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import page
from portal.web.paging import asked_page, paged
from portal.web.settle import survives

bp = Blueprint("entry_vault", __name__, url_prefix="/desk/competitions")

WHY = "Kiểm tra kỹ thuật: tên tìm thấy"
"""The log speaks the language of the city, whoever looked: so do the reasons that nobody types."""


@bp.post("/<slug>/entries/<code>/vault")
@guard(keeps_entries, load=entry_of)
def open_it(entry: Entry) -> Response:
    """Who entered, in this one answer; the row of the opening is kept in the same transaction, or there is none."""
    form = VaultForm(request.form)
    g.private = True
    try:
        opened = identity.opened(entry, form.why.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return page(
            "competitions/entries/vault.html", entry=entry, opened=None, form=form, status=422,
            openings=identity.openings(entry),
        )  # fmt: skip
    return page(
        "competitions/entries/vault.html", entry=entry, opened=opened, form=form, openings=identity.openings(entry)
    )


@bp.get("/<slug>/vault")
@guard(keeps_entries, load=competition)
def log(competition: Competition) -> Response:
    """Every opening: when, by whom, why."""
    return page(
        "competitions/entries/vault_log.html", competition=competition, of_number=identity.of_number,
        found=paged(identity.log(competition, hidden(competition)), asked_page(), size=50),
        codes=identity.codes(competition),
        whats={what: _(name) for what, name in words.OPENED.items()},
    )  # fmt: skip


@bp.get("/<slug>/entries/<code>/findings")
@guard(keeps_entries, load=entry_of)
def findings(entry: Entry) -> Response:
    """What the scanner found. It names people: looking is an opening of the vault, and without its row no answer."""
    me = reader.me()
    note = partial(identity.note_looked, entry.id, WHY, by_id=me.id, at=now())
    survives(note, required=True)
    left = checking.unsettled(entry)
    return page(
        "competitions/entries/desk_findings.html", entry=entry, words=words, form=SettleForm(),
        findings=left, spots=spots.of(left), settled=[one for one in entry.findings if one.settled_at is not None],
    )  # fmt: skip
