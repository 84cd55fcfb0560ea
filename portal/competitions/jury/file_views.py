"""The one road by which a juror gets at files: clean copies and pictures, under names that say nothing but the code."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, current_app, send_file

from portal.competitions.jury import shown
from portal.competitions.jury.views import my_ballot
from portal.media.storage import storage_for
from portal.web.guard import guard, signed_in

bp = Blueprint("jury_files", __name__, url_prefix="/jury")
AN_HOUR = "private, max-age=3600"


class Asked(NamedTuple):
    """A part of an entry, by its neutral name."""

    part: shown.Part


def my_part(competition: str, code: str, name: str) -> Asked | None:
    """A file of an entry that is the reader's to judge."""
    ballot = my_ballot(competition, code)
    found = shown.part(ballot.entry, name) if ballot is not None else None
    return Asked(found) if found is not None else None


@bp.get("/<competition>/<code>/files/<name>")
@guard(signed_in, load=my_part)
def show(asked: Asked) -> Response:
    """No time, no original name, no number of a row: nothing that the file itself could tell."""
    part = asked.part
    body = storage_for(current_app.config["SETTINGS"]).open(part.digest)
    response = send_file(
        body, mimetype=part.media_type, as_attachment=part.is_copy, download_name=part.name, last_modified=None
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store" if part.is_copy else AN_HOUR
    return response
