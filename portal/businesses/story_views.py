"""A shop's own story: written, agreed to, taken back in one request."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking, stories
from portal.businesses.models import Shop
from portal.businesses.policy import owns
from portal.businesses.story_form import StoryForm
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("shop_story", __name__, url_prefix="/businesses")


@bp.get("/<slug>/story")
@guard(signed_in, load=asking.mine)
def edit(shop: Shop) -> Response:
    story = stories.of(shop)
    return _edit(shop, StoryForm(obj=story, data={"agreed": bool(story and story.agreed_at)}))


@bp.post("/<slug>/story")
@guard(signed_in, load=asking.mine)
def update(shop: Shop) -> Response:
    """Anybody of the shop writes; that it may be shown says an owner."""
    form, me = StoryForm(request.form), reader.me()
    try:
        if not form.validate():
            return _edit(shop, form, status=422)
        if form.agreed.data and not owns(me, shop):
            raise Refused(N_("Only an owner of the shop can agree to that."), field="agreed")
        words = form.text_vi.data or "", form.text_en.data or ""
        stories.write(shop, *words, agreed=bool(form.agreed.data), by=me, at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(shop, form, status=422)
    shown = _("Kept. The organisers read it before it is shown.")
    flash(shown if form.agreed.data else _("Kept. Nobody sees it."), "ok")
    return go(url_for("shop_story.edit", slug=shop.slug))


@bp.post("/<slug>/story/withdrawal")
@guard(signed_in, load=asking.mine)
def withdraw(shop: Shop) -> Response:
    """Anybody of the shop may take it back."""
    if (story := stories.of(shop)) is not None:
        stories.withdraw(story, by=reader.me(), at=now())
    flash(_("Your story is no longer shown."), "ok")
    return go(url_for("shop_story.edit", slug=shop.slug))


def _edit(shop: Shop, form: StoryForm, *, status: int = 200) -> Response:
    story = stories.of(shop)
    return page(
        "businesses/story.html", shop=shop, form=form, story=story, is_public=bool(story and stories.is_public(story)),
        status=status,
    )  # fmt: skip
