"""The campaign in public: its packages, the self-check, its stories; and the hub of a shop for those who may see it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request

from portal.businesses import asking, packages, queries, self_check, showing, stories, words
from portal.businesses.models import Shop
from portal.businesses.policy import works_in
from portal.businesses.steps import numbers
from portal.businesses.steps import queries as steps
from portal.businesses.steps import showing as doing
from portal.businesses.steps.words import STANDINGS
from portal.listings import remembered
from portal.web import reader, shell
from portal.web.clock import now
from portal.web.guard import anyone, guard, signed_in
from portal.web.language import current
from portal.web.lasting import lasting
from portal.web.page import page

bp = Blueprint("businesses", __name__, url_prefix="/businesses")

shell.only_when("businesses.index", queries.any_package)


@bp.app_context_processor
def _places() -> dict[str, object]:
    """For the bar on every page of a shop (`businesses/_shop_bar.html`). Asked for there only."""
    return {"shop_places": showing.places}


def stand() -> tuple[str, datetime]:
    """What the pages are made of: what is public, and the minute, since they say until when one can apply."""
    return remembered.stamp(), now().replace(second=0, microsecond=0)


@bp.get("")
@guard(anyone)
@lasting(stand)
def index() -> Response:
    at = now()
    return page(
        "businesses/index.html", packages=packages.shown(current()), round_line=showing.round_line(at),
        answers=numbers.answers(at=at), waited=doing.waited, target=numbers.TARGET, stories=stories.latest(2),
        questions=self_check.questions(), given={}, outcome=None,
    )  # fmt: skip


@bp.get("/self-check")
@guard(anyone)
def check() -> Response:
    """The questions with what the answers come to. They stand in the address and nowhere else."""
    questions = self_check.questions()
    given = {one.key: request.args.get(one.key, "") for one in questions}
    return page(
        "businesses/self_check.html", parts=("self_check",), questions=questions, given=given,
        outcome=self_check.outcome(questions, given),
    )  # fmt: skip


@bp.get("/stories")
@guard(anyone)
@lasting(stand)
def told() -> Response:
    """What shops tell of their way, with their consent."""
    return page("businesses/stories.html", stories=stories.latest(stories.MOST_SHOWN))


@bp.get("/<slug>")
@guard(signed_in, load=asking.seen)
def show(shop: Shop) -> Response:
    """The hub: what a shop works through, how far it is, and the way to all else."""
    enrolled, ours = queries.enrolled(shop), works_in(reader.me(), shop)
    ahead = doing.ahead(shop, enrolled) if ours else None
    return page(
        "businesses/shop.html", shop=shop, enrolled=enrolled, ours=ours, ahead=ahead, words=words,
        counts=ahead.counts if ahead else steps.counts(shop), tags=doing.TAGS, standings=STANDINGS, said=doing.said_of,
    )  # fmt: skip
