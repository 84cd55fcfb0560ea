"""What every answer says to the browser besides its body: what may run, who may frame it, how long it may be kept."""

from __future__ import annotations

from flask import Flask, Response, g, request, session

from portal.config import Settings

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {frames}; "
    "img-src 'self' data:"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
}
TWO_YEARS = 63_072_000


def init(app: Flask, settings: Settings) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        framed = g.get("framed_anywhere", False)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(frames="*" if framed else "'none'"))
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if framed else "same-origin")
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if not framed:
            response.headers.setdefault("X-Frame-Options", "DENY")
        if settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
        response.headers.setdefault("Cache-Control", _how_long(response))
        _forget_the_cookie()
        return response


def _forget_the_cookie() -> None:
    """Flask-Login looks into every session; an answer that is the same for all does not vary by it."""
    if not g.get("private") and not session.modified:
        session.accessed = False


def _how_long(response: Response) -> str:
    """What is the same for all is asked for again with its ETag; what was made for one reader is kept nowhere."""
    private = g.get("private") or "Set-Cookie" in response.headers or response.status_code >= 400
    return "no-store" if private or request.method not in {"GET", "HEAD"} else "public, max-age=0, must-revalidate"


def framed_anywhere() -> None:
    """This answer may stand in a frame on any site."""
    g.framed_anywhere = True
