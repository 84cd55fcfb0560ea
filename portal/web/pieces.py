"""Pieces of pages that depend on nothing but what is named beside them: each process keeps the latest as drawn.

`{% call kept("row", row, rest) %}…{% endcall %}` draws its inside when these values are new to it and repeats it when
they are not, in the language of the page. What the inside reads has to be named, a list by what is in it, the city and
the portal's own words aside; it may not ask who reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, g
from markupsafe import Markup

from portal.web import language
from portal.web.latest import Latest

PIECES = 1_000  # kept by each process; about a kilobyte each


class Piece(NamedTuple):
    drawn: Markup
    symbols: tuple[str, ...]
    """What it drew by name, for the page that ends with the drawings it used."""


def init(app: Flask) -> None:
    known, spoken = Latest[Piece](), app.extensions["sentences"]

    def kept(*values: object, caller: Callable[[], Markup]) -> Markup:
        hashable = (tuple(value) if isinstance(value, list) else value for value in values)
        asked = (spoken[language.current()].catalogue, *hashable)
        piece = known.get(asked)
        if piece is None:
            piece = _drawn(caller)
            known.keep(asked, piece, most=PIECES)
        g.setdefault("symbols", {}).update(dict.fromkeys(piece.symbols))
        return piece.drawn

    app.jinja_env.globals["kept"] = kept


def _drawn(caller: Callable[[], Markup]) -> Piece:
    before, g.symbols = g.get("symbols", {}), {}
    try:
        drawn = Markup(caller())  # nosec B704  escaped where it was drawn
        return Piece(drawn, tuple(g.symbols))
    finally:
        g.symbols = before
