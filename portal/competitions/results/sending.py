"""The ballots of a round as a file that is carried away, for the desk and for everybody."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response, abort

from portal.competitions.jury.models import Round
from portal.competitions.results import tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(of: Round | None, left_out: Collection[str] = (), *, private: bool = False) -> Response:
    """404 for no round at all."""
    return _sent(of, tables.as_csv(of, left_out) if of else "", "text/csv", "csv", private=private)


def xlsx(of: Round | None, left_out: Collection[str] = (), *, private: bool = False) -> Response:
    """413 where a workbook would be too large: the CSV has everything."""
    body = tables.as_xlsx(of, left_out) if of else b""
    if body is None:
        abort(413)
    return _sent(of, body, XLSX, "xlsx", private=private)


def _sent(of: Round | None, body: str | bytes, media_type: str, ending: str, *, private: bool) -> Response:
    if of is None:
        abort(404)
    answer = Response(body, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{of.competition.slug}-{of.number}.{ending}"'
    if private:
        answer.headers["Cache-Control"] = "no-store"
    return answer
