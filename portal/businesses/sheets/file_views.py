"""The paper and the files of a sheet: a page to print, CSV and XLSX. Costs are on them for the shop and its advisor."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.policy import advises, works_in
from portal.businesses.sheets import rules, showing
from portal.businesses.sheets.kind import Kind
from portal.businesses.sheets.kinds import KINDS
from portal.businesses.sheets.written import Written
from portal.media import spreadsheet
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import page

bp = Blueprint("sheet_files", __name__, url_prefix="/businesses/<slug>/sheets")
KIND = f"<any({','.join(KINDS)}):kind>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked(NamedTuple):
    shop: Shop
    kind: Kind

    def written(self) -> Written:
        person = reader.person()
        costs = works_in(person, self.shop) or advises(person, self.shop)
        return rules.of(self.shop, self.kind.key, with_costs=costs)


def seen(slug: str, kind: str) -> Asked | None:
    shop = asking.seen(slug)
    return Asked(shop, KINDS[kind]) if shop is not None else None


@bp.get(f"/{KIND}/print")
@guard(signed_in, load=seen)
def printed(asked: Asked) -> Response:
    return page("businesses/sheets/print.html", shop=asked.shop, kind=asked.kind, data=asked.written(), at=now())


@bp.get(f"/{KIND}.csv")
@guard(signed_in, load=seen)
def csv(asked: Asked) -> Response:
    body = spreadsheet.as_csv([rows for _name, rows in showing.tables(asked.written())])
    return _file(body, asked, "csv", "text/csv; charset=utf-8")


@bp.get(f"/{KIND}.xlsx")
@guard(signed_in, load=seen)
def xlsx(asked: Asked) -> Response:
    return _file(spreadsheet.as_xlsx(showing.tables(asked.written()), made_at=now()), asked, "xlsx", XLSX)


def _file(body: bytes, asked: Asked, ending: str, media_type: str) -> Response:
    name = f"{asked.shop.slug}-{asked.kind.key}.{ending}"
    return Response(body, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
