"""Languages: Vietnamese at the root, the others before the same path (docs/decisions/0004).

A small WSGI layer takes `/en` or `/fr` off the path into SCRIPT_NAME, so that views and `url_for` know nothing of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import Babel, force_locale

from portal.config import ROOT

LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "fr": "Français"}
DEFAULT = "vi"
ADDRESSES = 2_000  # kept by each process; about 300 bytes each
UNPREFIXED = ("/static/", "/uploads", "/healthz", "/readyz", "/metrics", "/sw.js", "/robots.txt", "/sitemap.xml",
              "/favicon.ico", "/.well-known/")  # fmt: skip

_PLAIN = "/:@!$&'()*+,;=~-._"
"""What stands in the path of an address as it is (RFC 3986 §3.3)."""


class Prefix:
    """Takes the language off the path; `/vi/…` and a trailing slash answer 301 to the one right address."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "") or "/"
        head, _, rest = path[1:].partition("/")
        lang, prefix = DEFAULT, ""
        if head in LANGUAGES:
            lang, path = head, f"/{rest}"
            prefix = "" if lang == DEFAULT else f"/{lang}"
        right = path.rstrip("/") or "/"
        address = (prefix if right == "/" and prefix else prefix + right) or "/"
        if head == DEFAULT or environ.get("PATH_INFO") != address:
            return _moved(environ, start_response, address)
        if prefix and right.startswith(UNPREFIXED):
            return _moved(environ, start_response, right)
        environ = {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + prefix, "PATH_INFO": right}
        return self.app({**environ, "portal.lang": lang}, start_response)


def _moved(environ: dict[str, Any], start_response: Any, address: str) -> Iterable[bytes]:
    # A path such as //elsewhere.example would lead to another host: one slash only.
    where = "/" + quote(address.encode("latin-1").lstrip(b"/"), safe=f"%{_PLAIN}")
    if query := environ.get("QUERY_STRING"):
        where += f"?{query}"
    start_response("301 Moved Permanently", [("Location", where), ("Content-Length", "0")])
    return [b""]


def init(app: Flask, home: Path) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_compiled(home))
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.url_map.strict_slashes = False
    app.extensions["written"] = lru_cache(maxsize=ADDRESSES, typed=True)(_write)  # writing one takes 30 times longer
    Babel(app, locale_selector=current)
    app.jinja_env.globals.update(url=url, url_in=url_in, link=link)
    app.wsgi_app = Prefix(app.wsgi_app)  # type: ignore[method-assign]


def current() -> str:
    """The language of this page; Vietnamese where there is no page."""
    if not has_request_context():
        return DEFAULT
    asked = request._get_current_object()  # type: ignore[attr-defined]  # a page asks so often that the proxy tells
    return str(asked.environ.get("portal.lang", DEFAULT))


def url(endpoint: str, /, **values: Any) -> str:
    """An address of this portal in the current language, without a slash at its end."""
    written = current_app.extensions["written"]
    try:
        return str(written(request.script_root, endpoint, **values))
    except TypeError:  # a list of values
        return _write("", endpoint, **values)


def _write(_root: str, endpoint: str, /, **values: Any) -> str:
    address = url_for(endpoint, **values)
    return address if "?" in address else address.rstrip("/") or "/"


def url_in(lang: str, *, external: bool = False) -> str:
    """This page in another language."""
    asked = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    path = quote(request.path, safe=_PLAIN) + asked
    prefix = "" if lang == DEFAULT else f"/{lang}"
    here = prefix if prefix and path == "/" else prefix + path
    return absolute(here) if external else here


def link(endpoint: str, **values: Any) -> str:
    """An absolute address for letters, feeds and other sites, in the current language."""
    return absolute(url(endpoint, **values))


def absolute(path: str) -> str:
    """An address for letters, feeds and pictures: built from the portal's own, never from the Host header."""
    return str(current_app.config["PUBLIC_URL"]) + path


def safe_next(where: str | None) -> str | None:
    """A place to go on to, if it is a path of this portal; anything that could lead elsewhere is None."""
    if not where or not where.startswith("/") or where.startswith(("//", "/\\")) or any(ord(c) < 32 for c in where):
        return None
    parts = urlsplit(where)
    return None if parts.scheme or parts.netloc or "\\" in where else where


@contextmanager
def in_language_of(person: Any) -> Iterator[None]:
    """For a letter: inside, sentences and links are in this person's language, in the worker as well."""
    lang = person.language if person.language in LANGUAGES else DEFAULT
    home = current_app.config["PUBLIC_URL"] + ("" if lang == DEFAULT else f"/{lang}")
    page = current_app.test_request_context("/", base_url=home, environ_overrides={"portal.lang": lang})
    with page, force_locale(lang):
        yield


def _compiled(home: Path) -> Path:
    """The catalogues of translations/, compiled into the home when they have changed."""
    target = home / "translations"
    for source in (ROOT / "translations").glob("*/LC_MESSAGES/*.po"):
        made = target / source.relative_to(ROOT / "translations").with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            made.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            half = made.with_suffix(f".{os.getpid()}.half")
            with half.open("wb") as file:
                write_mo(file, catalogue)
            half.replace(made)
    return target
