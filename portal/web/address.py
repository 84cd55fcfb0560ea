"""The addresses: Werkzeug's, but how to write one is worked out when it is first written.

Werkzeug compiles two functions for every address at the start, a millisecond each time; a process writes few of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug import routing

Written = tuple[str, str]


class Rule(routing.Rule):
    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Written]:
        compiled = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        def build(rule: Rule, **values: Any) -> Written:
            setattr(rule, name, compiled(append_unknown).__get__(rule, None))
            written: Written = getattr(rule, name)(**values)
            return written

        return build


def init(app: Flask) -> None:
    """Before the first address is made known."""
    app.url_rule_class = Rule
