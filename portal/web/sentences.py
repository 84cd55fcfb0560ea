"""The sentences of a page: a template says `_("…")` or `ngettext("…", "…", n)`, in the language of its page.

A page says a hundred of them, so each is looked up once for its language; only what is filled in is new.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import force_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from portal.web import language


class Sentences(dict[str, Markup]):
    """The sentences of one language, each as its catalogue has it."""

    def __init__(self, lang: str) -> None:
        with force_locale(lang):
            self.catalogue = get_translations()

    def __missing__(self, sentence: str) -> Markup:
        said = self[sentence] = Markup(self.catalogue.ugettext(sentence))  # nosec B704  our own words
        return said


class Spoken(dict[str, Sentences]):
    """The languages that have been spoken so far."""

    def __missing__(self, lang: str) -> Sentences:
        said = self[lang] = Sentences(lang)
        return said


def init(app: Flask) -> None:
    app.extensions["sentences"] = spoken = Spoken()

    @pass_eval_context
    def say(page: EvalContext, sentence: str, /, **values: Any) -> str:
        return _filled(page, spoken[language.current()][sentence], values)

    @pass_eval_context
    def say_counted(page: EvalContext, one: str, many: str, n: int, /, **values: Any) -> str:
        said = spoken[language.current()].catalogue.ungettext(one, many, n)
        return _filled(page, Markup(said), {"num": n} | values)  # nosec B704  our own words

    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_counted)


def _filled(page: EvalContext, said: Markup, values: dict[str, Any]) -> str:
    """A sentence is always a pattern, with and without values: a per cent sign stands in it twice."""
    if not page.autoescape:
        return str(said) % values
    if not values and "%" not in said:
        return said
    return Markup(str(said) % {name: escape(value) for name, value in values.items()})  # nosec B704  escaped here
