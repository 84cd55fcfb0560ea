"""Stories of shops at the organisers' desk: read, shown, taken down."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import queries, stories
from portal.businesses.models import SuccessStory
from portal.businesses.policy import runs_campaign
from portal.businesses.story_form import StoryForm
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page

bp = Blueprint("story_desk", __name__, url_prefix="/desk/businesses/stories")


@bp.get("")
@guard(runs_campaign)
def index() -> Response:
    return _index()


def known(slug: str) -> SuccessStory | None:
    """The story of a shop, as far as the shop lets organisers see it."""
    shop = queries.of_slug(slug)
    story = stories.of(shop) if shop else None
    return story if story is not None and story.agreed_at is not None else None


@bp.post("/<slug>")
@guard(runs_campaign, load=known)
def update(story: SuccessStory) -> Response:
    try:
        if request.form.get("act") == "take_down":
            stories.take_down(story, by=reader.me(), at=now())
        else:
            stories.publish(story, by=reader.me(), at=now())
    except Refused as refused:
        form = StoryForm()
        form.refuse(refused)
        return _index(form, status=409)
    flash(_("Saved."), "ok")
    return go(url_for("story_desk.index"))


def _index(form: StoryForm | None = None, *, status: int = 200) -> Response:
    found = [one for one in stories.every() if one.agreed_at is not None]
    return page(
        "businesses/desk/stories.html",
        found=found,
        is_public=stories.is_public,
        form=form or StoryForm(),
        status=status,
    )  # fmt: skip
