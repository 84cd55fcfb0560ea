"""The door: refuses unsafe requests that another site caused, without a token in any form (docs/decisions/0003).

Browsers say where a request comes from (`Sec-Fetch-Site`, older ones `Origin`). Programs say neither and pass: they
carry no cookies of a visitor. Pages stay cacheable and no form dies of an expired token.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

from portal.web.settle import SAFE


class CrossSite(Forbidden):
    """Another site sent this request in the visitor's name."""


def init(app: Flask) -> None:
    @app.before_request
    def check() -> None:
        if request.method not in SAFE and not _comes_from_here():
            raise CrossSite


def _comes_from_here() -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    if (origin := request.headers.get("Origin")) is not None:
        return _is_ours(origin)
    return True


def _is_ours(origin: str) -> bool:
    """`Origin: null` has no host and is refused, hence `Referrer-Policy: same-origin` on our own pages."""
    public = current_app.config["PUBLIC_URL"]
    parts = urlsplit(origin)
    return origin == public or (bool(parts.scheme) and parts.netloc in current_app.config["OUR_HOSTS"])
