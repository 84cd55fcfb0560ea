"""Assets: styles and scripts joined at the start, named by their content, compressed ahead, cached for a year.

One file per component in static/, one answer for the browser. There is no build step and no outside tool.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from pathlib import Path

import brotli
from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

from portal.config import ROOT

STATIC = ROOT / "static"
CSS_LAYERS = ("tokens", "base", "layout", "parts", "print")
COMPRESSED = {".css", ".js", ".json", ".svg", ".geojson"}
YEAR = 31_536_000

_names: dict[str, str] = {}
_wire: dict[str, int] = {}


def init(app: Flask, home: Path, *, extra: dict[str, bytes] | None = None) -> None:
    """Writes the assets into the home and serves them from there. `extra` adds answers made from the city's data."""
    target = home / "static"
    target.mkdir(parents=True, exist_ok=True)
    for name, content in (_joined() | _single() | (extra or {})).items():
        _names[name] = _written(target, name, content)
        light = target / f"{_names[name]}.br"
        _wire[name] = (light if light.exists() else target / _names[name]).stat().st_size
    app.jinja_env.globals.update(asset=asset)
    app.jinja_env.filters["wire_bytes"] = wire_bytes
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=target, prefix="static/", max_age=YEAR, immutable_file_test=lambda path, url: True,
        add_headers_function=_add_headers, allow_all_origins=False,
    )  # fmt: skip


def asset(name: str) -> str:
    """The address of an asset; its content is part of its name."""
    return f"/static/{_names[name]}"


def wire_bytes(name: str) -> int:
    """Bytes of an asset on the wire, compressed, without headers."""
    return _wire[name]


def _add_headers(headers: object, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # type: ignore[index]


def _joined() -> dict[str, bytes]:
    sheets = [sheet for layer in CSS_LAYERS for sheet in sorted((STATIC / "css" / layer).glob("*.css"))]
    css = "@layer tokens, base, layout, parts, print;\n" + "\n".join(sheet.read_text() for sheet in sheets)
    maps = "\n".join(sheet.read_text() for sheet in sorted((STATIC / "css" / "map").glob("*.css")))
    lazy, upload = (
        "\n".join(one_module(path.read_text()) for path in sorted((STATIC / "js" / folder).glob("*.js")))
        for folder in ("lazy", "upload")
    )
    return {
        "portal.css": smaller_css(css).encode(),
        "portal.js": _behaviours("js"),
        "propose.js": _behaviours("js/propose"),
        "check-in.js": _behaviours("js/check-in"),
        "ballot.js": _behaviours("js/ballot"),
        "panels.js": _behaviours("js/panels"),
        "map.css": smaller_css(maps).encode(),
        "map.js": smaller_js(lazy).encode(),
        "upload.js": smaller_js(upload).encode(),
        "sum.js": smaller_js((STATIC / "js" / "worker" / "sum.js").read_text()).encode(),
    }


def _behaviours(folder: str) -> bytes:
    """The behaviours of a folder as one module, each in a scope of its own."""
    behaviours = sorted((STATIC / folder).glob("*.js"))
    return smaller_js("\n".join(f"{{\n{behaviour.read_text()}\n}}" for behaviour in behaviours)).encode()


def _single() -> dict[str, bytes]:
    """Files that stand alone: vendored ones and pictures."""
    found = {}
    for folder in ("vendor", "img"):
        for path in sorted((STATIC / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".md", ".LICENSE"}:
                found[str(path.relative_to(STATIC))] = path.read_bytes()
    return found


def one_module(js: str) -> str:
    """A module of js/lazy or js/upload without its imports: they are joined, the names it asks for stand beside it."""
    return re.sub(r'^import .* from "\./.*";\n', "", js, flags=re.M)


def smaller_css(css: str) -> str:
    """Without comments and needless white space. Strings keep every letter, selectors their meaning."""
    parts = re.split(r"""("[^"]*"|'[^']*')""", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    return "".join(part if at % 2 else _tightened(part) for at, part in enumerate(parts)).strip()


def _tightened(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}").replace(": ", ":")


def smaller_js(js: str) -> str:
    """Without indentation, blank lines and lines that are only a comment."""
    js = re.sub(r"^\s*/\*.*?\*/\s*$", "", js, flags=re.S | re.M)
    lines = (line.strip() for line in js.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _written(target: Path, name: str, content: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
    path = target / hashed
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in COMPRESSED:
            _write(path.with_name(path.name + ".br"), brotli.compress(content, quality=11))
            _write(path.with_name(path.name + ".gz"), gzip.compress(content, 9, mtime=0))
        _write(path, content)
    return hashed


def _write(path: Path, content: bytes) -> None:
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_bytes(content)
    half.replace(path)


class Symbols:
    """The drawings a page uses, each written once at its end. One file per drawing in static/symbols."""

    def __init__(self, folder: Path) -> None:
        self.known = {path.stem: _symbol(path) for path in sorted(folder.glob("*.svg"))}

    def draw(self, names: list[str]) -> Markup:
        return Markup("".join(self.known[name] for name in names))  # nosec B704  our own files


def _symbol(path: Path) -> str:
    """A symbol element of an svg file: the same drawing under its name."""
    drawing = re.search(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', path.read_text(), re.S)
    assert drawing, f"{path.name} is not a drawing with a viewBox"
    inner = re.sub(r">\s+<", "><", drawing[2].strip())
    return f'<symbol id="{path.stem}" viewBox="{drawing[1]}">{inner}</symbol>'
