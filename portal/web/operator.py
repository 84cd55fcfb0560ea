"""What a machine asks: is the portal alive, can it work, and what are its numbers."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, jsonify, request

from portal import doctor
from portal.config import Settings
from portal.web import metrics
from portal.web.clock import now
from portal.web.guard import anyone, guard

bp = Blueprint("operator", __name__)
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


@bp.get("/healthz")
@guard(anyone, data=True)
def alive() -> Response:
    """Alive, whatever becomes of the database: a restart would not help that."""
    return _kept_nowhere(jsonify(ok=True))


@bp.get("/readyz")
@guard(anyone, data=True)
def ready() -> tuple[Response, int]:
    checks = doctor.examine(doctor.READY, _settings(), at=now())
    well = all(check.ok for check in checks)
    answer = jsonify(ok=well, checks=[check._asdict() for check in checks])
    return _kept_nowhere(answer), 200 if well else 503


@bp.get("/metrics")
@guard(anyone, data=True)
def numbers() -> Response:
    if not (_from_this_machine() or _has_token(_settings().metrics_token)):
        abort(404)
    body, media_type = metrics.exposition()
    return _kept_nowhere(Response(body, content_type=media_type))


def _from_this_machine() -> bool:
    """A loopback peer that speaks for itself: what a proxy on this machine passes on is not from here."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_token(token: str) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
