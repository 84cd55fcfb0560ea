"""The site pack at the desk: its files, a newer version in the place of one, taking one out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from portal.competitions import rules, site_pack
from portal.competitions.brief_models import SiteFile
from portal.competitions.desk_forms import PackForm
from portal.competitions.models import Competition
from portal.competitions.policy import reads_desk, sets_up
from portal.kit.say import Refused
from portal.media.storage import Stored, storage_for
from portal.people.roles import person_of
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER
from portal.web.settle import apart, let_go, streaming

bp = Blueprint("site_pack", __name__, url_prefix="/desk/competitions")
AROUND = 100_000
"""Bytes of a form around its file."""


def known(slug: str) -> Competition | None:
    return rules.of_slug(slug, reader=reader.person())


@bp.get("/<slug>/site-pack")
@guard(reads_desk, load=known)
def index(competition: Competition) -> Response:
    return _index(competition, _form(competition))


def _index(competition: Competition, form: PackForm, *, status: int = 200) -> Response:
    return page(
        "competitions/set_up/site.html", competition=competition, form=form, files=site_pack.current(competition),
        may_write=sets_up(reader.me()), status=status,
    )  # fmt: skip


def _form(competition: Competition, formdata: Any = None) -> PackForm:
    offered = {str(one.id): one.text("label", current()).text for one in site_pack.current(competition)}
    return PackForm(formdata, current=offered)


@bp.post("/<slug>/site-pack")
@guard(sets_up, load=known)
@streaming
def create(competition: Competition) -> Response:
    """The file is read and stored outside any transaction; a short one writes its row."""
    slug, by, at = competition.slug, reader.me().id, now()
    request.max_content_length = site_pack.LARGEST + AROUND
    let_go()
    form = _form(_again(slug), CombinedMultiDict([request.files, request.form]))
    try:
        if not form.validate():
            return _index(_again(slug), form, status=422)
        kept = site_pack.keep(form.file.data.stream, storage=storage_for(current_app.config["SETTINGS"]))
        apart(lambda: _add(slug, kept, form, by=by, at=at))
    except Refused as refused:
        form.refuse(refused)
        return _index(_again(slug), form, status=422)
    flash(_("The file is in the pack."), "ok")
    return go(url_for("site_pack.index", slug=slug))


def _add(slug: str, kept: tuple[Stored, str], form: PackForm, *, by: int, at: datetime) -> None:
    competition = _again(slug)
    replaces = site_pack.find(competition, int(form.replaces.data)) if form.replaces.data else None
    given = {name: form[name].data or "" for name in ("label_vi", "label_en")}
    name = form.file.data.filename
    site_pack.add(competition, kept, given, name=name, replaces=replaces, by=person_of(by), at=at)


def _again(slug: str) -> Competition:
    """The competition as a new transaction sees it."""
    competition = known(slug)
    assert competition is not None, "who may write in it has just been let in"
    return competition


class FileOf(NamedTuple):
    """A file of a pack."""

    competition: Competition
    file: SiteFile


def known_file(slug: str, number: int) -> FileOf | None:
    competition = known(slug)
    file = competition and site_pack.find(competition, number)
    return FileOf(competition, file) if competition and file else None


def may_remove(person: Any, of: FileOf) -> bool:
    return sets_up(person)


@bp.post(f"/<slug>/site-pack/<{NUMBER}:number>/removal")
@guard(may_remove, load=known_file)
def remove(of: FileOf) -> Response:
    site_pack.remove(of.competition, of.file, by=reader.me(), at=now())
    flash(_("The file is taken out of the pack."), "ok")
    return go(url_for("site_pack.index", slug=of.competition.slug))
