"""What opens without a line: the service worker, and its page for everything that was not seen before."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.web.asset import STATIC, asset, smaller_js
from portal.web.compress import SHELL
from portal.web.guard import anyone, guard
from portal.web.language import DEFAULT, LANGUAGES
from portal.web.page import page

bp = Blueprint("offline", __name__)
SIGN_OUT = "people.sign_out"


@bp.get("/offline")
@guard(anyone)
def show() -> Response:
    return page("site/offline.html")


@bp.get("/sw.js")
@guard(anyone)
def worker() -> Response:
    """The service worker with the addresses and sentences it needs. Another asset or sentence makes it another one."""
    known = {
        "SHELL": [asset(name) for name in (*SHELL, "img/favicon.svg")],
        "OFFLINE": {lang: "/offline" if lang == DEFAULT else f"/{lang}/offline" for lang in LANGUAGES},
        "WORDS": {lang: _words(lang) for lang in LANGUAGES},
    }
    head = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in known.items())
    return Response(head + smaller_js((STATIC / "offline" / "sw.js").read_text()), mimetype="text/javascript")


def _words(lang: str) -> dict[str, str]:
    with force_locale(lang):
        return {"seen": _("You are offline. This is the page as it was %(ago)s.", ago="{ago}")}


@bp.after_app_request
def leave_nothing_behind(response: Response) -> Response:
    """Who signs out leaves no page and no unsent text on a phone that somebody else will hold."""
    if request.endpoint == SIGN_OUT and response.status_code < 400:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
