"""Where a shop stood before and stands after, in bands: what its people say of it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking, measures
from portal.businesses.measure_form import MeasureForm
from portal.businesses.models import Shop
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("shop_measures", __name__, url_prefix="/businesses")


@bp.get("/<slug>/measures")
@guard(signed_in, load=asking.mine)
def edit(shop: Shop) -> Response:
    asked = request.args.get("time", "")
    time = asked if asked in measures.TIMES else measures.BEFORE
    last = measures.last_of(shop).get(time)
    return _edit(shop, MeasureForm(obj=last, data=None if last else {"time": time}))


@bp.post("/<slug>/measures")
@guard(signed_in, load=asking.mine)
def update(shop: Shop) -> Response:
    form = MeasureForm(request.form)
    try:
        if not form.validate():
            return _edit(shop, form, status=422)
        given = {name: form[name].data or "" for name in measures.BANDS}
        measures.write(shop, form.time.data or "", given, form.channels.data, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(shop, form, status=422)
    flash(_("Kept. It is only ever counted together with other shops."), "ok")
    return go(url_for("businesses.show", slug=shop.slug))


def _edit(shop: Shop, form: MeasureForm, *, status: int = 200) -> Response:
    return page(
        "businesses/measures.html", shop=shop, form=form, times=measures.TIMES, last=measures.last_of(shop),
        status=status,
    )  # fmt: skip
