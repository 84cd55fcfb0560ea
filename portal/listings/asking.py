"""The question that an address asks of the map, and the addresses of questions near it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from flask import request
from flask_babel import get_translations
from werkzeug.datastructures import MultiDict

from portal.city import City
from portal.city.chosen import here
from portal.listings.search import Query
from portal.listings.search_form import FILTERS, SearchForm
from portal.web.clock import now
from portal.web.language import current
from portal.web.near import near

ASKED_BY = (*FILTERS, "view")
QUESTIONS = 100  # kept by each process; about 15 kB each
Typed = tuple[tuple[str, str], ...]


class Asked(NamedTuple):
    """The form of a request, whether all of it could be read, and the query it makes."""

    form: SearchForm
    good: bool
    query: Query


def asked() -> Asked:
    """What this request asks. Requests that ask the same share their form: nobody may change it."""
    typed = tuple(request.args.items(multi=True))
    return _read(typed) if "open" in request.args else _known(typed, here(), current(), get_translations())


@lru_cache(maxsize=QUESTIONS)
def _known(typed: Typed, _city: City, _lang: str, _sentences: object) -> Asked:
    return _read(typed)


def _read(typed: Typed) -> Asked:
    form = SearchForm(MultiDict(typed), here())
    good = form.validate()
    return Asked(form, good, form.query(now=now()))


def address(endpoint: str = "", **changes: Any) -> str:
    """This question with some values changed or taken away: `address(page=2)`, `address(bbox=None)`.

    The page number goes with every change; `endpoint` asks the same of another address.
    """
    return near(endpoint or request.endpoint or "listings.index", ASKED_BY, **changes)
