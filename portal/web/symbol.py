"""Drawings inside pages: a template asks for one by name, and the page ends with those it used, each once."""

from __future__ import annotations

from flask import Flask, g
from markupsafe import Markup

from portal.web.asset import STATIC, Symbols


def init(app: Flask, group_symbols: dict[str, str]) -> None:
    """`group_symbols` are the city's own drawings for the groups of its map, by key."""
    known = Symbols(STATIC / "symbols")
    known.known |= {
        key: f'<symbol id="{key}" viewBox="0 0 24 24">{drawing}</symbol>' for key, drawing in group_symbols.items()
    }
    drawn: dict[tuple[str, str], Markup] = {}

    def symbol(name: str, css: str = "i") -> Markup:
        g.setdefault("symbols", {})[name] = None
        if (name, css) not in drawn:
            marks = f' class="{css}"' if css else ""
            drawn[name, css] = Markup(f'<svg{marks} aria-hidden="true"><use href="#{name}"/></svg>')  # nosec B704
        return drawn[name, css]

    def sprite() -> Markup:
        return Markup('<svg class="sprite" aria-hidden="true">%s</svg>') % known.draw(list(g.get("symbols", {})))

    app.jinja_env.globals.update(symbol=symbol, sprite=sprite)
