"""The set-up desk: what a competition still misses, a form for each of its parts, and publishing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions import checklist, defaults, publishing, queries, rules, setting, words
from portal.competitions.brief_models import Acknowledgement
from portal.competitions.entries.policy import keeps_entries
from portal.competitions.list_forms import AnchorRow, CategoryRow, CriterionRow, PrizeRow, SlotRow, WithholdForm
from portal.competitions.models import Competition, Stage
from portal.competitions.policy import reads_desk, sets_up
from portal.competitions.publish_form import PublishForm
from portal.competitions.row_form import Rows
from portal.competitions.set_up_forms import MethodForm, NewForm, PhasesForm, TermsForm, TextsForm
from portal.competitions.setting import CATEGORIES, CRITERIA, PRIZES, SLOTS
from portal.competitions.showing import Shown
from portal.kit.say import N_, Refused
from portal.web import reader, shell
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page

bp = Blueprint("set_up", __name__, url_prefix="/desk/competitions")
PARTS = {
    "texts": (N_("Name and brief"), "competitions/set_up/_part_texts.html"),
    "phases": (N_("Phases and deadlines"), "competitions/set_up/_part_phases.html"),
    "classes": (N_("Classes"), "competitions/set_up/_part_classes.html"),
    "slots": (N_("Panels, statement, formats"), "competitions/set_up/_part_slots.html"),
    "criteria": (N_("Criteria and weights"), "competitions/set_up/_part_criteria.html"),
    "anchors": (N_("What the points mean"), "competitions/set_up/_part_anchors.html"),
    "prizes": (N_("Prizes"), "competitions/set_up/_part_prizes.html"),
    "method": (N_("Ranking, ties, public vote"), "competitions/set_up/_part_method.html"),
    "terms": (N_("Licence and what follows"), "competitions/set_up/_part_terms.html"),
}
"""The parts that have a form here, each with its name and its fields; jury and site pack have pages of their own."""
PART = f"<any({','.join(PARTS)}):part>"


def known(slug: str) -> Competition | None:
    """The competition at this address; whether the reader may do anything with it is the guard's question."""
    return rules.of_slug(slug, reader=reader.person())


@bp.get("")
@guard(reads_desk)
def index() -> Response:
    at = now()
    found = [Shown(one, at, current()) for one in queries.at_desk()]
    queries.at_hand(*(one.of for one in found if not one.of.is_public()))
    return page(
        "competitions/set_up/index.html", found=found, waiting=queries.waiting_questions(), words=words,
        missing=lambda one: len(checklist.missing(one)), may_write=sets_up(reader.me()),
    )  # fmt: skip


@bp.get("/new")
@guard(sets_up)
def new() -> Response:
    return page("competitions/set_up/new.html", form=NewForm(former=_former()))


