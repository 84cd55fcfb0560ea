"""Answers leave compressed, with a weak ETag over what they say, and pages tell their own weight.

The weight is written while the page is compressed: everything before it has its final size by then, and what follows
is a few bytes.
"""

from __future__ import annotations

import gzip
import hashlib

import brotli
from flask import Flask, Response, g, request
from flask_babel import gettext as _
from markupsafe import Markup

from portal.kit import numbers
from portal.web import asset, language

WINDOW = 16  # a wider one takes ten times longer, and makes nothing of this size smaller
LARGE = 24_000  # bytes of a body, from which on quality 7 takes a tenth longer than 6 for hardly a byte
COMPRESSIBLE = {
    "text/html", "text/plain", "text/css", "text/csv", "text/calendar", "application/json", "application/geo+json",
    "application/ld+json", "application/atom+xml", "application/xml", "application/problem+json", "image/svg+xml",
    "application/manifest+json", "text/javascript",
}  # fmt: skip
THIS, FIRST = b"\x02", b"\x03"  # stand for the two weights until the page is compressed
HEADERS = 740  # bytes of headers around a page; around an asset about half of them
TAIL = 0.37  # what the end of a page, after its weight, shrinks to
SHELL = ("portal.css", "portal.js", "vendor/htmx-2.0.11.min.js")


def init(app: Flask) -> None:
    app.after_request(compress)
    app.jinja_env.globals["weight"] = weight


def weight() -> Markup:
    """The sentence in the footer; its numbers are filled in when the page is compressed."""
    g.lang_of_weight = language.current()
    return Markup("%s") % _(
        "This page: %(this)s KB; a first visit: %(first)s KB.", this=THIS.decode(), first=FIRST.decode()
    )


def compress(response: Response) -> Response:
    if response.direct_passthrough or response.is_streamed or response.mimetype not in COMPRESSIBLE:
        return response
    if "Content-Encoding" not in response.headers:
        _pack(response)
    if request.method in {"GET", "HEAD"}:
        response.make_conditional(request)  # changes the answer itself
    return response


def _pack(response: Response) -> None:
    body, how = response.get_data(), encoding()
    _set_etag(response, body)
    response.vary.add("Accept-Encoding")
    if THIS in body:
        body = _weighed(body, how)
    elif len(body) > 200:
        body = _squeezed(body, how)
    else:
        how = "identity"
    if how != "identity":
        response.headers["Content-Encoding"] = how
    response.set_data(body)


def _set_etag(response: Response, body: bytes) -> None:
    if response.status_code == 200 and not response.get_etag()[0]:
        response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest(), weak=True)


def encoding() -> str:
    """How the browser likes an answer packed."""
    accepted = request.accept_encodings
    for name in ("br", "gzip"):
        if accepted[name]:
            return name
    return "identity"


def _squeezed(body: bytes, how: str) -> bytes:
    if how == "br":
        return brotli.compress(body, quality=_quality(body), lgwin=WINDOW)
    return gzip.compress(body, 6, mtime=0) if how == "gzip" else body


def _quality(body: bytes) -> int:
    return 6 if len(body) >= LARGE else 7


def _weighed(body: bytes, how: str) -> bytes:
    """The body with its weight in it, compressed: what stands before the weight is compressed first and measured."""
    head, tail = body.rsplit(THIS, 1)
    if how != "br":
        size = len(_squeezed(body, how))
        return _squeezed(head + _filled(tail, size), how)
    squeeze = brotli.Compressor(quality=_quality(body), lgwin=WINDOW)
    start = squeeze.process(head) + squeeze.flush()
    rest = squeeze.process(_filled(tail, len(start) + int(len(tail) * TAIL)))
    return bytes(start + rest + squeeze.finish())


def _filled(tail: bytes, size: int) -> bytes:
    shell = sum(asset.wire_bytes(name) + HEADERS // 2 for name in SHELL)
    lang = g.get("lang_of_weight", "vi")
    this, first = (numbers.show(round(n / 1000, 1), lang, decimals=1) for n in (size + HEADERS, size + HEADERS + shell))
    return this.encode() + tail.replace(FIRST, first.encode(), 1)
