"""The shop's pages of its steps: the list of a package, one step written field by field, handed in, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses import asking
from portal.businesses.models import Enrolment, EvidenceKind, Shop, Step
from portal.businesses.policy import advises, works_in
from portal.businesses.showcase import rules as showcase
from portal.businesses.steps import evidence, numbers, previewing, queries, receiving, rules, showing, words
from portal.businesses.steps.forms import FilesForm, PaperForm, SeveralForm, StepForm
from portal.businesses.steps.models import Progress, Standing
from portal.businesses.steps.policy import ACCEPTED
from portal.city.chosen import here
from portal.kit import dates
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import came, now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.page import go, page
from portal.web.settle import survives

bp = Blueprint("shop_steps", __name__, url_prefix="/businesses")
PACKAGE = "int(min=1, max=99)"


class Place(NamedTuple):
    """A step of a package in which a shop takes part."""

    shop: Shop
    enrolment: Enrolment
    step: Step
    beside: Sequence[Step]
    """All steps of the package, this one too."""

    @property
    def address(self) -> dict[str, Any]:
        return {"slug": self.shop.slug, "number": self.enrolment.package.number, "key": self.step.key}


def seen_package(slug: str, number: int) -> Enrolment | None:
    shop = asking.seen(slug)
    return queries.enrolled(shop, number) if shop is not None else None


def my_package(slug: str, number: int) -> Enrolment | None:
    shop = asking.mine(slug)
    return queries.enrolled(shop, number) if shop is not None else None


def seen_step(slug: str, number: int, key: str) -> Place | None:
    return _place(seen_package(slug, number), key)


def my_step(slug: str, number: int, key: str) -> Place | None:
    """The step, for the people of the shop. To all others there is none."""
    return _place(my_package(slug, number), key)


def _place(enrolment: Enrolment | None, key: str) -> Place | None:
    if enrolment is None:
        return None
    steps = queries.steps_with_needs(enrolment.package)
    step = next((one for one in steps if one.key == key), None)
    return Place(enrolment.shop, enrolment, step, steps) if step is not None else None


# The list of a package


@bp.get(f"/<slug>/packages/<{PACKAGE}:number>")
@guard(signed_in, load=seen_package)
def index(enrolment: Enrolment) -> Response:
    shop = enrolment.shop
    rows, counts = showing.checklist(shop, enrolment)
    return page(
        "businesses/steps/index.html", shop=shop, enrolment=enrolment, rows=rows, counts=counts,
        enrolled=shop.enrolments, mine=works_in(reader.me(), shop), tags=showing.TAGS, standings=words.STANDINGS,
        said=showing.said_of, target=numbers.TARGET,
    )  # fmt: skip


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/submission")
@guard(signed_in, load=my_package)
def submit(enrolment: Enrolment) -> Response:
    """Several at once: those that are ready go, the others say what they lack."""
    form, at, sent = SeveralForm(request.form), came(), 0
    for key in (form.step.data or [])[:40]:
        place = _place(enrolment, key)
        progress = queries.find(enrolment.shop, place.step) if place is not None else None
        if place is None or (progress is None and not (place.step.sheet or place.step.check)):
            continue
        try:
            progress = progress or rules.begin(enrolment.shop, place.step, by=reader.me(), at=at)
            rules.submit(progress, by=reader.me(), at=at)
            sent += 1
        except Refused as refused:
            flash(f"{key}: {_(refused.sentence, **refused.values)}", "warn")
    if sent:
        flash(ngettext("%(num)s step is with the advisor.", "%(num)s steps are with the advisor.", sent), "ok")
    return go(url_for("shop_steps.index", slug=enrolment.shop.slug, number=enrolment.package.number))


# One step


@bp.get(f"/<slug>/packages/<{PACKAGE}:number>/<key>")
@guard(signed_in, load=seen_step)
def show(place: Place) -> Response:
    return write(place)


def write(place: Place, form: StepForm | None = None, *, status: int = 200, **refused: Any) -> Response:
    """The page of a step. `refused` is what was refused of it: `plain`, `paper`, or what another wrote, `theirs`."""
    shop, step, at = place.shop, place.step, now()
    begun = queries.begun(shop, step)
    progress = begun.get(step.id)
    wording, beside = showing.around(place.beside, step)
    missing = rules.missing_of(step, {number: one.standing for number, one in begun.items()})
    held = evidence.standing(progress) if progress else []
    mine, advising = works_in(reader.me(), shop), advises(reader.me(), shop)
    becomes = showcase.becomes_of(step)
    found: dict[str, Any] = {"plain": FilesForm(), "paper": None, "theirs": {}, **refused}
    return page(
        "businesses/steps/show.html", parts=("files",), status=status, shop=shop, enrolment=place.enrolment, step=step,
        progress=progress, wording=wording, needs=missing, lines=showing.lines, mine=mine, becomes=becomes,
        standing=progress.standing if progress else Standing.NOT_STARTED, tags=showing.TAGS, words=words,
        writes=mine and showing.open_now(place.enrolment, progress, missing), accepted=ACCEPTED,
        form=form or form_of(place, progress), paper_form=PaperForm, **found,
        files=showing.shown_files(held, previewing.made(held)), held=held,
        visits=[one.visit for one in held if one.kind is EvidenceKind.VISIT and one.visit],
        sheet=showing.sheet_of(shop, step), check=showing.check_of(shop, step, at=at),
        said=showing.said_of(queries.last_reviews([progress.id]).get(progress.id) if progress else None),
        around=beside,
        drop={"receiver": receiving.NAME, "subject": receiving.subject_of(shop), "slot": step.key,
              "most": evidence.LARGEST, "announce": "", "page": url_for("shop_steps.show", **place.address),
              "target": "files", "small": 1600},
        advising=advising, latest=queries.latest(progress) if progress and advising else None,
        saved=saved_at(progress) if progress else "", count=showing.count_words, expires=showing.expires,
        look_again=showing.worth_a_look(progress, held, at=at) if mine and progress else [], target=numbers.TARGET,
    )  # fmt: skip


def form_of(place: Place, progress: Progress | None, formdata: Any = None) -> StepForm:
    held = {name: getattr(progress, name) if progress else "" for name in rules.WRITTEN}
    version = str(progress.version) if progress else "0"
    once = f"{place.shop.id}-{place.step.key}"
    return StepForm(formdata, data={**held, "once": once, "group": "", "begun": version})


def saved_at(progress: Progress) -> str:
    return dates.time(progress.changed_at, ZoneInfo(here().zone), current())


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>")
@guard(signed_in, load=my_step)
def update(place: Place) -> Response:
    """The whole page: kept, or handed in. What is refused stays as it was typed."""
    at, me, act = came(), reader.me(), request.form.get("act", "keep")
    form = form_of(place, None, request.form)
    try:
        if not form.validate():
            return write(place, form, status=422)
        progress = rules.begin(place.shop, place.step, by=me, at=at)
        rules.save(progress, _given(form), seen=_seen(form, progress), by=me, at=at)
        if act == "submit":
            rules.submit(progress, by=me, at=at)
    except rules.Meanwhile as meanwhile:
        form.refuse(meanwhile)
        form.begun.data, form.begun.raw_data = str(meanwhile.version), None
        return write(place, form, theirs=_differing(form, meanwhile), status=422)
    except Refused as refused:
        form.refuse(refused)
        typed = {"given": _given(form), "seen": form.seen, "by": me.id, "at": at}
        survives(partial(rules.keep_all_the_same, **place.address, **typed))
        return write(place, form, status=422)
    if act == "submit":
        flash(_("Handed in. Your advisor answers within %(days)s working days.", days=numbers.TARGET), "ok")
    return go(url_for("shop_steps.index", slug=place.shop.slug, number=place.enrolment.package.number))


def _given(form: StepForm) -> dict[str, str]:
    """What came in: a field that the page does not show is left as it is."""
    return {name: form[name].data or "" for name in rules.WRITTEN if name in request.form}


def _seen(form: StepForm, progress: Progress) -> int | None:
    """Version 0 is that of a step nobody had begun; the row that was made just now has seen nothing else."""
    return progress.version if form.seen == 0 and progress.version == 1 else form.seen


def _differing(form: StepForm, meanwhile: rules.Meanwhile) -> dict[str, str]:
    """What the other one wrote, where it is not the same."""
    return {name: text for name, text in meanwhile.theirs.items() if text != (form[name].data or "")}


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>/fields")
@guard(signed_in, load=my_step)
def save(place: Place) -> Response:
    """One field as it was left. `begun` goes back and forth, so that two people never write over each other."""
    name, at, me = request.form.get("field", ""), came(), reader.me()
    form = form_of(place, None, request.form)
    if name not in rules.WRITTEN:
        return _told(_("This field is not here any more."), 409)
    try:
        progress = rules.begin(place.shop, place.step, by=me, at=at)
        rules.save(progress, {name: request.form.get(name, "")}, seen=_seen(form, progress), by=me, at=at)
    except rules.Meanwhile as meanwhile:
        theirs = _("In the meantime somebody of your shop wrote: “%(text)s”", text=meanwhile.theirs[name][:2000])
        return _told(_(meanwhile.sentence), 409, wrong=theirs, begun=str(meanwhile.version))
    except Refused as refused:
        return _told(_(refused.sentence, **refused.values), 409)
    return _told(_("Saved %(time)s", time=saved_at(progress)), 200, begun=str(progress.version))


def _told(sentence: str, status: int, **more: str) -> Response:
    answer = jsonify(saved=sentence, **more)
    answer.status_code = status
    return answer


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>/taking-back")
@guard(signed_in, load=my_step)
def take_back(place: Place) -> Response:
    if (progress := queries.find(place.shop, place.step)) is not None:
        rules.take_back(progress, by=reader.me(), at=came())
        flash(_("It is yours again. Hand it in when it is ready."), "ok")
    return go(url_for("shop_steps.show", **place.address))


@bp.post(f"/<slug>/packages/<{PACKAGE}:number>/<key>/reopening")
@guard(signed_in, load=my_step)
def reopen(place: Place) -> Response:
    if (progress := queries.find(place.shop, place.step)) is not None:
        rules.reopen(progress, by=reader.me(), at=came())
        flash(_("The step is open again. It counts once your advisor has accepted it anew."), "ok")
    return go(url_for("shop_steps.show", **place.address))