@bp.post("/new")
@guard(sets_up)
@once
def create() -> Response:
    form = NewForm(request.form, former=_former())
    try:
        if not form.validate():
            return page("competitions/set_up/new.html", form=form, status=422)
        given = {name: form[name].data for name in ("title_vi", "title_en")}
        me, at = reader.me(), now()
        former = rules.numbered(int(form.copied.data)) if form.copied.data else None
        made = setting.copy(former, given, by=me, at=at) if former else rules.create(given, by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return page("competitions/set_up/new.html", form=form, status=422)
    flash(_("Kept. Nobody sees it before you publish it."), "ok")
    return go(url_for("set_up.show", slug=made.slug))


def _former() -> dict[str, str]:
    return {str(one.id): one.text("title", current()).text for one in queries.every()}


@bp.get("/<slug>")
@guard(reads_desk, load=known)
def show(competition: Competition) -> Response:
    queries.at_hand(competition)
    answered = checklist.acknowledged(competition)
    return _show(competition, _publishing(competition, answered), answered)


def _show(
    competition: Competition, form: PublishForm, answered: Sequence[Acknowledgement], *, status: int = 200
) -> Response:
    parts = checklist.parts(competition)
    return page(
        "competitions/set_up/show.html", competition=competition, shown=Shown(competition, now(), current()),
        checked=parts, done=sum(one.is_done for one in parts), missing=checklist.missing(competition), form=form,
        warnings=checklist.WARNINGS, acknowledged=answered, words=words,
        asked=len(queries.asked(competition)), steps=queries.steps(competition), next_stages=_next(competition),
        may_write=sets_up(reader.me()), keeps_entries=keeps_entries(reader.me()),
        address_of=lambda key: address_of(competition, key), status=status,
    )  # fmt: skip


def address_of(competition: Competition, key: str) -> str:
    """Where a part of the checklist is written."""
    if key == "jury":
        return url_for("jury_desk.index", slug=competition.slug)
    if key == "site":
        return url_for("site_pack.index", slug=competition.slug)
    return url_for("set_up.edit", slug=competition.slug, part=key)


# The parts


class Written(NamedTuple):
    """A part of a competition that is being written."""

    competition: Competition
    part: str


def known_part(slug: str, part: str) -> Written | None:
    competition = known(slug)
    return Written(competition, part) if competition else None


def reads_part(person: Any, of: Written) -> bool:
    return reads_desk(person)


def writes_part(person: Any, of: Written) -> bool:
    return sets_up(person)


@bp.get(f"/<slug>/{PART}")
@guard(reads_part, load=known_part)
def edit(of: Written) -> Response:
    return _edit(of, _form(of.competition, of.part, None))


@bp.post(f"/<slug>/{PART}")
@guard(writes_part, load=known_part)
def update(of: Written) -> Response:
    form = _form(of.competition, of.part, request.form)
    extra = WithholdForm(request.form) if of.part == "prizes" else None
    try:
        if not form.validate() or (extra is not None and not extra.validate()):
            return _edit(of, form, extra, status=422)
        _save(of, form, extra)
    except Refused as refused:
        form.refuse(refused)
        return _edit(of, form, extra, status=422 if refused.field else 409)
    flash(_("Saved."), "ok")
    return go(url_for("set_up.edit", slug=of.competition.slug, part=of.part))


def _edit(of: Written, form: Any, extra: WithholdForm | None = None, *, status: int = 200) -> Response:
    competition, (name, fields) = of.competition, PARTS[of.part]
    if of.part == "prizes" and extra is None:
        extra = WithholdForm(chosen=competition.may_withhold)
    return page(
        "competitions/set_up/part.html", competition=competition, form=form, extra=extra, part=of.part,
        name=_(name), fields=fields, total=checklist.weight(competition), lacks=_lacks(competition, of.part),
        points=defaults.POINTS, may_write=sets_up(reader.me()) and not competition.is_public(), status=status,
    )  # fmt: skip


def _lacks(competition: Competition, part: str) -> list[str]:
    key = "slots" if part == "classes" else part
    return [
        _(lack.sentence, **lack.values) for one in checklist.parts(competition) if one.key == key for lack in one.lacks
    ]


def _form(competition: Competition, part: str, formdata: Any) -> Any:
    make: dict[str, Callable[[], Any]] = {
        "texts": lambda: TextsForm(formdata, obj=competition),
        "terms": lambda: TermsForm(formdata, obj=competition),
        "method": lambda: MethodForm(formdata, tie_ladder=competition.tie_ladder, **_method(competition)),
        "phases": lambda: PhasesForm(formdata, competition=competition),
        "classes": lambda: Rows(CategoryRow, setting.rows_of(competition, CATEGORIES), formdata),
        "slots": lambda: Rows(SlotRow, setting.rows_of(competition, SLOTS), formdata, blank=1),
        "criteria": lambda: Rows(CriterionRow, setting.rows_of(competition, CRITERIA), formdata, blank=1),
        "anchors": lambda: Rows(AnchorRow, setting.rows_of(competition, CRITERIA), formdata, blank=0),
        "prizes": lambda: Rows(
            PrizeRow, setting.rows_of(competition, PRIZES), formdata, blank=1,
            classes={str(one.id): one.text("name", current()).text for one in competition.categories},
        ),
    }  # fmt: skip
    return make[part]()


def _method(competition: Competition) -> dict[str, Any]:
    names = ("method", "per_entry", "has_public_vote", "vote_rules_vi", "vote_rules_en")
    return {name: getattr(competition, name) for name in names}


ROWS = {"classes": CATEGORIES, "slots": SLOTS, "criteria": CRITERIA, "prizes": PRIZES}


def _save(of: Written, form: Any, extra: WithholdForm | None) -> None:
    competition, part, me, at = of.competition, of.part, reader.me(), now()
    if part in ROWS:
        setting.write_rows(competition, ROWS[part], form.given(), by=me, at=at, part=part)
        if extra is not None:
            withheld = {"may_withhold": extra.may_withhold.data == "yes"}
            setting.write(competition, withheld, part=part, by=me, at=at)
    elif part == "anchors":
        setting.write_anchors(competition, form.given(), by=me, at=at)
    elif part == "phases":
        setting.write_phases(competition, form.given(), by=me, at=at)
        setting.write(competition, {"transfer_hours": form.transfer_hours.data}, part=part, by=me, at=at)
    else:
        setting.write(competition, form.given(), part=part, by=me, at=at)


# Publishing, and the steps after it


@bp.post("/<slug>/publication")
@guard(sets_up, load=known)
def publish(competition: Competition) -> Response:
    answered, me, at = checklist.acknowledged(competition), reader.me(), now()
    form = _publishing(competition, answered, request.form)
    try:
        if not form.validate():
            return _show(competition, form, answered, status=422)
        for warning, reason in form.reasons():
            checklist.acknowledge(competition, warning, reason, by=me, at=at)
        publishing.publish(competition, by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _show(competition, form, checklist.acknowledged(competition), status=422)
    shell.look_again()
    flash(_("Published. The calendar shows its dates, and its rules stand from now on."), "ok")
    return go(url_for("set_up.show", slug=competition.slug))


def _publishing(competition: Competition, answered: Sequence[Acknowledgement], formdata: Any = None) -> PublishForm:
    open_now = [] if competition.is_public() else checklist.open_warnings(competition, now(), answered)
    return PublishForm(formdata, warnings=open_now)


STEPS = (Stage.QUESTIONS_CLOSED, Stage.SUBMISSION_CLOSED, Stage.JUDGING, Stage.EXHIBITION, Stage.ARCHIVED)
"""Steps that are taken here by hand; the others come of signing, revealing and publishing the results."""


def _next(competition: Competition) -> list[Stage]:
    """The steps that may be taken here now: what lies between the present stage and the next act of the jury."""
    order = rules.ORDER.index(competition.stage)
    if not competition.is_public():
        return []
    limit = Stage.JUDGING if competition.stage in (Stage.PUBLISHED, *STEPS[:2]) else Stage.ARCHIVED
    if competition.stage in (Stage.JUDGING, Stage.RANKING_SIGNED, Stage.REVEALED):
        return []
    between = [one for one in STEPS if order < rules.ORDER.index(one) <= rules.ORDER.index(limit)]
    return [one for one in between if rules.is_due(competition, one, now())]


@bp.post("/<slug>/steps")
@guard(sets_up, load=known)
def step(competition: Competition) -> Response:
    asked = request.form.get("stage", "")
    if asked not in {str(one) for one in _next(competition)}:
        raise Refused(N_("This competition has come that far already."))
    rules.step(competition, Stage(asked), by=reader.me(), at=now())
    flash(_("The step is taken and written down."), "ok")
    return go(url_for("set_up.show", slug=competition.slug))
