"""Pieces of pages that depend on nothing but what is named beside them: each process keeps the latest as drawn.

`{% call kept("row", row, rest) %}…{% endcall %}` draws its inside when these values are new to it and repeats it when
they are not, in the language of the page. What the inside reads has to be named, the city and the portal's own words
aside; it may not ask who reads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple

from flask import Flask, g
from markupsafe import Markup

from portal.web.shell import sentences

PIECES = 1_000  # kept by each process; about a kilobyte each


class Piece(NamedTuple):
    drawn: Markup
    symbols: tuple[str, ...]
    """What it drew by name, for the page that ends with the drawings it used."""


def init(app: Flask) -> None:
    known: OrderedDict[Hashable, Piece] = OrderedDict()
    lock = Lock()

    def kept(*values: Hashable, caller: Callable[[], Markup]) -> Markup:
        asked = (sentences(), values)
        with lock:
            if piece := known.get(asked):
                known.move_to_end(asked)
        if piece is None:
            piece = _drawn(caller)
            with lock:
                known[asked] = piece
                while len(known) > PIECES:
                    known.popitem(last=False)
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
