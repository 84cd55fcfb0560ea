"""The book as a whole: customers taken in from a file, the book taken out, and what the steps of package 2 ask for."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses import asking
from portal.businesses.customers import checks, exporting, importing, showing
from portal.businesses.customers.forms import ImportForm
from portal.businesses.models import Shop
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.once import once
from portal.web.page import go, page
from portal.web.settle import survives

bp = Blueprint("customer_book", __name__, url_prefix="/businesses/<slug>/customers")
TABLE = f"<any({','.join(exporting.TABLES)}):table>"
STEPS = {
    "quick_replies": "2.6", "contacts": "2.7", "labels": "2.8", "reply_time": "2.9", "orders": "2.10",
    "reminders": "2.11", "data_care": "2.13",
}  # fmt: skip
SHOWN = 50
"""Rows of a file that are shown one by one; faults are shown first."""


@bp.get("/book")
@guard(signed_in, load=asking.mine)
def show(shop: Shop) -> Response:
    return _show(shop, ImportForm())


@bp.post("/book")
@guard(signed_in, load=asking.mine)
@once
def take_in(shop: Shop) -> Response:
    """First the file is read and shown; the same rows come back with the second button and are kept."""
    form, at = ImportForm(request.form), now()
    try:
        if not form.validate():
            return _show(shop, form, status=422)
        form.rows.data = _text() or request.form.get("rows", "")
        found = importing.read(shop, form.rows.data)
    except Refused as refused:
        form.refuse(refused.at("rows"))
        return _show(shop, form, status=422)
    if request.form.get("act") != "keep":
        return _show(shop, form, found=found)
    number = importing.take_in(shop, found, agreed=form.agreed.data, by=reader.me(), at=at)
    flash(ngettext("%(num)s customer was taken into the book.", "%(num)s customers were taken into the book.", number))
    return go(url_for("customers.find", slug=shop.slug))


@bp.get(f"/book/{TABLE}.csv")
@guard(signed_in, load=lambda slug, table: _table(asking.mine(slug), table))
def table(asked: tuple[Shop, str]) -> Response:
    """The whole table. That the book went out is kept, or nothing goes out."""
    shop, name = asked
    number, me, at = shop.id, reader.me().id, now()
    if request.method == "GET":
        survives(lambda: exporting.note(number, by_id=me, at=at), required=True)
    answer = Response("".join(exporting.table(shop, name)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/report")
@guard(signed_in, load=asking.mine)
def report(shop: Shop) -> Response:
    """What an advisor is told of the book, and nothing else."""
    at = now()
    found = [(number, checks.found(shop, key, at=at)) for key, number in STEPS.items()]
    return page("businesses/customers/report.html", shop=shop, found=found)


def _text() -> str:
    """The file that came along, as text: UTF-8, or what older spreadsheets of Windows write."""
    file = request.files.get("file")
    content = file.read(4 * importing.LONGEST) if file and file.filename else b""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1258"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(N_("The letters of this file cannot be read. Save it as CSV in UTF-8."))


def _table(shop: Shop | None, name: str) -> tuple[Shop, str] | None:
    return (shop, name) if shop is not None else None


def _show(shop: Shop, form: ImportForm, *, found: importing.Read | None = None, status: int = 200) -> Response:
    rows = sorted(found.rows, key=lambda one: one.fault is None and not one.remarks) if found else []
    return page(
        "businesses/customers/book.html", status=status, shop=shop, form=form, found=found, rows=rows[:SHOWN],
        exported=checks.last_export(shop), said=lambda refused: _(refused.sentence, **refused.values),
        **showing.tools(),
    )  # fmt: skip
