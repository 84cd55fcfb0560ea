"""The advisor's desk: what waits, the oldest first; one submission beside the earlier one, answered like a person."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import queries as campaign
from portal.businesses.models import Shop, Step
from portal.businesses.policy import advises, is_advisor
from portal.businesses.steps import comparing, numbers, policy, previewing, queries, reviewing, showing, waits, words
from portal.businesses.steps.forms import LeaveOutForm, ReviewForm, SecondForm
from portal.businesses.steps.models import Review, Submission, Verdict
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("advice", __name__, url_prefix="/desk/advice")
DECISIONS = {"accept": Verdict.ACCEPTED, "back": Verdict.CHANGES_WANTED, "refuse": Verdict.REFUSED}
BESIDE = 8
"""So many of the queue are named beside an open piece of work."""


def handed_in(number: int) -> Submission | None:
    """A submission, for advisors; to all others there is none. Those of their own shop they may not open."""
    return queries.submission(number) if is_advisor(reader.person()) else None


def may_open(person: Any, submission: Submission) -> bool:
    return policy.may_review(person, submission)


# The lists


@bp.get("")
@guard(is_advisor)
def index() -> Response:
    me, at = reader.me(), now()
    everything = request.args.get("all") == "1"
    found = paged(queries.waiting(me) if everything else queries.waiting_of_mine(me), asked_page())
    return page(
        "businesses/steps/board.html", found=found, rows=waits.rows(found.rows, at=at), everything=everything,
        refusals=waits.refusals(me, at=at), answers=numbers.answers(at=at), waited=showing.waited,
        target=numbers.TARGET,
        address_of_page=lambda number: url_for("advice.index", page=number, all="1" if everything else None),
    )  # fmt: skip


@bp.get("/shops")
@guard(is_advisor)
def shops() -> Response:
    found = paged(queries.shops_advised(reader.me()), asked_page())
    return page(
        "businesses/steps/board_shops.html", found=found,
        counts=queries.counts_of([one.id for one in found.rows]),
        address_of_page=lambda number: url_for("advice.shops", page=number),
    )  # fmt: skip


@bp.get("/expiring")
@guard(is_advisor)
def expiring() -> Response:
    found = paged(queries.expiring(reader.me()), asked_page())
    return page(
        "businesses/steps/board_expiring.html", found=found, words=words, tags=showing.TAGS, expires=showing.expires,
        wordings=campaign.wordings([one.step_id for one in found.rows]),
        address_of_page=lambda number: url_for("advice.expiring", page=number),
    )  # fmt: skip


# One submission


@bp.get(f"/<{NUMBER}:number>")
@guard(may_open, load=handed_in, first=signed_in)
def show(submission: Submission) -> Response:
    return _show(submission)


def _show(
    submission: Submission, form: ReviewForm | None = None, second: SecondForm | None = None, *, status: int = 200
) -> Response:  # fmt: skip
    me, at, progress = reader.me(), now(), submission.progress
    times = queries.times(progress)
    earlier = next((one for one in reversed(times) if one.number < submission.number), None)
    queries.read_evidence([one for one in (earlier, submission) if one is not None])
    before, side = comparing.beside(submission, earlier)
    queue = paged(queries.waiting_of_mine(me), 1, size=BESIDE)
    refusal = policy.awaits_second_look(submission)
    return page(
        "businesses/steps/review.html", status=status, submission=submission, progress=progress, shop=progress.shop,
        step=progress.step, wording=submission.step_version, sides=[one for one in (before, side) if one is not None],
        criteria=showing.lines(submission.step_version, "checks"), hints=showing.hints_of(submission),
        looked_at=waits.has_been_looked_at(submission), form=form or ReviewForm(), second=second or SecondForm(),
        queue=waits.rows(queue.rows, at=at), waiting=queue.total, words=words, refusal=refusal,
        may_second=refusal is not None and policy.may_look_again(me, refusal),
        waits=times[-1] is submission and policy.waits(progress) and refusal is None,
        previews=previewing.made([one for two in (before, side) if two for one in two.submission.evidence]),
        expires=showing.expires, day_of=showing.day_of, package=progress.step.package,
        by=showing.name_of(submission.by_id), verdicts={one.submission.id: showing.verdict_of(one.submission)
                                                        for one in (before, side) if one is not None},
    )  # fmt: skip


@bp.post(f"/<{NUMBER}:number>")
@guard(may_open, load=handed_in, first=signed_in)
def answer(submission: Submission) -> Response:
    """Accepted, sent back, refused until a second look, or not for this shop."""
    form, me, at, decision = ReviewForm(request.form), reader.me(), now(), request.form.get("decision", "")
    progress = submission.progress
    try:
        if not form.validate() or decision not in {*DECISIONS, "na"}:
            return _show(submission, form, status=422)
        if decision == "na":
            reviewing.leave_out(progress.shop, progress.step, says=form.says.data or "", by=me, at=at)
        else:
            ticks = [int(one) for one in form.tick.data or [] if one.isdecimal() and len(one) < 4]
            reviewing.review(submission, DECISIONS[decision], ticks=ticks, says=form.says.data or "", by=me, at=at)
    except Refused as refused:
        form.refuse(refused)
        return _show(submission, form, status=422)
    flash(_(ANSWERED[decision]), "ok")
    return go(url_for("advice.index"))


ANSWERED = {
    "accept": words.ACCEPTED_NOW, "back": words.SENT_BACK_NOW, "refuse": words.REFUSED_NOW, "na": words.LEFT_OUT_NOW,
}  # fmt: skip


def may_look_again(person: Any, review: Review) -> bool:
    return policy.may_look_again(person, review)


def refused(number: int) -> Review | None:
    """The refusal of a submission that waits for another advisor."""
    submission = handed_in(number)
    return policy.awaits_second_look(submission) if submission is not None else None


@bp.post(f"/<{NUMBER}:number>/second-look")
@guard(may_look_again, load=refused, first=signed_in)
def look_again(review: Review) -> Response:
    form, submission = SecondForm(request.form), review.submission
    try:
        if not form.validate():
            return _show(submission, second=form, status=422)
        agrees = request.form.get("decision") == "agree"
        reviewing.look_again(review, agrees=agrees, says=form.says.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(submission, second=form, status=422)
    flash(_("Noted. The shop reads it now.") if agrees else _("Noted. The step waits in the queue again."), "ok")
    return go(url_for("advice.index"))


# A step that is not for a shop


class Asked(NamedTuple):
    shop: Shop
    step: Step


def of_shop(slug: str, key: str) -> Asked | None:
    shop, step = campaign.of_slug(slug), campaign.step_of_key(key)
    if not is_advisor(reader.person()) or shop is None or step is None:
        return None
    return Asked(shop, step) if queries.enrolled(shop, step.package.number) is not None else None


def may_leave_out(person: Any, asked: Asked) -> bool:
    return advises(person, asked.shop)


@bp.post("/shops/<slug>/<key>")
@guard(may_leave_out, load=of_shop, first=signed_in)
def leave_out(asked: Asked) -> Response:
    """Out of the list of this shop with a reason, or back into it."""
    shop, step, at = asked.shop, asked.step, now()
    there = url_for("shop_steps.show", slug=shop.slug, number=step.package.number, key=step.key)
    if request.form.get("act") == "ask" and (progress := queries.find(shop, step)) is not None:
        reviewing.ask_again(progress, by=reader.me(), at=at)
        flash(_("The step is asked for again."), "ok")
        return go(there)
    form = LeaveOutForm(request.form)
    if not form.validate():
        flash(_("Say why this step does not apply to them."), "warn")
        return go(there)
    reviewing.leave_out(shop, step, says=form.reason.data or "", by=reader.me(), at=at)
    flash(_(words.LEFT_OUT_NOW), "ok")
    return go(there)
