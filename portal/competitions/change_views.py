"""What may still change once a competition is public: a deadline that is extended, a brief with an addendum."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions import publishing, queries, rules
from portal.competitions.desk_forms import AddendumForm
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.policy import sets_up
from portal.competitions.set_up_forms import ExtensionForm
from portal.competitions.showing import Shown
from portal.competitions.terms_models import Category
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page

bp = Blueprint("competition_changes", __name__, url_prefix="/desk/competitions")


def known(slug: str) -> Competition | None:
    """A competition that is public: before that its rules are simply written."""
    return rules.of_slug(slug)


@bp.get("/<slug>/extension")
@guard(sets_up, load=known)
def extend(competition: Competition) -> Response:
    return _extension(competition, ExtensionForm(competition=competition, lang=current()))


@bp.post("/<slug>/extension")
@guard(sets_up, load=known)
@once
def create_extension(competition: Competition) -> Response:
    form = ExtensionForm(request.form, competition=competition, lang=current())
    try:
        if not form.validate():
            return _extension(competition, form, status=422)
        publishing.extend(
            competition, PhaseKind(form.phase.data), form.over_at, reason_vi=form.reason_vi.data or "",
            reason_en=form.reason_en.data or "", category=_category(competition, form.category.data),
            later_too=bool(form.later_too.data), by=reader.me(), at=now(),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _extension(competition, form, status=422)
    flash(_("Extended. The pages and the calendar say so now, and everybody who registered gets a letter."), "ok")
    return go(url_for("set_up.show", slug=competition.slug))


def _category(competition: Competition, number: str) -> Category | None:
    return next((one for one in competition.categories if str(one.id) == number), None)


def _extension(competition: Competition, form: ExtensionForm, *, status: int = 200) -> Response:
    return page(
        "competitions/set_up/extension.html", competition=competition, form=form,
        shown=Shown(competition, now(), current()), registered=len(queries.registrants(competition)), status=status,
    )  # fmt: skip


@bp.get("/<slug>/addenda")
@guard(sets_up, load=known)
def amend(competition: Competition) -> Response:
    texts = {f"brief_{code}": getattr(competition, f"brief_{code}") for code in ("vi", "en", "fr")}
    return _addendum(competition, AddendumForm(**texts))


@bp.post("/<slug>/addenda")
@guard(sets_up, load=known)
@once
def create_addendum(competition: Competition) -> Response:
    form = AddendumForm(request.form)
    try:
        if not form.validate():
            return _addendum(competition, form, status=422)
        publishing.amend(competition, form.words(), form.texts(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _addendum(competition, form, status=422)
    flash(_("The addendum is a part of the brief now, and everybody who registered gets a letter."), "ok")
    return go(url_for("competition_changes.amend", slug=competition.slug))


def _addendum(competition: Competition, form: AddendumForm, *, status: int = 200) -> Response:
    return page("competitions/set_up/addendum.html", competition=competition, form=form, status=status)
