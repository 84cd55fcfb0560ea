"""The public pages of competitions: all of them, one with its deadline, its brief in every version, its questions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, abort, current_app, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.competitions import queries, questions, roster, rules, site_pack, words
from portal.competitions.brief_models import BriefVersion, SiteFile
from portal.competitions.forms import QuestionForm
from portal.competitions.models import Competition
from portal.competitions.showing import Shown, jsonld
from portal.kit import markdown
from portal.kit.say import Refused
from portal.listings import remembered
from portal.listings.models import worded
from portal.media.storage import storage_for
from portal.web import reader, shell
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current, link
from portal.web.lasting import lasting
from portal.web.limit import limit
from portal.web.once import once
from portal.web.page import go, page

bp = Blueprint("competitions", __name__, url_prefix="/competitions")
A_DAY = 24 * 3600  # seconds

shell.only_when("competitions.index", queries.any_public)


def stand() -> tuple[str, datetime]:
    """What the pages are made of: what is public, and the minute, since they say how long is left."""
    return remembered.stamp(), now().replace(second=0, microsecond=0)


@bp.get("")
@guard(anyone)
@lasting(stand)
def index() -> Response:
    """Open ones first, then those that are judged, then those with results."""
    at = now()
    found = [Shown(one, at, current()) for one in queries.shown()]
    sections = {
        _("Open for entries"): [one for one in found if one.is_open],
        _("Announced"): [one for one in found if one.is_ahead],
        _("With the jury"): [one for one in found if not (one.is_open or one.is_ahead or one.has_results)],
        _("Finished"): [one for one in found if one.has_results],
    }
    return page("competitions/index.html", sections={name: some for name, some in sections.items() if some})


def known(slug: str) -> Competition | None:
    """What is published, and for those who set it up also what is not: their preview."""
    return rules.of_slug(slug) or rules.of_slug(slug, reader=reader.person())


@bp.get("/<slug>")
@guard(anyone, load=known)
@lasting(stand)
def show(competition: Competition) -> Response:
    shown = Shown(competition, now(), current())
    roster.at_hand(competition)
    return page(
        "competitions/show.html", competition=competition, shown=shown, words=words,
        enter=enter_address(competition), preview=not competition.is_public(),
        jsonld=Markup(jsonld(shown, link("competitions.show", slug=competition.slug))),  # nosec B704  escaped there
    )  # fmt: skip


def enter_address(competition: Competition) -> str:
    return url_for("entries.new", competition=competition.slug)


@bp.get("/<slug>/brief")
@guard(anyone, load=known)
@lasting(stand)
def brief(competition: Competition) -> Response:
    """The whole brief on one page, to read and to print; `version` opens a former one."""
    asked = request.args.get("version", type=int)
    former: BriefVersion | None = None
    if asked is not None and asked != competition.brief_version:
        former = queries.version(competition, asked) or abort(404)
    texts = former.texts if former else None

    def text(field: str) -> Markup:
        said = (
            worded(lambda code: texts.get(f"{field}_{code}", ""), current())
            if texts
            else competition.text(field, current())
        )
        marks = "" if said.lang == current() else f' lang="{said.lang}"'
        return Markup(f"<div{marks}>{markdown.html(said.text)}</div>")  # nosec B704  escaped there

    return page(
        "competitions/brief.html", competition=competition, shown=Shown(competition, now(), current()), words=words,
        former=former, text=text, versions=queries.versions(competition), answered=queries.answered(competition),
        pack=site_pack.current(competition), preview=not competition.is_public(),
    )  # fmt: skip


@bp.get("/<slug>/questions")
@guard(anyone, load=known)
def ask(competition: Competition) -> Response:
    return _questions(competition, QuestionForm())


@bp.post("/<slug>/questions")
@guard(anyone, load=known)
@limit("6 per hour")
@once
def create(competition: Competition) -> Response:
    form = QuestionForm(request.form)
    try:
        if not form.validate():
            return _questions(competition, form, status=422)
        questions.ask(competition, form.text.data or "", language=current(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _questions(competition, form, status=422 if refused.field else 409)
    return go(url_for("competitions.ask", slug=competition.slug, sent=1, _anchor="ask"))


def _questions(competition: Competition, form: QuestionForm, *, status: int = 200) -> Response:
    return page(
        "competitions/questions.html", competition=competition, shown=Shown(competition, now(), current()), form=form,
        answered=queries.answered(competition), sent=request.args.get("sent") == "1", status=status,
    )  # fmt: skip


class PackFile(NamedTuple):
    """A file of a competition's site pack."""

    competition: Competition
    file: SiteFile


def known_file(slug: str, number: int) -> PackFile | None:
    competition = known(slug)
    file = competition and site_pack.find(competition, number)
    return PackFile(competition, file) if competition and file else None


@bp.get("/<slug>/site-pack/<int(max=2147483647):number>")
@guard(anyone, load=known_file)
def fetch(of: PackFile) -> Response:
    """A file of the pack, in every version that was ever offered."""
    storage = storage_for(current_app.config["SETTINGS"])
    digest = of.file.upload.digest
    response = send_file(
        storage.open(digest), mimetype=of.file.upload.media_type, as_attachment=True, etag=digest,
        download_name=site_pack.file_name(of.competition, of.file), max_age=A_DAY,
    )  # fmt: skip
    if not of.competition.is_public():
        response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
