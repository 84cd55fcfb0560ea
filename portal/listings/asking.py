"""The question that an address asks of the map, and the addresses of questions near it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from portal.city.chosen import here
from portal.listings.search import Query
from portal.listings.search_form import SearchForm
from portal.web.clock import now


def asked() -> tuple[SearchForm, bool, Query]:
    """The form of this request, whether all of it could be read, and the query it makes."""
    form = SearchForm(request.args, here())
    good = form.validate()
    return form, good, form.query(now=now())


def address(endpoint: str = "", **changes: Any) -> str:
    """This question with some values changed or taken away: `address(page=2)`, `address(bbox=None)`.

    The page number goes with every change; `endpoint` asks the same of another address.
    """
    values = MultiDict((key, value) for key, value in request.args.items(multi=True) if value and key != "page")
    for name, value in changes.items():
        values.poplist(name)
        if value not in (None, ""):
            values.add(name, str(value))
    query: dict[str, Any] = values.to_dict(flat=False)
    return url_for(endpoint or request.endpoint or "listings.index", **query)
